import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { type AccountProduct, AccountProductListDocument } from "../account-products/documents.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { LinkTradingAccountDocument } from "./documents.ts";
import { ProductSelect } from "./ProductFields.tsx";

interface LinkAccountProps {
  client: { id: string; displayName: string };
  onClose: () => void;
}

/** Gives a login that is on the server already to its client here. */
export default function LinkAccount({ client, onClose }: LinkAccountProps) {
  const { t } = useLingui();
  const [{ data }] = useQuery({ query: AccountProductListDocument, requestPolicy: "cache-and-network" });
  const [product, setProduct] = useState<AccountProduct>();
  const [login, setLogin] = useState("");
  const [reason, setReason] = useState("");
  const [accept, setAccept] = useState(false);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(LinkTradingAccountDocument, (payload) => payload.linkTradingAccount);
  const { displayName } = client;
  const otherHolder = errors.some((error) => error.code === "other_holder");
  const submit = async () => {
    if (!product) return;
    const outcome = await run({
      input: {
        clientId: client.id,
        productId: product.id,
        login: login.trim(),
        reason: reason.trim(),
        ...(accept ? { acceptOtherHolder: true } : {}),
      },
    });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`${login.trim()} is linked to ${displayName}`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Link a login to ${displayName}`}
      consequence={
        <Trans>
          The server is asked whether the login is there, in a group of the product, and in this client's name.
        </Trans>
      }
      verb={<Trans>Link login</Trans>}
      busy={busy}
      ready={product !== undefined && /^\d+$/.test(login.trim()) && isReason(reason)}
      errors={errors}
      fields={["productId", "login", "reason", "acceptOtherHolder"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ProductSelect
        products={data?.accountProducts ?? []}
        value={product?.id ?? null}
        error={errorAt(errors, "productId")}
        onChange={setProduct}
      />
      <TextInput
        label={t`Login`}
        description={t`Its number on the trading server.`}
        value={login}
        onChange={(event) => {
          setLogin(event.currentTarget.value);
          setAccept(false);
          setErrors([]);
        }}
        error={errorAt(errors, "login") ?? errorAt(errors, "acceptOtherHolder")}
        dir="ltr"
        inputMode="numeric"
        maxLength={20}
        autoComplete="off"
      />
      {(otherHolder || accept) && (
        <Checkbox
          size="sm"
          label={t`It belongs to this client all the same: link it`}
          checked={accept}
          onChange={(event) => setAccept(event.currentTarget.checked)}
        />
      )}
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} />
    </FormDialog>
  );
}
