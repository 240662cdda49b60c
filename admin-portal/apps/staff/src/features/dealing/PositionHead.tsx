import { Trans, useLingui } from "@lingui/react/macro";
import { amount } from "../../app/format.ts";
import { DemoMark } from "../positions/DemoMark.tsx";
import type { LivePosition } from "../positions/documents.ts";
import { sides } from "../positions/labels.ts";
import { Profit } from "../positions/Profit.tsx";
import classes from "./Dealing.module.css";

/** Whose position it is and how it stands, above the fields of a form. */
export function PositionHead({ position }: { position: LivePosition }) {
  const { i18n } = useLingui();
  const { client, currency, environment, login, lots, priceOpen, profit, serverName, side, symbol } = position;
  return (
    <p className={classes.head}>
      <span>
        <b>
          {i18n._(sides[side].text)} {amount(lots)} <bdi dir="ltr">{symbol}</bdi>
        </b>{" "}
        <Trans>at {amount(priceOpen)}</Trans>
      </span>
      <span>
        {client.name}, <bdi dir="ltr">{login}</bdi> <DemoMark environment={environment} /> · {serverName}
      </span>
      <Profit value={profit} currency={currency} />
    </p>
  );
}
