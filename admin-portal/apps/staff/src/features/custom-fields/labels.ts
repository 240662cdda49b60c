import type { CustomFieldKind } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const customKinds: Record<CustomFieldKind, MessageDescriptor> = {
  TEXT: msg`Text`,
  NUMBER: msg`Number`,
  DATE: msg`Date`,
  CHOICE: msg`Choice`,
  FLAG: msg`Yes or no`,
};

/** Who reads a field. */
export const customClasses = {
  OPEN: msg`Everybody who sees the client`,
  ADDRESS: msg`As addresses: by the rules of each role`,
  DATE_OF_BIRTH: msg`As dates of birth: by the rules of each role`,
} as const satisfies Record<string, MessageDescriptor>;

export type CustomClass = keyof typeof customClasses;
