import type { ContactKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { AddContactDocument } from "./documents.ts";

/** One more address or number at which a client can be reached. */
export default function AddContactDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<ContactKind>("PHONE");
  const [value, setValue] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(AddContactDocument, (data) => data.addContact);
  const submit = async () => {
    const outcome = await run({ input: { clientId: client.id, kind, value: value.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Contact added`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Add a contact`}
      consequence={
        <Trans>A further way to reach {client.displayName}. It does not change how the client signs in.</Trans>
      }
      verb={t`Add`}
      busy={busy}
      ready={value.trim() !== ""}
      errors={errors}
      fields={["value"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t`Kind of contact`}
        value={kind}
        onChange={(next) => setKind(next as ContactKind)}
        data={[
          { value: "PHONE", label: t`Phone` },
          { value: "EMAIL", label: t`E-mail` },
        ]}
      />
      <TextInput
        label={kind === "PHONE" ? t`Phone number` : t`E-mail address`}
        description={kind === "PHONE" ? t`With the country code, for example +357 99 123456` : undefined}
        type={kind === "PHONE" ? "tel" : "email"}
        dir="ltr"
        autoComplete="off"
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={errorAt(errors, "value")}
        required
        withAsterisk={false}
        data-autofocus
      />
    </FormDialog>
  );
}
