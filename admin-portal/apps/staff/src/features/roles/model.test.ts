import { describe, expect, it } from "vitest";
import { differences as clashes, merged, theirsAtFirst } from "../common/conflict.ts";
import { cellsOf, differences, draftOfCells, editInput, type RoleCells } from "./changes.ts";
import { cellName, cellText } from "./labels.ts";
import { mayGive, mayShow, mostVisible, withinOwn } from "./limits.ts";
import {
  deniedFields,
  deniedPermissions,
  draftOf,
  effective,
  emptyDraft,
  fieldInputs,
  grantInputs,
  levelOf,
  matrixOf,
  type Permission,
  type RoleDraft,
  withField,
  withLevel,
} from "./model.ts";

const entry = (permission: string, more: Partial<Permission> = {}): Permission => {
  const [resource = "", verb = ""] = permission.split(".");
  return {
    permission,
    resource,
    verb,
    sentence: "",
    hasReach: true,
    stepUp: false,
    grantable: true,
    maxReach: "ALL",
    ...more,
  };
};
const catalogue = [
  entry("client.view"),
  entry("client.edit", { maxReach: "TEAM" }),
  entry("client.create", { hasReach: false, maxReach: null }),
  entry("staff.view", { hasReach: false, maxReach: null }),
  entry("role.manage", { hasReach: false, grantable: false, maxReach: null }),
];
const draft = (more: Partial<RoleDraft>): RoleDraft => ({ ...emptyDraft, ...more });

describe("the matrix", () => {
  it("has a row a resource and a column a verb, in the catalogue's order, with gaps", () => {
    const matrix = matrixOf(catalogue);
    expect(matrix.resources).toEqual(["client", "staff", "role"]);
    expect(matrix.verbs).toEqual(["view", "edit", "create", "manage"]);
    expect(matrix.at("client", "edit")?.permission).toBe("client.edit");
    expect(matrix.at("staff", "edit")).toBeUndefined();
  });

  it("reads a role and writes the same back", () => {
    const role = {
      name: "Agent",
      description: "",
      grants: [
        { permission: "client.view", reach: "OWN" as const },
        { permission: "client.create", reach: "ALL" as const },
      ],
      fields: [{ field: "EMAIL" as const, relation: "ANY" as const, visibility: "PARTIAL" as const }],
      deniedPermissions: ["client.edit"],
      deniedFields: ["PHONE" as const],
    };
    const read = draftOf(role, catalogue);
    expect(read.grants).toEqual({ "client.view": "OWN", "client.create": "YES", "client.edit": "DENY" });
    expect([deniedPermissions(read.grants), deniedFields(read.fields)]).toEqual([["client.edit"], ["PHONE"]]);
    expect(grantInputs(read.grants)).toEqual([
      { permission: "client.view", reach: "OWN" },
      { permission: "client.create", reach: null },
    ]);
    expect(fieldInputs(read.fields)).toEqual(role.fields);
  });

  it("a cell without a grant is none, and becomes none again", () => {
    const given = withLevel({}, "client.view", "TEAM");
    expect(levelOf(given, "client.view")).toBe("TEAM");
    expect(withLevel(given, "client.view", "NONE")).toEqual({});
    expect(levelOf({}, "client.view")).toBe("NONE");
  });
});

describe("what a role shows", () => {
  it("takes the rule for every client unless a relation has its own", () => {
    const fields = { "EMAIL ANY": "PARTIAL", "EMAIL OWNER": "FULL" } as const;
    expect(effective(fields, "EMAIL", "OWNER")).toEqual({ visibility: "FULL", inherited: false });
    expect(effective(fields, "EMAIL", "OTHER")).toEqual({ visibility: "PARTIAL", inherited: true });
  });

  it("masks what a role says nothing about, as the server does", () => {
    expect(effective({}, "PHONE", "ANY")).toEqual({ visibility: "MASKED", inherited: true });
    expect(effective({}, "PHONE", "OWNER")).toEqual({ visibility: "MASKED", inherited: true });
  });

  it("a denial stands for every client, and takes the field's rules with it", () => {
    const denied = withField(
      { "EMAIL ANY": "FULL", "EMAIL OWNER": "FULL", "PHONE ANY": "FULL" },
      "EMAIL",
      "ANY",
      "DENY",
    );
    expect(denied).toEqual({ "EMAIL ANY": "DENY", "PHONE ANY": "FULL" });
    expect(effective(denied, "EMAIL", "OWNER")).toEqual({ visibility: "HIDDEN", inherited: true });
    expect(fieldInputs(denied)).toEqual([{ field: "PHONE", relation: "ANY", visibility: "FULL" }]);
    expect(deniedFields(denied)).toEqual(["EMAIL"]);
  });

  it("a rule of its own can be taken back", () => {
    const own = withField({ "EMAIL ANY": "FULL" }, "EMAIL", "OTHER", "HIDDEN");
    expect(effective(own, "EMAIL", "OTHER")).toEqual({ visibility: "HIDDEN", inherited: false });
    expect(withField(own, "EMAIL", "OTHER", undefined)).toEqual({ "EMAIL ANY": "FULL" });
  });
});

