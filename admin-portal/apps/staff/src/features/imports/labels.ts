import type {
  ClientImportState,
  ImportColumnRule,
  ImportDateOrder,
  ImportField,
  ImportMatchField,
  ImportNameOrder,
  ImportOutcome,
} from "@brokerdesk/api";
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";
import { becoming, type FieldInfo, type Target, targetOfInfo } from "./mapping.ts";
import type { ImportStep } from "./view.ts";

export const stateLabels: Record<ClientImportState, Label> = {
  UPLOADING: { text: msg`Uploading`, tone: "info" },
  READING: { text: msg`Reading`, tone: "info" },
  REFUSED: { text: msg`Not readable`, tone: "bad" },
  MAPPING: { text: msg`In preparation`, tone: "neutral" },
  CHECKING: { text: msg`Checking`, tone: "info" },
  CHECKED: { text: msg`Checked`, tone: "warn" },
  COMMITTING: { text: msg`Importing`, tone: "info" },
  PAUSED: { text: msg`Paused`, tone: "warn" },
  CANCELLED: { text: msg`Stopped`, tone: "neutral" },
  COMMITTED: { text: msg`Imported`, tone: "good" },
  UNDOING: { text: msg`Taking back`, tone: "info" },
  UNDONE: { text: msg`Taken back`, tone: "neutral" },
};

export const stepNames: Record<ImportStep, MessageDescriptor> = {
  file: msg`File`,
  columns: msg`Columns`,
  mistakes: msg`Mistakes`,
  duplicates: msg`Duplicates`,
  owners: msg`Owners`,
  import: msg`Import`,
};

export const outcomeLabels: Record<ImportOutcome, Label> = {
  CREATE: { text: msg`New`, tone: "good" },
  UPDATE: { text: msg`Changed`, tone: "info" },
  SKIP: { text: msg`Left out`, tone: "neutral" },
  ERROR: { text: msg`Mistake`, tone: "bad" },
  UNDO_REFUSED: { text: msg`Kept`, tone: "warn" },
  UNDONE: { text: msg`Taken back`, tone: "neutral" },
};

export const ruleNames: Record<ImportColumnRule, MessageDescriptor> = {
  KEEP: msg`Keep what is there`,
  ONLY_IF_BLANK: msg`Fill in where blank`,
  OVERWRITE: msg`Overwrite`,
};

export const dateOrders: Record<ImportDateOrder, MessageDescriptor> = {
  AUTO: msg`Find out from the column`,
  DMY: msg`Day, month, year`,
  MDY: msg`Month, day, year`,
  YMD: msg`Year, month, day`,
};

export const nameOrders: Record<ImportNameOrder, MessageDescriptor> = {
  FIRST_LAST: msg`First name, then last name`,
  LAST_FIRST: msg`Last name, then first name`,
};

export const matchNames: Record<ImportMatchField, MessageDescriptor> = {
  EMAIL: msg`E-mail`,
  PHONE: msg`Phone`,
  EXTERNAL_ID: msg`External id`,
};

/** As people call them; another character stands for itself. */
export const delimiters: Record<string, MessageDescriptor> = {
  ",": msg`Comma`,
  ";": msg`Semicolon`,
  "\t": msg`Tab`,
  "|": msg`Vertical bar`,
};

export const fieldNames: Record<ImportField, MessageDescriptor> = {
  FIRST_NAME: msg`First name`,
  MIDDLE_NAME: msg`Middle name`,
  LAST_NAME: msg`Last name`,
  FULL_NAME: msg`Full name`,
  COMPANY_NAME: msg`Company`,
  EMAIL: msg`E-mail`,
  PHONE: msg`Phone`,
  COUNTRY: msg`Country`,
  LANGUAGE: msg`Language`,
  NATIONALITY: msg`Nationality`,
  DATE_OF_BIRTH: msg`Date of birth`,
  ADDRESS_LINE1: msg`Street`,
  ADDRESS_LINE2: msg`Second line of the address`,
  CITY: msg`City`,
  POSTAL_CODE: msg`Postal code`,
  REGION: msg`Region`,
  SOURCE: msg`Source`,
  CAMPAIGN: msg`Campaign`,
  UTM_SOURCE: msg`UTM source`,
  UTM_MEDIUM: msg`UTM medium`,
  UTM_CAMPAIGN: msg`UTM campaign`,
  REFERRER_CODE: msg`Referrer code`,
  SALES_STATUS: msg`Sales status`,
  TAGS: msg`Tags`,
  MARKETING_CONSENT: msg`Agreed to marketing`,
  EXTERNAL_ID: msg`External id`,
};

/** What people call the thing that a column becomes. */
export function targetName(i18n: I18n, fields: readonly FieldInfo[], target: Target): string {
  const { field } = becoming(target);
  if (field !== null) return i18n._(fieldNames[field]);
  return fields.find((each) => targetOfInfo(each) === target)?.customField?.label ?? "";
}
