import { describe, expect, it } from "vitest";
import { codeOf, inGroups, isCode, qrImage, recoveryFile } from "./totpForm.ts";
import { zoneOptions } from "./zones.ts";

describe("the code of an authenticator app", () => {
  it.each([
    ["123456", "123456"],
    ["123 456", "123456"],
    [" 123-456 ", "123456"],
    ["١٢٣٤٥٦", "123456"],
    ["１２３４５６", "123456"],
  ])("%s is taken", (typed, code) => {
    expect(codeOf(typed)).toBe(code);
    expect(isCode(typed)).toBe(true);
  });

  it.each(["", "12345", "1234567", "12345a", "abcdef"])("%s is not sent", (typed) => {
    expect(isCode(typed)).toBe(false);
  });
});

describe("enrolment", () => {
  it("shows the key in fours and the picture as an image that runs nothing", () => {
    expect(inGroups("ABCDEFGHIJ")).toBe("ABCD EFGH IJ");
    expect(inGroups("")).toBe("");
    const image = qrImage('<svg onload="x()">#</svg>');
    expect(image.startsWith("data:image/svg+xml,")).toBe(true);
    expect(image).not.toContain("<");
    expect(image.slice(5)).not.toContain("#");
  });

  it("the file of recovery codes says whose they are and how they work", () => {
    const where = { broker: "Atlas FX", origin: "atlas.example", email: "ana@example.com", day: "22 Nov 2026" };
    const file = recoveryFile(["aaaa-bbbb", "cccc-dddd"], where);
    for (const part of ["Atlas FX", "atlas.example", "ana@example.com", "22 Nov 2026", "aaaa-bbbb\ncccc-dddd\n"]) {
      expect(file).toContain(part);
    }
  });
});

describe("time zones", () => {
  it("offer what the browser knows, and always the chosen one", () => {
    const zones = zoneOptions("Mars/Olympus");
    expect(zones.some(({ value }) => value === "UTC")).toBe(true);
    expect(zones.find(({ value }) => value === "Mars/Olympus")).toEqual({
      value: "Mars/Olympus",
      label: "Mars/Olympus",
    });
  });
});
