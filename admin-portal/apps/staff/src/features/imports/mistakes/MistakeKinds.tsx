import { Trans, useLingui } from "@lingui/react/macro";
import { count } from "../../../app/format.ts";
import type { ClientImport, ImportColumn } from "../documents.ts";
import classes from "../Imports.module.css";

export type ProblemCount = NonNullable<ClientImport["counts"]>["problems"][number];
/** One kind of mistake: what is wrong, in which column. */
export type ProblemKind = Pick<ProblemCount, "code" | "column" | "customFieldId">;

export function isKind(kind: ProblemKind, other: ProblemKind): boolean {
  return kind.code === other.code && kind.column === other.column && kind.customFieldId === other.customFieldId;
}

interface MistakeKindsProps {
  problems: readonly ProblemCount[];
  columns: readonly ImportColumn[];
  chosen: ProblemKind | undefined;
  onChoose: (kind: ProblemKind | undefined) => void;
  /** Cells were mended since these were counted. */
  old: boolean;
}

/** Mistakes by kind, most first; one of them narrows the grid to its rows. */
export function MistakeKinds({ problems, columns, chosen, onChoose, old }: MistakeKindsProps) {
  const { t } = useLingui();
  const nameOf = (column: number | null) =>
    columns.find(({ index }) => index === column)?.name ?? t`The row as a whole`;
  return (
    <section className={classes.kinds} aria-labelledby="import-kinds">
      <h3 id="import-kinds" className={classes.small}>
        {old ? <Trans>Kinds of mistakes, before you mended</Trans> : <Trans>Kinds of mistakes</Trans>}
      </h3>
      <ul>
        {problems.map((problem) => {
          const pressed = chosen !== undefined && isKind(chosen, problem);
          return (
            <li key={`${problem.code} ${problem.column} ${problem.customFieldId}`}>
              <button
                type="button"
                className={classes.kind}
                aria-pressed={pressed}
                onClick={() => onChoose(pressed ? undefined : problem)}
              >
                <span className={classes.kindName}>
                  <b>
                    <bdi>{nameOf(problem.column)}</bdi>
                  </b>
                  <span className={classes.kindCount}>{count(problem.count, false)}</span>
                </span>
                {problem.message}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
