import { Trans, useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { AccountProductListDocument } from "../account-products/documents.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { ChangeEffect } from "./ChangeEffect.tsx";
import { ChangeTradingAccountDocument, type TradingAccount } from "./documents.ts";
import { leverageFor, ProductFields } from "./ProductFields.tsx";
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
          <ChangeEffect account={before} productId={changes.productId} leverage={changes.leverage} />
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
  const moves = productId !== null && productId !== before.productId;
  return {
    ...(moves ? { productId } : {}),
    // with another product it is said in any case: the server may have another one than the CRM knows
    ...(leverage !== null && (moves || leverage !== before.leverage) ? { leverage } : {}),
  };
}
