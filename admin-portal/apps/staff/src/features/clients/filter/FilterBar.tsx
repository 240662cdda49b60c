import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { FieldMenu } from "./FieldMenu.tsx";
import classes from "./FilterBar.module.css";
import { conditionCount, emptyFilter, type FilterNode, type Group, isFlat, isGroup, mostConditions } from "./tree.ts";

// most lists begin without a filter
const ConditionChip = lazy(() => import("./ConditionChip.tsx"));
const FilterEditor = lazy(() => import("./FilterEditor.tsx"));

/** Filters as chips; what is more than "all of these" opens in the editor. */
export function FilterBar({
  filter,
  onChange,
}: {
  filter: Group | undefined;
  onChange: (filter: Group | undefined) => void;
}) {
  const { t } = useLingui();
  const [added, setAdded] = useState<number>();
  const [editing, setEditing] = useState(false);
  const group = filter ?? emptyFilter;
  const count = conditionCount(group);
  const setItems = (items: FilterNode[]) => onChange(items.length > 0 ? { ...group, items } : undefined);
  return (
    <div className={classes.bar}>
      {isFlat(group) ? (
        group.items.map((item, at) =>
          isGroup(item) ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
            <Suspense key={`${at} ${item.field}`} fallback={<span className={classes.chip} aria-busy="true" />}>
              <ConditionChip
                condition={item}
                startsOpen={added === at}
                onChange={(next) => setItems(group.items.with(at, next))}
                onRemove={() => {
                  setAdded(undefined);
                  setItems(group.items.toSpliced(at, 1));
                }}
              />
            </Suspense>
          ),
        )
      ) : (
        <span className={classes.chip}>
          <button type="button" className={classes.chipText} onClick={() => setEditing(true)}>
            <Plural value={count} one="# condition in groups" other="# conditions in groups" />
          </button>
          <button
            type="button"
            className={classes.chipRemove}
            aria-label={t`Remove the filter`}
            onClick={() => onChange(undefined)}
          >
            <IconX size={13} aria-hidden />
          </button>
        </span>
      )}
      {isFlat(group) && (
        <FieldMenu
          disabled={count >= mostConditions}
          onPick={(start) => {
            setAdded(group.items.length);
            setItems([...group.items, start]);
          }}
        />
      )}
      {count > 0 && (
        <>
          <Button variant="subtle" color="gray" onClick={() => setEditing(true)}>
            <Trans>Edit in groups</Trans>
          </Button>
          <Button variant="subtle" color="gray" onClick={() => onChange(undefined)}>
            <Trans>Clear</Trans>
          </Button>
        </>
      )}
      <Suspense>
        {editing && (
          <FilterEditor
            filter={group}
            onClose={() => setEditing(false)}
            onApply={(next) => {
              setEditing(false);
              onChange(next.items.length > 0 ? next : undefined);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
