/** Does something a while after it was wanted, once for all who wanted it meanwhile; while nobody looks, when somebody does again. */
export class Pace {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly act: () => void) {}

  /** In so many milliseconds, or when `apart` have passed since the last time. */
  want(soon: number, apart = 0): void {
    const due = Math.max(Date.now() + soon, this.last + apart);
    if (due >= this.due) return;
    this.stop();
    this.due = due;
    this.timer = setTimeout(this.run, due - Date.now());
  }

  stop(): void {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.run);
    this.due = Number.POSITIVE_INFINITY;
  }

  private readonly run = () => {
    if (document.hidden) return document.addEventListener("visibilitychange", this.run, { once: true });
    this.due = Number.POSITIVE_INFINITY;
    this.last = Date.now();
    this.act();
  };
}
