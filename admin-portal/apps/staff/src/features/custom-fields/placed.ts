import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** The fields of every client that a layout places, by the names that the server gives them. */
export const placedFields = {
  email: msg`E-mail`,
  phone: msg`Phone`,
  address: msg`Address`,
  country: msg`Country`,
  language: msg`Language`,
  firstName: msg`First name`,
  middleName: msg`Middle name`,
  lastName: msg`Last name`,
  companyName: msg`Company`,
  dateOfBirth: msg`Date of birth`,
  nationality: msg`Nationality`,
  source: msg`Source`,
  campaign: msg`Campaign`,
  utm: msg`UTM`,
  referrerCode: msg`Referrer code`,
  marketingConsent: msg`Marketing`,
} as const satisfies Record<string, MessageDescriptor>;

export type PlacedField = keyof typeof placedFields;

export interface LaidOut {
  /** None for what the layout does not place. */
  title: string | undefined;
  fields: string[];
}

/**
 * The sections of a form or a profile: what the broker placed, in its order, then what it did not. Only fields that are
 * offered here are kept, and sections with none of them are left out.
 */
export function laidOut(
  sections: readonly { title: string; fields: readonly string[] }[],
  offered: readonly string[],
): LaidOut[] {
  const placed = sections.map(({ title, fields }) => ({
    title: title as string | undefined,
    fields: fields.filter((field) => offered.includes(field)),
  }));
  const rest = offered.filter((field) => !placed.some((section) => section.fields.includes(field)));
  return [...placed, { title: undefined, fields: rest }].filter((section) => section.fields.length > 0);
}
