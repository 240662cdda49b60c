import { createContext, type ReactNode, use } from "react";
import { ago } from "../../../app/format.ts";
import { Instant } from "../../../app/Instant.tsx";
import classes from "./Profile.module.css";

export function Field({ label, children }: { label: ReactNode; children: ReactNode }) {
  const empty = children === null || children === undefined || children === "";
  return (
    <div className={classes.field}>
      <dt>{label}</dt>
      <dd>{empty ? <span className={classes.none}>–</span> : children}</dd>
    </div>
  );
}

/** On its own page a client's name is the first heading, in the side panel the second. */
export const SectionHeading = createContext<"h2" | "h3">("h3");

export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  const Heading = use(SectionHeading);
  return (
    <section className={classes.section}>
      <Heading className={classes.sectionTitle}>{title}</Heading>
      <dl className={classes.fields}>{children}</dl>
    </section>
  );
}

export function When({ at }: { at: string | null | undefined }) {
  if (!at) return <span className={classes.none}>–</span>;
  return <Instant at={at}>{ago(at)}</Instant>;
}
