// What the journeys share: the stack, the browser, and one signed-in browser per person, so that nobody signs in twice.
import { launch, visitor } from "./browser.mjs";
import { Inbox } from "./inbox.mjs";
import { signIn } from "./portal.mjs";
import { openStack } from "./stack.mjs";

export class World {
  #browser;
  #signedIn = new Map();
  #visitors = new Set();

  constructor() {
    this.stack = openStack();
    this.inbox = new Inbox(this.stack.mail);
    /** Makes names of this run unlike those of an earlier one. */
    this.run = Date.now().toString(36).slice(-5);
  }

  broker(slug) {
    return this.stack.broker(slug);
  }

  /** A browser that nobody is signed in to. */
  async stranger(options) {
    this.#browser ??= launch();
    const fresh = await visitor(await this.#browser, options);
    this.#visitors.add(fresh);
    return fresh.context.newPage();
  }

  /** A new browser in which this person signs in. */
  async fresh(person, options) {
    const page = await this.stranger(options);
    await signIn(page, person);
    return page;
  }

  /** A new tab in the one browser in which this person is signed in for the whole run. */
  async as(person) {
    const first = this.#signedIn.get(person.email);
    if (first) return (await first).newPage();
    const page = this.fresh(person);
    const context = page.then((tab) => tab.context());
    this.#signedIn.set(person.email, context);
    // who cannot sign in now is asked again next time
    context.catch(() => this.#signedIn.delete(person.email));
    return page;
  }

  /** Every browser that is open now. */
  get contexts() {
    return [...this.#visitors].map((each) => each.context);
  }

  /** What scripts complained of since the last time. */
  takeFaults() {
    return [...this.#visitors].flatMap((each) => each.faults.splice(0));
  }

  /** Ends a journey: its tabs close, people stay signed in. */
  async tidy() {
    const kept = new Set(await Promise.all(this.#signedIn.values()));
    for (const each of this.#visitors) {
      if (kept.has(each.context)) {
        await Promise.all(each.context.pages().map((page) => page.close()));
      } else {
        this.#visitors.delete(each);
        await each.context.close();
      }
    }
  }

  async close() {
    await (await this.#browser)?.close();
  }
}
