import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useShortcut } from "../../../app/shortcuts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import type { ClientDetail } from "../documents.ts";
import { StatusPill } from "../Pill.tsx";
import { nextStatuses } from "../statuses.ts";
import { useActionState } from "./allowed.ts";
import { EditClientDocument } from "./documents.ts";
import classes from "./Fields.module.css";
import { useUndoable } from "./useUndoable.ts";

/** The sales status; another choice is written at once and can be taken back. */
export function StatusField({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const state = useActionState(client)("EDIT");
  const { run } = useAction(EditClientDocument, (data) => data.editClient);
  const undoable = useUndoable();
  const [opened, setOpened] = useState(false);
  useShortcut(
    "s",
    { label: t`Change the sales status`, group: t`Client` },
    state.allowed ? () => setOpened(true) : undefined,
  );
  if (!state.allowed) {
    return (
      <ReasonTooltip reason={state.reason}>
        <span className={classes.fixed}>
          <StatusPill status={client.salesStatus} />
        </span>
      </ReasonTooltip>
    );
  }
  const statuses = nextStatuses(viewer.broker.salesStatuses, client.salesStatus.id);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" shadow="md" width={220}>
      <Menu.Target>
        <button
          type="button"
          className={classes.pillButton}
          aria-label={t`Sales status: ${client.salesStatus.name}. Change`}
        >
          <StatusPill status={client.salesStatus} />
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: "auto" }}>
        {statuses.map((status) => (
          <Menu.Item
            key={status.id}
            rightSection={status.id === client.salesStatus.id ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => {
              if (status.id === client.salesStatus.id) return;
              const change = run({
                input: { id: client.id, version: client.version, salesStatusId: status.id },
              });
              void undoable(client.id, change, t`${client.displayName}: ${status.name}`);
            }}
          >
            {status.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
