import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import classes from "./FixGrid.module.css";
import type { After } from "./useFixing.ts";

interface FixFieldProps {
  label: string;
  /** What it begins with. */
  text: string;
  onCommit: (value: string, after: After) => void;
  onCancel: () => void;
}

/** As the server takes it, in characters. */
const longest = 1000;

/** The field in which a cell is typed in. Enter keeps, Tab keeps and goes to the next mistake, Escape takes back. */
export function FixField({ label, text, onCommit, onCancel }: FixFieldProps) {
  const [value, setValue] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const after: Partial<Record<string, After>> = {
      Enter: event.shiftKey ? "above" : "below",
      ArrowDown: "below",
      ArrowUp: "above",
      Tab: event.shiftKey ? "last mistake" : "next mistake",
    };
    const to = after[event.key];
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === "Enter") {
      // goes on to the next step, with what stands here
      onCommit(value, "stay");
      return;
    }
    if (event.key === "Escape") onCancel();
    else if (to !== undefined && !mod) onCommit(value, to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      ref={field}
      className={classes.field}
      aria-label={label}
      aria-describedby="import-fix-help"
      value={value}
      maxLength={longest}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setValue(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onCommit(value, "stay")}
    />
  );
}
