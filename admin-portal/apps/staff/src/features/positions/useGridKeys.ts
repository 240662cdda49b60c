import { useLingui } from "@lingui/react/macro";
import { useShortcut } from "../../app/shortcuts.tsx";

interface GridKeys<Row> {
  group: string;
  total: number;
  active: number;
  activate: (index: number) => void;
  current: Row | undefined;
  open?: ((row: Row) => void) | undefined;
  /** Given while a side panel is open. */
  close?: (() => void) | undefined;
  /** Another list on the page has these keys. */
  inside?: boolean;
}

/** A live grid by keyboard: the same keys as in the list of clients. */
export function useGridKeys<Row>({
  group,
  total,
  active,
  activate,
  current,
  open,
  close,
  inside,
}: GridKeys<Row>): void {
  const { t } = useLingui();
  const move = (step: number) => () => activate(Math.max(0, Math.min(total - 1, active + step)));
  const any = total > 0 && !inside;
  useShortcut("j", { label: t`Next row`, group }, any ? move(1) : undefined);
  useShortcut("k", { label: t`Previous row`, group }, any ? move(-1) : undefined);
  useShortcut(
    "Enter",
    { label: t`Open in the side panel`, group },
    any && open && current !== undefined ? () => open(current) : undefined,
  );
  useShortcut("Escape", { label: t`Close the side panel`, group }, inside ? undefined : close);
}
