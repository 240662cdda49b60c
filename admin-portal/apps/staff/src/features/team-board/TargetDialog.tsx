import { Trans, useLingui } from "@lingui/react/macro";
import { NumberInput } from "@mantine/core";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { type BoardRow, SetTargetDocument } from "./documents.ts";
import "./styles.ts";

interface TargetDialogProps {
  row: BoardRow;
  onDone: () => void;
  onClose: () => void;
}

/** Says what is expected of somebody; an empty field expects nothing. */
export function TargetDialog({ onClose, onDone, row: { staff, target } }: TargetDialogProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const [contacts, setContacts] = useState<number | string>(target.contactsADay ?? "");
  const [deposits, setDeposits] = useState<number | string>(target.firstDepositsAMonth ?? "");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(SetTargetDocument, (answer) => answer.setTarget);
  const number = (value: number | string) => (value === "" ? null : Number(value));
  const submit = async () => {
    setErrors([]);
    const input = {
      staffId: staff.id,
      version: target.version,
      contactsADay: number(contacts),
      firstDepositsAMonth: number(deposits),
    };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The target is set`);
    onDone();
    onClose();
  };
  const field = { min: 1, max: 10_000, allowDecimal: false, allowNegative: false, clampBehavior: "strict" } as const;
  return (
    <FormDialog
      title={t`Target of ${staff.name}`}
      consequence={<Trans>Everybody who sees this board sees the target. Leave a field empty for no target.</Trans>}
      verb={<Trans>Set target</Trans>}
      busy={busy}
      ready
      errors={errors}
      fields={["contactsADay", "firstDepositsAMonth"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <NumberInput
        data-autofocus
        label={t`Contacts on a working day`}
        value={contacts}
        onChange={setContacts}
        error={errorAt(errors, "contactsADay")}
        {...field}
      />
      {can("balance.view") && (
        <NumberInput
          label={t`First deposits in a month`}
          value={deposits}
          onChange={setDeposits}
          error={errorAt(errors, "firstDepositsAMonth")}
          {...field}
        />
      )}
    </FormDialog>
  );
}
