// The simulated trading servers from behind: what goes wrong with them, and what they booked.
import { call } from "./calls.mjs";
import { simulator } from "./stack.mjs";

async function ask(method, path, body) {
  const answer = await call(simulator().control + path, { method, ...(body ? { body } : {}) });
  if (answer.status !== 200) throw new Error(`the simulator, ${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

/** The next movement of money on MT5 is booked, and its answer never comes. */
export function loseNextAnswer() {
  const rule = { server: "mt5", commands: ["trade/balance"], times: 1, fault: { kind: "drop_after" } };
  return ask("PUT", "/faults", { rules: [rule] });
}

export const loseNothing = () => ask("DELETE", "/faults");

/** Amounts of the CRM's bookings on a login, from the server's own log: each carries the tag of one operation. */
export async function bookings(login) {
  const deals = await ask("GET", `/deals?login=${login}`);
  const tagged = deals.map((deal) => ({ ...deal, tag: /D:[A-Z2-7]{16}/.exec(deal.comment)?.[0] }));
  return tagged.filter((deal) => deal.tag !== undefined).map(({ amount, tag }) => ({ amount: Number(amount), tag }));
}
