import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { calendarDate } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { tableClasses as classes } from "../common/Table.tsx";
import styles from "./Roles.module.css";
import { PermissionHoldersDocument } from "./useDocuments.ts";

const most = 500;

/** Who holds a permission: who used it longest ago, or never, first. */
export function Holders({ permission, name, role }: { permission: string; name: string; role: string | null }) {
  const { t } = useLingui();
  const [{ data, error }, read] = useQuery({
    query: PermissionHoldersDocument,
    variables: { permission, roleId: role },
    requestPolicy: "cache-and-network",
  });
  if (data === undefined) {
    return error ? <ErrorState error={error} onRetry={() => read({ requestPolicy: "network-only" })} /> : <Loading />;
  }
  const people = data.permissionHolders;
  return (
    <>
      <ul className={styles.holders} aria-label={t`Who holds ${name}`}>
        {people.map(({ staff, roles, lastOn }) => (
          <li key={staff.id}>
            <Anchor component={Link} to="/staff" search={{ q: staff.name } as never} size="sm">
              <bdi>{staff.name}</bdi>
            </Anchor>
            <span className={classes.dimmed}>{roles.join(", ")}</span>
            <span className={lastOn ? classes.nowrap : `${classes.nowrap} ${classes.dimmed}`}>
              {lastOn ? <Trans>last used {calendarDate(lastOn)}</Trans> : <Trans>never used</Trans>}
            </span>
          </li>
        ))}
      </ul>
      {people.length === most && (
        <p className={classes.dimmed}>
          <Trans>These are the first {most}. Choose a role to see others.</Trans>
        </p>
      )}
    </>
  );
}
