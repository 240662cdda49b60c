import { Trans, useLingui } from "@lingui/react/macro";
import { Button, VisuallyHidden } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import classes from "./CustomFields.module.css";
import { ChangeCustomFieldDocument, type CustomField } from "./documents.ts";
import { FieldDialog } from "./FieldDialog.tsx";
import { type CustomClass, customClasses, customKinds } from "./labels.ts";

/** The broker's own fields, in the order in which they were made. */
export function FieldList({ fields }: { fields: readonly CustomField[] }) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState<"new" | CustomField>();
  const { run } = useAction(ChangeCustomFieldDocument, (data) => data.changeCustomField);
  const archive = async ({ id, version, archived, label }: CustomField) => {
    const outcome = await run({ input: { id, version, archived: !archived } });
    if (outcome.done) toast.done(archived ? t`${label} is in use again` : t`${label} is archived`);
    else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  const choices = (field: CustomField) =>
    field.choices
      .filter((choice) => !choice.retired)
      .map((choice) => choice.label)
      .join(", ");
  return (
    <section className={classes.part}>
      <div className={classes.head}>
        <h2>
          <Trans>Fields of your own</Trans>
        </h2>
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen("new")}>
          <Trans>New field</Trans>
        </Button>
      </div>
      <Table label={t`Fields of your own`}>
        <thead>
          <tr>
            <th>{t`Field`}</th>
            <th>{t`Kind`}</th>
            <th>{t`Who reads it`}</th>
            <th>{t`Key`}</th>
            <th scope="col">
              <VisuallyHidden>{t`Actions`}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.length === 0 && (
            <tr>
              <td colSpan={5} className={tableClasses.dimmed}>
                <Trans>No fields yet. Add what your broker needs to know of a client.</Trans>
              </td>
            </tr>
          )}
          {fields.map((field) => (
            <tr key={field.id} data-retired={field.archived || undefined}>
              <th scope="row">
                {field.label}
                {field.required && <span className={tableClasses.dimmed}> {t`required`}</span>}
                {field.archived && <span className={tableClasses.dimmed}> {t`archived`}</span>}
              </th>
              <td>
                {i18n._(customKinds[field.kind])}
                {field.kind === "CHOICE" && <span className={tableClasses.dimmed}> {choices(field)}</span>}
              </td>
              <td>{i18n._(customClasses[(field.class ?? "OPEN") as CustomClass])}</td>
              <td>
                <bdi dir="ltr">{field.key}</bdi>
              </td>
              <td className={tableClasses.end}>
                <RowMenu
                  label={t`What can be done with ${field.label}`}
                  actions={[
                    { label: t`Edit`, icon: IconPencil, run: () => setOpen(field) },
                    field.archived
                      ? { label: t`Use again`, icon: IconArchiveOff, run: () => void archive(field) }
                      : { label: t`Archive`, icon: IconArchive, run: () => void archive(field) },
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {open !== undefined && (
        <FieldDialog field={open === "new" ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}
