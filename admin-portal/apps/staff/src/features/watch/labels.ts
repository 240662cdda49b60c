import type { WatchKind } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const watchKinds: Record<WatchKind, MessageDescriptor> = {
  PROFILES_OPENED: msg`Profiles opened`,
  CONTACTS_REVEALED: msg`Contacts revealed`,
  FILES_AT_NIGHT: msg`Files taken at night`,
};

export const watchSentences: Record<WatchKind, MessageDescriptor> = {
  PROFILES_OPENED: msg`Different clients whose profiles one person opened.`,
  CONTACTS_REVEALED: msg`Masked contacts that one person had shown in full.`,
  FILES_AT_NIGHT: msg`Files that one person took out: the audit trail, and rows that an import or a bulk change left.`,
};

/** An hour of the day, `22:00`. */
export const hour = (value: number) => `${String(value).padStart(2, "0")}:00`;
