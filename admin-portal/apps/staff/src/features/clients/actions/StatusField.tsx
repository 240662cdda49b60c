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
import { useChoice } from "./useChoice.tsx";

/** The sales status; another choice is written at once and can be taken back. */
export function StatusField({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const state = useActionState(client)("EDIT");
  const { run } = useAction(EditClientDocument, (data) => data.editClient);
  const nameOf = (status: unknown) => viewer.broker.salesStatuses.find(({ id }) => id === status)?.name ?? "–";
  const { choose, dialog } = useChoice<{ status: string }>(client, {
    valuesOf: ({ salesStatus }) => ({ status: salesStatus.id }),
    send: ({ version }, mine) => run({ input: { id: client.id, version, salesStatusId: mine.status } }),
    said: (_, { status }) => t`${client.displayName}: ${nameOf(status)}`,
    labels: { status: t`Sales status` },
    text: (_, value) => nameOf(value),
  });
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
    <>
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
                choose({ status: status.id });
              }}
            >
              {status.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
