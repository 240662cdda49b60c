import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment, type ReactNode } from "react";
import { calendarDate, countryName, day, languageName } from "../../../app/format.ts";
import { Instant } from "../../../app/Instant.tsx";
import { laidOut, type PlacedField } from "../../custom-fields/placed.ts";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { useValueText } from "../../custom-fields/valueText.ts";
import type { ClientDetail } from "../documents.ts";
import { clientKinds } from "../labels.ts";
import { LabelPill } from "../Pill.tsx";
import { ContactFields } from "./ContactFields.tsx";
import { Field, Section, When } from "./parts.tsx";
import { RevealField } from "./RevealField.tsx";

type Profile = NonNullable<ClientDetail["profile"]>;

/** What the profile shows of each placed field. */
function usePlaced(client: ClientDetail, profile: Profile): Partial<Record<string, ReactNode>> {
  const { t } = useLingui();
  const utm = [profile.utmSource, profile.utmMedium, profile.utmCampaign].filter(Boolean).join(" / ");
  const contact = (kind: "EMAIL" | "PHONE", label: string) =>
    profile.contacts.some((each) => each.kind === kind) ? (
      <ContactFields client={client} kind={kind} />
    ) : (
      <Field label={label}>{null}</Field>
    );
  const placed: Record<PlacedField, ReactNode> = {
    email: contact("EMAIL", t`E-mail`),
    phone: contact("PHONE", t`Phone`),
    address: <RevealField client={client} label={t`Address`} value={profile.address} field="ADDRESS" />,
    country: <Field label={t`Country`}>{countryName(client.country)}</Field>,
    language: <Field label={t`Language`}>{languageName(client.language)}</Field>,
    firstName: <Field label={t`First name`}>{profile.firstName}</Field>,
    middleName: <Field label={t`Middle name`}>{profile.middleName}</Field>,
    lastName: <Field label={t`Last name`}>{profile.lastName}</Field>,
    companyName: <Field label={t`Company`}>{profile.companyName}</Field>,
    dateOfBirth: (
      <RevealField client={client} label={t`Date of birth`} value={plainDate(profile)} field="DATE_OF_BIRTH" />
    ),
    nationality: <Field label={t`Nationality`}>{countryName(profile.nationality)}</Field>,
    source: <Field label={t`Source`}>{client.source}</Field>,
    campaign: <Field label={t`Campaign`}>{profile.campaign}</Field>,
    utm: <Field label={t`UTM`}>{utm}</Field>,
    referrerCode: <Field label={t`Referrer code`}>{profile.referrerCode}</Field>,
    marketingConsent: <Field label={t`Marketing`}>{profile.marketingConsent ? t`Agreed` : t`Not agreed`}</Field>,
  };
  if (client.kind === "CORPORATE") return placed;
  const { companyName: _, ...ofPerson } = placed;
  return ofPerson;
}

export function plainDate({ dateOfBirth: born }: Profile): Profile["dateOfBirth"] {
  return born.display && /^\d{4}-\d{2}-\d{2}$/.test(born.display)
    ? { ...born, display: calendarDate(born.display) }
    : born;
}

/** One of the broker's own fields, masked as the role says. */
function OwnField({ client, id }: { client: ClientDetail; id: string }) {
  const { find } = useCustomBook();
  const text = useValueText();
  const field = find(id);
  const own = client.profile?.customFields.find((value) => value.fieldId === id);
  if (!field || !own) return null;
  return (
    <RevealField
      client={client}
      label={field.label}
      value={text(field.kind, own.value)}
      field={field.class ?? "ADDRESS"}
      customFieldId={id}
    />
  );
}

/** The broker's own fields that a client's profile shows. */
export function useOwnFields(profile: Profile | null): string[] {
  const { find } = useCustomBook();
  return (profile?.customFields ?? []).map((value) => value.fieldId).filter((id) => find(id) !== undefined);
}

/** The broker's own fields below the product's sections. */
export function OwnFields({ client }: { client: ClientDetail }) {
  const own = useOwnFields(client.profile);
  if (own.length === 0) return null;
  return (
    <Section title={<Trans>More about the client</Trans>}>
      {own.map((id) => (
        <OwnField key={id} client={client} id={id} />
      ))}
    </Section>
  );
}

/** The profile as the broker laid it out. */
export function LaidOutSections({ client, profile }: { client: ClientDetail; profile: Profile }) {
  const { layout } = useCustomBook();
  const placed = usePlaced(client, profile);
  const own = useOwnFields(profile);
  return laidOut(layout?.sections ?? [], [...Object.keys(placed), ...own]).map((section) => (
    <Section key={section.title ?? ""} title={section.title ?? <Trans>More about the client</Trans>}>
      {section.fields.map((id) =>
        own.includes(id) ? <OwnField key={id} client={client} id={id} /> : <Fragment key={id}>{placed[id]}</Fragment>,
      )}
    </Section>
  ));
}

/** What no layout moves: facts of the record itself. */
export function RecordSection({ client, profile }: { client: ClientDetail; profile: Profile }) {
  const { t } = useLingui();
  return (
    <Section title={<Trans>Record</Trans>}>
      <Field label={t`Kind`}>
        <LabelPill label={clientKinds[client.kind]} />
      </Field>
      <RecordDays client={client} profile={profile} />
    </Section>
  );
}

/** When the record came to be and was used. */
export function RecordDays({ client, profile }: { client: ClientDetail; profile: Profile }) {
  const { t } = useLingui();
  return (
    <>
      <Field label={t`Terms accepted`}>
        {profile.termsAcceptedAt && <Instant at={profile.termsAcceptedAt}>{day(profile.termsAcceptedAt)}</Instant>}
      </Field>
      <Field label={t`Created`}>
        <Instant at={client.createdAt} />
      </Field>
      <Field label={t`Registered`}>{profile.registeredAt && <Instant at={profile.registeredAt} />}</Field>
      <Field label={t`Last sign-in`}>
        <When at={profile.lastLoginAt} />
      </Field>
    </>
  );
}
