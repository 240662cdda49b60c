import type { FieldClass } from "@brokerdesk/api";
import { useCountdown } from "@brokerdesk/ui";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconEye } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { Masked, type MaskedValue } from "../../../app/Masked.tsx";
import { phoneText, phoneValue } from "../../../app/phone.ts";
import { isReason, ReasonField } from "../../../app/ReasonField.tsx";
import { errorAt, errorsElsewhere, useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { RevealContactDocument } from "../actions/documents.ts";
import type { ClientDetail } from "../documents.ts";
import classes from "./Profile.module.css";
import { type Revealed, shownUntil, useRevealed } from "./revealed.ts";

interface RevealFieldProps {
  client: Pick<ClientDetail, "id" | "displayName">;
  label: string;
  value: MaskedValue & { canReveal: boolean };
  field: FieldClass;
  contactId?: string;
  customFieldId?: string;
  mark?: string | undefined;
  /** What else can be done with the value. */
  end?: ReactNode;
}

/** A value behind a mask. Who may, gives a reason and sees it for a minute; then the mask is back by itself. */
export function RevealField({ client, label, value, field, contactId, customFieldId, mark, end }: RevealFieldProps) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useRevealed();
  const left = useCountdown(revealed?.until);
  const open = revealed !== undefined;
  return (
    <div className={classes.field}>
      <dt>{label}</dt>
      <dd>
        <span className={classes.grow}>
          {open ? (
            <bdi dir="ltr" className={classes.revealed}>
              {field === "PHONE" ? phoneText(revealed.value) : revealed.value}
            </bdi>
          ) : (
            <Masked value={field === "PHONE" ? phoneValue(value) : value} />
          )}
          {mark && <span className={classes.mark}> {mark}</span>}
        </span>
        {open && (
          <>
            <span className={classes.seconds} role="timer" aria-label={t`Hidden again in ${left} seconds`}>
              <Trans>{left} s</Trans>
            </span>
            <CopyButton value={revealed.value}>
              {({ copied, copy }) => (
                <ActionIcon variant="subtle" color="gray" size={24} aria-label={t`Copy ${label}`} onClick={copy}>
                  {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                </ActionIcon>
              )}
            </CopyButton>
          </>
        )}
        {!open && value.canReveal && value.masked && value.present && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconEye size={14} />}
            aria-label={t`Reveal ${label}`}
            onClick={() => setAsking(true)}
          >
            <Trans>Reveal</Trans>
          </Button>
        )}
        {end}
        {asking && (
          <RevealDialog
            client={client}
            label={label}
            field={field}
            contactId={contactId}
            customFieldId={customFieldId}
            onClose={() => setAsking(false)}
            onRevealed={(next) => {
              setAsking(false);
              setRevealed(next);
            }}
          />
        )}
      </dd>
    </div>
  );
}

interface RevealDialogProps extends Pick<RevealFieldProps, "client" | "label" | "field"> {
  contactId: string | undefined;
  customFieldId: string | undefined;
  onClose: () => void;
  onRevealed: (revealed: Revealed) => void;
}

function RevealDialog({ client, label, field, contactId, customFieldId, onClose, onRevealed }: RevealDialogProps) {
  const { t } = useLingui();
  const { viewer, reload } = useViewer();
  const [reason, setReason] = useState("");
  const { run, busy } = useAction(RevealContactDocument, (data) => data.revealContact);
  const [errors, setErrors] = useState<Parameters<typeof errorAt>[0]>([]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await run({
      input: {
        clientId: client.id,
        field,
        reason: reason.trim(),
        ...(contactId ? { contactId } : {}),
        ...(customFieldId ? { customFieldId } : {}),
      },
    });
    if (!outcome.done) {
      setErrors(outcome.errors);
      return;
    }
    reload();
    const { value, expiresAt } = outcome.payload;
    if (value) onRevealed({ value, until: shownUntil(expiresAt, Date.now()) });
    else onClose();
  };
  const remaining = viewer.revealsLeftThisHour;
  return (
    <Modal opened onClose={onClose} title={t`Reveal: ${label}`} size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">
            <Trans>
              {client.displayName}. The value is shown for 60 seconds, and that you looked is written down first.
            </Trans>
          </Text>
          <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
          {errorsElsewhere(errors, ["reason"]).map((error) => (
            <Text key={error.code} size="sm" c="red" role="alert">
              {error.message}
            </Text>
          ))}
          <Text size="xs" c="dimmed">
            <Trans>Left in this hour: {remaining}</Trans>
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={busy} disabled={!isReason(reason)}>
              <Trans>Reveal for 60 seconds</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
