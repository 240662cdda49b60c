import { t } from "@lingui/core/macro";
import { toast } from "../../app/toasts.tsx";
import type { ActionErrors } from "../../app/useAction.ts";
import type { BalanceOperation } from "./documents.ts";

/** Tells what became of an operation. What was not booked comes back as an error for the form. */
export function tellOutcome(operation: Pick<BalanceOperation, "said" | "state"> | null | undefined): ActionErrors {
  const said = operation?.said;
  switch (operation?.state) {
    case "REJECTED":
    case "NOT_APPLIED":
      return [{ code: "not_booked", message: said ?? t`The server did not book it.`, path: [] }];
    case "CONFIRMED":
      toast.done(t`Booked`);
      return [];
    case "REQUESTED":
      toast.done(t`Asked for: it waits for a second person.`);
      return [];
    case "SENDING":
    case "UNKNOWN":
      toast.done(t`No answer came yet. It is looked up by itself, and never sent twice.`);
      return [];
    default:
      toast.done(t`Done`);
      return [];
  }
}
