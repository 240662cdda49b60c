import { Trans, useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import { ErrorState, Loading } from "../../../app/states.tsx";
import { Table, tableClasses } from "../../common/Table.tsx";
import classes from "../Imports.module.css";
import type { ImportWork } from "../useImportWork.ts";
import { useRowPages } from "../useRowPages.ts";

const shownRows = 10;
const shownColumns = 12;

/** The first lines of the file; one of them names the columns. */
export function HeaderRows({ work }: { work: ImportWork }) {
  const { t } = useLingui();
  const { found, mapping } = work;
  // another header row, sheet or way of reading has other rows below it
  const readAs = [found.headerRow, found.sheet, found.encoding, found.delimiter, found.quote].join(" ");
  const { pages, snapshot } = useRowPages(found.id, null, readAs, shownRows);
  if (snapshot.rows.length === 0 && snapshot.error)
    return <ErrorState error={snapshot.error} onRetry={() => void pages.again()} />;
  if (snapshot.rows.length === 0 && snapshot.loading) return <Loading />;
  const choose = (headerRow: number) => work.change({ headerRow });
  const columns = found.columns.slice(0, shownColumns);
  const more = found.columns.length - columns.length;
  const line = (number: number, cells: readonly { index: number; text: string }[]) => (
    <tr key={number} data-header={mapping.headerRow === number || undefined}>
      <td className={tableClasses.end}>
        <Radio
          name="header-row"
          checked={mapping.headerRow === number}
          onChange={() => choose(number)}
          aria-label={t`Line ${number} names the columns`}
        />
      </td>
      <th scope="row" className={tableClasses.number}>
        {number}
      </th>
      {cells.map(({ index, text }) => (
        <td key={index} className={classes.peek}>
          <bdi>{text}</bdi>
        </td>
      ))}
    </tr>
  );
  return (
    <>
      <Table label={t`First rows of the file`}>
        <thead>
          <tr>
            <th scope="col">{t`Names`}</th>
            <th scope="col" className={tableClasses.number}>{t`Line`}</th>
            {columns.map(({ index }) => (
              <th key={index} scope="col">
                {index + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={classes.peekRows}>
          {found.headerRow > 0 &&
            line(
              found.headerRow,
              columns.map(({ index, name }) => ({ index, text: name })),
            )}
          {snapshot.rows.map((row) =>
            line(
              row.row,
              columns.map(({ index }) => ({ index, text: row.cells?.[index]?.value ?? "" })),
            ),
          )}
        </tbody>
      </Table>
      {more > 0 && (
        <p className={classes.about}>
          <Trans>and {more} more columns</Trans>
        </p>
      )}
      <Radio
        className={classes.noHeader ?? ""}
        name="header-row"
        checked={mapping.headerRow === 0}
        onChange={() => choose(0)}
        label={t`No line names the columns: the file begins with data`}
        description={t`Also the way to a line above the first one shown: choose this, then the line.`}
      />
    </>
  );
}
