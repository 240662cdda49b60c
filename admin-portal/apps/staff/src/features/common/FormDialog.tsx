import { Trans } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { type ActionErrors, errorsElsewhere } from "../../app/useAction.ts";

interface FormDialogProps {
  title: string;
  /** What will happen, in words. */
  consequence?: ReactNode;
  verb: ReactNode;
  danger?: boolean;
  size?: "sm" | "md" | "lg";
  busy: boolean;
  ready: boolean;
  errors: ActionErrors;
  /** Inputs that show their own errors. */
  fields?: readonly string[];
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** A dialog that names its consequence, asks what it needs, and has the verb on its button. */
export function FormDialog({ title, consequence, verb, danger, size, onSubmit, onClose, ...rest }: FormDialogProps) {
  const { busy, ready, errors, fields, children } = rest;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // a dialog inside this one bubbles its submit through React's tree
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={size ?? "md"}>
      <form onSubmit={submit} onKeyDown={onlyPressed} noValidate>
        <Stack gap="md">
          {consequence && (
            <Alert variant="light" color={danger ? "red" : "gray"}>
              {consequence}
            </Alert>
          )}
          {children}
          <Problems errors={errorsElsewhere(errors, fields ?? [])} />
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

/** A held Enter, which opened the dialog, does not agree to it as well. */
function onlyPressed(event: KeyboardEvent) {
  const writes = event.target instanceof HTMLTextAreaElement;
  if (event.key === "Enter" && event.repeat && !writes) event.preventDefault();
}

/** What the server refused and no field shows. */
export function Problems({ errors }: { errors: ActionErrors }) {
  if (errors.length === 0) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      {errors.map((error) => (
        <div key={`${error.code} ${error.path.join(".")}`}>
          {error.code === "conflict" ? (
            <Trans>A colleague changed this meanwhile. Close this, look, and do it again.</Trans>
          ) : (
            error.message
          )}
        </div>
      ))}
    </Alert>
  );
}
