import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { useRouter, useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { visibleNavigation } from "../navigation.ts";
import { patiently } from "../patiently.ts";
import { useAppliedPreferences } from "../preferences.ts";
import { useShortcut } from "../shortcuts.tsx";
import { useViewer } from "../viewer.tsx";
import { Header } from "./Header.tsx";
import { Navigation } from "./Navigation.tsx";
import classes from "./Shell.module.css";

const loadPalette = () => import("../palette/Palette.tsx");
const Palette = lazy(loadPalette);
const Reminders = lazy(() => patiently(() => import("../../features/follow-up/Reminders.tsx")));
const CoverBanner = lazy(() => patiently(() => import("../../features/team-board/CoverBanner.tsx")));
const PreviewBanner = lazy(() => patiently(() => import("../../features/roles/PreviewBanner.tsx")));
const CheatSheet = lazy(() => import("./CheatSheet.tsx"));

/** Header, navigation and the page; palette, cheat sheet and reminders load afterwards. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [palette, setPalette] = useState<"never" | "open" | "closed">("never");
  const [cheatSheet, setCheatSheet] = useState<"never" | "open" | "closed">("never");
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { can, viewer } = useViewer();
  const [settled, setSettled] = useState(false);
  useAppliedPreferences();
  // Once the page stands: whoever presses Ctrl+K types on at once.
  useEffect(() => {
    const later = setTimeout(() => {
      void loadPalette().catch(() => undefined);
      setSettled(true);
    }, 1500);
    return () => clearTimeout(later);
  }, []);
  useShortcut("Mod+K", { label: t`Command palette`, group: t`Everywhere`, always: true }, () => setPalette("open"));
  useShortcut("?", { label: t`Keyboard shortcuts`, group: t`Everywhere` }, () => setCheatSheet("open"));
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t`Skip to the page`}
      </a>
      <Header onPalette={() => setPalette("open")} onCheatSheet={() => setCheatSheet("open")} />
      <Navigation />
      <NavigationChords />
      <div className={classes.notice}>
        <Suspense>{viewer.preview && <PreviewBanner preview={viewer.preview} />}</Suspense>
        <Suspense>{settled && <CoverBanner />}</Suspense>
      </div>
      <main id="main" className={classes.main} tabIndex={-1} key={path.split("/")[1]}>
        {children}
      </main>
      <Suspense>{settled && can("task.manage") && <Reminders />}</Suspense>
      <Suspense>
        {palette !== "never" && (
          <Palette
            opened={palette === "open"}
            onClose={() => setPalette("closed")}
            onCheatSheet={() => setCheatSheet("open")}
          />
        )}
        {cheatSheet !== "never" && (
          <CheatSheet opened={cheatSheet === "open"} onClose={() => setCheatSheet("closed")} />
        )}
      </Suspense>
    </div>
  );
}

function NavigationChords() {
  const { can } = useViewer();
  return visibleNavigation(can)
    .filter((item) => item.chord !== undefined)
    .map((item) => <Chord key={item.to} keys={`g ${item.chord}`} to={item.to} label={item.label} />);
}

function Chord({ keys, to, label }: { keys: string; to: string; label: MessageDescriptor }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  useShortcut(keys, { label: i18n._(label), group: t`Go to` }, () => void router.navigate({ href: to }));
  return null;
}
