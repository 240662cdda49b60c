import { type ReactNode, useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { type ActionErrors, errorAt, type Outcome } from "../../app/useAction.ts";
import { FormDialog } from "./FormDialog.tsx";

interface Reasoned {
  busy: boolean;
  errors: ActionErrors;
  onSubmit: (reason: string) => void;
}

interface ReasonDialogProps extends Reasoned {
  title: string;
  consequence: ReactNode;
  verb: ReactNode;
  danger?: boolean;
  onClose: () => void;
}

/** A step that asks for nothing but its reason. */
export function ReasonDialog({ errors, onSubmit, ...words }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <FormDialog
      {...words}
      ready={isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => onSubmit(reason.trim())}
    >
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}

interface Step<Payload> {
  run: (reason: string) => Promise<Outcome<Payload>>;
  onDone: (payload: Payload) => void;
  /** Shows what a colleague made of it meanwhile. */
  onConflict?: () => void;
}

/** Takes the step with its reason, and keeps what was refused. */
export function useReasoned<Payload>({ run, onDone, onConflict }: Step<Payload>): Reasoned {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const take = async (reason: string) => {
    setErrors([]);
    setBusy(true);
    const outcome = await run(reason).finally(() => setBusy(false));
    if (outcome.done) return onDone(outcome.payload);
    setErrors(outcome.errors);
    if (outcome.errors.some((error) => error.code === "conflict")) onConflict?.();
  };
  return { busy, errors, onSubmit: (reason) => void take(reason) };
}
