import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { count } from "../../app/format.ts";
import type { FilterNode, Group } from "../clients/filter/tree.ts";
import classes from "./Home.module.css";

interface Part {
  key: string;
  name: string;
  now: number;
  before: number;
  conditions: readonly FilterNode[];
}

interface PartsProps {
  title: string;
  parts: readonly Part[];
  /** The list behind a number. */
  link: (conditions: readonly FilterNode[], before: boolean) => { to: "/clients"; search: { filter: Group } };
}

/** Parts of a whole as a table with bars; each number opens its list. */
export function Parts({ title, parts, link }: PartsProps) {
  const largest = Math.max(1, ...parts.map(({ now }) => now));
  return (
    <table className={classes.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">
            <Trans>now</Trans>
          </th>
          <th scope="col">
            <Trans>before</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ before, conditions, key, name, now }) => (
          <tr key={key}>
            <th scope="row">
              <bdi>{name}</bdi>
              <span className={classes.bar} style={{ inlineSize: `${(now / largest) * 100}%` }} aria-hidden />
            </th>
            <td>
              <Link {...link(conditions, false)} aria-label={`${name}: ${now}`}>
                {count(now, false)}
              </Link>
            </td>
            <td>
              <Link {...link(conditions, true)} aria-label={`${name}: ${before}`}>
                {count(before, false)}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
