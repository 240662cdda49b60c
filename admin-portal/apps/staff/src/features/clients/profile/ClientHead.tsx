import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, CopyButton, Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconArrowsSplit2,
  IconCheck,
  IconCopy,
  IconDots,
  IconEyeQuestion,
  IconKey,
  IconListSearch,
  IconMail,
  IconMailPlus,
  IconPencil,
  IconPhone,
  IconPhoneOff,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { dateTime, day } from "../../../app/format.ts";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useShortcut } from "../../../app/shortcuts.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import { type ActionState, useActionState } from "../actions/allowed.ts";
import type { ClientDetail } from "../documents.ts";
import { clientStatuses, kycStatuses } from "../labels.ts";
import { LabelPill, StatusPill } from "../Pill.tsx";
import classes from "./Profile.module.css";

const EditClient = lazy(() => import("../edit/EditClient.tsx"));
const ArchiveDialog = lazy(() => import("../actions/ArchiveDialog.tsx"));
const ChangeEmailDialog = lazy(() => import("../actions/ChangeEmailDialog.tsx"));
const PasswordLinkDialog = lazy(() => import("../actions/PasswordLinkDialog.tsx"));
const DoNotCallDialog = lazy(() => import("../../follow-up/DoNotCallDialog.tsx"));
const UndoMergeDialog = lazy(() => import("../../duplicates/UndoMergeDialog.tsx"));
const AddContactDialog = lazy(() => import("../actions/AddContactDialog.tsx"));

type Dialog = "edit" | "archive" | "email" | "password" | "contact" | "calls" | "merges";

interface ClientHeadProps {
  client: ClientDetail;
  level: 1 | 2;
  controls?: ReactNode;
}

