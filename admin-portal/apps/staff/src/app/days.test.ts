import { expect, it } from "vitest";
import { startOfDay } from "./days.ts";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

/** They answer in the computer's zone, not in the reader's. */
const computers = /\.(get(Date|Day|FullYear|Hours|Minutes|Month)|set(Date|Hours|Month)|toLocale(Date|Time)?String)\(/;

it("nothing asks a date for its hours or days: it would answer in the computer's zone", () => {
  const files = Object.entries(sources).filter(([path]) => !/\.test\.tsx?$/.test(path));
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter(([, source]) => computers.test(source)).map(([path]) => path)).toEqual([]);
});

it("a day begins with its first instant, also where the clocks skip midnight", () => {
  // Santiago goes from 24:00 to 01:00, west of Greenwich; Beirut as well, east of it
  expect(startOfDay("2026-09-06", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
  expect(startOfDay("2026-09-05", "America/Santiago")).toBe("2026-09-05T04:00:00.000Z");
  expect(startOfDay("2026-09-07", "America/Santiago")).toBe("2026-09-07T03:00:00.000Z");
  expect(startOfDay("2026-03-29", "Asia/Beirut")).toBe("2026-03-28T22:00:00.000Z");
  expect(startOfDay("2026-10-25", "Europe/Madrid")).toBe("2026-10-24T22:00:00.000Z");
});
