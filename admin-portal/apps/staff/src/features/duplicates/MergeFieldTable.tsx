import { Trans, useLingui } from "@lingui/react/macro";
import { Masked } from "../../app/Masked.tsx";
import { Table } from "../common/Table.tsx";
import classes from "./Duplicates.module.css";
import type { MergePreview } from "./documents.ts";
import { mergeFields } from "./labels.ts";
import { type Choices, differing, stays } from "./mergeInput.ts";
import { useFieldText } from "./useFieldText.ts";

interface MergeFieldTableProps {
  preview: MergePreview;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}

/** The fields in which the clients differ, and whose value stays. */
export function MergeFieldTable({ preview, choices, onChoose }: MergeFieldTableProps) {
  const { t, i18n } = useLingui();
  const text = useFieldText();
  const fields = differing(preview);
  if (fields.length === 0) {
    return (
      <p className={classes.about}>
        <Trans>These clients say the same in every field.</Trans>
      </p>
    );
  }
  return (
    <Table label={t`What the kept client will say`}>
      <thead>
        <tr>
          <th scope="col">{t`Field`}</th>
          {preview.clients.map(({ id, number }, at) => (
            <th key={id} scope="col">
              <bdi dir="ltr">{number}</bdi> {at === 0 && <Trans>(kept)</Trans>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const from = stays(field, choices);
          const label = i18n._(mergeFields[field.field]);
          return (
            <tr key={field.field}>
              <th scope="row">{label}</th>
              {preview.clients.map(({ id, number }) => {
                const value = field.values.find(({ clientId }) => clientId === id)?.value;
                const shown = value?.display && !value.masked ? text(field.field, value.display) : undefined;
                const said = shown ?? (value ? <Masked value={value} /> : "–");
                return (
                  <td key={id} data-stays={from === id || undefined} className={classes.value}>
                    {field.choosable ? (
                      <label className={classes.choice}>
                        <input
                          type="radio"
                          name={field.field}
                          aria-label={t`${label} of ${number}`}
                          checked={from === id}
                          onChange={() => onChoose({ ...choices, [field.field]: id })}
                        />
                        <span>{said}</span>
                      </label>
                    ) : (
                      said
                    )}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
