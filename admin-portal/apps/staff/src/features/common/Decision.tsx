import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ReasonTooltip } from "../../app/rights.tsx";
import classes from "./Decision.module.css";

export type Decision = "approve" | "decline" | "cancel";

interface DecisionStepsProps {
  /** What is decided on, for the names of the buttons. */
  named: string;
  /** The viewer asked for it: it can be taken back, not declined. */
  mine: boolean;
  mayDecline: boolean;
  approvable: boolean;
  approveReason: string | null | undefined;
  onDecide: (decision: Decision) => void;
}

/** What can be done with something that waits for a second person. */
export function DecisionSteps({ named, mine, mayDecline, approvable, approveReason, onDecide }: DecisionStepsProps) {
  const { t } = useLingui();
  const notOfRole = t`Your role does not include this.`;
  return (
    <span className={classes.steps}>
      {mine ? (
        <Button variant="default" onClick={() => onDecide("cancel")} aria-label={t`Take back: ${named}`}>
          <Trans>Take back</Trans>
        </Button>
      ) : (
        <ReasonTooltip reason={mayDecline ? undefined : notOfRole}>
          <Button
            variant="default"
            aria-label={t`Decline: ${named}`}
            aria-disabled={!mayDecline}
            data-disabled={!mayDecline || undefined}
            onClick={() => mayDecline && onDecide("decline")}
          >
            <Trans>Decline</Trans>
          </Button>
        </ReasonTooltip>
      )}
      <ReasonTooltip reason={approvable ? undefined : (approveReason ?? notOfRole)}>
        <Button
          aria-label={t`Approve: ${named}`}
          aria-disabled={!approvable}
          data-disabled={!approvable || undefined}
          onClick={() => approvable && onDecide("approve")}
        >
          <Trans>Approve</Trans>
        </Button>
      </ReasonTooltip>
    </span>
  );
}

interface Decided {
  client: string;
  login: string;
  serverName: string;
  /** Who asked for it, and why. */
  maker: string;
  reason: string;
}

/** The words of a dialog that decides: title, verb, and what will happen. */
export function useDecisionWords(
  decision: Decision,
  what: string,
  { client, login, maker, reason, serverName }: Decided,
) {
  const { t } = useLingui();
  const words: Record<Decision, { title: string; verb: ReactNode; consequence: ReactNode }> = {
    approve: {
      title: t`Approve: ${what}?`,
      verb: <Trans>Approve and send</Trans>,
      consequence: (
        <Trans>
          For {client}, account {login} on {serverName}. Asked for by {maker}: “{reason}” It is checked again and sent
          at once.
        </Trans>
      ),
    },
    decline: {
      title: t`Decline: ${what}?`,
      verb: <Trans>Decline</Trans>,
      consequence: (
        <Trans>
          For {client}, account {login}. Nothing is sent, and {maker} sees your reason.
        </Trans>
      ),
    },
    cancel: {
      title: t`Take back: ${what}?`,
      verb: <Trans>Take back</Trans>,
      consequence: (
        <Trans>
          For {client}, account {login}. Nothing is sent.
        </Trans>
      ),
    },
  };
  return words[decision];
}
