import type { ImportMatchAction, ImportMatchField, ImportRepeatAction } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Radio, Stack } from "@mantine/core";
import { count } from "../../../app/format.ts";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useKept } from "../../common/useKept.ts";
import classes from "../Imports.module.css";
import { matchNames } from "../labels.ts";
import { byRule, filledBy } from "../mapping.ts";
import { Saved, StepFrame, type StepProps } from "../StepFrame.tsx";
import { ColumnRules } from "./ColumnRules.tsx";

const matchFields: readonly ImportMatchField[] = ["EMAIL", "PHONE", "EXTERNAL_ID"];

/** Who is in the book already, and what becomes of such a row: as a whole, and column by column. */
export function DuplicatesStep({ work, goTo }: StepProps) {
  const { t, i18n } = useLingui();
  const { change, found, mapping } = work;
  const counts = useKept(found.counts ?? undefined, found.id);
  const [matches, repeats] = [counts?.matches ?? 0, counts?.repeats ?? 0];
  const why = (field: ImportMatchField): string | undefined => {
    if (!found.mayMatchBy.includes(field))
      return t`Your role does not see this in full, so it cannot be used to find clients.`;
    return filledBy(mapping, field) ? undefined : t`No column of the file holds this.`;
  };
  return (
    <StepFrame
      title={t`What about people who are here already?`}
      about={
        counts && (
          <Trans>
            By the last check: rows whose client is in the book already: {count(matches, false)}; rows that repeat an
            earlier one: {count(repeats, false)}.
          </Trans>
        )
      }
      errors={work.errors}
      onBack={() => goTo("mistakes")}
      onNext={() => goTo("owners")}
      aside={<Saved work={work} />}
    >
      <Checkbox.Group
        label={t`Two are the same person when they have the same`}
        value={[...mapping.matchBy]}
        onChange={(values) => change({ matchBy: matchFields.filter((field) => values.includes(field)) })}
      >
        <div className={classes.choices}>
          {matchFields.map((field) => {
            const reason = why(field);
            return (
              <ReasonTooltip key={field} reason={reason}>
                <Checkbox
                  value={field}
                  label={i18n._(matchNames[field])}
                  disabled={reason !== undefined}
                  description={reason}
                />
              </ReasonTooltip>
            );
          })}
        </div>
      </Checkbox.Group>
      <Radio.Group
        label={t`When a client is in the book already`}
        value={mapping.onMatch}
        onChange={(value) => change({ onMatch: value as ImportMatchAction })}
      >
        <Stack gap="xs" className={classes.stack ?? ""}>
          <Radio value="SKIP" label={t`Leave the row out`} />
          <Radio value="UPDATE" label={t`Change the client`} description={t`Column by column, as set below.`} />
          <Radio
            value="CREATE"
            label={t`Make another client`}
            description={t`The same person then stands in the book twice.`}
          />
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t`When a row repeats an earlier one of the file`}
        value={mapping.onRepeat}
        onChange={(value) => change({ onRepeat: value as ImportRepeatAction })}
      >
        <Stack gap="xs" className={classes.stack ?? ""}>
          <Radio value="SKIP" label={t`Leave the later row out`} />
          <Radio
            value="MERGE"
            label={t`Make one client of both`}
            description={t`The earlier row takes over what the later one says, column by column, as set below.`}
          />
          <Radio value="CREATE" label={t`Make another client`} />
        </Stack>
      </Radio.Group>
      {byRule(mapping) && <ColumnRules work={work} />}
    </StepFrame>
  );
}
