import { expect, test } from "vitest";
import type { ClientDetail } from "../documents.ts";
import { editInput, valuesOf } from "./editModel.ts";

const masked = { display: "••••", masked: true, canReveal: false, present: true };
const client = {
  id: "cli_1",
  version: 3,
  country: "CY",
  language: null,
  source: "Web",
  status: "ACTIVE",
  retentionStatus: null,
  nextFollowUpAt: "2026-12-01T10:00:00Z",
  profile: {
    firstName: "Olga",
    middleName: null,
    lastName: "Novak",
    companyName: null,
    nationality: "CZ",
    campaign: null,
    referrerCode: null,
    riskLevel: "LOW",
    pep: false,
    usPerson: false,
    marketingConsent: true,
    dateOfBirth: masked,
    address: masked,
  },
} as unknown as ClientDetail;

test("only what was changed travels, an emptied field as null", () => {
  const base = valuesOf(client);
  expect(editInput("cli_1", 3, base, { ...base, firstName: "Olha", nationality: "" }, {})).toEqual({
    id: "cli_1",
    version: 3,
    firstName: "Olha",
    nationality: null,
  });
});

test("MASK: a masked value never goes into the form, so it can never be written back", () => {
  const base = valuesOf(client);
  expect(base.dateOfBirth).toBe("");
  expect(JSON.stringify(base)).not.toContain("•");
  const input = editInput("cli_1", 3, base, { ...base, lastName: "Nováková" }, {});
  expect(input).not.toHaveProperty("dateOfBirth");
  expect(input).not.toHaveProperty("address");
});

test("a replaced masked value travels as typed", () => {
  const base = valuesOf(client);
  expect(editInput("cli_1", 3, base, base, { dateOfBirth: "1990-02-01" })).toEqual({
    id: "cli_1",
    version: 3,
    dateOfBirth: "1990-02-01",
  });
});

test("the broker's own fields travel beside the others, and a masked one is no part of the form", () => {
  const own = (fieldId: string, display: string, more = {}) => ({
    fieldId,
    choiceId: null,
    value: { display, masked: false, canReveal: false, present: true },
    ...more,
  });
  const customFields = [
    own("fld_1", "Harbour Lines"),
    own("fld_2", "Gold", { choiceId: "chc_1" }),
    own("fld_3", "••••", { value: masked }),
  ];
  const filled = { ...client, profile: { ...client.profile, customFields } } as unknown as ClientDetail;
  const base = valuesOf(filled);
  expect(base.fld_1).toBe("Harbour Lines");
  expect(base.fld_2).toBe("chc_1");
  expect("fld_3" in base).toBe(false);
  const mine = { ...base, fld_1: "", fld_2: "chc_2", source: "Fair" };
  expect(editInput("cli_1", 3, base, mine, {})).toEqual({
    id: "cli_1",
    version: 3,
    source: "Fair",
    customFields: [
      { fieldId: "fld_1", value: null },
      { fieldId: "fld_2", value: "chc_2" },
    ],
  });
});

test("when the client is to be contacted next comes of its tasks: the form does not write it", () => {
  expect(valuesOf(client)).not.toHaveProperty("nextFollowUpAt");
});
