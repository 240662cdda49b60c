import type { AddressInput, EditClientInput } from "@brokerdesk/api";
import { changedFields } from "../../common/conflict.ts";
import type { ClientDetail } from "../documents.ts";

/** What the form holds. Text fields are never null: an empty one clears the value. */
interface StandardValues {
  firstName: string;
  middleName: string;
  lastName: string;
  companyName: string;
  country: string;
  language: string;
  nationality: string;
  source: string;
  campaign: string;
  referrerCode: string;
  retentionStatusId: string;
  status: ClientDetail["status"];
  riskLevel: NonNullable<ClientDetail["profile"]>["riskLevel"];
  pep: boolean;
  usPerson: boolean;
  marketingConsent: boolean;
  /** ISO date; only known when the reader may see it in full. */
  dateOfBirth: string;
}

/** One of the broker's own fields. */
export type OwnField = `fld_${string}`;

/** Besides, the broker's own fields that the reader may see in full. */
export type EditValues = StandardValues & { [field: OwnField]: string };

export type EditField = keyof StandardValues | OwnField;

export function isOwn(field: string): field is OwnField {
  return field.startsWith("fld_");
}

/** A new value for something that is masked, or that has no single field. Left out = stays as it is. */
export interface Replacements {
  dateOfBirth?: string | undefined;
  address?: AddressInput | undefined;
}

const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** The form for a record. Masked values are left empty: they can be replaced, never written back. */
export function valuesOf(client: ClientDetail): EditValues {
  const profile = client.profile;
  const born = profile?.dateOfBirth;
  const own = (profile?.customFields ?? []).filter(({ value }) => !value.masked);
  return {
    ...Object.fromEntries(own.map(({ fieldId, value, choiceId }) => [fieldId, choiceId ?? value.display ?? ""])),
    firstName: profile?.firstName ?? "",
    middleName: profile?.middleName ?? "",
    lastName: profile?.lastName ?? "",
    companyName: profile?.companyName ?? "",
    country: client.country ?? "",
    language: client.language ?? "",
    nationality: profile?.nationality ?? "",
    source: client.source ?? "",
    campaign: profile?.campaign ?? "",
    referrerCode: profile?.referrerCode ?? "",
    retentionStatusId: client.retentionStatus?.id ?? "",
    status: client.status,
    riskLevel: profile?.riskLevel ?? "LOW",
    pep: profile?.pep ?? false,
    usPerson: profile?.usPerson ?? false,
    marketingConsent: profile?.marketingConsent ?? false,
    dateOfBirth: born && !born.masked && isoDate.test(born.display ?? "") ? (born.display ?? "") : "",
  };
}

/** Only what was changed travels: absent fields stay as they are, null clears. */
export function editInput(
  id: string,
  version: number,
  base: EditValues,
  mine: EditValues,
  replace: Replacements,
): EditClientInput {
  const changed = changedFields(base, mine);
  const changes = Object.fromEntries(
    changed.filter((field) => !isOwn(field)).map((field) => [field, mine[field] === "" ? null : mine[field]]),
  );
  const customFields = changed.filter(isOwn).map((fieldId) => ({ fieldId, value: mine[fieldId] || null }));
  return {
    id,
    version,
    ...changes,
    ...(customFields.length > 0 ? { customFields } : {}),
    ...(replace.dateOfBirth ? { dateOfBirth: replace.dateOfBirth } : {}),
    ...(replace.address ? { address: replace.address } : {}),
  };
}
