import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { concerns, useNews } from "./useNews.ts";

describe("news of a list", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("ask once for all that come together, and again for what comes later", () => {
    const execute = vi.fn();
    const { result, unmount } = renderHook(() => useNews(execute));
    for (let n = 0; n < 5; n += 1) result.current();
    expect(execute).not.toHaveBeenCalled();
    vi.advanceTimersByTime(300);
    expect(execute).toHaveBeenCalledTimes(1);
    expect(execute.mock.calls[0]?.[0]).toMatchObject({ requestPolicy: "network-only", background: true });
    result.current();
    vi.advanceTimersByTime(300);
    expect(execute).toHaveBeenCalledTimes(2);
    result.current();
    unmount();
    vi.advanceTimersByTime(300);
    expect(execute).toHaveBeenCalledTimes(2);
  });

  it("concern a list of that account or client, or of everybody; lost news concern every list", () => {
    const news = { accountId: "tac_1", clientId: "cli_1" };
    expect(concerns({}, news)).toBe(true);
    expect(concerns({ accountId: "tac_1" }, news)).toBe(true);
    expect(concerns({ clientId: "cli_1", accountId: null }, news)).toBe(true);
    expect(concerns({ accountId: "tac_2" }, news)).toBe(false);
    expect(concerns({ clientId: "cli_2" }, news)).toBe(false);
    expect(concerns({ clientId: "cli_2" }, { missed: true })).toBe(true);
  });
});
