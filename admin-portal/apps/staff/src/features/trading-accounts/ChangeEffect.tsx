import { Plural, Trans } from "@lingui/react/macro";
import { Alert, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import { amount } from "../../app/format.ts";
import { type MarginLevels, type TradingAccount, TradingAccountEffectDocument } from "./documents.ts";
import { Amount, marginLevel } from "./Figures.tsx";
import classes from "./TradingAccounts.module.css";

interface ChangeEffectProps {
  account: TradingAccount;
  productId: string | undefined;
  leverage: number | undefined;
}

/** The margin and the group's levels before and after, from figures that the server gives now. */
export function ChangeEffect({ account, productId, leverage }: ChangeEffectProps) {
  const [{ data, error, fetching }] = useQuery({
    query: TradingAccountEffectDocument,
    variables: { id: account.id, productId: productId ?? null, leverage: leverage ?? null },
    requestPolicy: "network-only",
  });
  if (error) {
    return (
      <Alert variant="light" color="yellow">
        {errorText(error)}
      </Alert>
    );
  }
  const effect = data?.tradingAccountEffect;
  if (fetching || !effect) return <Loader size="sm" type="dots" />;
  const { levels, levelsAfter, openPositions } = effect;
  const money = (value: string) => <Amount value={value} currency={account.currency} />;
  const level = (value: string, { areMoney }: MarginLevels) =>
    areMoney ? money(value) : <bdi dir="ltr">{amount(value)} %</bdi>;
  return (
    <div aria-live="polite">
      {openPositions === 0 && (
        <Alert variant="light" color="teal">
          <Trans>No position is open: the margin does not change.</Trans>
        </Alert>
      )}
      <table className={classes.effect}>
        <thead>
          <tr>
            {openPositions > 0 ? (
              <th scope="col">
                <Plural value={openPositions} one="# open position" other="# open positions" />
              </th>
            ) : (
              <td />
            )}
            <th scope="col">
              <Trans>Now</Trans>
            </th>
            <th scope="col">
              <Trans>After it</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {openPositions > 0 && (
            <>
              <Figure name={<Trans>Margin</Trans>} now={money(effect.margin)} after={money(effect.marginAfter)} />
              <Figure
                name={<Trans>Free margin</Trans>}
                now={money(effect.marginFree)}
                after={money(effect.marginFreeAfter)}
              />
              <Figure
                name={<Trans>Margin level</Trans>}
                now={<bdi dir="ltr">{marginLevel(effect.marginLevel)}</bdi>}
                after={<bdi dir="ltr">{marginLevel(effect.marginLevelAfter)}</bdi>}
              />
            </>
          )}
          <Figure
            name={<Trans>Margin call at</Trans>}
            now={level(levels.marginCall, levels)}
            after={level(levelsAfter.marginCall, levelsAfter)}
          />
          <Figure
            name={<Trans>Stop-out at</Trans>}
            now={level(levels.stopOut, levels)}
            after={level(levelsAfter.stopOut, levelsAfter)}
          />
        </tbody>
      </table>
      {effect.refusal && (
        <Alert variant="light" color="red" mt="xs">
          {effect.refusal}
        </Alert>
      )}
      {effect.remarks.map((remark) => (
        <p key={remark} className={classes.about}>
          {remark}
        </p>
      ))}
    </div>
  );
}

function Figure({ name, now, after }: { name: ReactNode; now: ReactNode; after: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{now}</td>
      <td>{after}</td>
    </tr>
  );
}