describe("beyond one's own rights (RBAC-03)", () => {
  it("gives what one holds as far as one holds it, and takes anything away", () => {
    const [view, edit, create, , manage] = catalogue as [Permission, Permission, Permission, Permission, Permission];
    expect(mayGive(view, "ALL")).toBe(true);
    expect(mayGive(edit, "TEAM")).toBe(true);
    expect(mayGive(edit, "ALL")).toBe(false);
    expect(mayGive(create, "YES")).toBe(true);
    expect(mayGive(manage, "YES")).toBe(false);
    expect(mayGive(manage, "NONE")).toBe(true);
    expect(mayGive(entry("x.y", { maxReach: null }), "OWN")).toBe(false);
    expect(mayGive(view, "DENY")).toBe(true);
    expect(mayGive(edit, "DENY")).toBe(false);
    expect(mayGive(create, "DENY")).toBe(true);
    expect(mayGive(manage, "DENY")).toBe(false);
  });

  const own = [
    { field: "EMAIL", relation: "ANY", visibility: "FULL" },
    { field: "EMAIL", relation: "OWNER", visibility: "FULL" },
    { field: "EMAIL", relation: "PARTICIPANT", visibility: "FULL" },
    { field: "EMAIL", relation: "SAME_TEAM", visibility: "FULL" },
    { field: "EMAIL", relation: "OTHER", visibility: "PARTIAL" },
  ] as const;

  it("shows others no more than one sees; for every client, the least of all relations", () => {
    expect(mostVisible(own, "EMAIL", "OWNER")).toBe("FULL");
    expect(mostVisible(own, "EMAIL", "ANY")).toBe("PARTIAL");
    expect(mayShow(own, "EMAIL", "ANY", "FULL")).toBe(false);
    expect(mayShow(own, "EMAIL", "ANY", "MASKED")).toBe(true);
    expect(mostVisible(own, "PHONE", "OWNER")).toBe("MASKED");
  });

  it("a copy is narrowed to what its maker may give, and says how much", () => {
    const rules = {
      grants: { "client.view": "ALL", "client.edit": "ALL", "role.manage": "YES", "gone.away": "OWN" },
      fields: { "EMAIL ANY": "FULL", "EMAIL OWNER": "FULL", "PHONE ANY": "HIDDEN" },
    } as const;
    expect(withinOwn(rules, catalogue, own)).toEqual({
      grants: { "client.view": "ALL", "client.edit": "TEAM" },
      fields: { "EMAIL ANY": "PARTIAL", "EMAIL OWNER": "FULL", "PHONE ANY": "HIDDEN" },
      narrowed: 4,
    });
  });
});

describe("changes", () => {
  const base = draft({ name: "Agent", grants: { "client.view": "OWN" }, fields: { "EMAIL ANY": "PARTIAL" } });

  it("lists each cell that differs", () => {
    const after = draft({ name: "Agent ", grants: { "client.view": "TEAM", "client.create": "YES" } });
    expect(differences(base, after)).toEqual([
      { key: "grant client.view", before: "OWN", after: "TEAM" },
      { key: "field EMAIL ANY", before: "PARTIAL", after: undefined },
      { key: "grant client.create", before: undefined, after: "YES" },
    ]);
    expect(differences(base, base)).toEqual([]);
  });

  it("sends only the parts that changed, whole", () => {
    const after = { ...base, grants: { ...base.grants, "client.create": "YES" as const } };
    expect(editInput("rol_1", 3, base, after)).toEqual({
      id: "rol_1",
      version: 3,
      grants: [
        { permission: "client.view", reach: "OWN" },
        { permission: "client.create", reach: null },
      ],
      deniedPermissions: [],
    });
    expect(editInput("rol_1", 3, base, { ...base, description: " x " })).toEqual({
      id: "rol_1",
      version: 3,
      description: "x",
    });
  });

  it("a copy keeps no denial that its maker may not give", () => {
    const rules = {
      grants: { "client.view": "DENY", "client.edit": "DENY" },
      fields: { "EMAIL ANY": "DENY" },
    } as const;
    const sees = [{ field: "EMAIL", relation: "ANY", visibility: "PARTIAL" }] as const;
    expect(withinOwn(rules, catalogue, sees)).toEqual({ grants: { "client.view": "DENY" }, fields: {}, narrowed: 2 });
  });

  it("merges permission by permission, and a class of fields with all of its rules", () => {
    const opened = draft({ ...base, fields: { "EMAIL ANY": "MASKED", "PHONE ANY": "FULL" } });
    const mine = draft({ ...opened, grants: { "client.view": "ALL" }, fields: { "EMAIL ANY": "DENY" } });
    const theirs = draft({
      ...opened,
      name: "Agents",
      grants: { "client.view": "TEAM", "client.create": "YES" },
      fields: { ...opened.fields, "EMAIL OWNER": "FULL" },
    });
    const cells = [opened, mine, theirs].map(cellsOf) as [RoleCells, RoleCells, RoleCells];
    const asked = clashes(...cells).filter(({ both }) => both);
    expect(asked.map(({ field }) => field)).toEqual(["grant client.view", "field EMAIL"]);
    expect(draftOfCells(merged(cells[1], cells[2], theirsAtFirst(...cells)))).toEqual({
      name: "Agents",
      description: "",
      grants: { "client.view": "ALL", "client.create": "YES" },
      fields: { "EMAIL ANY": "DENY" },
    });
  });

  it("says in words what two people made of a part", () => {
    expect(cellName("grant client.view")).toBe("Clients: View");
    expect(cellText("grant client.view", undefined)).toBe("None");
    expect(cellName("field EMAIL")).toBe("E-mail");
    expect(cellText("field EMAIL", { "EMAIL ANY": "MASKED", "EMAIL OWNER": "FULL" })).toBe(
      "Every client: Masked\nOwned: Full",
    );
    expect(cellText("field EMAIL", undefined)).toBe("Inherited");
  });
});
