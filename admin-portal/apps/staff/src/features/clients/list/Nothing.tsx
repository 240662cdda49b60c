import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { EmptyState } from "../../../app/states.tsx";

export interface NothingProps {
  /** Something is searched or filtered. */
  asked: boolean;
  create: ReactNode;
  onClear: () => void;
}

/** A list without clients: why, and what to do. */
export function Nothing({ asked, create, onClear }: NothingProps) {
  if (!asked) {
    return (
      <EmptyState title={<Trans>No clients yet</Trans>} action={create}>
        <Trans>
          Clients appear here by themselves when they register on your website, or when a colleague adds them.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>No client matches</Trans>}
      action={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear search and filter</Trans>
        </Button>
      }
    >
      <Trans>
        Words match from their beginning. E-mail addresses and phone numbers match when they are typed whole.
      </Trans>
    </EmptyState>
  );
}
