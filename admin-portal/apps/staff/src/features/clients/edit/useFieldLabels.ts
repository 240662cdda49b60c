import { useLingui } from "@lingui/react/macro";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import type { EditField } from "./editModel.ts";

export function useFieldLabels(): Record<EditField, string> {
  const { t } = useLingui();
  const { fields } = useCustomBook();
  return {
    ...Object.fromEntries(fields.map((field) => [field.id, field.label])),
    firstName: t`First name`,
    middleName: t`Middle name`,
    lastName: t`Last name`,
    companyName: t`Company`,
    country: t`Country`,
    language: t`Language`,
    nationality: t`Nationality`,
    source: t`Source`,
    campaign: t`Campaign`,
    referrerCode: t`Referrer code`,
    retentionStatusId: t`Retention status`,
    status: t`Client status`,
    riskLevel: t`Risk`,
    pep: t`Politically exposed person`,
    usPerson: t`US person`,
    marketingConsent: t`Agreed to marketing`,
    dateOfBirth: t`Date of birth`,
  };
}
