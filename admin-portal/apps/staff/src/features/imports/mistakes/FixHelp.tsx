import { Trans } from "@lingui/react/macro";
import { Kbd } from "@mantine/core";
import type { ImportColumn, ImportRow } from "../documents.ts";
import classes from "./FixGrid.module.css";
import { mistakeAt, rowMistake } from "./gridModel.ts";

/** What is wrong with the active cell, where, and how to mend it; and which keys there are. */
export function FixHelp({ row, column }: { row: ImportRow | undefined; column: ImportColumn | undefined }) {
  const own = mistakeAt(row, column);
  const mistake = own ?? (row && rowMistake(row));
  return (
    <div className={classes.help}>
      <p id="import-fix-help" className={classes.what} aria-live="polite">
        {row && mistake ? (
          <>
            <b>
              {own && column ? (
                <Trans>
                  Line {row.row}, <bdi>{column.name}</bdi>:
                </Trans>
              ) : (
                <Trans>Line {row.row}:</Trans>
              )}
            </b>{" "}
            {mistake.message}
            {mistake.found && (
              <span className={classes.found}>
                {" "}
                <Trans>
                  Found: <bdi>{mistake.found}</bdi>
                </Trans>
              </span>
            )}
          </>
        ) : (
          <Trans>Nothing is wrong with this cell.</Trans>
        )}
      </p>
      <p className={classes.keys}>
        <Trans>
          <Kbd size="xs">Enter</Kbd> types and keeps · <Kbd size="xs">Tab</Kbd> keeps and goes to the next mistake ·{" "}
          <Kbd size="xs">Esc</Kbd> takes back · <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">↓</Kbd> next mistake
        </Trans>
      </p>
    </div>
  );
}
