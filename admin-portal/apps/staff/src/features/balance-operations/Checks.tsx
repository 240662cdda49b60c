import type { BalanceKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Loader } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import classes from "./BalanceOperations.module.css";
import { BalancePreviewDocument } from "./documents.ts";
import { needSentences } from "./labels.ts";

const icons = { GOOD: IconCheck, MIND: IconAlertTriangle, REFUSED: IconX };

interface ChecksProps {
  accountId: string;
  kind: BalanceKind;
  amount: string;
  /** Says too who would have to agree. */
  needs?: boolean;
}

/** What the server checks, read from the trading server now: before anything is sent. */
export function Checks({ accountId, kind, amount, needs = false }: ChecksProps) {
  const { t, i18n } = useLingui();
  const [asked] = useDebouncedValue({ accountId, kind, amount }, 350);
  const [{ data, error, fetching }] = useQuery({
    query: BalancePreviewDocument,
    variables: asked,
    requestPolicy: "network-only",
  });
  const current = asked.kind === kind && asked.amount === amount;
  const preview = data?.balancePreview;
  const names = { GOOD: t`Good`, MIND: t`Mind`, REFUSED: t`Stands against it` };
  if (current && error) {
    return (
      <Alert variant="light" color="yellow">
        {errorText(error)}
      </Alert>
    );
  }
  if (!current || fetching || !preview) {
    return (
      <div className={classes.waiting} role="status">
        <Loader size="sm" type="dots" aria-hidden />
        <Trans>Asking the trading server</Trans>
      </div>
    );
  }
  return (
    <div aria-live="polite">
      <ul className={classes.checks} aria-label={t`Checks`}>
        {preview.checks.map((check) => {
          const Icon = icons[check.outcome];
          return (
            <li key={check.code} data-outcome={check.outcome}>
              <Icon size={15} aria-label={names[check.outcome]} role="img" />
              {check.text}
            </li>
          );
        })}
      </ul>
      {needs && <p className={classes.needs}>{i18n._(needSentences[preview.needs])}</p>}
    </div>
  );
}
