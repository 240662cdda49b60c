import type { ClientActionName } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { ClientDetail } from "../documents.ts";

export interface ActionState {
  /** The viewer's role holds it at all. */
  offered: boolean;
  allowed: boolean;
  reason: string | null;
}

/** What the server says about one action with this client. It is asked, never guessed. */
export function actionState(client: Pick<ClientDetail, "actions">, name: ClientActionName): ActionState | undefined {
  const action = client.actions.find((each) => each.action === name);
  if (action === undefined) return undefined;
  return { offered: true, allowed: action.allowed, reason: action.reason ?? null };
}

export function useActionState(client: Pick<ClientDetail, "actions">) {
  const { t } = useLingui();
  return useCallback(
    (name: ClientActionName): ActionState => {
      const state = actionState(client, name) ?? { offered: false, allowed: false, reason: null };
      return state.allowed
        ? { ...state, reason: null }
        : { ...state, reason: state.reason ?? t`Your role does not include this.` };
    },
    [client, t],
  );
}
