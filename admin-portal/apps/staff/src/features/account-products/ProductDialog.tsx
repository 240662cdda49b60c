import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { CurrencyFields } from "./CurrencyFields.tsx";
import {
  type AccountProduct,
  AccountProductListDocument,
  AddAccountProductDocument,
  EditAccountProductDocument,
  TradingServerGroupsDocument,
} from "./documents.ts";
import {
  addInput,
  type CurrencyDraft,
  currenciesText,
  draftOf,
  editInput,
  emptyProduct,
  isFilledIn,
  leveragesOf,
  type ProductDraft,
} from "./productInput.ts";

interface ProductDialogProps {
  /** The product to change; none adds a new one. */
  product?: AccountProduct | undefined;
  servers: readonly { id: string; name: string }[];
  onClose: () => void;
}

/** Adds a product to a server, or changes one. */
export function ProductDialog({ product: given, servers, onClose }: ProductDialogProps) {
  const { t } = useLingui();
  const [product] = useState(given);
  const [draft, setDraft] = useState<ProductDraft>(() =>
    product ? draftOf(product) : { ...emptyProduct, serverId: servers.length === 1 ? (servers[0]?.id ?? null) : null },
  );
  const [refused, setRefused] = useState<ActionErrors>([]);
  const urql = useClient();
  // without an answer a group's name is typed
  const [{ data: shown }] = useQuery({
    query: TradingServerGroupsDocument,
    variables: { id: draft.serverId ?? "" },
    pause: draft.serverId === null,
    requestPolicy: "network-only",
  });
  const own = product?.currencies.map(({ currency, group }) => ({ name: group, currency })) ?? [];
  const add = useAction(AddAccountProductDocument, (data) => data.addAccountProduct);
  const edit = useAction(EditAccountProductDocument, (data) => data.editAccountProduct);
  const set = (change: Partial<ProductDraft>) => setDraft({ ...draft, ...change });
  const form = useVersioned<ProductDraft>({
    start: { version: product?.version ?? 0, values: product ? draftOf(product) : emptyProduct },
    send: (from, mine) => edit.run({ input: editInput(product?.id ?? "", from, mine) }),
    latest: async () => {
      const again = urql.query(AccountProductListDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.accountProducts.find(({ id }) => id === product?.id);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels: {
      serverId: t`Server`,
      name: t`Name`,
      currencies: t`Currencies`,
      leverages: t`Leverages`,
      active: t`On offer`,
    },
    text: (field, value) => (field === "currencies" ? currenciesText(value as CurrencyDraft[]) : undefined),
  });
  const changed = product === undefined || Object.keys(editInput(product.id, form.base, draft)).length > 2;
  const errors = product ? form.errors : refused;
  const submit = async () => {
    if (product) return form.save(draft);
    setRefused([]);
    const outcome = await add.run({ input: addInput(draft) });
    if (!outcome.done) return setRefused(outcome.errors);
    toast.done(t`The product ${draft.name.trim()} is added`);
    onClose();
  };
  if (form.clashing) return form.dialog;
  return (
    <FormDialog
      title={product ? t`Edit ${product.name}` : t`Add a product`}
      verb={product ? <Trans>Save</Trans> : <Trans>Add product</Trans>}
      busy={add.busy || form.busy}
      ready={isFilledIn(draft) && changed}
      errors={errors}
      fields={["serverId", "name", "group", "minimumDeposit", "leverages"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t`Name`}
        description={t`What your people choose when they open an account, such as Standard.`}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errorAt(errors, "name")}
        maxLength={80}
        autoComplete="off"
      />
      {!product && (
        <Select
          label={t`Server`}
          data={servers.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.serverId}
          onChange={(serverId) => set({ serverId })}
          error={errorAt(errors, "serverId")}
          allowDeselect={false}
          comboboxProps={{ shadow: "md" }}
        />
      )}
      <CurrencyFields
        rows={draft.currencies}
        groups={shown?.tradingServerGroups ?? own}
        errors={errors}
        onChange={(currencies) => set({ currencies })}
      />
      <TextInput
        label={t`Leverages`}
        description={t`From which one is chosen for each account, such as 30, 100, 200.`}
        value={draft.leverages}
        onChange={(event) => set({ leverages: event.currentTarget.value })}
        error={
          errorAt(errors, "leverages") ??
          (draft.leverages.trim() !== "" && leveragesOf(draft.leverages) === undefined
            ? t`Whole numbers with commas between.`
            : undefined)
        }
        dir="ltr"
        autoComplete="off"
      />
      {product && (
        <Switch
          size="sm"
          label={t`On offer`}
          description={t`Off: no new account is opened with it. Those that have it keep it.`}
          checked={draft.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      )}
    </FormDialog>
  );
}
