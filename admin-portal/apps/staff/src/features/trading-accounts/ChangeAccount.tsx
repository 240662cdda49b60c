import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Loader } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { AccountProductListDocument } from "../account-products/documents.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { ChangeTradingAccountDocument, type TradingAccount, TradingAccountEffectDocument } from "./documents.ts";
import { Amount } from "./Figures.tsx";
import { leverageFor, ProductFields } from "./ProductFields.tsx";
import classes from "./TradingAccounts.module.css";
import { useAccountPart } from "./useAccountPart.ts";

interface ChangeAccountProps {
  account: TradingAccount;
  onClose: () => void;
}

/** A product and a leverage belong together: what it does to the margin is of both. */
interface Terms {
  terms: { productId: string | null; leverage: number | null };
}

/** Another product of the same server and currency, or another leverage; what it does to the margin is shown first. */
export default function ChangeAccount({ account, onClose }: ChangeAccountProps) {
  const { t } = useLingui();
  const { before, start, latest } = useAccountPart<Terms>(account, ({ productId, leverage }) => ({
    terms: { productId: productId ?? null, leverage: leverage ?? null },
  }));
  const [{ data }] = useQuery({ query: AccountProductListDocument, requestPolicy: "cache-and-network" });
  const [chosen, setChosen] = useState<Terms["terms"]>();
  const [reason, setReason] = useState("");
  const { run } = useAction(ChangeTradingAccountDocument, (payload) => payload.changeTradingAccount);
  const { base, errors, busy, dialog, clashing, save } = useVersioned<Terms>({
    start,
    latest,
    send: ({ version, values }, { terms }) =>
      run({ input: { id: before.id, version, ...changed(values.terms, terms), reason: reason.trim() } }),
    onMerged: ({ terms }) => setChosen(terms),
    onSaved: (payload) => {
      if (payload) toast.done(t`Saved`);
      onClose();
    },
    labels: { terms: t`Product and leverage` },
    text: (_, value) => {
      const { productId, leverage } = value as Terms["terms"];
      const name = data?.accountProducts.find(({ id }) => id === productId)?.name ?? before.productName ?? "–";
      return leverage === null ? name : `${name} · 1:${leverage}`;
    },
    lookAgain: true,
  });
  const now = base.values.terms;
  const fitting = (data?.accountProducts ?? []).filter(
    (each) =>
      each.serverId === before.serverId &&
      (each.id === now.productId ||
        (each.active && each.currencies.some(({ currency }) => currency === before.currency))),
  );
  const terms = chosen ?? now;
  const product = fitting.find((each) => each.id === terms.productId);
  const leverage = terms.leverage ?? undefined;
  const changes = product || chosen === undefined ? changed(now, terms) : {};
  const isChanged = Object.keys(changes).length > 0;
  if (clashing) return dialog;
  return (
    <FormDialog
      title={t`Change ${before.login}`}
      verb={<Trans>Change account</Trans>}
      busy={busy}
      ready={isChanged && isReason(reason)}
      errors={errors}
      fields={["productId", "leverage", "reason"]}
      onSubmit={() => save({ terms })}
      onClose={onClose}
    >
      <ProductFields
        products={fitting}
        product={product}
        currency={before.currency}
        leverage={leverage}
        errors={errors}
        onChange={(next, one) =>
          setChosen({
            productId: next?.id ?? null,
            leverage: one ?? leverageFor(next, now.leverage ?? undefined) ?? null,
          })
        }
      />
      {isChanged &&
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

function changed(before: Terms["terms"], { productId, leverage }: Terms["terms"]) {
  return {
    ...(productId !== null && productId !== before.productId ? { productId } : {}),
    ...(leverage !== null && leverage !== before.leverage ? { leverage } : {}),
  };
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
