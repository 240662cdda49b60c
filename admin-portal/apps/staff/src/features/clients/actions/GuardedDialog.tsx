import { Trans } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { type ActionErrors, errorsElsewhere } from "../../../app/useAction.ts";

interface GuardedDialogProps {
  title: string;
  /** What will happen, in words. */
  consequence: ReactNode;
  verb: ReactNode;
  danger?: boolean;
  busy: boolean;
  ready: boolean;
  errors: ActionErrors;
  /** Inputs that show their own errors. */
  fields: readonly string[];
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that names its consequence, asks what it needs, and has the verb on its button. */
export function GuardedDialog({
  title,
  consequence,
  verb,
  danger,
  busy,
  ready,
  errors,
  fields,
  onSubmit,
  onClose,
  children,
}: GuardedDialogProps) {
  const others = errorsElsewhere(errors, fields);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Alert variant="light" color={danger ? "red" : "gray"}>
            {consequence}
          </Alert>
          {children}
          {others.length > 0 && (
            <Alert color="red" variant="light" role="alert">
              {others.map((error) => (
                <div key={`${error.code} ${error.path.join(".")}`}>
                  {error.code === "conflict" ? (
                    <Trans>A colleague changed this client meanwhile. Close this, look, and do it again.</Trans>
                  ) : (
                    error.message
                  )}
                </div>
              ))}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={busy} disabled={!ready} {...(danger ? { color: "red" } : {})}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
