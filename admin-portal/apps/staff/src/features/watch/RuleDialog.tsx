import { Trans, useLingui } from "@lingui/react/macro";
import { NumberInput, Select, Switch } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { ChangeWatchRuleDocument, type WatchRule, WatchRulesDocument } from "./documents.ts";
import { hour, watchKinds, watchSentences } from "./labels.ts";
import "./styles.ts";

interface RuleDialogProps {
  rule: WatchRule;
  onDone: () => void;
  onClose: () => void;
}

const hours = Array.from({ length: 24 }, (_, at) => ({ value: String(at), label: hour(at) }));

type RuleDraft = Pick<WatchRule, "enabled" | "most" | "minutes" | "nightFrom" | "nightTo">;

function draftOf({ enabled, most, minutes, nightFrom, nightTo }: WatchRule): RuleDraft {
  return { enabled, most, minutes, nightFrom, nightTo };
}

/** Says what is unusual from now on. */
export function RuleDialog({ rule, onDone, onClose }: RuleDialogProps) {
  const { t, i18n } = useLingui();
  const { viewer } = useViewer();
  const urql = useClient();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const { run } = useAction(ChangeWatchRuleDocument, (data) => data.changeWatchRule);
  const zone = viewer.broker.timeZone;
  const { errors, busy, dialog, clashing, save } = useVersioned<RuleDraft>({
    start: { version: rule.version, values: draftOf(rule) },
    send: (from, mine) => run({ input: { kind: rule.kind, version: from.version, ...mine } }),
    latest: async () => {
      const again = urql.query(WatchRulesDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.watchRules.find(({ kind }) => kind === rule.kind);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`The threshold is changed`);
      onDone();
      onClose();
    },
    labels: {
      enabled: t`Watched`,
      most: t`Usual: up to`,
      minutes: t`Within, minutes`,
      nightFrom: t`The night begins (${zone})`,
      nightTo: t`The night ends; the same hour is all day`,
    },
    text: (field, value) => (field === "nightFrom" || field === "nightTo" ? hour(Number(value)) : undefined),
  });
  if (clashing) return dialog;
  const number = (field: "most" | "minutes", label: string, min: number, max: number) => (
    <NumberInput
      label={label}
      value={draft[field]}
      onChange={(value) => setDraft({ ...draft, [field]: value === "" ? min : Number(value) })}
      error={errorAt(errors, field)}
      min={min}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      disabled={!draft.enabled}
    />
  );
  const night = (field: "nightFrom" | "nightTo", label: string) => (
    <Select
      label={label}
      data={hours}
      value={String(draft[field])}
      onChange={(value) => setDraft({ ...draft, [field]: Number(value ?? 0) })}
      error={errorAt(errors, field)}
      allowDeselect={false}
      disabled={!draft.enabled}
      comboboxProps={{ shadow: "md" }}
    />
  );
  return (
    <FormDialog
      title={i18n._(watchKinds[rule.kind])}
      consequence={i18n._(watchSentences[rule.kind])}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready
      errors={errors}
      fields={["most", "minutes", "nightFrom", "nightTo"]}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      <Switch
        data-autofocus
        label={t`Watched`}
        checked={draft.enabled}
        onChange={(event) => setDraft({ ...draft, enabled: event.currentTarget.checked })}
      />
      {number("most", t`Usual: up to`, 0, 100_000)}
      {number("minutes", t`Within, minutes`, 1, 1_440)}
      {rule.kind === "FILES_AT_NIGHT" && (
        <>
          {night("nightFrom", t`The night begins (${zone})`)}
          {night("nightTo", t`The night ends; the same hour is all day`)}
        </>
      )}
    </FormDialog>
  );
}
