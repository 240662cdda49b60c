import type { RequestTradeInput } from "@brokerdesk/api";
import { Trans } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import { AskingServer, CheckList } from "../common/CheckList.tsx";
import { Profit } from "../positions/Profit.tsx";
import { Amount } from "../trading-accounts/Figures.tsx";
import classes from "./Dealing.module.css";
import { TradeCommandPreviewDocument, type TradePreview, TradePreviewDocument } from "./documents.ts";

/** What the server checks and reckons for a command, before anything is sent. */
export function TradeChecks({ input, currency }: { input: RequestTradeInput; currency: string | undefined }) {
  const key = JSON.stringify(input);
  const [asked] = useDebouncedValue(key, 350);
  const [{ data, error, fetching }] = useQuery({
    query: TradePreviewDocument,
    variables: { input: JSON.parse(asked) as RequestTradeInput },
    requestPolicy: "network-only",
  });
  const current = asked === key;
  const preview = current && !fetching ? data?.tradePreview : undefined;
  return <Told preview={preview} error={current ? error : undefined} currency={currency} />;
}

/** What the server checks for a command that waits, before somebody agrees to it. */
export function CommandChecks({ id, currency }: { id: string; currency: string | undefined }) {
  const [{ data, error, fetching }] = useQuery({
    query: TradeCommandPreviewDocument,
    variables: { id },
    requestPolicy: "network-only",
  });
  return <Told preview={fetching ? undefined : data?.tradeCommandPreview} error={error} currency={currency} agreed />;
}

interface ToldProps {
  preview: TradePreview | undefined;
  error: Parameters<typeof errorText>[0] | undefined;
  currency: string | undefined;
  /** Whoever reads it is the second person. */
  agreed?: boolean;
}

function Told({ preview, error, currency, agreed = false }: ToldProps) {
  if (error) {
    return (
      <Alert variant="light" color="yellow">
        {errorText(error)}
      </Alert>
    );
  }
  if (!preview) return <AskingServer />;
  const { marginFreeAfter, marginNeeded, needsApproval, result } = preview;
  const of = currency === undefined ? {} : { currency };
  return (
    <div aria-live="polite">
      <CheckList checks={preview.checks} />
      <div className={classes.effect}>
        {marginNeeded && (
          <span>
            <Trans>
              Margin{" "}
              <b>
                <Amount value={marginNeeded} {...of} />
              </b>
            </Trans>
          </span>
        )}
        {marginFreeAfter && (
          <span>
            <Trans>
              Free afterwards{" "}
              <b>
                <Amount value={marginFreeAfter} {...of} />
              </b>
            </Trans>
          </span>
        )}
        {result && (
          <span>
            <Trans>
              Result{" "}
              <b>
                <Profit value={result} {...of} />
              </b>
            </Trans>
          </span>
        )}
        {!agreed && (
          <span>
            {needsApproval ? (
              <Trans>It then waits: a second person has to approve it.</Trans>
            ) : (
              <Trans>It is sent at once.</Trans>
            )}
          </span>
        )}
      </div>
    </div>
  );
}
