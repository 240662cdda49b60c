import { describe, expect, it } from "vitest";
import { matching, parseLine } from "./line.ts";

const statuses = ["New", "No answer", "Call back", "Interested", "Not interested"].map((name) => ({ id: name, name }));
const now = new Date("2026-11-28T15:00:00Z");
const read = (line: string) => {
  const { status, when, note } = parseLine(line, statuses, now, "UTC");
  return [status?.name, when?.toISOString(), note];
};

describe("an outcome in one line", () => {
  it.each([
    [
      "no answer, tomorrow 15:00, left a message, friendly",
      "No answer",
      "2026-11-29T15:00:00.000Z",
      "left a message, friendly",
    ],
    ["mon 9:30, call", "Call back", "2026-11-30T09:30:00.000Z", ""],
    ["int", "Interested", undefined, ""],
    ["wants a demo, tomorrow", undefined, undefined, "wants a demo, tomorrow"],
    ["no answer", "No answer", undefined, ""],
    ["in 2 hours", undefined, "2026-11-28T17:00:00.000Z", ""],
    ["", undefined, undefined, ""],
  ])("%s", (line, status, when, note) => {
    expect(read(line)).toEqual([status, when, note]);
  });

  it.each([
    ["do not call", true, undefined, ""],
    ["Don’t call, not interested, threatened a complaint", true, "Not interested", "threatened a complaint"],
    ["not interested, DNC", true, "Not interested", ""],
    ["لا تتصل، no answer", true, "No answer", ""],
    ["call", false, "Call back", ""],
    ["asked why, do not call", false, undefined, "asked why, do not call"],
  ])("%s ends the calls or does not", (line, doNotCall, status, note) => {
    const said = parseLine(line, statuses, now, "UTC", "لا تتصل");
    expect([said.doNotCall, said.status?.name, said.note]).toEqual([doNotCall, status, note]);
  });

  it("the whole name comes before the beginning of one, and that before a later word", () => {
    expect(matching("interested", statuses).map(({ name }) => name)).toEqual(["Interested", "Not interested"]);
    expect(matching("n", statuses).map(({ name }) => name)).toEqual(["New", "No answer", "Not interested"]);
  });
});
