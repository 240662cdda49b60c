import type { AddressInput, EditClientInput } from "@brokerdesk/api";
import { changedFields } from "../../common/conflict.ts";
import type { ClientDetail } from "../documents.ts";

/** What the form holds. Text fields are never null: an empty one clears the value. */
export interface EditValues {
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
  nextFollowUpAt: string;
  pep: boolean;
  usPerson: boolean;
  marketingConsent: boolean;
  /** ISO date; only known when the reader may see it in full. */
  dateOfBirth: string;
}

export type EditField = keyof EditValues;

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
  return {
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
    nextFollowUpAt: client.nextFollowUpAt ?? "",
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
  const changes = Object.fromEntries(
    changedFields(base, mine).map((field) => [field, mine[field] === "" ? null : mine[field]]),
  );
  return {
    id,
    version,
    ...changes,
    ...(replace.dateOfBirth ? { dateOfBirth: replace.dateOfBirth } : {}),
    ...(replace.address ? { address: replace.address } : {}),
  };
}
