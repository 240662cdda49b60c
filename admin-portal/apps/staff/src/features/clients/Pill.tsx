import { useLingui } from "@lingui/react/macro";
import { type Label, statusTone, type Tone } from "./labels.ts";
import classes from "./Pill.module.css";

/** A status as a plain span: light enough for thousands of cells. */
export function Pill({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.pill} data-tone={tone} title={children}>
      {children}
    </span>
  );
}

export function LabelPill({ label }: { label: Label }) {
  const { i18n } = useLingui();
  return <Pill tone={label.tone}>{i18n._(label.text)}</Pill>;
}

export function StatusPill({
  status,
}: {
  status: { name: string; type: Parameters<typeof statusTone>[0] } | null | undefined;
}) {
  if (!status) return <span className={classes.none}>–</span>;
  return <Pill tone={statusTone(status.type)}>{status.name}</Pill>;
}

/** A tag in the broker's own colour: a dot carries the colour, the text stays readable. */
export function TagPill({ tag }: { tag: { name: string; color: string } }) {
  return (
    <span className={classes.tag}>
      <span className={classes.dot} style={{ backgroundColor: tag.color }} aria-hidden />
      {tag.name}
    </span>
  );
}
