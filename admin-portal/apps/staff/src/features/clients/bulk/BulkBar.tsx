import type { BulkActKind, BulkMatchingInput } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconCopy, IconUserShare } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { count } from "../../../app/format.ts";
import { toast } from "../../../app/toasts.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import { permissionOf } from "./act.ts";
import classes from "./Bulk.module.css";
import { namedMost } from "./selection.ts";

const MergeDialog = lazy(() => import("../../duplicates/MergeDialog.tsx"));
const BulkDialog = lazy(() => import("./BulkDialog.tsx"));

interface BulkBarProps {
  rows: readonly { id: string; number: string }[];
  selected: ReadonlySet<string>;
  /** What the list asks: everything that matches it. */
  matching: BulkMatchingInput;
  total: { value: number; capped: boolean } | undefined;
  all: boolean;
  onAll: () => void;
  onClear: () => void;
  onStarted: (id: string) => void;
}

/** What is chosen in the list, and what can be done to all of it. */
export default function BulkBar({ rows, selected, matching, total, all, onAll, onClear, onStarted }: BulkBarProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const [asking, setAsking] = useState<BulkActKind>();
  const [merging, setMerging] = useState(false);
  const ids = [...selected];
  const first = useRef<HTMLButtonElement>(null);
  // the button that chose all is gone: what is done to them comes next
  useEffect(() => {
    if (all) first.current?.focus({ preventScroll: true });
  }, [all]);
  const mergeable = !all && ids.length >= 2 && ids.length <= 6 && can("client.merge");
  const tooMany = !all && ids.length > namedMost;
  const acts: [BulkActKind, string][] = [
    ["ASSIGN", t`Assign…`],
    ["SALES_STATUS", t`Set the sales status…`],
    ["RETENTION_STATUS", t`Set the retention status…`],
    ["TAGS", t`Change tags…`],
    ["ARCHIVE", t`Archive…`],
  ];
  const allowed = acts.filter(([kind]) => can(permissionOf[kind]));
  const assigns = can(permissionOf.ASSIGN);
  const copy = async () => {
    const numbers = rows.filter(({ id }) => selected.has(id)).map(({ number }) => number);
    await navigator.clipboard.writeText(numbers.join("\n"));
    toast.done(t`Client numbers copied`);
  };
  const everything = total && count(total.value, total.capped);
  return (
    <section className={classes.bar} aria-label={t`Chosen clients`}>
      <span role="status">
        {all ? (
          <Trans>All {everything} that match are selected</Trans>
        ) : (
          <Plural value={ids.length} one="# client selected" other="# clients selected" />
        )}
      </span>
      {!all && total && (total.capped || total.value > ids.length) && (
        <Button variant="subtle" onClick={onAll}>
          <Trans>All {everything} that match</Trans>
        </Button>
      )}
      <span className={classes.spacer} />
      {tooMany && (
        <span>
          <Trans>More than 1,000 ticked: narrow the list, or choose all that match.</Trans>
        </span>
      )}
      {assigns && !tooMany && (
        <Button ref={first} leftSection={<IconUserShare size={14} aria-hidden />} onClick={() => setAsking("ASSIGN")}>
          <Trans>Assign…</Trans>
        </Button>
      )}
      {allowed.length > Number(assigns) && !tooMany && (
        <Menu position="top-end" shadow="md">
          <Menu.Target>
            <Button
              {...(assigns ? { variant: "default" } : { ref: first })}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              <Trans>Change them</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {allowed.map(([kind, label]) => (
              <Menu.Item key={kind} onClick={() => setAsking(kind)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {mergeable && (
        <Button variant="default" onClick={() => setMerging(true)}>
          <Trans>Merge…</Trans>
        </Button>
      )}
      {!all && (
        <Button variant="default" leftSection={<IconCopy size={14} />} onClick={() => void copy()}>
          <Trans>Copy numbers</Trans>
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={onClear}>
        <Trans>Clear selection</Trans>
      </Button>
      <Suspense>
        {merging && <MergeDialog ids={ids} onMerged={onClear} onClose={() => setMerging(false)} />}
        {asking && (
          <BulkDialog
            kind={asking}
            selection={all ? { matching } : { clientIds: ids }}
            onStarted={(id) => {
              setAsking(undefined);
              onStarted(id);
            }}
            onClose={() => setAsking(undefined)}
          />
        )}
      </Suspense>
    </section>
  );
}
