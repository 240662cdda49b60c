import type { ReadImportInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import type { ActionErrors } from "../../../app/useAction.ts";
import { Problems } from "../../common/FormDialog.tsx";
import { ReadImportDocument } from "../documents.ts";
import classes from "../Imports.module.css";
import { delimiters } from "../labels.ts";
import type { ImportWork } from "../useImportWork.ts";

const encodings = [
  "UTF-8",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1256",
  "ISO-8859-2",
  "UTF-16LE",
  "UTF-16BE",
  "Shift_JIS",
  "GBK",
];

const withCurrent = (list: readonly string[], current: string | null) =>
  current === null || list.includes(current) ? [...list] : [current, ...list];

/** How the file was understood; another choice reads it anew. */
export function HowRead({ work: { found, sender } }: { work: ImportWork }) {
  const { t, i18n } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { delimiter, encoding, fileName, format, id, quote, sheet, sheets } = found;
  // one that could not be read has no format yet
  const text = format === null ? !/\.xlsx$/i.test(fileName) : format === "CSV";
  const read = async (change: Partial<ReadImportInput>) => {
    const outcome = await sender.send(
      ReadImportDocument,
      (version) => ({ input: { id, version, sheet, encoding, delimiter, quote, ...change } }),
      (data) => data.readImport,
      { overtake: true },
    );
    setErrors(outcome.done ? [] : outcome.errors);
  };
  const field = {
    size: "xs",
    placeholder: t`found out`,
    allowDeselect: false,
    comboboxProps: { shadow: "md" },
    className: classes.how ?? "",
  };
  const named = (value: string) => {
    const known = delimiters[value];
    return { value, label: known ? i18n._(known) : value };
  };
  return (
    <div className={classes.howRead}>
      {format === "XLSX" && sheets.length > 0 && (
        <Select
          {...field}
          label={t`Sheet`}
          data={sheets}
          value={sheet}
          onChange={(value) => value !== null && value !== sheet && void read({ sheet: value })}
        />
      )}
      {text && (
        <>
          <Select
            {...field}
            label={t`Encoding`}
            searchable
            data={withCurrent(encodings, encoding)}
            value={encoding}
            onChange={(value) => value !== null && value !== encoding && void read({ encoding: value })}
          />
          <Select
            {...field}
            label={t`Columns are divided by`}
            data={withCurrent(Object.keys(delimiters), delimiter).map(named)}
            value={delimiter}
            onChange={(value) => value !== null && value !== delimiter && void read({ delimiter: value })}
          />
          <Select
            {...field}
            label={t`Quotes`}
            data={withCurrent(['"', "'"], quote)}
            value={quote}
            onChange={(value) => value !== null && value !== quote && void read({ quote: value })}
          />
        </>
      )}
      {(text || sheets.length > 1) && (
        <p className={classes.about}>
          <Trans>Another choice reads the file anew; what you have set for its columns begins from the start.</Trans>
        </p>
      )}
      <Problems errors={errors} />
    </div>
  );
}
