import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** How a field is asked about, and with it which editor it gets. */
export type FieldKind = "id" | "choice" | "text" | "time" | "contact" | "flag" | "custom";

export interface FilterField {
  kind: FieldKind;
  label: MessageDescriptor;
  /** May be "not set". */
  nullable?: boolean;
  /** How the server is asked whether it is set, where not by `isNull`. */
  presence?: "hasCountry" | "hasSource";
  /** Sealed: only for those who may read it in full. */
  sealed?: "EMAIL" | "PHONE" | "DATE_OF_BIRTH";
}

/** Every field of `ClientFilter`, under the name it has there. */
export const filterFields = {
  salesStatus: { kind: "id", label: msg`Sales status` },
  retentionStatus: { kind: "id", label: msg`Retention status`, nullable: true },
  kycStatus: { kind: "choice", label: msg`KYC` },
  status: { kind: "choice", label: msg`Client status` },
  stage: { kind: "choice", label: msg`Stage` },
  owner: { kind: "id", label: msg`Owner`, nullable: true },
  team: { kind: "id", label: msg`Team`, nullable: true },
  tag: { kind: "id", label: msg`Tag`, nullable: true },
  country: { kind: "text", label: msg`Country`, nullable: true, presence: "hasCountry" },
  language: { kind: "text", label: msg`Language` },
  source: { kind: "text", label: msg`Source`, nullable: true, presence: "hasSource" },
  riskLevel: { kind: "choice", label: msg`Risk` },
  kind: { kind: "choice", label: msg`Kind` },
  createdAt: { kind: "time", label: msg`Created` },
  updatedAt: { kind: "time", label: msg`Changed` },
  lastContactAt: { kind: "time", label: msg`Last contact`, nullable: true },
  nextFollowUpAt: { kind: "time", label: msg`Next follow-up`, nullable: true },
  archived: { kind: "flag", label: msg`Archived` },
  doNotCall: { kind: "flag", label: msg`Do not call` },
  email: { kind: "contact", label: msg`E-mail`, sealed: "EMAIL" },
  phone: { kind: "contact", label: msg`Phone`, sealed: "PHONE" },
  underAge: { kind: "flag", label: msg`Under age`, sealed: "DATE_OF_BIRTH" },
  custom: { kind: "custom", label: msg`Own field` },
} as const satisfies Record<string, FilterField>;

export type FieldName = keyof typeof filterFields;

/** Those that the menu offers; the broker's own stand below them. */
export const fieldNames = (Object.keys(filterFields) as FieldName[]).filter((name) => name !== "custom");

export function isFieldName(name: unknown): name is FieldName {
  return typeof name === "string" && Object.hasOwn(filterFields, name);
}

export function fieldOf(name: FieldName): FilterField {
  return filterFields[name];
}
