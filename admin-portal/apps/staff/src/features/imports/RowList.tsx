import type { ImportOutcome } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import type { ClientImport, ImportRow } from "./documents.ts";
import classes from "./Imports.module.css";
import { outcomeLabels } from "./labels.ts";
import { targetOf } from "./mapping.ts";
import { useRowPages } from "./useRowPages.ts";

const shownColumns = 6;

/** The rows behind a figure, as they stand in the file, with what was said of each. */
export function RowList({ found, outcome }: { found: ClientImport; outcome: ImportOutcome }) {
  const { t, i18n } = useLingui();
  const { pages, snapshot } = useRowPages(found.id, [outcome], `${found.state} ${found.version}`);
  const { error, loading, more, rows } = snapshot;
  if (rows.length === 0 && error) return <ErrorState error={error} onRetry={() => void pages.again()} />;
  if (rows.length === 0 && loading) return <Loading />;
  if (rows.length === 0) return <EmptyState title={<Trans>There are no such rows</Trans>} />;
  const columns = found.mine && !found.forgotten ? found.columns.filter((each) => targetOf(each) !== null) : [];
  const name = i18n._(outcomeLabels[outcome].text);
  return (
    <>
      <Table label={t`Rows: ${name}`}>
        <thead>
          <tr>
            <th scope="col" className={tableClasses.number}>{t`Line`}</th>
            <th scope="col">{t`Outcome`}</th>
            <th scope="col">{t`Client`}</th>
            {columns.slice(0, shownColumns).map(({ index, name: column }) => (
              <th key={index} scope="col">
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <th scope="row" className={tableClasses.number}>
                {row.row}
              </th>
              <td>
                <LabelPill label={outcomeLabels[row.outcome ?? outcome]} />
                <Said row={row} found={found} />
              </td>
              <td>
                {row.client ? (
                  <Anchor
                    size="sm"
                    renderRoot={(props: object) => (
                      <Link to="/clients/$id" params={{ id: row.client?.id ?? "" }} {...props} />
                    )}
                  >
                    <bdi>{row.client.displayName}</bdi>
                  </Anchor>
                ) : (
                  <span className={tableClasses.dimmed}>–</span>
                )}
              </td>
              {columns.slice(0, shownColumns).map(({ index }) => (
                <td key={index} className={classes.peek}>
                  <bdi>{row.cells?.[index]?.value}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {error && <ErrorState error={error} onRetry={() => void pages.again()} />}
      {more && !error && (
        <Button variant="subtle" loading={loading} onClick={() => void pages.next()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}

/** What was said of a row: its mistakes, or the earlier row that it repeats. */
function Said({ row, found }: { row: ImportRow; found: ClientImport }) {
  const nameOf = (column: number | null) => found.columns.find(({ index }) => index === column)?.name;
  return (
    <>
      {row.repeats !== null && (
        <span className={tableClasses.second}>
          <Trans>the same person as line {row.repeats}</Trans>
        </span>
      )}
      {row.problems.map((problem) => (
        <span key={`${problem.code} ${problem.column}`} className={tableClasses.second}>
          {problem.column !== null && (
            <>
              <bdi>{nameOf(problem.column)}</bdi>:{" "}
            </>
          )}
          {problem.message}
        </span>
      ))}
    </>
  );
}
