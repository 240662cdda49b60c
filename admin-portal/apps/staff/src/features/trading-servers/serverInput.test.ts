import { describe, expect, it } from "vitest";
import { sampleServer } from "./sampleServer.ts";
import {
  addInput,
  asksForSecret,
  draftOf,
  editInput,
  emptyDraft,
  isFilledIn,
  otherProblems,
  portOf,
  splitAddress,
} from "./serverInput.ts";

const pin = "ab".repeat(32);
const server = { ...sampleServer, pin };

describe("a trading server in the form", () => {
  it("takes host and port out of what is pasted", () => {
    expect(splitAddress(" https://mt5.atlas.example:1443/ ")).toEqual({ host: "mt5.atlas.example", port: "1443" });
    expect(splitAddress("mt5.atlas.example/path?x")).toEqual({ host: "mt5.atlas.example" });
    expect(splitAddress("2001:db8::5")).toEqual({ host: "2001:db8::5" });
  });

  it("knows a port", () => {
    expect(portOf(" 443 ")).toBe(443);
    for (const none of ["", "0", "65536", "44x", "-1", "4.4"]) expect(portOf(none)).toBeUndefined();
  });

  it("sends of a new one only what fits its product and its trust", () => {
    const typed = {
      ...emptyDraft,
      name: " Live 1 ",
      host: "mt5.atlas.example",
      manager: "1204",
      secret: " pass word ",
      pin,
      authorities: "-----BEGIN CERTIFICATE-----",
      scope: "left over",
    };
    expect(addInput(typed)).toEqual({
      kind: "MT5",
      environment: "LIVE",
      name: "Live 1",
      host: "mt5.atlas.example",
      port: 443,
      manager: "1204",
      secret: " pass word ",
      daylight: "EUROPE",
    });
    expect(addInput({ ...typed, kind: "MT4", trust: "pin" })).toMatchObject({ pin, scope: "left over" });
    expect(addInput({ ...typed, kind: "MT4", trust: "plain" })).toMatchObject({ plain: true });
    expect(addInput({ ...typed, trust: "authorities" })).not.toHaveProperty("pin");
  });

  it("is complete only with its secret, its port and what its trust needs", () => {
    const whole = { ...draftOf(server), secret: "x" };
    expect(isFilledIn(whole, true)).toBe(true);
    expect(isFilledIn({ ...whole, secret: "" }, true)).toBe(false);
    expect(isFilledIn({ ...whole, secret: "" }, false)).toBe(true);
    expect(isFilledIn({ ...whole, port: "x" }, true)).toBe(false);
    expect(isFilledIn({ ...whole, pin: " " }, true)).toBe(false);
    expect(isFilledIn({ ...whole, trust: "authorities" }, true)).toBe(false);
  });

  it("sends of a changed one only what changed; another trust clears the old one and asks for the secret", () => {
    const as = draftOf(server);
    expect(editInput(server.id, { version: server.version, values: draftOf(server) }, as)).toEqual({
      id: "tsr_1",
      version: 3,
    });
    const renamed = editInput(
      server.id,
      { version: server.version, values: draftOf(server) },
      { ...as, name: "Live 2" },
    );
    expect(renamed).toEqual({ id: "tsr_1", version: 3, name: "Live 2" });
    expect(asksForSecret(renamed)).toBe(false);
    const open = editInput(server.id, { version: server.version, values: draftOf(server) }, { ...as, trust: "public" });
    expect(open).toEqual({ id: "tsr_1", version: 3, pin: "" });
    expect(asksForSecret(open)).toBe(true);
    expect(
      editInput(server.id, { version: server.version, values: draftOf(server) }, { ...as, secret: "new" }),
    ).toEqual({ id: "tsr_1", version: 3, secret: "new" });
  });

  it("does not say twice that a right is missing", () => {
    const problems = ["The symbols cannot be read: busy.", "The manager's account lacks a right: access to deals."];
    expect(otherProblems(problems, ["access to deals"])).toEqual(["The symbols cannot be read: busy."]);
    expect(otherProblems(problems, [])).toEqual(problems);
  });
});