/** Name, standing and what can be done with a client. */
export function ClientHead({ client, level, controls }: ClientHeadProps) {
  const { t } = useLingui();
  const [dialog, setDialog] = useState<Dialog>();
  const action = useActionState(client);
  const edit = action("EDIT");
  const close = () => setDialog(undefined);
  useShortcut("e", { label: t`Edit`, group: t`Client` }, edit.allowed ? () => setDialog("edit") : undefined);
  const Name = level === 1 ? "h1" : "h2";
  const frozen = client.profile?.moneyFrozenUntil;
  const frozenUntil = frozen && Date.parse(frozen) > Date.now() ? dateTime(frozen) : undefined;
  return (
    <div className={classes.head}>
      <div className={classes.titleRow}>
        <div className={classes.title}>
          <Name className={classes.name}>{client.displayName}</Name>
          <div className={classes.meta}>
            <bdi dir="ltr" className="tabular">
              {client.number}
            </bdi>
            <CopyButton value={client.number}>
              {({ copied, copy }) => (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={t`Copy the client number`}
                  onClick={copy}
                >
                  {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
                </ActionIcon>
              )}
            </CopyButton>
            <StatusPill status={client.salesStatus} />
            <LabelPill label={kycStatuses[client.kycStatus]} />
            {client.status !== "ACTIVE" && <LabelPill label={clientStatuses[client.status]} />}
          </div>
        </div>
        {controls}
      </div>
      {client.archivedAt && (
        <div className={classes.notice}>
          <IconArchive size={15} aria-hidden />
          <Trans>Archived on {day(client.archivedAt)}</Trans>
        </div>
      )}
      {client.doNotCall && (
        <div className={classes.notice} data-tone="bad">
          <IconPhoneOff size={15} aria-hidden />
          <span>
            <b>
              <Trans>Must not be called.</Trans>
            </b>{" "}
            {[
              client.profile?.doNotCallReason,
              client.profile?.doNotCallBy?.name,
              client.profile?.doNotCallAt && day(client.profile.doNotCallAt),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </div>
      )}
      {frozenUntil && (
        <div className={classes.notice}>
          <IconKey size={15} aria-hidden />
          <Trans>Withdrawals are frozen until {frozenUntil}: sign-in details were changed.</Trans>
        </div>
      )}
      {client.profile?.mustResetPassword && (
        <div className={classes.notice}>
          <IconKey size={15} aria-hidden />
          <Trans>Has to set a new password by the mailed link.</Trans>
        </div>
      )}
      <div className={classes.actions}>
        <ReasonTooltip reason={edit.reason}>
          <Button
            variant="default"
            leftSection={<IconPencil size={14} />}
            data-disabled={!edit.allowed || undefined}
            aria-disabled={!edit.allowed}
            onClick={() => edit.allowed && setDialog("edit")}
          >
            <Trans>Edit</Trans>
          </Button>
        </ReasonTooltip>
        <MoreActions client={client} action={action} onPick={setDialog} />
      </div>
      <Suspense>
        {dialog === "edit" && <EditClient client={client} onClose={close} />}
        {dialog === "archive" && <ArchiveDialog client={client} onClose={close} />}
        {dialog === "email" && <ChangeEmailDialog client={client} onClose={close} />}
        {dialog === "password" && <PasswordLinkDialog client={client} onClose={close} />}
        {dialog === "calls" && <DoNotCallDialog client={client} onClose={close} />}
        {dialog === "merges" && <UndoMergeDialog client={client} onClose={close} />}
        {dialog === "contact" && <AddContactDialog client={client} onClose={close} />}
      </Suspense>
    </div>
  );
}

interface MoreActionsProps {
  client: ClientDetail;
  action: ReturnType<typeof useActionState>;
  onPick: (dialog: Dialog) => void;
}

function MoreActions({ client, action, onPick }: MoreActionsProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const contact = action("EDIT_CONTACT");
  const archive = action(client.archivedAt ? "RESTORE" : "ARCHIVE");
  const entries: { dialog: Dialog; label: string; icon: ReactNode; state: ActionState }[] = [
    { dialog: "contact", label: t`Add a contact`, icon: <IconMailPlus size={15} />, state: contact },
    { dialog: "email", label: t`Change the e-mail address`, icon: <IconMail size={15} />, state: contact },
    {
      dialog: "password",
      label: t`Send a password link`,
      icon: <IconKey size={15} />,
      state: action("RESET_PASSWORD"),
    },
    {
      dialog: "calls",
      label: client.doNotCall ? t`Allow calls` : t`Do not call`,
      icon: client.doNotCall ? <IconPhone size={15} /> : <IconPhoneOff size={15} />,
      state: action("EDIT"),
    },
    client.archivedAt
      ? {
          dialog: "archive",
          label: t`Restore from the archive`,
          icon: <IconArchiveOff size={15} />,
          state: archive,
        }
      : { dialog: "archive", label: t`Archive`, icon: <IconArchive size={15} />, state: archive },
  ];
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t`More actions`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ dialog, label, icon, state }) => (
          <ReasonTooltip key={dialog} reason={state.reason}>
            <Menu.Item
              leftSection={icon}
              data-disabled={!state.allowed || undefined}
              aria-disabled={!state.allowed}
              closeMenuOnClick={state.allowed}
              onClick={() => state.allowed && onPick(dialog)}
            >
              {label}
            </Menu.Item>
          </ReasonTooltip>
        ))}
        {can("client.merge") && (
          <Menu.Item leftSection={<IconArrowsSplit2 size={15} />} onClick={() => onPick("merges")}>
            <Trans>Merges into this client</Trans>
          </Menu.Item>
        )}
        {(can("audit.view") || can("staff.view")) && <Menu.Divider />}
        {can("staff.view") && (
          <Menu.Item
            leftSection={<IconEyeQuestion size={15} />}
            renderRoot={(props: object) => <Link to="/why" search={{ client: client.id } as never} {...props} />}
          >
            <Trans>Who sees this client, and why</Trans>
          </Menu.Item>
        )}
        {can("audit.view") && (
          <Menu.Item
            leftSection={<IconListSearch size={15} />}
            renderRoot={(props: object) => <Link to="/audit" search={{ target: client.id } as never} {...props} />}
          >
            <Trans>Audit trail of this client</Trans>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
