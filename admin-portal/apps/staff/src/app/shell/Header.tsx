import { Trans, useLingui } from "@lingui/react/macro";
import { Kbd, Tooltip } from "@mantine/core";
import { IconPlugConnectedX, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { broker } from "../broker.ts";
import { useLiveState } from "../live.tsx";
import { BrandMark } from "./BrandMark.tsx";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu.tsx";

export const modKey = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl";

export function Header({ onPalette, onCheatSheet }: { onPalette: () => void; onCheatSheet: () => void }) {
  const { t } = useLingui();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <BrandMark />
        <span className={classes.brandName}>{broker.name}</span>
      </Link>
      <button type="button" className={classes.search} onClick={onPalette} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={15} stroke={1.75} aria-hidden />
        <span className={classes.searchText}>{t`Search clients, pages, actions`}</span>
        <Kbd size="xs" aria-hidden>
          {modKey} K
        </Kbd>
      </button>
      <div className={classes.end}>
        <StaleBadge />
        <UserMenu onCheatSheet={onCheatSheet} />
      </div>
    </header>
  );
}

/** Shown while nothing on the page is kept up to date. */
function StaleBadge() {
  const state = useLiveState();
  return (
    <span role="status">
      {state === "stale" && (
        <Tooltip label={<Trans>What you see may be out of date. The connection is being restored by itself.</Trans>}>
          <span className={classes.stale}>
            <IconPlugConnectedX size={14} aria-hidden />
            <Trans>Not live</Trans>
          </span>
        </Tooltip>
      )}
    </span>
  );
}
