import { graphql, type PaletteQuery } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconBolt, IconSearch, IconUser } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";
import { errorText } from "../errors.ts";
import { visibleNavigation } from "../navigation.ts";
import { themeOf, useChangePreferences } from "../preferences.ts";
import { session } from "../session.ts";
import { useViewer } from "../viewer.tsx";
import classes from "./Palette.module.css";

const PaletteDocument = graphql(`
  query Palette($search: String!) {
    palette(search: $search) { kind id title subtitle target }
  }
`);

interface Entry {
  id: string;
  target?: string;
  kind: PaletteQuery["palette"][number]["kind"];
  title: string;
  subtitle?: string | null;
  run: () => void;
}

const icons = { CLIENT: IconUser, GO_TO: IconArrowRight, ACTION: IconBolt };

/** Entries whose title holds every typed word, at the start of one of its words. */
export function matches(title: string, search: string): boolean {
  const words = title.toLocaleLowerCase().split(/\s+/);
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}

export default function Palette({
  opened,
  onClose,
  onCheatSheet,
}: {
  opened: boolean;
  onClose: () => void;
  onCheatSheet: () => void;
}) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      transitionProps={{ duration: 0 }}
      size={600}
      yOffset="12dvh"
      centered={false}
      attributes={{ content: { "aria-label": t`Command palette` } }}
    >
      {opened && <PaletteBody onClose={onClose} onCheatSheet={onCheatSheet} />}
    </Modal>
  );
}

function useEntries(search: string, onClose: () => void, onCheatSheet: () => void) {
  const { t, i18n } = useLingui();
  const { viewer, can } = useViewer();
  const router = useRouter();
  const change = useChangePreferences();
  const [debounced] = useDebouncedValue(search.trim(), 120);
  const [{ data, error, fetching }] = useQuery({
    query: PaletteDocument,
    variables: { search: debounced },
    requestPolicy: "network-only",
  });
  const theme = themeOf(viewer.preferences);
  const local = useMemo<Entry[]>(() => {
    const dark = theme === "dark";
    return [
      ...visibleNavigation(can).map((item) => ({
        id: `go ${item.to}`,
        kind: "GO_TO" as const,
        title: i18n._(item.label),
        target: item.to,
        run: () => void router.navigate({ href: item.to }),
      })),
      {
        id: "theme",
        kind: "ACTION",
        title: dark ? t`Switch to light theme` : t`Switch to dark theme`,
        run: () => void change({ theme: dark ? "light" : "dark" }),
      },
      { id: "keys", kind: "ACTION", title: t`Show keyboard shortcuts`, run: onCheatSheet },
      {
        id: "security",
        kind: "GO_TO",
        title: t`Your security and sessions`,
        run: () => void router.navigate({ href: "/account/security" }),
      },
      { id: "sign-out", kind: "ACTION", title: t`Sign out`, run: () => void session.signOut() },
    ];
  }, [can, change, i18n, onCheatSheet, router, t, theme]);
  const waiting = fetching || debounced !== search.trim();
  const entries = useMemo<Entry[]>(() => {
    // until the answer is here, of the last one only what still fits: Enter must never run something else
    const served = (data?.palette ?? [])
      .filter((entry) => !waiting || matches(entry.title, search))
      .map((entry) => ({
        ...entry,
        id: `${entry.kind} ${entry.id}`,
        run: () => void router.navigate({ href: entry.target }),
      }));
    const offered = new Set(served.map((entry) => entry.target));
    const own = local.filter((entry) => matches(entry.title, search) && !offered.has(entry.target ?? ""));
    const order = ["CLIENT", "GO_TO", "ACTION"];
    return [...served, ...own]
      .map((entry) => ({
        ...entry,
        run: () => {
          onClose();
          entry.run();
        },
      }))
      .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  }, [data, local, onClose, router, search, waiting]);
  return { entries, error, waiting };
}

function PaletteBody({ onClose, onCheatSheet }: { onClose: () => void; onCheatSheet: () => void }) {
  const { t } = useLingui();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const [entered, setEntered] = useState(false);
  const { entries, error, waiting } = useEntries(search, onClose, onCheatSheet);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(active, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const first = entries[0];
  useEffect(() => {
    if (!entered || waiting) return;
    setEntered(false);
    first?.run();
  }, [entered, waiting, first]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      setActive((at + step + entries.length) % entries.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (entries.length > 0) entries[at]?.run();
      // whoever types on and presses Enter before the answer is here means the first of it
      else if (waiting) setEntered(true);
    }
  };
  const headings = { CLIENT: t`Clients`, GO_TO: t`Go to`, ACTION: t`Actions` };
  return (
    <div className={classes.palette}>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          data-autofocus
          // biome-ignore lint/a11y/noAutofocus: whoever opens the palette types on without a pause
          autoFocus
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={entries.length > 0 ? `${listId}-${at}` : undefined}
          aria-label={t`Search clients, pages, actions`}
          placeholder={t`Search clients, pages, actions`}
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setActive(0);
            setEntered(false);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes.list} role="listbox" id={listId} ref={list} aria-label={t`Results`}>
        {entries.map((entry, index) => {
          const Icon = icons[entry.kind];
          const heading = entries[index - 1]?.kind === entry.kind ? null : headings[entry.kind];
          return (
            <div key={entry.id} role="presentation">
              {heading && (
                <div className={classes.heading} role="presentation">
                  {heading}
                </div>
              )}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above owns the keyboard */}
              <div
                role="option"
                id={`${listId}-${index}`}
                aria-selected={index === at}
                data-at={index}
                className={classes.entry}
                onClick={entry.run}
                onMouseMove={() => setActive(index)}
              >
                <Icon size={16} stroke={1.6} aria-hidden className={entry.kind === "GO_TO" ? "mirrored" : ""} />
                <span className={classes.title}>{entry.title}</span>
                {entry.subtitle && <span className={classes.subtitle}>{entry.subtitle}</span>}
              </div>
            </div>
          );
        })}
      </div>
      {entries.length === 0 && !waiting && (
        <div className={classes.nothing} role="status">
          {error ? errorText(error) : <Trans>Nothing found for “{search}”.</Trans>}
        </div>
      )}
    </div>
  );
}
