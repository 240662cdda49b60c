import { Trans, useLingui } from "@lingui/react/macro";
import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { count } from "../../../app/format.ts";
import { leaveField } from "../../../app/leaveField.ts";
import { useShortcut } from "../../../app/shortcuts.tsx";
import classes from "./ClientsPage.module.css";

const pause = 250;

/** Searches on the server while typing: names, numbers; e-mail and phone for those who may read them. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string, wait: number) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onChange(next.trim());
    }, wait);
  };
  useShortcut("/", { label: t`Search in the list`, group: t`Clients` }, () => input.current?.focus());
  return (
    <TextInput
      ref={input}
      className={classes.search ?? ""}
      size="xs"
      type="search"
      aria-label={t`Search clients`}
      placeholder={t`Search clients`}
      leftSection={<IconSearch size={15} stroke={1.7} aria-hidden />}
      rightSection={
        text ? <CloseButton size="xs" aria-label={t`Clear the search`} onClick={() => type("", 0)} /> : null
      }
      value={text}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => type(event.currentTarget.value, pause)}
      onKeyDown={(event) => {
        if (event.key === "Enter") type(event.currentTarget.value, 0);
        if (event.key === "Escape" && text === "") leaveField(event.currentTarget);
      }}
    />
  );
}

export function CountText({ count: counted }: { count: { value: number; capped: boolean } | undefined }) {
  if (counted === undefined) return null;
  const shown = count(counted.value, counted.capped);
  return (
    <span className={classes.count} role="status">
      {counted.value === 1 ? <Trans>1 client</Trans> : <Trans>{shown} clients</Trans>}
    </span>
  );
}
