import { cleanup, renderHook, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { showPortal } from "../common/testPortal.tsx";
import { freshFeed } from "./samplePosition.ts";

const held = vi.hoisted(() => ({ state: "live" }));
vi.mock("../../app/live.tsx", () => ({ useLiveState: () => held.state, useMissedNews: () => undefined }));

const { Feeds } = await import("./Feeds.tsx");
const { useUntrusted } = await import("./useBeats.ts");

describe("how feeds are", () => {
  beforeEach(() => {
    held.state = "live";
  });

  it("what is asked for again and again is fresh no longer than its last answer is good for", () => {
    const shown = (age: number) => {
      showPortal(<Feeds feeds={[freshFeed()]} polled={{ at: Date.now() - age, for: 20_000 }} />, {});
      const text = screen.getByRole("list", { name: "Feeds" }).textContent;
      cleanup();
      return text;
    };
    expect(shown(1_000)).toMatch(/Fresh/);
    expect(shown(30_000)).toMatch(/Stale/);
  });

  it("what was pushed is untrusted when beats are late or the socket fell silent, and not before the first one", () => {
    const untrusted = (at: number | undefined) => renderHook(() => useUntrusted(at)).result.current;
    expect(untrusted(Date.now())).toBe(false);
    expect(untrusted(Date.now() - 10_000)).toBe(true);
    held.state = "stale";
    expect(untrusted(Date.now())).toBe(true);
    expect(untrusted(undefined)).toBe(false);
  });
});
