import { Trans, useLingui } from "@lingui/react/macro";
import { Button, VisuallyHidden } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import classes from "./ClientStatuses.module.css";
import { DeleteTag } from "./DeleteTag.tsx";
import type { BrokerTag } from "./documents.ts";
import { TagDialog } from "./TagDialog.tsx";

type Open = { what: "new" } | { what: "edit" | "delete"; tag: BrokerTag };

/** The tags that clients can get, by name. */
export function TagList({ tags }: { tags: readonly BrokerTag[] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const sorted = tags.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <section className={classes.list}>
      <div className={classes.head}>
        <h2>{t`Tags`}</h2>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setOpen({ what: "new" })}
        >
          <Trans>New tag</Trans>
        </Button>
      </div>
      {sorted.length === 0 ? (
        <p className={tableClasses.dimmed}>
          <Trans>No tags yet. A tag marks clients for a list, a bulk change or an import, beside their status.</Trans>
        </p>
      ) : (
        <Table label={t`Tags`}>
          <thead>
            <tr>
              <th>{t`Tag`}</th>
              <th scope="col">
                <VisuallyHidden>{t`Actions`}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((tag) => (
              <tr key={tag.id}>
                <th scope="row" className={`${tableClasses.nowrap} ${classes.name}`}>
                  <span className={classes.dot} style={{ backgroundColor: tag.color }} aria-hidden />
                  <bdi>{tag.name}</bdi>
                </th>
                <td className={tableClasses.end}>
                  <RowMenu
                    label={t`What can be done with ${tag.name}`}
                    actions={[
                      { label: t`Edit`, icon: IconPencil, run: () => setOpen({ what: "edit", tag }) },
                      { label: t`Delete`, icon: IconTrash, run: () => setOpen({ what: "delete", tag }) },
                    ]}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {open?.what === "delete" && <DeleteTag tag={open.tag} onClose={close} />}
      {(open?.what === "new" || open?.what === "edit") && (
        <TagDialog tag={open.what === "edit" ? open.tag : undefined} onClose={close} />
      )}
    </section>
  );
}
