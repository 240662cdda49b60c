import { useLingui } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { day } from "../../../app/format.ts";
import { Loading } from "../../../app/states.tsx";
import { ListPart } from "../custom/listPart.tsx";
import classes from "./FilterBar.module.css";
import { fieldOf } from "./fields.ts";
import { periods } from "./periods.ts";
import type { Condition } from "./tree.ts";
import { useOptions } from "./useOptions.ts";

const ConditionEditor = lazy(() => import("./ConditionEditor.tsx"));

/** A condition in words, short enough for a chip. */
export function useConditionText(condition: Condition): { label: string; value: string } {
  const { t, i18n } = useLingui();
  const options = useOptions(condition.field);
  const label = i18n._(fieldOf(condition.field).label);
  const { values = [], from, before, text = "", on, how } = condition;
  if (condition.empty) return { label, value: condition.not ? t`is set` : t`not set` };
  switch (fieldOf(condition.field).kind) {
    case "time": {
      if (condition.period) return { label, value: i18n._(periods[condition.period]) };
      const start = from ? day(from) : "";
      const end = before ? day(new Date(Date.parse(before) - 1).toISOString()) : "";
      if (start && end) return { label, value: `${start} – ${end}` };
      return { label, value: start ? t`from ${start}` : end ? t`until ${end}` : "…" };
    }
    case "contact":
      if (how === "present") return { label, value: t`known` };
      if (how === "absent") return { label, value: t`not known` };
      return {
        label,
        value: text === "" ? "…" : how === "domain" ? `@${text}` : how === "lastFour" ? `…${text}` : text,
      };
    case "flag":
      if (condition.field !== "archived") return { label, value: on === undefined ? "…" : on ? t`yes` : t`no` };
      return { label, value: on === undefined ? "…" : on ? t`only archived` : t`not archived` };
    default: {
      // a saved view may ask for a tag that was deleted
      const gone = (value: string) => (condition.field === "tag" ? t`deleted` : value);
      const names = values.map((value) => options.find((option) => option.value === value)?.label ?? gone(value));
      const more = names.length - 2;
      const shown = names.length > 3 ? t`${names.slice(0, 2).join(", ")} and ${more} more` : names.join(", ");
      return { label, value: names.length === 0 ? "…" : condition.not ? t`not ${shown}` : shown };
    }
  }
}

/** One condition as a chip: click to change it, the cross takes it away. */
export default function ConditionChip({
  condition,
  onChange,
  onRemove,
  startsOpen,
}: {
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
  startsOpen: boolean;
}) {
  const { t } = useLingui();
  const { label, value } = useConditionText(condition);
  const [opened, setOpened] = useState(startsOpen);
  return (
    <span className={classes.chip}>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        shadow="md"
        width={280}
        trapFocus
        returnFocus
        withRoles
      >
        <Popover.Target>
          <button type="button" className={classes.chipText} onClick={() => setOpened((open) => !open)}>
            {condition.custom ? (
              <ListPart part="text" condition={condition} />
            ) : (
              <>
                <span className={classes.chipLabel}>{label}</span> {value}
              </>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown p="sm" aria-label={label}>
          <Suspense fallback={<Loading />}>
            <ConditionEditor condition={condition} onChange={onChange} autoFocus />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={classes.chipRemove}
        aria-label={t`Remove the filter ${label}`}
        onClick={onRemove}
      >
        <IconX size={13} aria-hidden />
      </button>
    </span>
  );
}
