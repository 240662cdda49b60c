import type { BalanceKind } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import { AskingServer, CheckList } from "../common/CheckList.tsx";
import classes from "./BalanceOperations.module.css";
import { BalancePreviewDocument } from "./documents.ts";
import { needSentences } from "./labels.ts";

interface ChecksProps {
  accountId: string;
  kind: BalanceKind;
  amount: string;
  /** Says too who would have to agree. */
  needs?: boolean;
}

/** What the server checks, read from the trading server now: before anything is sent. */
export function Checks({ accountId, kind, amount, needs = false }: ChecksProps) {
  const { i18n } = useLingui();
  const [asked] = useDebouncedValue({ accountId, kind, amount }, 350);
  const [{ data, error, fetching }] = useQuery({
    query: BalancePreviewDocument,
    variables: asked,
    requestPolicy: "network-only",
  });
  const current = asked.kind === kind && asked.amount === amount;
  const preview = data?.balancePreview;
  if (current && error) {
    return (
      <Alert variant="light" color="yellow">
        {errorText(error)}
      </Alert>
    );
  }
  if (!current || fetching || !preview) return <AskingServer />;
  return (
    <div aria-live="polite">
      <CheckList checks={preview.checks} />
      {needs && <p className={classes.needs}>{i18n._(needSentences[preview.needs])}</p>}
    </div>
  );
}
