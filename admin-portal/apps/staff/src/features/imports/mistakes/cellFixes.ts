import type { ImportRow } from "../documents.ts";

export interface CellFix {
  row: number;
  column: number;
  value: string;
}

export interface FixSnapshot {
  /** Texts that are not saved yet, by cell. */
  unsaved: ReadonlyMap<string, string>;
  /** The last try failed: they wait for another one. */
  failed: boolean;
  /** Cells that were saved on this page. */
  saved: number;
}

/** As the server takes them at once. */
export const mostAtOnce = 200;

export const cellKey = ({ column, row }: { row: number; column: number }) => `${row} ${column}`;

/** Saves mended cells in the background: the grid goes on while they are on their way. */
export class CellFixes {
  private waiting = new Map<string, CellFix>();
  private state: FixSnapshot = { unsaved: new Map(), failed: false, saved: 0 };
  private running: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  /**
   * `send` gives the rows as they are now; "refused" for texts that are never taken, nothing when another try may
   * succeed. What went wrong is told there.
   */
  constructor(
    private readonly send: (cells: readonly CellFix[]) => Promise<readonly ImportRow[] | "refused" | undefined>,
    private readonly show: (rows: readonly ImportRow[]) => void,
  ) {}

  snapshot = (): FixSnapshot => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  fix(cells: readonly CellFix[]): Promise<void> {
    for (const cell of cells) this.waiting.set(cellKey(cell), cell);
    this.set({ failed: false });
    return this.run();
  }

  /** Sends what is left; done when nothing is on its way any more. */
  run(): Promise<void> {
    this.running ??= this.work().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async work(): Promise<void> {
    while (this.waiting.size > 0) {
      const cells = [...this.waiting.values()].slice(0, mostAtOnce);
      const rows = await this.send(cells);
      if (rows === undefined) {
        this.set({ failed: true });
        return;
      }
      // a cell that was typed in again meanwhile stays in line
      for (const cell of cells) {
        if (this.waiting.get(cellKey(cell)) === cell) this.waiting.delete(cellKey(cell));
      }
      if (rows === "refused") {
        this.set({ failed: false });
        continue;
      }
      this.show(rows);
      this.set({ failed: false, saved: this.state.saved + cells.length });
    }
  }

  private set(change: Partial<FixSnapshot>) {
    const unsaved = new Map([...this.waiting].map(([key, { value }]) => [key, value]));
    this.state = { ...this.state, unsaved, ...change };
    for (const listener of this.listeners) listener();
  }
}
