import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { calendarDate } from "../../../app/format.ts";
import { Masked } from "../../../app/Masked.tsx";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { useValueText } from "../../custom-fields/valueText.ts";
import { SelectAll, type SelectAllProps } from "../bulk/SelectAll.tsx";
import { type Figure, FigureCell } from "../figures/FigureCells.tsx";
import { periods } from "../filter/periods.ts";
import type { Condition } from "../filter/tree.ts";
import { Nothing, type NothingProps } from "../list/Nothing.tsx";
import { useClientCustom } from "./useClientCustom.ts";

/** Pieces of the list that most lists do not show, together in one lazy file: the broker's own fields, money, what an empty list says, and what chooses all of a full one. */
export type LatePartProps =
  | { part: "cell"; field: string; client: string }
  | { part: "label"; field: string }
  | { part: "items"; onPick: (start: Condition) => void }
  | { part: "text"; condition: Condition }
  | { part: "figure"; client: string; figure: Figure }
  | ({ part: "all" } & SelectAllProps)
  | ({ part: "nothing" } & NothingProps);

export default function LatePart(props: LatePartProps) {
  switch (props.part) {
    case "cell":
      return <Cell field={props.field} client={props.client} />;
    case "label":
      return <FieldName field={props.field} />;
    case "items":
      return <Items onPick={props.onPick} />;
    case "text":
      return <ConditionWords condition={props.condition} />;
    case "figure":
      return <FigureCell id={props.client} figure={props.figure} />;
    case "all":
      return <SelectAll {...props} />;
    case "nothing":
      return <Nothing {...props} />;
  }
}

function Cell({ field, client }: { field: string; client: string }) {
  const { find } = useCustomBook();
  const text = useValueText();
  const own = useClientCustom(client)?.find((value) => value.fieldId === field);
  const kind = find(field)?.kind;
  if (!own || !kind) return "–";
  return <Masked value={text(kind, own.value)} />;
}

function FieldName({ field }: { field: string }) {
  const { find } = useCustomBook();
  return <span>{find(field)?.label ?? <Trans>Own field</Trans>}</span>;
}

/** The broker's own fields in the menu of the filter. */
function Items({ onPick }: { onPick: (start: Condition) => void }) {
  const { t } = useLingui();
  const { inUse } = useCustomBook(true);
  return inUse.map(({ id, label, filterable }) => (
    <ReasonTooltip key={id} reason={filterable ? null : t`Only for people who may read this field in full.`}>
      <Menu.Item
        data-disabled={!filterable || undefined}
        aria-disabled={!filterable}
        closeMenuOnClick={filterable}
        onClick={() => filterable && onPick({ field: "custom", custom: id })}
      >
        {label}
      </Menu.Item>
    </ReasonTooltip>
  ));
}

/** What a condition asks of a field, short enough for a chip. */
function ConditionWords({ condition }: { condition: Condition }) {
  const { find } = useCustomBook();
  const field = find(condition.custom);
  return (
    <>
      <b>{field?.label ?? <Trans>Own field</Trans>}</b> <Asked condition={condition} choices={field?.choices ?? []} />
    </>
  );
}

interface AskedProps {
  condition: Condition;
  choices: readonly { id: string; label: string }[];
}

function Asked({ condition, choices }: AskedProps) {
  const { t, i18n } = useLingui();
  const { how, on, values = [], period, min, max, above, below, dayFrom, dayBefore } = condition;
  if (how === "present") return t`known`;
  if (how === "absent") return t`not known`;
  if (on !== undefined) return on ? t`yes` : t`no`;
  if (period) return i18n._(periods[period]);
  if (dayFrom || dayBefore) {
    const [start, end] = [dayFrom && calendarDate(dayFrom), dayBefore && calendarDate(dayBefore)];
    if (start && end) return t`${start} to before ${end}`;
    return start ? t`from ${start}` : t`before ${end}`;
  }
  if (min !== undefined && min === max) return `= ${min}`;
  if (min !== undefined && max !== undefined) return `${min} – ${max}`;
  const bounds = [min && `≥ ${min}`, max && `≤ ${max}`, above && `> ${above}`, below && `< ${below}`].filter(Boolean);
  if (bounds.length > 0) return bounds.join(", ");
  const names = values.map((id) => choices.find((choice) => choice.id === id)?.label ?? id).join(", ");
  return names === "" ? "…" : condition.not ? t`not ${names}` : names;
}
