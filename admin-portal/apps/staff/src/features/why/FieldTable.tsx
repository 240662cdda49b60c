import { Trans, useLingui } from "@lingui/react/macro";
import { fieldClasses } from "../clients/labels.ts";
import { Table, tableClasses } from "../common/Table.tsx";
import { useCustomBook } from "../custom-fields/useCustomBook.ts";
import { relationNames, visibilityNames, visibilitySentences } from "../roles/labels.ts";
import type { Explanation, Field } from "./documents.ts";
import classes from "./Why.module.css";

/** How much of each class of fields is shown, and which role says so for which relation. */
export function FieldTable({ answer }: { answer: Explanation }) {
  const { t, i18n } = useLingui();
  const { inUse } = useCustomBook();
  return (
    <>
      <h3 className={classes.section}>
        <Trans>What is shown</Trans>
      </h3>
      <Table label={t`What is shown`}>
        <thead>
          <tr>
            <th scope="col">{t`Field`}</th>
            <th scope="col">{t`Shown`}</th>
            <th scope="col">{t`Decided by`}</th>
          </tr>
        </thead>
        <tbody>
          {answer.fields.map((field) => (
            <tr key={field.field}>
              <th scope="row" className={tableClasses.nowrap}>
                {i18n._(fieldClasses[field.field])}
                <OwnFields names={inUse.filter((own) => own.class === field.field).map((own) => own.label)} />
              </th>
              <td>
                {i18n._(visibilityNames[field.visibility])}
                <span className={tableClasses.second}>{i18n._(visibilitySentences[field.visibility])}</span>
              </td>
              <td>
                <Deciders field={field} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

/** The broker's own fields that follow a class. */
function OwnFields({ names }: { names: readonly string[] }) {
  return names.length > 0 && <span className={tableClasses.second}>{names.join(", ")}</span>;
}

function Deciders({ field }: { field: Field }) {
  const { i18n } = useLingui();
  if (field.deniedBy.length > 0) {
    const names = field.deniedBy.map((role) => role.name).join(", ");
    return <Trans>Denied by {names}</Trans>;
  }
  const words = field.words.filter((word) => word.decides);
  if (words.length === 0) return <Trans>No role says anything</Trans>;
  return words.map((word) => (
    <div key={`${word.role.id} ${word.relation}`}>
      {word.role.name} <span className={tableClasses.dimmed}>({i18n._(relationNames[word.relation])})</span>
    </div>
  ));
}
