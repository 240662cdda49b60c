import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Loader } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { type AccountProduct, AccountProductListDocument } from "../account-products/documents.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { ChangeTradingAccountDocument, type TradingAccount, TradingAccountEffectDocument } from "./documents.ts";
import { Amount } from "./Figures.tsx";
import { leverageFor, ProductFields } from "./ProductFields.tsx";
import classes from "./TradingAccounts.module.css";

interface ChangeAccountProps {
  account: TradingAccount;
  onConflict: () => void;
  onClose: () => void;
}

/** Another product of the same server and currency, or another leverage; what it does to the margin is shown first. */
export default function ChangeAccount({ account, onConflict, onClose }: ChangeAccountProps) {
  const { t } = useLingui();
  const [before] = useState(account);
  const [{ data }] = useQuery({ query: AccountProductListDocument, requestPolicy: "cache-and-network" });
  const fitting = (data?.accountProducts ?? []).filter(
    (each) =>
      each.serverId === before.serverId &&
      each.currency === before.currency &&
      (each.active || each.id === before.productId),
  );
  const [chosen, setChosen] = useState<{ product: AccountProduct | undefined; leverage: number | undefined }>();
  const product = chosen ? chosen.product : fitting.find((each) => each.id === before.productId);
  const leverage = chosen ? chosen.leverage : before.leverage;
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ChangeTradingAccountDocument, (payload) => payload.changeTradingAccount);
  const changes = {
    ...(product && product.id !== before.productId ? { productId: product.id } : {}),
    ...(leverage !== undefined && leverage !== before.leverage ? { leverage } : {}),
  };
  const changed = Object.keys(changes).length > 0;
  const submit = async () => {
    setErrors([]);
    const input = { id: before.id, version: before.version, ...changes, reason: reason.trim() };
    const outcome = await run({ input });
    if (outcome.done) {
      toast.done(t`Saved`);
      return onClose();
    }
    setErrors(outcome.errors);
    if (outcome.errors.some((error) => error.code === "conflict")) onConflict();
  };
  return (
    <FormDialog
      title={t`Change ${before.login}`}
      verb={<Trans>Change account</Trans>}
      busy={busy}
      ready={changed && isReason(reason)}
      errors={errors}
      fields={["productId", "leverage", "reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ProductFields
        products={fitting}
        product={product}
        leverage={leverage}
        errors={errors}
        onChange={(next, one) => setChosen({ product: next, leverage: one ?? leverageFor(next, before.leverage) })}
      />
      {changed &&
        (before.showsFigures ? (
          <Effect account={before} productId={changes.productId} leverage={changes.leverage} />
        ) : (
          <Alert variant="light" color="gray">
            <Trans>What it does to the margin is not shown: the account's money is not part of your role.</Trans>
          </Alert>
        ))}
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} />
    </FormDialog>
  );
}

interface EffectProps {
  account: TradingAccount;
  productId: string | undefined;
  leverage: number | undefined;
}

/** The margin before and after, from figures that the server gives now. */
function Effect({ account, productId, leverage }: EffectProps) {
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
  const { openPositions } = effect;
  return (
    <div aria-live="polite">
      {openPositions === 0 ? (
        <Alert variant="light" color="teal">
          <Trans>No position is open: the margin does not change.</Trans>
        </Alert>
      ) : (
        <>
          <table className={classes.effect}>
            <thead>
              <tr>
                <th scope="col">
                  <Plural value={openPositions} one="# open position" other="# open positions" />
                </th>
                <th scope="col">
                  <Trans>Now</Trans>
                </th>
                <th scope="col">
                  <Trans>After it</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">
                  <Trans>Margin</Trans>
                </th>
                <td>
                  <Amount value={effect.margin} currency={account.currency} />
                </td>
                <td>
                  <Amount value={effect.marginAfter} currency={account.currency} />
                </td>
              </tr>
              <tr>
                <th scope="row">
                  <Trans>Free margin</Trans>
                </th>
                <td>
                  <Amount value={effect.marginFree} currency={account.currency} />
                </td>
                <td>
                  <Amount value={effect.marginFreeAfter} currency={account.currency} />
                </td>
              </tr>
            </tbody>
          </table>
          {effect.tooMuch && (
            <Alert variant="light" color="red" mt="xs">
              <Trans>It would leave less than nothing free and is refused. Close positions first.</Trans>
            </Alert>
          )}
        </>
      )}
      {effect.remarks.map((remark) => (
        <p key={remark} className={classes.about}>
          {remark}
        </p>
      ))}
    </div>
  );
}
