// The mail catcher's inbox.
import { call } from "./calls.mjs";
import { until } from "./wait.mjs";

export class Inbox {
  #url;

  constructor(url) {
    this.#url = url;
  }

  async #all() {
    const { json } = await call(`${this.#url}/email`);
    return json ?? [];
  }

  /** Ids of what somebody has received so far: pass them to `next` to wait for what comes after. */
  async seen(address) {
    const all = await this.#all();
    return new Set(all.filter((mail) => isTo(mail, address)).map((mail) => mail.id));
  }

  /** The newest mail of a kind to an address, however old: within a time the server sends one only. */
  newest(address, subject) {
    return until(
      `a mail “${subject}” to ${address}`,
      async () => (await this.#all()).findLast((mail) => isTo(mail, address) && subject.test(mail.subject)),
      { within: 20_000, every: 200 },
    );
  }

  /** The next mail to an address whose subject matches. */
  next(address, subject, seen = new Set()) {
    return until(
      `a mail “${subject}” to ${address}`,
      async () =>
        (await this.#all()).find((mail) => isTo(mail, address) && !seen.has(mail.id) && subject.test(mail.subject)),
      { within: 20_000, every: 200 },
    );
  }
}

const isTo = (mail, address) => mail.to.some((to) => to.address.toLowerCase() === address.toLowerCase());

/** The first link in a mail's text that leads to this path. */
export function linkIn(mail, path) {
  const links = mail.text.match(/https?:\/\/\S+/g) ?? [];
  const found = links.find((link) => new URL(link).pathname === path);
  if (!found) throw new Error(`the mail “${mail.subject}” has no link to ${path}`);
  return found;
}
