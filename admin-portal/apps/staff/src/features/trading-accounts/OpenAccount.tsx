import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { type AccountProduct, AccountProductListDocument } from "../account-products/documents.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { type Opened, OpenTradingAccountDocument, type TradingAccount } from "./documents.ts";
import { currencyFor, ProductFields } from "./ProductFields.tsx";
import { ShownOnce } from "./ShownOnce.tsx";
import { usePasswordRule } from "./usePasswordRule.ts";

interface OpenAccountProps {
  client: { id: string; displayName: string };
  onClose: () => void;
}

/** Opens a trading account for a client. A lost answer is told as such: nothing is sent twice. */
export default function OpenAccount({ client, onClose }: OpenAccountProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const { rule, onlyByLink, error } = usePasswordRule();
  const mayShow = can("trading_account.password") && !onlyByLink;
  const [{ data }] = useQuery({ query: AccountProductListDocument, requestPolicy: "cache-and-network" });
  const [product, setProduct] = useState<AccountProduct>();
  const [currency, setCurrency] = useState<string>();
  const [leverage, setLeverage] = useState<number>();
  const [asked, setAsked] = useState(true);
  const show = mayShow && asked;
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [opened, setOpened] = useState<{ result: Opened; account: TradingAccount }>();
  const { run, busy } = useAction(OpenTradingAccountDocument, (payload) => payload.openTradingAccount);
  const offered = (data?.accountProducts ?? []).filter((each) => each.active);
  const { displayName } = client;
  const submit = async () => {
    if (!product || currency === undefined || leverage === undefined) return;
    setErrors([]);
    const terms = { productId: product.id, currency, leverage };
    const input = { clientId: client.id, ...terms, ...(show ? { showPasswords: true } : {}) };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    const { result, tradingAccount } = outcome.payload;
    if (!result) return;
    const { said, state } = result;
    if (state === "REJECTED" || state === "NOT_APPLIED") {
      return setErrors([{ code: "refused", message: said ?? t`The server refused. Nothing was opened.`, path: [] }]);
    }
    if (state === "CONFIRMED" && tradingAccount) return setOpened({ result, account: tradingAccount });
    if (state === "CONFIRMED") toast.done(t`The account is opened`);
    // the notice beside the client's accounts says what is not known yet, and offers to find out
    onClose();
  };
  if (opened) return <OpenedAccount opened={opened} onClose={onClose} />;
  return (
    <FormDialog
      title={t`Open an account for ${displayName}`}
      verb={<Trans>Open account</Trans>}
      busy={busy}
      ready={currency !== undefined && leverage !== undefined && (rule !== undefined || error !== undefined)}
      errors={errors}
      fields={["productId", "currency", "leverage"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {data && offered.length === 0 ? (
        <Alert variant="light" color="gray">
          <Trans>No product is on offer. Whoever looks after the trading servers adds one first.</Trans>
        </Alert>
      ) : (
        <ProductFields
          products={offered}
          product={product}
          currency={currency}
          leverage={leverage}
          errors={errors}
          onChange={(next, one) => {
            setProduct(next);
            setCurrency(currencyFor(next, currency));
            setLeverage(one);
          }}
          onCurrency={setCurrency}
        />
      )}
      <Checkbox
        size="sm"
        label={t`Show me the passwords once`}
        description={
          mayShow
            ? t`Needs your code. Without it nobody sees them; a new one can be set later.`
            : can("trading_account.password")
              ? t`Your company shows no passwords to staff. Send the client a one-time link once the account is open.`
              : t`Your role does not include trading passwords. Somebody whose role does sets a new one.`
        }
        checked={show}
        disabled={!mayShow}
        onChange={(event) => setAsked(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

function OpenedAccount({
  opened: { result, account },
  onClose,
}: {
  opened: { result: Opened; account: TradingAccount };
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { investorPassword, mainPassword, said } = result;
  return (
    <ShownOnce
      title={t`Account ${account.login} is opened`}
      values={[
        { label: t`Login`, value: account.login },
        { label: t`Server`, value: account.serverName },
        ...(mainPassword ? [{ label: t`Main password`, value: mainPassword, secret: true }] : []),
        ...(investorPassword ? [{ label: t`Investor password`, value: investorPassword, secret: true }] : []),
      ]}
      onClose={onClose}
    >
      {said && (
        <Alert variant="light" color="yellow">
          {said}
        </Alert>
      )}
    </ShownOnce>
  );
}
