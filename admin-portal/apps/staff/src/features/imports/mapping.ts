import type {
  ImportAssignMode,
  ImportColumnRule,
  ImportField,
  ImportFieldListQuery,
  ImportMatchAction,
  ImportMatchField,
  ImportRepeatAction,
  MapImportInput,
} from "@brokerdesk/api";
import type { ClientImport, ImportColumn } from "./documents.ts";

export type FieldInfo = ImportFieldListQuery["importFields"][number];
export type Constant = Pick<ClientImport["constants"][number], "field" | "customFieldId" | "value" | "rule">;

/** What a column can become: a field of every broker by its name, or one of the broker's own by its id. */
export type Target = string;
type Targeted = Pick<ImportColumn, "field" | "customFieldId">;

export function targetOf({ field, customFieldId }: Targeted): Target | null {
  return field ?? customFieldId;
}

export function targetOfInfo({ field, customField }: FieldInfo): Target {
  return field ?? customField?.id ?? "";
}

export function becoming(target: Target | null): Targeted {
  const own = target?.startsWith("fld_") ?? false;
  return { field: own ? null : (target as ImportField | null), customFieldId: own ? target : null };
}

export interface Named {
  id: string;
  name: string;
}

/** All that is decided before an import runs. */
export interface Mapping {
  headerRow: number;
  columns: readonly ImportColumn[];
  constants: readonly Constant[];
  matchBy: readonly ImportMatchField[];
  onMatch: ImportMatchAction;
  onRepeat: ImportRepeatAction;
  assignment: { mode: ImportAssignMode; owners: readonly Named[]; team: Named | null };
}

export function mappingOf(found: ClientImport): Mapping {
  const { assignment, columns, constants, headerRow, matchBy, onMatch, onRepeat } = found;
  return { headerRow, columns, constants, matchBy, onMatch, onRepeat, assignment };
}

/** As the server takes it: columns that are not imported are left out. */
export function mapInput(id: string, version: number, mapping: Mapping): MapImportInput {
  const { assignment, columns, constants, headerRow, matchBy, onMatch, onRepeat } = mapping;
  const { mode, owners, team } = assignment;
  return {
    id,
    version,
    headerRow,
    columns: columns.flatMap(({ field, customFieldId, index, rule, tidy, dateOrder, nameOrder, ...column }) =>
      targetOf({ field, customFieldId }) === null
        ? []
        : [
            {
              index,
              field,
              customFieldId,
              rule,
              default: column.default,
              tidy,
              phoneCountry: column.phoneCountry,
              dateOrder,
              nameOrder,
            },
          ],
    ),
    constants: constants.map(({ field, customFieldId, rule, value }) => ({ field, customFieldId, rule, value })),
    matchBy: matchBy.filter((field) => filledBy(mapping, field)),
    onMatch,
    onRepeat,
    assignment: {
      mode,
      ...(mode === "AGENT" || mode === "ROUND_ROBIN" ? { ownerIds: owners.map(({ id: owner }) => owner) } : {}),
      ...(mode === "TEAM" && team ? { teamId: team.id } : {}),
    },
  };
}

export function changeColumn(mapping: Mapping, index: number, change: Partial<ImportColumn>): Pick<Mapping, "columns"> {
  return { columns: mapping.columns.map((column) => (column.index === index ? { ...column, ...change } : column)) };
}

/** The column that fills a field, or the value for all rows; undefined while nothing does. */
export function filledBy(mapping: Mapping, target: Target): ImportColumn | Constant | undefined {
  const fills = (each: Targeted) => targetOf(each) === target;
  return mapping.columns.find(fills) ?? mapping.constants.find(fills);
}

/** Fields by which a client is found again are never overwritten by a list. */
const identifying: readonly ImportField[] = ["EMAIL", "PHONE", "EXTERNAL_ID"];

/** Whether anything is filled or overwritten by the rule of each column. */
export const byRule = ({ onMatch, onRepeat }: Mapping): boolean => onMatch === "UPDATE" || onRepeat === "MERGE";

/** What a column may do to a client that is there already, for this viewer; or, in the file alone, to an earlier row. */
export function rulesFor(info: FieldInfo | undefined, inBook = true): readonly ImportColumnRule[] {
  const mayFill = inBook ? info?.mayFill : info;
  const mayOverwrite = inBook ? info?.mayOverwrite : info;
  return [
    "KEEP",
    ...(mayFill ? (["ONLY_IF_BLANK"] as const) : []),
    ...(mayOverwrite && !(info?.field && identifying.includes(info.field)) ? (["OVERWRITE"] as const) : []),
  ];
}

/** Why a mapping cannot be checked yet. */
export type MappingGap = "no column" | "no name" | "no owner" | "no team";

export function gapOf(mapping: Mapping): MappingGap | undefined {
  const filled = (field: ImportField) => filledBy(mapping, field) !== undefined;
  if (!mapping.columns.some((each) => targetOf(each) !== null)) return "no column";
  if (!(["FIRST_NAME", "LAST_NAME", "FULL_NAME", "COMPANY_NAME"] as const).some(filled)) return "no name";
  return undefined;
}

export function ownerGapOf({ assignment: { mode, owners, team } }: Mapping): MappingGap | undefined {
  if (mode === "AGENT" && owners.length !== 1) return "no owner";
  if (mode === "ROUND_ROBIN" && owners.length < 2) return "no owner";
  return mode === "TEAM" && team === null ? "no team" : undefined;
}

const matchFields: readonly ImportMatchField[] = ["EMAIL", "PHONE", "EXTERNAL_ID"];

/** By what clients are found once a column becomes `field`: what identifies a person and is mapped is also looked for. */
export function matchWith(
  { matchBy }: Mapping,
  field: Target | null,
  may: readonly ImportMatchField[],
): readonly ImportMatchField[] {
  const added = matchFields.find((each) => each === field && may.includes(each) && !matchBy.includes(each));
  return added ? [...matchBy, added] : matchBy;
}

/** How many of `total` each of `people` gets in turn, the first ones one more. */
export function sharesOf(total: number, people: number): readonly number[] {
  return Array.from({ length: people }, (_, at) => Math.floor(total / people) + (at < total % people ? 1 : 0));
}
