import { Trans, useLingui } from "@lingui/react/macro";
import { Kbd, Modal, Text } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { shortcuts } from "../shortcuts.tsx";
import { useViewer } from "../viewer.tsx";
import classes from "./CheatSheet.module.css";
import { modKey } from "./Header.tsx";

/** What the keyboard does on this page, read from the same list that makes it work. */
export default function CheatSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const all = useSyncExternalStore(shortcuts.subscribe, shortcuts.all);
  const groups = Map.groupBy(all, (shortcut) => shortcut.group);
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keyboard shortcuts`} size="lg">
      {!viewer.preferences.shortcuts && (
        <Text size="sm" c="dimmed" mb="sm">
          <Trans>Single-key shortcuts are switched off. You can switch them on in the menu under your initials.</Trans>
        </Text>
      )}
      <div className={classes.groups}>
        {[...groups].map(([group, entries]) => (
          <section key={group}>
            <h3 className={classes.group}>{group}</h3>
            <dl className={classes.list}>
              {entries.map((shortcut) => (
                <div key={shortcut.keys} className={classes.entry}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    {shortcut.keys.split(" ").map((key) => (
                      <Kbd key={key} size="xs">
                        {key.replace("Mod+", `${modKey} `)}
                      </Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
