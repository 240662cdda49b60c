import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select } from "@mantine/core";
import { type ReactNode, useId, useMemo } from "react";
import { exactTime } from "../../app/format.ts";
import { languageOf, languages } from "../../app/language.ts";
import { errorAt, errorsElsewhere } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { Problems } from "../common/FormDialog.tsx";
import classes from "./Account.module.css";
import { Section } from "./Section.tsx";
import { useSaving } from "./useSaving.ts";
import { zoneOptions } from "./zones.ts";

/** How this person reads: language, zone, days, clock and week. */
export function LanguageAndTime() {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const { broker, preferences } = viewer;
  const { clock, dateStyle, ownTimeZone, timeZone, weekStart } = preferences;
  const { save, errors } = useSaving();
  const brokers = broker.timeZone.replaceAll("_", " ");
  const zones = useMemo(
    () => [{ value: "", label: t`As the broker: ${brokers}` }, ...zoneOptions(ownTimeZone ? timeZone : "")],
    [t, brokers, ownTimeZone, timeZone],
  );
  const chosen = ownTimeZone ? timeZone : "";
  const now = exactTime(new Date().toISOString());
  return (
    <Section
      title={<Trans>Language and time</Trans>}
      about={
        <Trans>
          Days and times in the portal are shown in this zone; point at a time to see the zone's name. Files that you
          take out have times in UTC.
        </Trans>
      }
    >
      <Problems errors={errorsElsewhere(errors, ["timeZone", "locale"])} />
      <Select
        w={280}
        label={t`Language`}
        data={languages.map(({ code, name }) => ({ value: code, label: name }))}
        value={languageOf(preferences.locale).code}
        onChange={(locale) => locale && locale !== preferences.locale && void save({ locale })}
        error={errorAt(errors, "locale")}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
      <Select
        w={280}
        label={t`Time zone`}
        description={t`Now it is ${now}`}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={zones}
        value={chosen}
        onChange={(zone) => zone !== null && zone !== chosen && void save({ timeZone: zone })}
        error={errorAt(errors, "timeZone")}
        searchable
        limit={60}
        allowDeselect={false}
        nothingFoundMessage={t`No such zone`}
        comboboxProps={{ shadow: "md" }}
      />
      <Choice
        label={<Trans>Dates</Trans>}
        value={dateStyle}
        onChange={(value) => void save({ dateStyle: value })}
        options={[
          { value: "words", label: t`With the month's name` },
          { value: "iso", label: <bdi dir="ltr">2026-11-22</bdi> },
        ]}
      />
      <Choice
        label={<Trans>Clock</Trans>}
        value={clock}
        onChange={(value) => void save({ clock: value })}
        options={[
          { value: "24", label: t`24 hours` },
          { value: "12", label: t`12 hours` },
        ]}
      />
      <Choice
        label={<Trans>A week begins on</Trans>}
        value={weekStart}
        onChange={(value) => void save({ weekStart: value })}
        options={[
          { value: "monday", label: t`Monday` },
          { value: "saturday", label: t`Saturday` },
          { value: "sunday", label: t`Sunday` },
        ]}
      />
    </Section>
  );
}

interface ChoiceProps {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: ReactNode }[];
}

function Choice({ label, onChange, options, value }: ChoiceProps) {
  const id = useId();
  return (
    <div className={classes.choice}>
      <span id={id}>{label}</span>
      <SegmentedControl size="xs" aria-labelledby={id} value={value} onChange={onChange} data={options} />
    </div>
  );
}
