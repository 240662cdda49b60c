import type { ReactNode } from "react";
import classes from "./table.module.css";

/** A plain table that scrolls sideways inside its own frame, by keyboard too. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <table className={classes.table}>{children}</table>
    </section>
  );
}

export { classes as tableClasses };
