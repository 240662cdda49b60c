import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Age } from "./Age.tsx";

describe("the age of a figure", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime("2026-11-28T10:00:00Z");
  });
  afterEach(() => vi.useRealTimers());

  it("grows while it is looked at, and says in words when it is old", () => {
    const { unmount } = render(
      <I18nProvider i18n={i18n}>
        <Age at="2026-11-28T09:59:58Z" staleAfter={5} />
      </I18nProvider>,
    );
    expect(screen.getByText(/^2 sec/)).toBeInTheDocument();
    expect(screen.queryByText("old")).toBeNull();
    act(() => void vi.advanceTimersByTime(4000));
    expect(screen.getByText(/^6 sec/)).toBeInTheDocument();
    expect(screen.getByText("old")).toBeInTheDocument();
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
