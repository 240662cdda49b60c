import type { OpenClientMutation } from "@brokerdesk/api";
import type { Client, OperationResult } from "urql";
import { OpenClientDocument } from "../documents.ts";

/** How old an opening may be when somebody looks, in milliseconds: the time that an outcome takes to be kept. */
const fresh = 3_000;

interface Opening {
  id: string;
  began: number;
  answer: Promise<OperationResult<OpenClientMutation>>;
}

const ahead = new WeakMap<Client, Opening>();

/** Opens a client to whom one is about to go: while the work on the present one is kept, the next is on its way. */
export function openAhead(urql: Client, id: string) {
  ahead.set(urql, { id, began: Date.now(), answer: urql.mutation(OpenClientDocument, { id }).toPromise() });
}

/** The answer to an opening: of the one under way, or of a new one. */
export function open(urql: Client, id: string): Promise<OperationResult<OpenClientMutation>> {
  const begun = ahead.get(urql);
  ahead.delete(urql);
  if (begun?.id === id && Date.now() - begun.began < fresh) return begun.answer;
  return urql.mutation(OpenClientDocument, { id }).toPromise();
}
