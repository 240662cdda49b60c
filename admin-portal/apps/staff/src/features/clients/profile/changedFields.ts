import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const names = {
  first_name: msg`First name`,
  middle_name: msg`Middle name`,
  last_name: msg`Last name`,
  company_name: msg`Company`,
  email: msg`E-mail`,
  phone: msg`Phone`,
  contact: msg`Contact`,
  country: msg`Country`,
  language: msg`Language`,
  nationality: msg`Nationality`,
  date_of_birth: msg`Date of birth`,
  address: msg`Address`,
  source: msg`Source`,
  campaign: msg`Campaign`,
  referrer_code: msg`Referrer code`,
  sales_status: msg`Sales status`,
  retention_status: msg`Retention status`,
  kyc_status: msg`KYC`,
  status: msg`Client status`,
  stage: msg`Stage`,
  risk_level: msg`Risk`,
  pep: msg`Politically exposed`,
  us_person: msg`US person`,
  owner: msg`Owner`,
  team: msg`Team`,
  tags: msg`Tags`,
  next_follow_up_at: msg`Next follow-up`,
  marketing_consent: msg`Marketing`,
  note: msg`Note`,
  archived_at: msg`Archived`,
  name: msg`Name`,
  do_not_call: msg`Do not call`,
  merged_from: msg`Merged from`,
  merged_into: msg`Merged into`,
  not_same_as: msg`Not the same person as`,
  preview: msg`Preview as a role`,
};

/** A changed field in the reader's language; an unknown one as readable as it comes. */
export function changedFieldName(field: string, own: readonly { key: string; label: string }[] = []): string {
  if (field.startsWith("custom.")) {
    const key = field.slice("custom.".length);
    return own.find((each) => each.key === key)?.label ?? key.replaceAll("_", " ");
  }
  const snake = field
    .replaceAll(/([A-Z])/g, "_$1")
    .toLowerCase()
    .replace(/_id$/, "");
  const known = (names as Record<string, (typeof names)["email"]>)[snake];
  return known ? i18n._(known) : snake.replaceAll("_", " ");
}
