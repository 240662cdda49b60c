import { Trans, useLingui } from "@lingui/react/macro";
import { amount } from "../../app/format.ts";
import { DemoMark } from "../positions/DemoMark.tsx";
import type { LiveOrder } from "../positions/documents.ts";
import { pendingKinds } from "../positions/labels.ts";
import classes from "./Dealing.module.css";

/** Whose order it is and what it waits for, above the fields of a form. */
export function OrderHead({ order }: { order: LiveOrder }) {
  const { i18n } = useLingui();
  const { client, environment, kind, login, lots, price, serverName, symbol } = order;
  return (
    <p className={classes.head}>
      <span>
        <b>
          {i18n._(pendingKinds[kind])} {amount(lots)} <bdi dir="ltr">{symbol}</bdi>
        </b>{" "}
        <Trans>at {amount(price)}</Trans>
      </span>
      <span>
        {client.name}, <bdi dir="ltr">{login}</bdi> <DemoMark environment={environment} /> · {serverName}
      </span>
    </p>
  );
}
