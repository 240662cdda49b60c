import { Trans, useLingui } from "@lingui/react/macro";
import { Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { TradeSymbolsDocument } from "./documents.ts";

/** As many as the server gives at once. */
const most = 50;

interface SymbolFieldProps {
  accountId: string;
  value: string | undefined;
  onChange: (symbol: string) => void;
  error?: string | undefined;
}

/** A symbol that the account may trade, found by what is typed. */
export function SymbolField({ accountId, value, onChange, error }: SymbolFieldProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value ?? "");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [{ data, fetching }] = useQuery({ query: TradeSymbolsDocument, variables: { accountId, search } });
  const found = data?.tradeSymbols ?? [];
  const choose = (symbol: string) => {
    setTyped(symbol);
    onChange(symbol);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md">
      <Combobox.Target>
        <TextInput
          data-autofocus
          label={t`Symbol`}
          description={found.find((each) => each.symbol === value)?.description}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            setTyped(value ?? "");
          }}
          error={error}
          placeholder={t`Name or description`}
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          dir="ltr"
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={240} style={{ overflowY: "auto" }} aria-label={t`Symbols`}>
          {found.map((each) => (
            <Combobox.Option key={each.symbol} value={each.symbol} active={each.symbol === value}>
              <bdi dir="ltr">{each.symbol}</bdi> · {each.description}
            </Combobox.Option>
          ))}
          {found.length === 0 && (
            <Combobox.Empty>{fetching ? <Trans>Loading…</Trans> : <Trans>No such symbol</Trans>}</Combobox.Empty>
          )}
        </Combobox.Options>
        {found.length >= most && (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              <Trans>Type more to find others</Trans>
            </Text>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}
