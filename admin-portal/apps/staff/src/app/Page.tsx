import { Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { setPageTitle } from "./brandPage.ts";
import { broker } from "./broker.ts";
import classes from "./Page.module.css";

export function usePageTitle(title: string): void {
  useEffect(() => setPageTitle(title, broker), [title]);
}

/** A page with a heading. `wide` takes the whole width (grids, matrices), otherwise lines stay readable. */
export function Page({
  title,
  actions,
  wide,
  children,
}: {
  title: string;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <div className={classes.head}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}
