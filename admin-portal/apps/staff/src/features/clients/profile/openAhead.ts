import type { OpenClientMutation } from "@brokerdesk/api";
import type { Client, OperationResult } from "urql";
import { OpenClientDocument } from "../documents.ts";

/** How old an opening may be when somebody looks, in milliseconds: the time that an outcome takes to be kept. */
const fresh = 3_000;

interface Opening {
  id: string;
  began: number;
  answer: Promise<OperationResult<OpenClientMutation>>;
  /** The server has opened it: what is to be shown is there. */
  isOpen: boolean;
}

const ahead = new WeakMap<Client, Opening>();

/** Opens a client to whom one is about to go: while the work on the present one is kept, the next is on its way. */
export function openAhead(urql: Client, id: string) {
  const answer = urql.mutation(OpenClientDocument, { id }).toPromise();
  const opening: Opening = { id, began: Date.now(), answer, isOpen: false };
  ahead.set(urql, opening);
  void answer.then(({ data }) => {
    opening.isOpen = data?.openClient.client != null;
  });
}

const isFresh = (opening: Opening | undefined, id: string): opening is Opening =>
  opening?.id === id && Date.now() - opening.began < fresh;

/** Whether a client stands open already: then it is shown at once, not after another look at an empty panel. */
export function isOpenAhead(urql: Client, id: string): boolean {
  const begun = ahead.get(urql);
  return isFresh(begun, id) && begun.isOpen;
}

/** The answer to an opening: of the one under way, or of a new one. */
export function open(urql: Client, id: string): Promise<OperationResult<OpenClientMutation>> {
  const begun = ahead.get(urql);
  ahead.delete(urql);
  if (isFresh(begun, id)) return begun.answer;
  return urql.mutation(OpenClientDocument, { id }).toPromise();
}
