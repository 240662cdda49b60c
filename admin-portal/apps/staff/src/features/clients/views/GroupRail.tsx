import { type ClientFilter, graphql, inBackground } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { useQuery } from "urql";
import { count, countryName } from "../../../app/format.ts";
import { ErrorState, Loading } from "../../../app/states.tsx";
import { fieldOf } from "../filter/fields.ts";
import { type Grouping, groupings } from "../list/view.ts";
import classes from "./Views.module.css";

const ClientGroupsDocument = graphql(`
  query ClientGroups($by: ClientGroupField!, $filter: ClientFilter, $search: String) {
    clientGroups(by: $by, filter: $filter, search: $search) {
      groups { key name count }
      more
    }
  }
`);

interface GroupRailProps {
  by: Grouping;
  filter: ClientFilter | undefined;
  search: string | undefined;
  chosen: string | undefined;
  /** Grows when clients came or went. */
  news: number;
  onChoose: (group: string | undefined) => void;
}

/** The groups of the list with how many clients each has; a press shows one of them. */
export default function GroupRail({ by, filter, search, chosen, news, onChoose }: GroupRailProps) {
  const { t, i18n } = useLingui();
  const [{ data, error }, execute] = useQuery({
    query: ClientGroupsDocument,
    variables: { by: groupings[by], filter, search },
    requestPolicy: "cache-and-network",
    // the list is asked besides; as the time moves on nobody asks by hand
    context: inBackground,
  });
  useEffect(() => {
    if (news > 0) execute({ requestPolicy: "network-only", ...inBackground });
  }, [news, execute]);
  const label = i18n._(fieldOf(by).label);
  const groups = data?.clientGroups.groups ?? [];
  const nameOf = (key: string | null | undefined, name: string | null | undefined) => {
    if (key == null) return by === "owner" ? t`Nobody` : t`Not set`;
    return by === "country" ? (countryName(key) ?? key) : (name ?? "…");
  };
  return (
    <nav className={classes.rail} aria-label={t`Groups by ${label}`}>
      <div className={classes.railHead}>{label}</div>
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
        ) : (
          <Loading />
        )
      ) : (
        <ul>
          <li>
            <button
              type="button"
              className={classes.group}
              aria-pressed={chosen === undefined}
              onClick={() => onChoose(undefined)}
            >
              <span>{t`All groups`}</span>
            </button>
          </li>
          {groups.map(({ key, name, count: clients }) => {
            const id = key ?? "-";
            return (
              <li key={id}>
                <button
                  type="button"
                  className={classes.group}
                  aria-pressed={chosen === id}
                  onClick={() => onChoose(chosen === id ? undefined : id)}
                >
                  <span title={nameOf(key, name)}>{nameOf(key, name)}</span>
                  <span className={classes.number}>{count(clients, false)}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {data?.clientGroups.more && (
        <div className={classes.railNote}>
          <Trans>The largest groups are shown. Narrow the list to see others.</Trans>
        </div>
      )}
    </nav>
  );
}
