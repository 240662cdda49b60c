import type { ImportOutcome, ImportProblemKindInput } from "@brokerdesk/api";
import type { Client, CombinedError } from "urql";
import { type ImportRow, ImportRowsDocument } from "./documents.ts";

export const pageSize = 100;

export interface RowSnapshot {
  rows: readonly ImportRow[];
  loading: boolean;
  more: boolean;
  error: CombinedError | undefined;
}

const nothing: RowSnapshot = { rows: [], loading: true, more: true, error: undefined };

/** Rows of an import with some outcomes, or with one kind of mistake, in the order of the file, read page by page. */
export class RowPages {
  private state = nothing;
  private cursor: string | null = null;
  private round = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly client: Pick<Client, "query">,
    private readonly id: string,
    private readonly outcomes: readonly ImportOutcome[] | null,
    private readonly size = pageSize,
    private readonly problem?: ImportProblemKindInput,
  ) {}

  snapshot = (): RowSnapshot => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** From the first row on; rows of before stay on screen until the new ones are here. */
  async start(): Promise<void> {
    this.cursor = null;
    this.set({ ...this.state, loading: true, error: undefined });
    await this.load(true);
  }

  async next(): Promise<void> {
    if (this.state.loading || !this.state.more || this.state.error) return;
    await this.again();
  }

  /** Tries the page again that could not be read. */
  async again(): Promise<void> {
    this.set({ ...this.state, loading: true, error: undefined });
    await this.load(false);
  }

  /** Puts changed rows in the place of the old ones: they stay where the reader sees them. */
  replace(rows: readonly ImportRow[]): void {
    const changed = new Map(rows.map((row) => [row.row, row]));
    this.set({ ...this.state, rows: this.state.rows.map((row) => changed.get(row.row) ?? row) });
  }

  private async load(fresh: boolean): Promise<void> {
    this.round += 1;
    const { round } = this;
    const variables = {
      id: this.id,
      outcomes: this.outcomes === null ? null : [...this.outcomes],
      first: this.size,
      after: this.cursor,
      ...(this.problem && { problem: this.problem }),
    };
    const { data, error } = await this.client
      .query(ImportRowsDocument, variables, { requestPolicy: "network-only" })
      .toPromise();
    if (round !== this.round) return;
    if (data === undefined) {
      this.set({ ...this.state, loading: false, error });
      return;
    }
    const { edges, pageInfo } = data.clientImportRows;
    this.cursor = pageInfo.endCursor ?? null;
    const before = fresh ? [] : this.state.rows;
    const rows = [...before, ...edges.map(({ node }) => node)];
    this.set({ rows, loading: false, more: pageInfo.hasNextPage, error: undefined });
  }

  private set(state: RowSnapshot) {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
