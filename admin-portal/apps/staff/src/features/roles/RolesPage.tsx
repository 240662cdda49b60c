import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, SegmentedControl } from "@mantine/core";
import { IconCopy, IconPencil, IconPlus, IconTrash, IconUsers } from "@tabler/icons-react";
import { Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { tableClasses as classes, Table } from "../common/Table.tsx";
import { DeleteRole, undeletableBecause } from "./DeleteRole.tsx";
import { type Role, RolesDocument } from "./documents.ts";
import { PermissionUse } from "./PermissionUse.tsx";
import styles from "./Roles.module.css";

export function RolesPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const router = useRouter();
  const locked = can("role.manage") ? undefined : t`Your role does not include making roles.`;
  const create = (
    <ReasonTooltip reason={locked}>
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-disabled={locked ? true : undefined}
        data-disabled={locked ? true : undefined}
        onClick={() => !locked && void router.navigate({ to: "/roles/new" })}
      >
        <Trans>New role</Trans>
      </Button>
    </ReasonTooltip>
  );
  return (
    <Page title={t`Roles`} actions={create}>
      <Allowed permission="staff.view">
        <RoleList locked={locked} />
      </Allowed>
    </Page>
  );
}

function RoleList({ locked }: { locked: string | undefined }) {
  const { t } = useLingui();
  const router = useRouter();
  const [deleting, setDeleting] = useState<Role>();
  const [shown, setShown] = useState("roles");
  const [{ data, error }, execute] = useQuery({ query: RolesDocument, requestPolicy: "cache-and-network" });
  if (data === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  if (data.roles.length === 0) {
    return (
      <EmptyState title={<Trans>No roles yet</Trans>}>
        <Trans>A role says what people may do and how much of a client's contact data they see.</Trans>
      </EmptyState>
    );
  }
  const open = (id: string) => void router.navigate({ to: "/roles/$id", params: { id } });
  const views = (
    <SegmentedControl
      size="xs"
      className={styles.views ?? ""}
      aria-label={t`What is shown`}
      value={shown}
      onChange={setShown}
      data={[
        { value: "roles", label: t`What roles give` },
        { value: "use", label: t`What is used of it` },
      ]}
    />
  );
  if (shown === "use") {
    return (
      <>
        {views}
        <PermissionUse roles={data.roles} />
      </>
    );
  }
  return (
    <>
      {views}
      <Table label={t`Roles`}>
        <thead>
          <tr>
            <th scope="col">{t`Role`}</th>
            <th scope="col" className={classes.number}>{t`Permissions`}</th>
            <th scope="col" className={classes.number}>{t`People`}</th>
            <th scope="col">
              <span className="visually-hidden">{t`Actions`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.roles.map((role) => (
            <tr key={role.id}>
              <th scope="row">
                <Anchor component={Link} to="/roles/$id" params={{ id: role.id } as never} size="sm" fw={500}>
                  {role.name}
                </Anchor>
                {role.description && <span className={classes.second}>{role.description}</span>}
              </th>
              <td className={classes.number}>{role.grants.length}</td>
              <td className={classes.number}>
                {role.memberCount === 0 ? (
                  <span className={classes.dimmed}>0</span>
                ) : (
                  <Anchor component={Link} to="/staff" search={{ role: role.id } as never} size="sm">
                    {role.memberCount}
                    <span className="visually-hidden">
                      {" "}
                      <Plural value={role.memberCount} one="person holds this role" other="people hold this role" />
                    </span>
                  </Anchor>
                )}
              </td>
              <td className={classes.end}>
                <RowMenu
                  label={t`What can be done with ${role.name}`}
                  actions={[
                    {
                      label: role.editable ? t`Edit` : t`Look at it`,
                      icon: IconPencil,
                      run: () => open(role.id),
                    },
                    {
                      label: t`Clone`,
                      icon: IconCopy,
                      run: () => void router.navigate({ to: "/roles/new", search: { from: role.id } }),
                      reason: locked,
                    },
                    {
                      label: t`Who holds it`,
                      icon: IconUsers,
                      run: () => void router.navigate({ to: "/staff", search: { role: role.id } }),
                    },
                    {
                      label: t`Delete`,
                      icon: IconTrash,
                      run: () => setDeleting(role),
                      reason: undeletableBecause(role),
                      danger: true,
                    },
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {deleting && (
        <DeleteRole role={deleting} onClose={() => setDeleting(undefined)} onDeleted={() => setDeleting(undefined)} />
      )}
    </>
  );
}
