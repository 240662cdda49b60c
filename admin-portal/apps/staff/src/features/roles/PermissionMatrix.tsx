import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconShieldCheck } from "@tabler/icons-react";
import { levelSentences, levels, resourceName, verbName } from "./labels.ts";
import { mayGive } from "./limits.ts";
import type { Cell, CellOption } from "./MatrixCell.tsx";
import { MatrixGrid } from "./MatrixGrid.tsx";
import {
  deniedPermissions,
  type Grants,
  type Level,
  levelOf,
  matrixOf,
  type Permission,
  reaches,
  withLevel,
} from "./model.ts";
import classes from "./Roles.module.css";

interface PermissionMatrixProps {
  catalogue: readonly Permission[];
  saved: Grants;
  value: Grants;
  /** Why nothing here can be changed. */
  locked: string | undefined;
  onChange: (grants: Grants) => void;
}

const weights: Record<Level, Cell["weight"]> = { NONE: 0, OWN: 1, TEAM: 2, ALL: 3, YES: 3, DENY: 0 };

/** What the role allows: resources down, verbs across, reach in the cells. */
export function PermissionMatrix({ catalogue, saved, value, locked, onChange }: PermissionMatrixProps) {
  const { t, i18n } = useLingui();
  const matrix = matrixOf(catalogue);
  const beyond = (entry: Permission): string | undefined => {
    if (!entry.grantable) return t`You do not hold this yourself, so you cannot give it.`;
    if (!entry.hasReach || entry.maxReach === "ALL" || entry.maxReach == null) return undefined;
    return entry.maxReach === "TEAM"
      ? t`You hold this for your team: you cannot give it for all.`
      : t`You hold this for your own records: you cannot give it further.`;
  };
  const cell = (resource: string, verb: string): Cell | undefined => {
    const entry = matrix.at(resource, verb);
    if (entry === undefined) return undefined;
    const level = levelOf(value, entry.permission);
    const choices: readonly Level[] = entry.hasReach ? ["NONE", ...reaches, "DENY"] : ["NONE", "YES", "DENY"];
    const options = choices.map<CellOption>((choice) => ({
      value: choice,
      label: i18n._(levels[choice]),
      hint: i18n._(levelSentences[choice]),
      reason: mayGive(entry, choice) ? undefined : beyond(entry),
    }));
    const limit = locked ?? beyond(entry);
    return {
      value: level,
      text: i18n._(levels[level]),
      weight: weights[level],
      denied: level === "DENY",
      changed: level !== levelOf(saved, entry.permission),
      locked: locked ?? (entry.grantable || level !== "NONE" ? undefined : beyond(entry)),
      options,
      toggle: !entry.hasReach,
      explanation: (
        <>
          {entry.sentence}
          {entry.stepUp && (
            <span className={classes.stepUp}>
              <IconShieldCheck size={14} aria-hidden /> <Trans>Each use asks for a fresh code.</Trans>
            </span>
          )}
          {limit && <span className={classes.limit}> {limit}</span>}
        </>
      ),
    };
  };
  const denied = deniedPermissions(value).length;
  const granted = Object.keys(value).length - denied;
  return (
    <MatrixGrid
      label={t`What the role allows`}
      corner={t`Resource`}
      rows={matrix.resources.map((resource) => ({ key: resource, name: resourceName(resource) }))}
      columns={matrix.verbs.map((verb) => ({ key: verb, name: verbName(verb) }))}
      cell={cell}
      onChange={(resource, verb, level) => {
        const entry = matrix.at(resource, verb);
        if (entry) onChange(withLevel(value, entry.permission, level as Level));
      }}
      idle={
        <span className={classes.idle}>
          <Plural value={granted} one="# permission." other="# permissions." />{" "}
          {denied > 0 && (
            <>
              <Plural value={denied} one="# denied." other="# denied." />{" "}
            </>
          )}
          <Trans>
            Point at a cell to read what it allows. By keyboard: arrows move, Enter chooses, or type N, O, T, A; D
            denies.
          </Trans>
        </span>
      }
    />
  );
}
