import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Select } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { ErrorState, Loading } from "../../../app/states.tsx";
import { Table, tableClasses } from "../../common/Table.tsx";
import type { ImportColumn } from "../documents.ts";
import { ImportFieldListDocument } from "../documents.ts";
import { gapText } from "../gapText.ts";
import classes from "../Imports.module.css";
import { targetName } from "../labels.ts";
import {
  becoming,
  changeColumn,
  type FieldInfo,
  filledBy,
  gapOf,
  matchWith,
  rulesFor,
  type Target,
  targetOf,
  targetOfInfo,
} from "../mapping.ts";
import { Saved, StepFrame, type StepProps } from "../StepFrame.tsx";
import { Constants } from "./Constants.tsx";
import { Transforms } from "./Transforms.tsx";

/** Which column becomes what. Fields that a list may never set are not offered at all. */
export function ColumnsStep({ work, goTo }: StepProps) {
  const { t, i18n } = useLingui();
  const [checking, setChecking] = useState(false);
  const [{ data, error }, execute] = useQuery({ query: ImportFieldListDocument });
  const { found, mapping } = work;
  const fields = data?.importFields;
  if (fields === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const used = mapping.columns.filter((each) => targetOf(each) !== null).length;
  const infoOf = (target: Target | null) => fields.find((each) => targetOfInfo(each) === target);
  const options = (column: ImportColumn) => {
    const option = (info: FieldInfo) => {
      const value = targetOfInfo(info);
      const other = value === targetOf(column) ? undefined : filledBy(mapping, value);
      return { value, label: targetName(i18n, fields, value), disabled: other !== undefined };
    };
    const own = fields.filter(({ field }) => field === null);
    const every = fields.filter(({ field }) => field !== null).map(option);
    return own.length === 0
      ? every
      : [
          { group: t`Fields of every client`, items: every },
          { group: t`Your own fields`, items: own.map(option) },
        ];
  };
  const choose = (column: ImportColumn, target: Target | null) => {
    const rules = rulesFor(infoOf(target));
    const rule = rules.includes(column.rule) ? column.rule : (rules[0] ?? "KEEP");
    work.change({
      ...changeColumn(mapping, column.index, { ...becoming(target), rule }),
      matchBy: matchWith(mapping, target, found.mayMatchBy),
    });
  };
  const goOn = async () => {
    setChecking(true);
    const begun = await work.check();
    setChecking(false);
    if (begun) goTo("mistakes");
  };
  return (
    <StepFrame
      title={t`What does each column hold?`}
      about={
        <Plural
          value={used}
          one="# column of the file is imported; the others are left out."
          other="# columns of the file are imported; the others are left out."
        />
      }
      errors={work.errors}
      onBack={() => goTo("file")}
      onNext={() => void goOn()}
      next={<Trans>Check the rows</Trans>}
      reason={gapText(gapOf(mapping))}
      busy={checking}
      aside={<Saved work={work} />}
    >
      {found.mappingRemembered && (
        <Alert variant="light" color="gray">
          <Trans>A list with these columns was imported before: they are set as they were then.</Trans>
        </Alert>
      )}
      <Table label={t`Columns of the file`}>
        <thead>
          <tr>
            <th scope="col">{t`In the file`}</th>
            <th scope="col">{t`First values`}</th>
            <th scope="col">{t`Becomes`}</th>
            <th scope="col">{t`How it is read`}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.columns.map((column) => (
            <tr key={column.index} data-unused={targetOf(column) === null || undefined} className={classes.mapped}>
              <th scope="row">
                <bdi>{column.name}</bdi>
              </th>
              <td>
                <Samples values={column.samples} />
              </td>
              <td>
                <Select
                  size="xs"
                  className={classes.becomes ?? ""}
                  aria-label={t`${column.name} becomes`}
                  placeholder={t`Not imported`}
                  data={options(column)}
                  value={targetOf(column)}
                  onChange={(value) => choose(column, value)}
                  searchable
                  clearable
                  clearButtonProps={{ "aria-label": t`Do not import ${column.name}` }}
                  nothingFoundMessage={t`No such field`}
                  comboboxProps={{ shadow: "md" }}
                />
              </td>
              <td className={tableClasses.nowrap}>
                {targetOf(column) !== null && (
                  <Transforms
                    column={column}
                    kind={infoOf(targetOf(column))?.customField?.kind}
                    onChange={(change) => work.change(changeColumn(mapping, column.index, change))}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      <Constants work={work} fields={fields} />
    </StepFrame>
  );
}

/** The first values of a column, as far as this reader may see them. */
function Samples({ values }: { values: readonly string[] }) {
  if (values.length === 0) {
    return (
      <span className={tableClasses.dimmed}>
        <Trans>nothing in it</Trans>
      </span>
    );
  }
  return (
    <ul className={classes.samples}>
      {values.slice(0, 3).map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same value may stand twice, and nothing moves
        <li key={at} title={value}>
          <bdi>{value}</bdi>
        </li>
      ))}
    </ul>
  );
}
