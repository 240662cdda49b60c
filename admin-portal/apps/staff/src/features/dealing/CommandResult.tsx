import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHourglass } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { amount } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useRefresh } from "../common/useRefresh.ts";
import classes from "./Dealing.module.css";
import { compare } from "./decimals.ts";
import { FindOutTradeDocument, type TradeCommand, TradeCommandDocument } from "./documents.ts";
import { commandStates, isOpen } from "./labels.ts";

const pollSeconds = 2;
const icons = {
  good: IconCircleCheck,
  bad: IconCircleX,
  warn: IconAlertTriangle,
  info: IconHourglass,
  neutral: IconCircleX,
};

/** A command as it stands now: while its outcome is not known, it is asked for again and again. */
function useCommand(first: TradeCommand) {
  const [found, setFound] = useState(first);
  const [{ data }, execute] = useQuery({
    query: TradeCommandDocument,
    variables: { id: first.id },
    pause: !isOpen(found.state),
  });
  const read = data?.tradeCommand;
  const command = read && read.version > found.version ? read : found;
  useRefresh((options) => void (isOpen(command.state) && execute(options)), pollSeconds);
  return { command, setFound };
}

interface CommandResultProps {
  command: TradeCommand;
  onClose: () => void;
  /** Back to the form, for what was not done. */
  onAgain?: () => void;
}

/** What became of a command, in place of the form that asked for it. */
export function CommandResult({ command: first, onClose, onAgain }: CommandResultProps) {
  const { i18n } = useLingui();
  const { command, setFound } = useCommand(first);
  const { said, state } = command;
  const { run, busy } = useAction(FindOutTradeDocument, (data) => data.findOutTrade);
  const label = commandStates[state];
  const Icon = icons[label.tone];
  const findOut = async () => {
    const outcome = await run({ id: command.id });
    if (outcome.done && outcome.payload.command) setFound(outcome.payload.command);
    const problem = outcome.done ? undefined : outcome.errors[0]?.message;
    if (problem) toast.failed(problem);
  };
  const refused = state === "REJECTED" || state === "NOT_APPLIED";
  return (
    <Stack gap="md">
      <div className={classes.result} data-tone={label.tone} role="status">
        <Icon size={22} stroke={1.8} aria-hidden />
        <div>
          <strong>{i18n._(label.text)}</strong>
          <ResultWords command={command} />
          {said && <p className={classes.said}>{said}</p>}
        </div>
      </div>
      <Group justify="flex-end" gap="xs">
        {isOpen(state) && (
          <Button variant="default" loading={busy} onClick={() => void findOut()}>
            <Trans>Find out</Trans>
          </Button>
        )}
        {refused && onAgain && (
          <Button variant="default" onClick={onAgain}>
            <Trans>Back to the form</Trans>
          </Button>
        )}
        <Button data-autofocus onClick={onClose}>
          <Trans>Close this</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

/** Price, slippage and time, or what happens next. */
export function ResultWords({ command }: { command: TradeCommand }) {
  const { filledLots, filledPrice, lots, slippage, state, tookMs } = command;
  if (state === "REQUESTED") {
    return (
      <p>
        <Trans>A second person has to approve it. Nothing was sent yet.</Trans>
      </p>
    );
  }
  if (isOpen(state)) {
    return (
      <p>
        <Trans>No answer came yet. It is looked up by itself, and never sent twice.</Trans>
      </p>
    );
  }
  if (state !== "CONFIRMED" && state !== "PARTIAL") return null;
  const took = tookMs == null ? undefined : amount((tookMs / 1000).toFixed(1));
  return (
    <p className="tabular">
      {filledPrice && (
        <>
          {filledLots && state === "PARTIAL" && lots ? (
            <Trans>
              <b>{amount(filledLots)}</b> of {amount(lots)} lots at <b>{amount(filledPrice)}</b>.
            </Trans>
          ) : filledLots ? (
            <Trans>
              <b>{amount(filledLots)}</b> lots at <b>{amount(filledPrice)}</b>.
            </Trans>
          ) : (
            <Trans>
              At <b>{amount(filledPrice)}</b>.
            </Trans>
          )}{" "}
        </>
      )}
      {slippage != null && <Slippage points={slippage} />} {took !== undefined && <Trans>Answered in {took} s.</Trans>}
    </p>
  );
}

/** How far the price was from what the person saw, and for whom. */
export function Slippage({ points }: { points: string }) {
  const side = compare(points, "0");
  const size = points.replace(/^[-+]/, "");
  if (side === 0) return <Trans>No slippage.</Trans>;
  return side > 0 ? (
    <Trans>Slippage {amount(size)} points, worse for the client.</Trans>
  ) : (
    <Trans>Slippage {amount(size)} points, better for the client.</Trans>
  );
}
