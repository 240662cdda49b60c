import { Trans, useLingui } from "@lingui/react/macro";
import { NumberInput } from "@mantine/core";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned, type Versioned } from "../common/useVersioned.tsx";
import { type BoardRow, SetTargetDocument } from "./documents.ts";
import "./styles.ts";

interface TargetDialogProps {
  row: BoardRow;
  /** Reads the board again. */
  again: () => Promise<readonly BoardRow[] | undefined>;
  onDone: () => void;
  onClose: () => void;
}

interface TargetDraft {
  contacts: number | string;
  deposits: number | string;
}

const versioned = ({ target }: BoardRow): Versioned<TargetDraft> => ({
  version: target.version,
  values: { contacts: target.contactsADay ?? "", deposits: target.firstDepositsAMonth ?? "" },
});

const number = (value: number | string) => (value === "" ? null : Number(value));

/** Says what is expected of somebody; an empty field expects nothing. */
export function TargetDialog({ again, onClose, onDone, row }: TargetDialogProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const { staff } = row;
  const [draft, setDraft] = useState(() => versioned(row).values);
  const { run } = useAction(SetTargetDocument, (answer) => answer.setTarget);
  const { errors, busy, dialog, clashing, save } = useVersioned<TargetDraft>({
    start: versioned(row),
    send: ({ version }, { contacts, deposits }) =>
      run({
        input: {
          staffId: staff.id,
          version,
          contactsADay: number(contacts),
          firstDepositsAMonth: number(deposits),
        },
      }),
    latest: async () => {
      const now = (await again())?.find((each) => each.staff.id === staff.id);
      return now && versioned(now);
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`The target is set`);
      onDone();
      onClose();
    },
    labels: { contacts: t`Contacts on a working day`, deposits: t`First deposits in a month` },
  });
  if (clashing) return dialog;
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
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      <NumberInput
        data-autofocus
        label={t`Contacts on a working day`}
        value={draft.contacts}
        onChange={(contacts) => setDraft({ ...draft, contacts })}
        error={errorAt(errors, "contactsADay")}
        {...field}
      />
      {can("balance.view") && (
        <NumberInput
          label={t`First deposits in a month`}
          value={draft.deposits}
          onChange={(deposits) => setDraft({ ...draft, deposits })}
          error={errorAt(errors, "firstDepositsAMonth")}
          {...field}
        />
      )}
    </FormDialog>
  );
}
