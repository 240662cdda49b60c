import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment, type ReactNode } from "react";
import { ListPart } from "../custom/listPart.tsx";
import { useConditionText } from "../filter/ConditionChip.tsx";
import { fieldOf } from "../filter/fields.ts";
import { type Condition, type Group, isGroup } from "../filter/tree.ts";
import { inOrder, parseColumnText } from "../list/columnChoice.ts";
import { clientColumns, columnOf } from "../list/columns.tsx";
import { parseSort } from "../list/view.ts";
import type { ViewParts } from "./parts.ts";

/** A part of a view as a person reads it. */
export function PartWords<Part extends keyof ViewParts>({ part, value }: { part: Part; value: ViewParts[Part] }) {
  const { i18n, t } = useLingui();
  const densities = { compact: t`Low`, normal: t`Normal`, comfortable: t`High` };
  const words: { [Each in keyof ViewParts]: (value: ViewParts[Each]) => ReactNode } = {
    filter: (filter) => (filter ? <FilterWords group={filter} /> : <Trans>All clients</Trans>),
    sort: (sort) => <SortWords text={sort} />,
    cols: (cols) => (cols ? <ColumnWords text={cols} /> : <Trans>As set</Trans>),
    density: (density) => (density ? densities[density] : <Trans>As set</Trans>),
    group: (group) => (group ? i18n._(fieldOf(group).label) : <Trans>No groups</Trans>),
  };
  return words[part](value);
}

function FilterWords({ group }: { group: Group }) {
  return group.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name, and these stand still
    <Fragment key={index}>
      {index > 0 && <> {group.join === "all" ? <Trans>and</Trans> : <Trans>or</Trans>} </>}
      {isGroup(item) ? (
        <>
          (<FilterWords group={item} />)
        </>
      ) : (
        <ConditionWords condition={item} />
      )}
    </Fragment>
  ));
}

function ConditionWords({ condition }: { condition: Condition }) {
  const { label, value } = useConditionText(condition);
  if (condition.custom) return <ListPart part="text" condition={condition} />;
  return `${label}: ${value}`;
}

function SortWords({ text }: { text: string }) {
  const { i18n } = useLingui();
  const sort = parseSort(text);
  const label = clientColumns.find((column) => column.sort === sort?.field)?.label;
  if (!(sort && label)) return text;
  const name = i18n._(label);
  return sort.direction === "DESC" ? <Trans>{name}, descending</Trans> : <Trans>{name}, ascending</Trans>;
}

function ColumnWords({ text }: { text: string }) {
  const { i18n, t } = useLingui();
  const choice = parseColumnText(text);
  const shown = inOrder(choice).filter((id) => !choice.hidden.includes(id));
  return shown.map((id, index) => {
    const column = columnOf(id);
    const width = choice.widths[id];
    return (
      <Fragment key={id}>
        {index > 0 && ", "}
        {column?.label ? i18n._(column.label) : column?.heading}
        {choice.pinned.includes(id) && ` (${t`Pinned`})`}
        {width !== undefined && width !== column?.width && ` ${width}`}
      </Fragment>
    );
  });
}
