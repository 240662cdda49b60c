import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import { dateTime } from "../../app/format.ts";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { type ApiKey, RollApiKeyDocument } from "./documents.ts";

/** Hours for which the old key goes on beside the new one. */
const overlaps = ["0", "1", "24", "72", "168"] as const;
type Overlap = (typeof overlaps)[number];

export function RollApiKey({
  apiKey,
  onMade,
  onClose,
}: {
  apiKey: ApiKey;
  onMade: (made: { key: ApiKey; secret: string }) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [overlap, setOverlap] = useState<Overlap>("24");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(RollApiKeyDocument, (data) => data.rollApiKey);
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id: apiKey.id, version: apiKey.version, overlapHours: Number(overlap) } });
    if (!outcome.done) return setErrors(outcome.errors);
    const { apiKey: key, secret } = outcome.payload;
    if (key && secret) onMade({ key, secret });
  };
  const labels: Record<Overlap, string> = {
    "0": t`Not at all: it ends at once`,
    "1": t`One hour`,
    "24": t`One day`,
    "72": t`Three days`,
    "168": t`One week`,
  };
  const end = dateTime(new Date(Date.now() + Number(overlap) * 3_600_000).toISOString());
  return (
    <FormDialog
      title={t`Roll ${apiKey.name}`}
      consequence={
        overlap === "0" ? (
          <Trans>A new secret with the same scopes is made. The old one stops working at once.</Trans>
        ) : (
          <Trans>
            A new secret with the same scopes is made. The old one works on until {end}, then it ends by itself.
          </Trans>
        )
      }
      verb={<Trans>Make new secret</Trans>}
      danger={overlap === "0"}
      busy={busy}
      ready
      errors={errors}
      fields={["overlapHours"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Select
        data-autofocus
        label={t`The old secret works on for`}
        data={overlaps.map((value) => ({ value, label: labels[value] }))}
        value={overlap}
        onChange={(value) => value && setOverlap(value as Overlap)}
        error={errorAt(errors, "overlapHours")}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
    </FormDialog>
  );
}
