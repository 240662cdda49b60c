import { expect, it } from "vitest";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

/** They answer in the computer's zone, not in the reader's. */
const computers = /\.(get(Date|Day|FullYear|Hours|Minutes|Month)|set(Date|Hours|Month)|toLocale(Date|Time)?String)\(/;

it("nothing asks a date for its hours or days: it would answer in the computer's zone", () => {
  const files = Object.entries(sources).filter(([path]) => !/\.test\.tsx?$/.test(path));
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter(([, source]) => computers.test(source)).map(([path]) => path)).toEqual([]);
});
