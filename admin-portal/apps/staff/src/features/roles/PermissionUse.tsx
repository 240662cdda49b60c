import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select } from "@mantine/core";
import { useId, useState } from "react";
import { useQuery } from "urql";
import { calendarDate, count } from "../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { tableClasses as classes, Table } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import type { Role } from "./documents.ts";
import { Holders } from "./Holders.tsx";
import { resourceName, verbName } from "./labels.ts";
import styles from "./Roles.module.css";
import { PermissionUseDocument, type UseLine } from "./useDocuments.ts";

const periods = [30, 90, 180, 365];

/** Which permissions people make use of, and who holds one for nothing. */
export function PermissionUse({ roles }: { roles: readonly Role[] }) {
  const { t, i18n } = useLingui();
  const [role, setRole] = useState<string | null>(null);
  const [days, setDays] = useState(90);
  const [idle, setIdle] = useState(false);
  const [{ data, error }, read] = useQuery({
    query: PermissionUseDocument,
    variables: { roleId: role, days },
    requestPolicy: "cache-and-network",
  });
  const report = useKept(data, `${role} ${days}`)?.permissionUse;
  const lines = report?.lines.filter((line) => !idle || line.users < line.holders);
  const since = report?.since;
  return (
    <section aria-label={t`How permissions are used`}>
      <div className={styles.tools}>
        <Select
          label={t`Role`}
          placeholder={t`All roles`}
          data={roles.map(({ id, name }) => ({ value: id, label: name }))}
          value={role}
          onChange={setRole}
          clearable
          searchable
        />
        <Select
          label={t`Looked back`}
          data={periods.map((n) => ({ value: String(n), label: t`${n} days` }))}
          value={String(days)}
          onChange={(value) => value && setDays(Number(value))}
          allowDeselect={false}
        />
        <Checkbox
          label={t`Only those that somebody holds without using`}
          checked={idle}
          onChange={(event) => setIdle(event.currentTarget.checked)}
        />
      </div>
      <p className={classes.dimmed}>
        {since ? (
          <Trans>
            A use is an act or a look that needed the permission, noted once a day for each person, since{" "}
            {calendarDate(since)}.
          </Trans>
        ) : (
          <Trans>Nothing was noted yet. Uses stand here a minute after they were made.</Trans>
        )}
      </p>
      {lines === undefined &&
        (error ? <ErrorState error={error} onRetry={() => read({ requestPolicy: "network-only" })} /> : <Loading />)}
      {lines?.length === 0 && (
        <EmptyState title={<Trans>Nothing to show</Trans>}>
          {idle ? (
            <Trans>Everybody used what he holds within this time.</Trans>
          ) : (
            <Trans>This role gives no permission.</Trans>
          )}
        </EmptyState>
      )}
      {lines && lines.length > 0 && (
        <Table label={t`Permissions and their use`}>
          <thead>
            <tr>
              <th scope="col">{t`Permission`}</th>
              <th scope="col" className={classes.number}>{t`Held by`}</th>
              <th scope="col" className={classes.number}>{t`Used by`}</th>
              <th scope="col">{t`Last used`}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={`${line.permission} ${role} ${i18n.locale}`} line={line} role={role} />
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

function Line({ line, role }: { line: UseLine; role: string | null }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const holdersId = useId();
  const [resource = "", verb = ""] = line.permission.split(".");
  const name = `${resourceName(resource)}: ${verbName(verb)}`;
  return (
    <>
      <tr>
        <th scope="row">
          {name}
          <span className={classes.second}>{line.sentence}</span>
        </th>
        <td className={classes.number}>
          {line.holders === 0 ? (
            <span className={classes.dimmed}>0</span>
          ) : (
            <button
              type="button"
              className={styles.who}
              aria-expanded={open}
              aria-controls={open ? holdersId : undefined}
              onClick={() => setOpen(!open)}
            >
              {count(line.holders, false)}
              <span className="visually-hidden">
                {" "}
                <Plural value={line.holders} one={`person holds ${name}`} other={`people hold ${name}`} />
              </span>
            </button>
          )}
        </td>
        <td className={classes.number}>{count(line.users, false)}</td>
        <td className={classes.nowrap}>
          {line.lastOn ? calendarDate(line.lastOn) : <span className={classes.dimmed}>{t`Never`}</span>}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={4} id={holdersId}>
            <Holders permission={line.permission} name={name} role={role} />
          </td>
        </tr>
      )}
    </>
  );
}
