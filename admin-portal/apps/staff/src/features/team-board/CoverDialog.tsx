import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { addDays, clockAt, nextDay, startOfDay } from "../../app/days.ts";
import { useZone } from "../../app/preferences.ts";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { CoverPeopleDocument, SetCoverDocument } from "./documents.ts";
import { useUsualCover } from "./useUsualCover.ts";

/** Says who covers an absent colleague, chosen before or here, and until which day. */
export function CoverDialog({ absent: who = "", onClose }: { absent?: string; onClose: () => void }) {
  const { t } = useLingui();
  const zone = useZone();
  const today = clockAt(new Date().toISOString(), zone).slice(0, 10);
  const [{ data }] = useQuery({ query: CoverPeopleDocument, requestPolicy: "cache-and-network" });
  const { absent = [], covers = [] } = data?.coverPeople ?? {};
  const [draft, setDraft] = useState({
    absentId: who,
    coverId: undefined as string | undefined,
    from: today,
    to: addDays(today, 1),
  });
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(SetCoverDocument, (answer) => answer.setCover);
  const { usual, keep } = useUsualCover(covers, draft.absentId);
  const coverId = draft.coverId ?? usual;
  const options = (people: typeof absent) => people.map(({ id, name }) => ({ value: id, label: name }));
  const submit = async () => {
    setErrors([]);
    const { absentId, from, to } = draft;
    const input = {
      absentId,
      coverId,
      // from today on means from now on
      ...(from > today ? { from: startOfDay(from, zone) } : {}),
      until: startOfDay(nextDay(to), zone),
    };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    keep(coverId);
    toast.done(t`The cover is set`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Cover an absent colleague`}
      consequence={
        <Trans>
          Until the last day is over, the cover reaches the clients that the absent colleague owns, with the cover's own
          role, and has their follow-ups in the own day. It ends by itself. Both see it.
        </Trans>
      }
      verb={<Trans>Set cover</Trans>}
      busy={busy}
      ready={draft.absentId !== "" && coverId !== "" && draft.to >= draft.from && draft.to >= today}
      errors={errors}
      fields={["absentId", "coverId", "from", "until"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Select
        // who is known already is not asked first: an open list would hide the next field
        data-autofocus={who === "" || undefined}
        label={t`Who is absent`}
        data={options(absent)}
        value={draft.absentId || null}
        onChange={(id) => setDraft({ ...draft, absentId: id ?? "" })}
        error={errorAt(errors, "absentId")}
        searchable
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
      <Select
        data-autofocus={who !== "" || undefined}
        // somebody stands there already: an open list would hide the days and the button
        openOnFocus={false}
        label={t`Who covers`}
        data={options(covers.filter(({ id }) => id !== draft.absentId))}
        value={coverId || null}
        onChange={(id) => setDraft({ ...draft, coverId: id ?? "" })}
        error={errorAt(errors, "coverId")}
        searchable
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
      <TextInput
        type="date"
        label={t`First day`}
        value={draft.from}
        min={today}
        onChange={(event) => setDraft({ ...draft, from: event.currentTarget.value })}
        error={errorAt(errors, "from")}
      />
      <TextInput
        type="date"
        label={t`Last day, included`}
        value={draft.to}
        min={draft.from}
        onChange={(event) => setDraft({ ...draft, to: event.currentTarget.value })}
        error={errorAt(errors, "until")}
      />
    </FormDialog>
  );
}
