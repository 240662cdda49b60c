import { Trans, useLingui } from "@lingui/react/macro";
import { createContext, type ReactNode, use } from "react";
import { ago, calendarDate, countryName, day, languageName } from "../../../app/format.ts";
import { Instant } from "../../../app/Instant.tsx";
import { ClientTasks } from "../../follow-up/ClientTasks.tsx";
import { OwnerField } from "../actions/OwnerField.tsx";
import { ParticipantsField } from "../actions/ParticipantsField.tsx";
import { StatusField } from "../actions/StatusField.tsx";
import { TagsField } from "../actions/TagsField.tsx";
import type { ClientDetail } from "../documents.ts";
import { MoneySection } from "../figures/MoneySection.tsx";
import { clientKinds, clientStages, clientStatuses, kycStatuses, riskLevels } from "../labels.ts";
import { LabelPill, Pill, StatusPill } from "../Pill.tsx";
import classes from "./Profile.module.css";
import { RemoveContact } from "./RemoveContact.tsx";
import { RevealField } from "./RevealField.tsx";

export function Field({ label, children }: { label: ReactNode; children: ReactNode }) {
  const empty = children === null || children === undefined || children === "";
  return (
    <div className={classes.field}>
      <dt>{label}</dt>
      <dd>{empty ? <span className={classes.none}>–</span> : children}</dd>
    </div>
  );
}

/** On its own page a client's name is the first heading, in the side panel the second. */
const SectionHeading = createContext<"h2" | "h3">("h3");

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  const Heading = use(SectionHeading);
  return (
    <section className={classes.section}>
      <Heading className={classes.sectionTitle}>{title}</Heading>
      <dl className={classes.fields}>{children}</dl>
    </section>
  );
}

function When({ at }: { at: string | null | undefined }) {
  if (!at) return <span className={classes.none}>–</span>;
  return <Instant at={at}>{ago(at)}</Instant>;
}

export function Overview({ client, wide }: { client: ClientDetail; wide: boolean }) {
  const { t } = useLingui();
  const { profile } = client;
  if (!profile) return null;
  const Heading = wide ? "h2" : "h3";
  const born = profile.dateOfBirth;
  const plainDate =
    born.display && /^\d{4}-\d{2}-\d{2}$/.test(born.display) ? { ...born, display: calendarDate(born.display) } : born;
  return (
    <SectionHeading value={wide ? "h2" : "h3"}>
      <div className={wide ? classes.wide : undefined}>
        <div>
          <Section title={<Trans>Contact</Trans>}>
            {profile.contacts.map((contact) => (
              <RevealField
                key={contact.id}
                client={client}
                label={contact.kind === "EMAIL" ? t`E-mail` : t`Phone`}
                value={contact.value}
                field={contact.kind === "EMAIL" ? "EMAIL" : "PHONE"}
                contactId={contact.id}
                mark={
                  contact.primary && profile.contacts.filter((each) => each.kind === contact.kind).length > 1
                    ? t`main`
                    : contact.kind === "EMAIL" && !contact.verifiedAt
                      ? t`not verified`
                      : undefined
                }
                end={<RemoveContact client={client} contact={contact} />}
              />
            ))}
            {profile.contacts.length === 0 && (
              <Field label={t`E-mail, phone`}>
                <span className={classes.none}>
                  <Trans>None known</Trans>
                </span>
              </Field>
            )}
            <RevealField client={client} label={t`Address`} value={profile.address} field="ADDRESS" />
            <Field label={t`Country`}>{countryName(client.country)}</Field>
            <Field label={t`Language`}>{languageName(client.language)}</Field>
          </Section>
          <section className={classes.section}>
            <Heading className={classes.sectionTitle}>
              <Trans>Follow-up</Trans>
            </Heading>
            <ClientTasks client={client} />
          </section>
          <Section title={<Trans>Work</Trans>}>
            <Field label={t`Sales status`}>
              <StatusField client={client} />
            </Field>
            <Field label={t`Owner`}>
              <OwnerField client={client} />
            </Field>
            <Field label={t`Team`}>{client.team?.name}</Field>
            <Field label={t`Tags`}>
              <TagsField client={client} />
            </Field>
            <Field label={t`Last contact`}>
              <When at={client.lastContactAt} />
            </Field>
            <Field label={t`Next follow-up`}>
              <When at={client.nextFollowUpAt} />
            </Field>
            <Field label={t`Participants`}>
              <ParticipantsField client={client} />
            </Field>
          </Section>
        </div>
        <div>
          <MoneySection
            id={client.id}
            section={(title, children) => <Section title={title}>{children}</Section>}
            field={(label, children) => <Field label={label}>{children}</Field>}
          />
          <Section title={<Trans>Standing</Trans>}>
            <Field label={t`Client status`}>
              <LabelPill label={clientStatuses[client.status]} />
            </Field>
            <Field label={t`KYC`}>
              <LabelPill label={kycStatuses[client.kycStatus]} />
              {profile.verificationLevel > 0 && (
                <span className={classes.mark}>
                  <Trans>level {profile.verificationLevel}</Trans>
                </span>
              )}
            </Field>
            <Field label={t`Stage`}>
              <LabelPill label={clientStages[client.stage]} />
            </Field>
            {client.retentionStatus && (
              <Field label={t`Retention status`}>
                <StatusPill status={client.retentionStatus} />
              </Field>
            )}
            <Field label={t`Risk`}>
              <LabelPill label={riskLevels[profile.riskLevel]} />
              {profile.pep && <Pill tone="bad">{t`Politically exposed`}</Pill>}
              {profile.usPerson && <Pill tone="bad">{t`US person`}</Pill>}
            </Field>
          </Section>
          <Section title={<Trans>Person</Trans>}>
            {client.kind === "CORPORATE" && <Field label={t`Company`}>{profile.companyName}</Field>}
            <Field label={t`Name`}>
              {[profile.firstName, profile.middleName, profile.lastName].filter(Boolean).join(" ")}
            </Field>
            <Field label={t`Kind`}>
              <LabelPill label={clientKinds[client.kind]} />
            </Field>
            <RevealField client={client} label={t`Date of birth`} value={plainDate} field="DATE_OF_BIRTH" />
            <Field label={t`Nationality`}>{countryName(profile.nationality)}</Field>
          </Section>
          <Section title={<Trans>Origin</Trans>}>
            <Field label={t`Source`}>{client.source}</Field>
            <Field label={t`Campaign`}>{profile.campaign}</Field>
            {(profile.utmSource || profile.utmMedium || profile.utmCampaign) && (
              <Field label={t`UTM`}>
                {[profile.utmSource, profile.utmMedium, profile.utmCampaign].filter(Boolean).join(" / ")}
              </Field>
            )}
            <Field label={t`Referrer code`}>{profile.referrerCode}</Field>
            <Field label={t`Marketing`}>{profile.marketingConsent ? t`Agreed` : t`Not agreed`}</Field>
            <Field label={t`Terms accepted`}>
              {profile.termsAcceptedAt && (
                <Instant at={profile.termsAcceptedAt}>{day(profile.termsAcceptedAt)}</Instant>
              )}
            </Field>
            <Field label={t`Created`}>
              <Instant at={client.createdAt} />
            </Field>
            <Field label={t`Registered`}>{profile.registeredAt && <Instant at={profile.registeredAt} />}</Field>
            <Field label={t`Last sign-in`}>
              <When at={profile.lastLoginAt} />
            </Field>
          </Section>
        </div>
      </div>
    </SectionHeading>
  );
}
