import { Trans, useLingui } from "@lingui/react/macro";
import { Divider, Popover, SegmentedControl, Switch, Text } from "@mantine/core";
import { IconKeyboard, IconLogout, IconShieldLock, IconUser } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { initials } from "../brandPage.ts";
import { type Density, densityOf, type Theme, themeOf, useChangePreferences } from "../preferences.ts";
import { session } from "../session.ts";
import { useViewer } from "../viewer.tsx";
import classes from "./Shell.module.css";

export function UserMenu({ onCheatSheet }: { onCheatSheet: () => void }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const change = useChangePreferences();
  const router = useRouter();
  const { preferences } = viewer;
  const [opened, setOpened] = useState(false);
  const letters = initials(viewer.staff.name);
  const pick = (run: () => void) => () => {
    setOpened(false);
    run();
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={300}
      shadow="md"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.avatar}
          aria-haspopup="dialog"
          aria-expanded={opened}
          aria-label={t`${letters}, your account: ${viewer.staff.name}`}
          onClick={() => setOpened((open) => !open)}
        >
          {letters}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4} role="dialog" aria-label={t`Your account`}>
        <div className={classes.menuRow}>
          <div>
            <Text fw={600} size="sm">
              {viewer.staff.name}
            </Text>
            <Text c="dimmed" size="xs" dir="ltr">
              {viewer.email}
            </Text>
            <Text c="dimmed" size="xs">
              {[...viewer.staff.roles.map((role) => role.name), viewer.staff.team?.name].filter(Boolean).join(" · ")}
            </Text>
          </div>
        </div>
        <Divider my={4} />
        <div className={classes.menuRow}>
          <span id="menu-theme">
            <Trans>Theme</Trans>
          </span>
          <SegmentedControl
            size="xs"
            aria-labelledby="menu-theme"
            value={themeOf(preferences)}
            onChange={(theme) => void change({ theme: theme as Theme })}
            data={[
              { value: "light", label: t`Light` },
              { value: "dark", label: t`Dark` },
              { value: "system", label: t`System` },
            ]}
          />
        </div>
        <div className={classes.menuRow}>
          <span id="menu-density">
            <Trans>Rows</Trans>
          </span>
          <SegmentedControl
            size="xs"
            aria-labelledby="menu-density"
            value={densityOf(preferences)}
            onChange={(density) => void change({ density: density as Density })}
            data={[
              { value: "compact", label: t`Dense` },
              { value: "normal", label: t`Normal` },
              { value: "comfortable", label: t`Airy` },
            ]}
          />
        </div>
        <div className={classes.menuRow}>
          <span id="menu-shortcuts">
            <Trans>Single-key shortcuts</Trans>
          </span>
          <Switch
            size="sm"
            aria-labelledby="menu-shortcuts"
            checked={preferences.shortcuts}
            onChange={(event) => void change({ shortcuts: event.currentTarget.checked })}
          />
        </div>
        <Divider my={4} />
        <MenuButton icon={<IconKeyboard size={16} />} onClick={pick(onCheatSheet)}>
          <Trans>Keyboard shortcuts</Trans>
        </MenuButton>
        <MenuButton icon={<IconUser size={16} />} onClick={pick(() => void router.navigate({ href: "/account" }))}>
          <Trans>Your profile</Trans>
        </MenuButton>
        <MenuButton
          icon={<IconShieldLock size={16} />}
          onClick={pick(() => void router.navigate({ href: "/account/security" }))}
        >
          <Trans>Security and sessions</Trans>
        </MenuButton>
        <Divider my={4} />
        <MenuButton icon={<IconLogout size={16} className="mirrored" />} onClick={pick(() => void session.signOut())}>
          <Trans>Sign out</Trans>
        </MenuButton>
      </Popover.Dropdown>
    </Popover>
  );
}

function MenuButton({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={classes.menuButton} onClick={onClick}>
      {icon}
      {children}
    </button>
  );
}
