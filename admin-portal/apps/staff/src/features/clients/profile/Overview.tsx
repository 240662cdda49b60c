import { Trans, useLingui } from "@lingui/react/macro";
import { countryName, languageName } from "../../../app/format.ts";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { ClientTasks } from "../../follow-up/ClientTasks.tsx";
import { OwnerField } from "../actions/OwnerField.tsx";
import { ParticipantsField } from "../actions/ParticipantsField.tsx";
import { StatusField } from "../actions/StatusField.tsx";
import { TagsField } from "../actions/TagsField.tsx";
import type { ClientDetail } from "../documents.ts";
import { MoneySection } from "../figures/MoneySection.tsx";
import { clientKinds, clientStages, clientStatuses, kycStatuses, riskLevels } from "../labels.ts";
import { LabelPill, Pill, StatusPill } from "../Pill.tsx";
import { ContactFields } from "./ContactFields.tsx";
import { LaidOutSections, OwnFields, plainDate, RecordDays, RecordSection } from "./LaidOut.tsx";
import classes from "./Profile.module.css";
import { Field, Section, SectionHeading, When } from "./parts.tsx";
import { RevealField } from "./RevealField.tsx";

export function Overview({ client, wide }: { client: ClientDetail; wide: boolean }) {
  const { t } = useLingui();
  const { profile } = client;
  const { layout } = useCustomBook(true);
  if (!profile) return null;
  const Heading = wide ? "h2" : "h3";
  const ownOrder = (layout?.sections.length ?? 0) > 0;
  return (
    <SectionHeading value={wide ? "h2" : "h3"}>
      <div className={wide ? classes.wide : undefined}>
        <div>
          {ownOrder ? (
            <LaidOutSections client={client} profile={profile} />
          ) : (
            <Section title={<Trans>Contact</Trans>}>
              <ContactFields client={client} />
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
          )}
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
          {!ownOrder && <OwnFields client={client} />}
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
          {ownOrder ? (
            <RecordSection client={client} profile={profile} />
          ) : (
            <>
              <Section title={<Trans>Person</Trans>}>
                {client.kind === "CORPORATE" && <Field label={t`Company`}>{profile.companyName}</Field>}
                <Field label={t`Name`}>
                  {[profile.firstName, profile.middleName, profile.lastName].filter(Boolean).join(" ")}
                </Field>
                <Field label={t`Kind`}>
                  <LabelPill label={clientKinds[client.kind]} />
                </Field>
                <RevealField
                  client={client}
                  label={t`Date of birth`}
                  value={plainDate(profile)}
                  field="DATE_OF_BIRTH"
                />
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
                <RecordDays client={client} profile={profile} />
              </Section>
            </>
          )}
        </div>
      </div>
    </SectionHeading>
  );
}
