import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, SegmentedControl, Switch, Text } from "@mantine/core";
import { IconKeyboard, IconLogout, IconShieldLock, IconUser } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
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
  return (
    <Menu position="bottom-end" width={300} shadow="md" closeOnItemClick>
      <Menu.Target>
        <button type="button" className={classes.avatar} aria-label={t`Your account: ${viewer.staff.name}`}>
          {initials(viewer.staff.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
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
        <Menu.Divider />
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
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onCheatSheet}>
          <Trans>Keyboard shortcuts</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => void router.navigate({ href: "/account" })}>
          <Trans>Your profile</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconShieldLock size={16} />}
          onClick={() => void router.navigate({ href: "/account/security" })}
        >
          <Trans>Security and sessions</Trans>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void session.signOut()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
