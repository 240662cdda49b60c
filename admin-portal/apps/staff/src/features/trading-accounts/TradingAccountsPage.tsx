import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { useShortcut } from "../../app/shortcuts.tsx";
import { AccountProductListDocument } from "../account-products/documents.ts";
import { tableClasses } from "../common/Table.tsx";
import { environments } from "../trading-servers/labels.ts";
import { AccountTable } from "./AccountTable.tsx";
import classes from "./TradingAccounts.module.css";
import { Unsettled } from "./Unsettled.tsx";
import { type AccountView, isFiltered } from "./view.ts";

export function TradingAccountsPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Trading accounts`} wide>
      <Allowed permission="trading_account.view">
        <AccountList />
      </Allowed>
    </Page>
  );
}

interface Option {
  value: string;
  label: string;
}

function AccountList() {
  const { t, i18n } = useLingui();
  const view = useSearch({ from: "/shell/trading-accounts" });
  const navigate = useNavigate({ from: "/trading-accounts" });
  const [typed, setTyped] = useState(view.login ?? "");
  const [{ data }] = useQuery({ query: AccountProductListDocument });
  const show = (change: AccountView) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  useShortcut("/", { label: t`Find a login`, group: t`Trading accounts` }, () =>
    document.getElementById("login-search")?.focus(),
  );
  const products = data?.accountProducts ?? [];
  const servers = new Map(products.map(({ serverId, serverName }) => [serverId, serverName]));
  const select = (part: "server" | "product" | "money", label: string, options: Option[]) => (
    <Select
      className={classes.filter ?? ""}
      size="xs"
      aria-label={label}
      placeholder={label}
      data={options}
      value={view[part] ?? null}
      onChange={(value) => show({ [part]: value ?? undefined })}
      clearable
      comboboxProps={{ shadow: "md" }}
    />
  );
  const clear = () => {
    setTyped("");
    show({ login: undefined, server: undefined, product: undefined, money: undefined });
  };
  return (
    <>
      <div className={tableClasses.toolbar}>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            show({ login: typed.trim() || undefined });
          }}
        >
          <TextInput
            id="login-search"
            className={classes.filter ?? ""}
            size="xs"
            type="search"
            aria-label={t`Login`}
            placeholder={t`Login`}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              if (event.currentTarget.value === "") show({ login: undefined });
            }}
            onBlur={() => typed.trim() !== (view.login ?? "") && show({ login: typed.trim() || undefined })}
            inputMode="numeric"
            dir="ltr"
          />
        </form>
        {select(
          "server",
          t`Server`,
          [...servers].map(([value, label]) => ({ value, label })),
        )}
        {select(
          "product",
          t`Product`,
          products
            .filter((product) => view.server === undefined || product.serverId === view.server)
            .map(({ id, name }) => ({ value: id, label: name })),
        )}
        {select(
          "money",
          t`Live or demo`,
          Object.entries(environments).map(([value, { text }]) => ({ value, label: i18n._(text) })),
        )}
        {isFiltered(view) && (
          <Button variant="subtle" onClick={clear}>
            <Trans>Clear filter</Trans>
          </Button>
        )}
        <span className={tableClasses.spacer} />
        <Switch
          size="sm"
          label={t`Archived`}
          checked={view.archived ?? false}
          onChange={(event) => show({ archived: event.currentTarget.checked || undefined })}
        />
      </div>
      <Unsettled />
      <AccountTable key={JSON.stringify(view)} view={view} onClear={clear} />
    </>
  );
}
