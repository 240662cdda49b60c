import type { TradeCommandFilter } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select } from "@mantine/core";
import { EmptyState } from "../../app/states.tsx";
import { OnlyChip } from "../common/OnlyChip.tsx";
import { type CommandQueue, commandKinds, commandQueues, type PositionView } from "../positions/view.ts";
import { CommandTable } from "./CommandTable.tsx";
import classes from "./Dealing.module.css";
import { commandNames } from "./labels.ts";

interface CommandsProps {
  view: PositionView;
  onChange: (change: Partial<PositionView>) => void;
}

/** What was asked for, what waits for a second person, and what nobody knows yet. */
export default function Commands({ view, onChange }: CommandsProps) {
  const { t, i18n } = useLingui();
  const queue = view.queue ?? "all";
  const filter = filterOf(view);
  const names: Record<CommandQueue, string> = { waiting: t`Waiting`, unknown: t`Unknown`, all: t`All` };
  const empties: Record<CommandQueue, React.ReactNode> = {
    waiting: (
      <EmptyState title={<Trans>Nothing waits for approval</Trans>}>
        <Trans>What a colleague may not trade alone appears here, for a second person.</Trans>
      </EmptyState>
    ),
    unknown: (
      <EmptyState title={<Trans>Every outcome is known</Trans>}>
        <Trans>Commands without an answer are looked up by themselves and never sent twice.</Trans>
      </EmptyState>
    ),
    all: (
      <EmptyState title={<Trans>No command yet</Trans>}>
        <Trans>Open a position to close or modify it; new orders begin in an account's menu.</Trans>
      </EmptyState>
    ),
  };
  return (
    <>
      <div className={classes.queues}>
        <SegmentedControl
          size="xs"
          aria-label={t`Which commands`}
          data={commandQueues.map((value) => ({ value, label: names[value] }))}
          value={queue}
          onChange={(value) => onChange({ queue: value === "all" ? undefined : (value as CommandQueue) })}
        />
        <Select
          className={classes.filter ?? ""}
          size="xs"
          aria-label={t`What`}
          placeholder={t`All kinds`}
          data={commandKinds.map((value) => ({ value, label: i18n._(commandNames[value]) }))}
          value={view.kind ?? null}
          onChange={(kind) => onChange({ kind: (kind as PositionView["kind"]) ?? undefined })}
          clearable
          comboboxProps={{ shadow: "md" }}
        />
        <OnlyChip
          account={view.account}
          client={view.client}
          row={view.command}
          onRemove={() => onChange({ command: undefined, account: undefined, client: undefined })}
        />
      </div>
      <CommandTable key={JSON.stringify(filter)} filter={filter} empty={empties[queue]} />
    </>
  );
}

function filterOf({ account, client, command, kind, queue }: PositionView): TradeCommandFilter {
  return {
    ...(command ? { commandId: command } : {}),
    ...(account ? { accountId: account } : {}),
    ...(client ? { clientId: client } : {}),
    ...(kind ? { kinds: [kind] } : {}),
    ...(queue === "waiting" ? { states: ["REQUESTED"] } : {}),
    ...(queue === "unknown" ? { states: ["UNKNOWN", "SENDING"] } : {}),
  };
}
