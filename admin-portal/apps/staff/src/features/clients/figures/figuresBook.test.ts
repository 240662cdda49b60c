import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FiguresBook } from "./figuresBook.ts";

const figures = (clientId: string) => ({
  clientId,
  accounts: 1,
  unread: 0,
  sums: [{ currency: "USD", balance: "10.00", equity: "9.50" }],
  asOf: null,
  feedState: null,
  lastDepositAt: null,
  openPositions: 2,
});

function book() {
  const query = vi.fn((_: unknown, { clientIds }: { clientIds: string[] }) =>
    Promise.resolve({ data: { clientFigures: clientIds.filter((id) => id !== "hidden").map(figures) } }),
  );
  return { query, book: new FiguresBook({ query } as never) };
}

const askedFor = (query: ReturnType<typeof book>["query"]) => query.mock.calls.map(([, { clientIds }]) => clientIds);

describe("figures of the clients on screen", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are asked for together, and told to those who look", async () => {
    const { query, book: all } = book();
    const [one, two] = [vi.fn(), vi.fn()];
    all.watch("a", one);
    all.watch("b", two);
    all.watch("hidden", two);
    await vi.advanceTimersByTimeAsync(100);
    expect(askedFor(query)).toEqual([["a", "b", "hidden"]]);
    expect(all.of("a")?.sums[0]?.equity).toBe("9.50");
    expect(all.of("hidden")).toBeUndefined();
    expect(one).toHaveBeenCalledOnce();
    expect(two).toHaveBeenCalledTimes(2);
  });

  it("are kept for rows that come back, read again while they are in view, and not for those that left", async () => {
    const { query, book: all } = book();
    const leave = all.watch("a", () => undefined);
    await vi.advanceTimersByTimeAsync(100);
    leave();
    const again = all.watch("a", () => undefined);
    await vi.advanceTimersByTimeAsync(100);
    expect(askedFor(query)).toEqual([["a"]]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(askedFor(query)).toEqual([["a"], ["a"]]);
    again();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(query).toHaveBeenCalledTimes(2);
  });
});
