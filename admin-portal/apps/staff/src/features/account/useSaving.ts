import type { ChangePreferencesInput } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { SaveProfileDocument } from "./documents.ts";

/** Sends a change of one's own settings; what the server refused stays for the form. */
export function useSaving() {
  const { t } = useLingui();
  const { reload } = useViewer();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(SaveProfileDocument, (data) => data.changePreferences);
  const save = async (input: ChangePreferencesInput) => {
    setErrors([]);
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    reload();
    toast.done(t`Saved`);
  };
  return { save, busy, errors };
}
