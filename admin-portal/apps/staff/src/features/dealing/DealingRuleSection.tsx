import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { amount } from "../../app/format.ts";
import { ReasonTooltip } from "../../app/rights.tsx";
import { ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useVersioned } from "../common/useVersioned.tsx";
import classes from "./Dealing.module.css";
import { units } from "./decimals.ts";
import { type DealingRule, DealingRuleDocument, SetDealingRuleDocument } from "./documents.ts";

/** How much a person may trade alone, how far a price may move, and whether a code is asked for. */
export function DealingRuleSection() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [open, setOpen] = useState(false);
  const [{ data, error }, execute] = useQuery({ query: DealingRuleDocument, requestPolicy: "cache-and-network" });
  const reload = () => execute({ requestPolicy: "network-only" });
  const rule = useKept(data)?.dealingRule;
  const locked = can("settings.manage") ? undefined : t`Your role does not include this.`;
  return (
    <section className={classes.rule} aria-labelledby="dealing-rule">
      <div className={tableClasses.toolbar}>
        <h2 id="dealing-rule">
          <Trans>Dealing</Trans>
        </h2>
        <span className={tableClasses.spacer} />
        {rule && (
          <ReasonTooltip reason={locked}>
            <Button
              variant="default"
              leftSection={<IconPencil size={14} aria-hidden />}
              aria-disabled={locked !== undefined}
              data-disabled={locked !== undefined || undefined}
              onClick={() => !locked && setOpen(true)}
            >
              <Trans>Edit the dealing rule</Trans>
            </Button>
          </ReasonTooltip>
        )}
      </div>
      {rule === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={reload} />
        ) : (
          <Loading />
        )
      ) : (
        <RuleTable rule={rule} />
      )}
      {open && rule && <RuleDialog rule={rule} onClose={() => setOpen(false)} />}
    </section>
  );
}

function RuleTable({ rule }: { rule: DealingRule }) {
  const { t } = useLingui();
  const lots = amount(rule.aloneUpToLots);
  const rows = [
    [t`Alone, up to`, t`${lots} lots`],
    [t`Price may move against the client`, t`${rule.maxSlippage} points`],
    [t`Reason`, rule.reasonRequired ? t`Asked for` : t`May stay empty`],
    [t`Fresh code before each command`, rule.stepUp ? t`Asked for` : t`Not asked for`],
  ] as const;
  return (
    <Table label={t`Dealing rule`}>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

interface RuleDraft {
  lots: string;
  slippage: string;
  stepUp: boolean;
}

function draftOf(rule: DealingRule): RuleDraft {
  return { lots: rule.aloneUpToLots, slippage: String(rule.maxSlippage), stepUp: rule.stepUp };
}

const pointsOf = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : undefined);

interface RuleDialogProps {
  rule: DealingRule;
  onClose: () => void;
}

function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const { t } = useLingui();
  const urql = useClient();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const { run } = useAction(SetDealingRuleDocument, (data) => data.setDealingRule);
  const { errors, busy, dialog, clashing, save } = useVersioned<RuleDraft>({
    start: { version: rule.version, values: draftOf(rule) },
    send: ({ version }, { lots, slippage, stepUp }) =>
      run({ input: { aloneUpTo: lots.trim(), maxSlippage: pointsOf(slippage) ?? 0, stepUp, version } }),
    latest: async () => {
      const again = urql.query(DealingRuleDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.dealingRule;
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels: {
      lots: t`Alone, up to so many lots`,
      slippage: t`Most points that the price may move against the client`,
      stepUp: t`Ask a fresh code before each command`,
    },
  });
  const alone = units(draft.lots);
  const points = pointsOf(draft.slippage);
  if (clashing) return dialog;
  return (
    <FormDialog
      title={t`Dealing rule`}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready={alone !== undefined && alone >= 0n && points !== undefined}
      errors={errors}
      fields={["aloneUpTo", "maxSlippage", "stepUp"]}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t`Alone, up to so many lots`}
        description={t`A larger command waits for a second person. 0: every command does.`}
        value={draft.lots}
        onChange={(event) => setDraft({ ...draft, lots: event.currentTarget.value })}
        error={errorAt(errors, "aloneUpTo")}
        inputMode="decimal"
        dir="ltr"
        autoComplete="off"
        maxLength={24}
      />
      <TextInput
        label={t`Most points that the price may move against the client`}
        description={t`Between what the dealer sees and what is sent. Further away it is refused. Where a symbol’s spread is wider, the spread counts.`}
        value={draft.slippage}
        onChange={(event) => setDraft({ ...draft, slippage: event.currentTarget.value })}
        error={errorAt(errors, "maxSlippage")}
        inputMode="numeric"
        dir="ltr"
        autoComplete="off"
        maxLength={6}
      />
      <Switch
        label={t`Ask a fresh code before each command`}
        checked={draft.stepUp}
        onChange={(event) => setDraft({ ...draft, stepUp: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
