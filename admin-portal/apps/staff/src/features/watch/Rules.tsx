import { Trans, useLingui } from "@lingui/react/macro";
import { Button, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { count } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { type WatchRule, WatchRulesDocument } from "./documents.ts";
import { hour, watchKinds, watchSentences } from "./labels.ts";
import { RuleDialog } from "./RuleDialog.tsx";
import classes from "./Watch.module.css";

/** From how much on somebody is told. */
export function Rules() {
  const { t, i18n } = useLingui();
  const [editing, setEditing] = useState<WatchRule>();
  const [{ data, error }, read] = useQuery({ query: WatchRulesDocument, requestPolicy: "cache-and-network" });
  const again = () => read({ requestPolicy: "network-only" });
  if (data === undefined) return error ? <ErrorState error={error} onRetry={again} /> : <Loading />;
  return (
    <section className={classes.part}>
      <h2 className={classes.title}>
        <Trans>Thresholds</Trans>
      </h2>
      <Table label={t`Thresholds`}>
        <thead>
          <tr>
            <th scope="col">{t`What`}</th>
            <th scope="col">{t`Usual`}</th>
            <th scope="col">
              <VisuallyHidden>{t`Actions`}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.watchRules.map((rule) => (
            <tr key={rule.kind}>
              <th scope="row">
                {i18n._(watchKinds[rule.kind])}
                <div className={tableClasses.dimmed}>{i18n._(watchSentences[rule.kind])}</div>
              </th>
              <td>
                <Usual rule={rule} />
              </td>
              <td className={tableClasses.end}>
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => setEditing(rule)}
                  aria-label={t`Change the threshold: ${i18n._(watchKinds[rule.kind])}`}
                >
                  <Trans>Change</Trans>
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {editing && <RuleDialog rule={editing} onDone={again} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

function Usual({ rule }: { rule: WatchRule }) {
  const { minutes } = rule;
  if (!rule.enabled) return <Trans>Not watched</Trans>;
  return (
    <>
      <Trans>
        up to {count(rule.most, false)} in {minutes} min
      </Trans>
      {rule.kind === "FILES_AT_NIGHT" && rule.nightFrom !== rule.nightTo && (
        <>
          {", "}
          <Trans>
            from {hour(rule.nightFrom)} to {hour(rule.nightTo)}
          </Trans>
        </>
      )}
    </>
  );
}
