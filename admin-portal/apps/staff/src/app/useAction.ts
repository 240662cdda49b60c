import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useCallback, useState } from "react";
import { type AnyVariables, useMutation } from "urql";
import { errorText } from "./errors.ts";
import { atHome } from "./format.ts";
import { toast } from "./toasts.tsx";

/** Expected refusals of a mutation: what was wrong, where, and how to mend it. */
export interface ActionError {
  code: string;
  message: string;
  path: readonly string[];
}
export type ActionErrors = readonly ActionError[];

/** What a mutation gave: its payload when it was done, or why not. */
export type Outcome<Payload> = { done: true; payload: Payload } | { done: false; errors: ActionErrors };

/**
 * Runs a mutation. Expected refusals come back as `errors` (code, message, path) for the form;
 * anything unexpected is told in a toast and comes back as an empty list.
 */
export function useAction<Data, Variables extends AnyVariables, Payload extends { errors: ActionErrors }>(
  document: TypedDocumentNode<Data, Variables>,
  pick: (data: Data) => Payload,
) {
  const [, execute] = useMutation(document);
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (variables: Variables): Promise<Outcome<Payload>> => {
      setBusy(true);
      try {
        const { data, error } = await execute(variables);
        if (error !== undefined || data == null) {
          if (error !== undefined) toast.failed(errorText(error));
          return { done: false, errors: [] };
        }
        const payload = pick(data);
        if (payload.errors.length === 0) return { done: true, payload };
        return { done: false, errors: payload.errors.map((each) => ({ ...each, message: atHome(each.message) })) };
      } finally {
        setBusy(false);
      }
    },
    [execute, pick],
  );
  return { run, busy };
}

/** The message for one field of an input, by the last parts of its path. */
export function errorAt(errors: ActionErrors, ...path: string[]): string | undefined {
  return errors.find((error) => path.every((part, at) => error.path.at(at - path.length) === part))?.message;
}

/** Messages that belong to no field that the form shows. */
export function errorsElsewhere(errors: ActionErrors, fields: readonly string[]): ActionErrors {
  return errors.filter((error) => !error.path.some((part) => fields.includes(part)));
}
