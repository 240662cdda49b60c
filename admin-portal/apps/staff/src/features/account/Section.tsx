import type { ReactNode } from "react";
import classes from "./Account.module.css";

/** One subject of the account pages: what it is at the side, what can be done beside it. */
export function Section({
  title,
  about,
  wide,
  children,
}: {
  title: ReactNode;
  about: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <header>
        <h2>{title}</h2>
        <p>{about}</p>
      </header>
      <div className={classes.body} data-wide={wide || undefined}>
        {children}
      </div>
    </section>
  );
}
