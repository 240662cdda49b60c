import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconEyeQuestion,
  IconMail,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconShieldCheck,
  IconShieldOff,
} from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { ago, dateTime, exactTime } from "../../app/format.ts";
import { Masked } from "../../app/Masked.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { LabelPill, Pill } from "../clients/Pill.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { ChangeStatus } from "./ChangeStatus.tsx";
import { ResendInvitationDocument, type RoleChoice, type StaffMember, type TeamChoice } from "./documents.ts";
import { EditStaff } from "./EditStaff.tsx";
import { staffStatuses } from "./labels.ts";
import classes from "./Staff.module.css";

interface StaffTableProps {
  people: readonly StaffMember[];
  teams: readonly TeamChoice[];
  roles: readonly RoleChoice[];
}

export function StaffTable({ people, teams, roles }: StaffTableProps) {
  const { t } = useLingui();
  const { viewer, can } = useViewer();
  const router = useRouter();
  const [open, setOpen] = useState<{ person: StaffMember; dialog: "edit" | "status" }>();
  const { run: resend } = useAction(ResendInvitationDocument, (data) => data.resendInvitation);
  const locked = can("staff.manage") ? undefined : t`Your role does not include managing staff.`;
  const isMe = (person: StaffMember) => person.id === viewer.staff.id;

  /** Somebody whose roles go beyond the viewer's rights is not his to suspend. */
  const beyond = (person: StaffMember) => {
    const role = roles.find((each) => !each.editable && person.roles.some((held) => held.id === each.id));
    return role && t`The role ${role.name} goes beyond your own rights.`;
  };
  const invite = async (person: StaffMember) => {
    const outcome = await resend({ id: person.id });
    const { name } = person;
    if (outcome.done) toast.done(t`The invitation for ${name} was sent again. Its older link no longer works.`);
    else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  const actions = (person: StaffMember) => [
    {
      label: t`Edit`,
      icon: IconPencil,
      run: () => setOpen({ person, dialog: "edit" }),
      reason: locked,
    },
    ...(can("client.view")
      ? [
          {
            label: t`Why a client is seen, or not`,
            icon: IconEyeQuestion,
            run: () => void router.navigate({ to: "/why", search: { staff: person.id } }),
            reason: undefined,
          },
        ]
      : []),
    ...(person.status === "INVITED"
      ? [{ label: t`Send the invitation again`, icon: IconMail, run: () => void invite(person), reason: locked }]
      : []),
    person.status === "SUSPENDED"
      ? {
          label: t`Activate`,
          icon: IconPlayerPlay,
          run: () => setOpen({ person, dialog: "status" }),
          reason: locked ?? beyond(person),
        }
      : {
          label: t`Suspend`,
          icon: IconPlayerPause,
          run: () => setOpen({ person, dialog: "status" }),
          reason: locked ?? (isMe(person) ? t`Nobody suspends himself: ask a colleague.` : beyond(person)),
          danger: true,
        },
  ];
  return (
    <>
      <Table label={t`Staff`}>
        <thead>
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`E-mail`}</th>
            <th scope="col">{t`Status`}</th>
            <th scope="col">{t`Team`}</th>
            <th scope="col">{t`Roles`}</th>
            <th scope="col">{t`Two-step sign-in`}</th>
            <th scope="col">{t`Last seen`}</th>
            <th scope="col">
              <span className="visually-hidden">{t`Actions`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <th scope="row" className={tableClasses.nowrap}>
                {person.name}
                {isMe(person) && <span className={tableClasses.dimmed}> {t`(you)`}</span>}
              </th>
              <td>
                <Masked value={person.email} />
              </td>
              <td>
                <LabelPill label={staffStatuses[person.status]} />
              </td>
              <td>{person.team?.name ?? <span className={tableClasses.dimmed}>–</span>}</td>
              <td>
                <span className={tableClasses.pills}>
                  {person.roles.length === 0 && <Pill tone="warn">{t`No role`}</Pill>}
                  {person.roles.map((role) => (
                    <RolePill key={role.id} role={role} />
                  ))}
                </span>
              </td>
              <td>
                <span className={classes.factor} data-on={person.totpEnabled || undefined}>
                  {person.totpEnabled ? (
                    <>
                      <IconShieldCheck size={15} aria-hidden /> <Trans>On</Trans>
                    </>
                  ) : (
                    <>
                      <IconShieldOff size={15} aria-hidden /> <Trans>Off</Trans>
                    </>
                  )}
                </span>
              </td>
              <td className={tableClasses.nowrap}>
                {person.lastSeenAt ? (
                  <time dateTime={person.lastSeenAt} title={exactTime(person.lastSeenAt)}>
                    {ago(person.lastSeenAt)}
                  </time>
                ) : (
                  <span className={tableClasses.dimmed}>{t`Never`}</span>
                )}
              </td>
              <td className={tableClasses.end}>
                <RowMenu label={t`What can be done with ${person.name}`} actions={actions(person)} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {open?.dialog === "edit" && (
        <EditStaff
          person={open.person}
          mine={isMe(open.person)}
          teams={teams}
          roles={roles}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.dialog === "status" && <ChangeStatus person={open.person} onClose={() => setOpen(undefined)} />}
    </>
  );
}

/** A role, and until when: one that is over stays here until it is taken away, and counts for nothing. */
function RolePill({ role }: { role: StaffMember["roles"][number] }) {
  const { t } = useLingui();
  if (!role.until) return <Pill tone="neutral">{role.name}</Pill>;
  const over = Date.parse(role.until) <= Date.now();
  const at = dateTime(role.until);
  return <Pill tone={over ? "warn" : "info"}>{over ? t`${role.name}: ended ${at}` : t`${role.name} until ${at}`}</Pill>;
}
