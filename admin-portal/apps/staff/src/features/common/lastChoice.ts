import { broker } from "../../app/broker.ts";

/** Each person of each broker has their own: one browser is shared by many. */
const keyOf = (what: string, staffId: string) => `brokerdesk-${broker.slug}-${what}-${staffId}`;

/** What a person chose last in this browser, as it was kept: whether it still fits is for the caller to see. */
export function lastChoice(what: string, staffId: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(keyOf(what, staffId)) ?? "null");
  } catch {
    return null;
  }
}

/** Keeps a choice for the next time. Ids only: names and addresses stay on the server. */
export function keepChoice(what: string, staffId: string, choice: unknown): void {
  try {
    localStorage.setItem(keyOf(what, staffId), JSON.stringify(choice));
  } catch {
    // a browser that keeps nothing asks again
  }
}
