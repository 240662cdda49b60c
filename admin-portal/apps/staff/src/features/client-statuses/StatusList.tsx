import type { StatusKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { StatusPill } from "../clients/Pill.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import classes from "./ClientStatuses.module.css";
import { ChangeClientStatusDocument, type ClientStatus } from "./documents.ts";
import { statusTypes } from "./labels.ts";
import { StatusDialog } from "./StatusDialog.tsx";

/** One of the two lists, in its order. */
export function StatusList({ kind, title, list }: { kind: StatusKind; title: string; list: readonly ClientStatus[] }) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState<"new" | ClientStatus>();
  const { run } = useAction(ChangeClientStatusDocument, (data) => data.changeClientStatus);
  const sorted = list.toSorted((a, b) => a.position - b.position);
  const move = async (status: ClientStatus, place: number) => {
    const outcome = await run({ input: { id: status.id, version: status.version, place } });
    if (!outcome.done && outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  const next = (status: ClientStatus) => {
    if (status.anyNext) return t`every status`;
    const names = sorted.filter(({ id }) => status.nextIds.includes(id)).map(({ name }) => name);
    return names.length === 0 ? t`nothing: the end` : names.join(", ");
  };
  return (
    <section className={classes.list}>
      <div className={classes.head}>
        <h2>{title}</h2>
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen("new")}>
          {kind === "SALES" ? <Trans>New sales status</Trans> : <Trans>New retention status</Trans>}
        </Button>
      </div>
      <Table label={title}>
        <thead>
          <tr>
            <th>{t`Status`}</th>
            <th>{t`Type`}</th>
            <th>{t`What may follow`}</th>
            <th scope="col">
              <VisuallyHidden>{t`Actions`}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((status, at) => (
            <tr key={status.id} data-retired={status.retired || undefined}>
              <th scope="row" className={`${tableClasses.nowrap} ${classes.name}`}>
                <span className={classes.dot} style={{ backgroundColor: status.color }} aria-hidden />
                <StatusPill status={status} />
                {status.retired && <span className={tableClasses.dimmed}> {t`not in use`}</span>}
              </th>
              <td className={tableClasses.nowrap}>{i18n._(statusTypes[status.type])}</td>
              <td>{next(status)}</td>
              <td className={tableClasses.end}>
                <RowMenu
                  label={t`What can be done with ${status.name}`}
                  actions={[
                    { label: t`Edit`, icon: IconPencil, run: () => setOpen(status) },
                    {
                      label: t`Move up`,
                      icon: IconArrowUp,
                      run: () => void move(status, at - 1),
                      reason: at === 0 ? t`It is the first.` : null,
                    },
                    {
                      label: t`Move down`,
                      icon: IconArrowDown,
                      run: () => void move(status, at + 1),
                      reason: at === sorted.length - 1 ? t`It is the last.` : null,
                    },
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {open !== undefined && (
        <StatusDialog
          kind={kind}
          status={open === "new" ? undefined : open}
          list={sorted}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}
