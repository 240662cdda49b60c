import { useLingui } from "@lingui/react/macro";
import { useShortcut } from "../../../app/shortcuts.tsx";
import type { ClientRow } from "../documents.ts";

interface ListKeys {
  rows: readonly ClientRow[];
  active: number;
  activate: (to: number) => ClientRow | undefined;
  open: (row: ClientRow) => void;
  close: () => void;
  /** Gives the focus to the list: what the keyboard moves in has it. */
  focus: () => void;
  openId: string | undefined;
  toggle: (id: string) => void;
  canCreate: boolean;
  onCreate: () => void;
}

/** The list by keyboard. While a client is open, moving on opens the next one. */
export function useListKeys(keys: ListKeys): void {
  const { rows, active, activate, open, close, focus, openId, toggle, canCreate, onCreate } = keys;
  const { t } = useLingui();
  const group = t`Clients`;
  const move = (step: number, opens: boolean) => {
    const row = activate(active + step);
    focus();
    if (opens && row) open(row);
  };
  const current = rows[active];
  const any = rows.length > 0;
  useShortcut("j", { label: t`Next client`, group }, any ? () => move(1, false) : undefined);
  useShortcut("k", { label: t`Previous client`, group }, any ? () => move(-1, false) : undefined);
  useShortcut("Enter", { label: t`Open in the side panel`, group }, any ? () => current && open(current) : undefined);
  useShortcut("x", { label: t`Select`, group }, any ? () => current && toggle(current.id) : undefined);
  useShortcut("]", { label: t`Open the next client`, group }, any ? () => move(1, true) : undefined);
  useShortcut("[", { label: t`Open the previous client`, group }, any ? () => move(-1, true) : undefined);
  useShortcut("n", { label: t`New client`, group }, canCreate ? onCreate : undefined);
  useShortcut("Escape", { label: t`Close the side panel`, group }, openId ? close : undefined);
}
