import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { showPortal } from "../common/testPortal.tsx";
import type { Act, Explanation, Tie } from "./documents.ts";
import { parseQuestion } from "./question.ts";

const held = vi.hoisted(() => ({ permissions: [] as string[], search: {} as Record<string, string> }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({ can: (permission: string) => held.permissions.includes(permission) }),
}));
vi.mock("@tanstack/react-router", async (original) => ({
  ...(await original<typeof import("@tanstack/react-router")>()),
  useSearch: () => held.search,
  useNavigate: () => () => undefined,
}));

const { WhyPage } = await import("./WhyPage.tsx");

const agent = { __typename: "RoleRef" as const, id: "rol_a", name: "Agent", until: null };
const staffRef = (id: string, name: string) => ({ __typename: "StaffRef" as const, id, name });
const teamRef = (id: string, name: string) => ({ __typename: "TeamRef" as const, id, name });
const tie = (kind: Tie["kind"], more: Partial<Tie> = {}): Tie => ({
  __typename: "AccessTie",
  kind,
  leads: false,
  colleague: null,
  teams: [],
  ...more,
});
type View = Explanation["view"];
const sight = (may: boolean, ties: Tie[], more: Partial<View> = {}): View => ({
  __typename: "AccessView",
  may,
  grants: [{ __typename: "AccessGrant", role: agent, reach: "OWN", ties }],
  deniedBy: [],
  ...more,
});
const act = (permission: string, may: boolean, holds: boolean, more: Partial<Act> = {}): Act => ({
  __typename: "AccessAct",
  permission,
  sentence: `Sentence of ${permission}.`,
  may,
  stepUp: false,
  grants: [{ __typename: "AccessActGrant", role: agent, reach: "OWN", holds }],
  deniedBy: [],
  ...more,
});
const answer = (more: Partial<Explanation>): Explanation => ({
  __typename: "AccessExplanation",
  client: {
    __typename: "ExplainedClient",
    id: "cli_1",
    number: "C-100",
    displayName: "Olga Novak",
    owner: staffRef("stf_t", "Tom Berg"),
    team: teamRef("tea_l", "Lisbon"),
  },
  person: staffRef("stf_1", "Ana Ruiz"),
  at: "2026-11-28T10:00:00Z",
  sees: true,
  obstacles: [],
  roles: [agent],
  relations: ["OWNER"],
  view: sight(true, [tie("OWNER")]),
  acts: [],
  fields: [],
  ...more,
});
const ask = (explanation: Explanation) =>
  showPortal(<WhyPage />, {
    WhyPeople: { staffMembers: [{ id: "stf_1", name: "Ana Ruiz", status: "ACTIVE" }] },
    WhyClients: { clients: { edges: [] } },
    ExplainAccess: { explainAccess: explanation },
  });

describe("who sees what", () => {
  beforeEach(() => {
    held.permissions = ["staff.view", "client.view"];
    held.search = { staff: "stf_1", client: "cli_1" };
  });

  it("asks once both are chosen, and says by which role and relation", () => {
    const email = {
      __typename: "AccessField" as const,
      field: "EMAIL" as const,
      visibility: "PARTIAL" as const,
      words: [
        {
          __typename: "AccessFieldWord" as const,
          role: agent,
          relation: "OWNER" as const,
          visibility: "PARTIAL" as const,
          decides: true,
        },
      ],
      deniedBy: [],
    };
    const denied = act("contact.reveal", false, false, { deniedBy: [{ ...agent, id: "rol_n", name: "No reveals" }] });
    const { mutations } = ask(
      answer({
        fields: [email],
        acts: [act("client.edit", true, true), act("note.write", false, false), denied],
      }),
    );
    expect(mutations).toEqual([
      { name: "ExplainAccess", variables: { input: { staffId: "stf_1", clientId: "cli_1" } } },
    ]);
    expect(screen.getByRole("status")).toHaveTextContent("Ana Ruiz sees Olga Novak.");
    expect(screen.getByRole("listitem")).toHaveTextContent(
      "The role Agent lets its people see their own clients. Ana Ruiz owns this client.",
    );
    const shown = within(screen.getByRole("region", { name: "What is shown" }));
    expect(shown.getByRole("row", { name: /E-mail Partial.*Agent \(Owned\)/ })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /Clients: Edit.*Yes Agent \(Own\)/ })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /Notes: Write.*No Agent \(Own, beyond reach\)/ })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /Reveal.*No Denied by No reveals/ })).toBeInTheDocument();
  });

  it("says what is missing", () => {
    ask(answer({ sees: false, view: sight(false, []) }));
    expect(screen.getByRole("status")).toHaveTextContent("Ana Ruiz does not see Olga Novak.");
    expect(screen.getByRole("listitem")).toHaveTextContent(
      "Ana Ruiz neither owns this client nor takes part in it, and does not cover its owner.",
    );
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });

  it("names the way of teams, the absent colleague, denials and roles that are over", () => {
    const path = [teamRef("tea_i", "Iberia"), teamRef("tea_l", "Lisbon")];
    const ties = [
      tie("TEAM", { leads: true, teams: path }),
      tie("COVER", { colleague: staffRef("stf_t", "Tom Berg") }),
    ];
    ask(answer({ view: sight(true, ties) }));
    const words = screen.getByRole("listitem");
    expect(words).toHaveTextContent("Ana Ruiz leads the client's team or one above it: Iberia › Lisbon.");
    expect(words).toHaveTextContent("Ana Ruiz covers Tom Berg, who is absent and owns this client.");
  });

  it("says that a role denies, that one is over, and that the person is away", () => {
    const over = { ...agent, id: "rol_o", name: "Support", until: "2026-11-28T09:00:00Z" };
    const view = sight(false, [], { grants: [], deniedBy: [agent] });
    ask(answer({ sees: false, view, roles: [agent, over], obstacles: ["NOT_ACTIVE", "ARCHIVED"] }));
    const words = screen.getAllByRole("listitem").map((item) => item.textContent);
    expect(words).toHaveLength(4);
    expect(words.join(" ")).toMatch(/cannot sign in.*archived.*Agent denies seeing clients.*Support ended on/);
  });

  it("asks nothing until both are chosen, and is closed without its rights", () => {
    held.search = { client: "cli_1" };
    expect(ask(answer({})).mutations).toEqual([]);
    expect(screen.getByText("Pick a colleague and a client")).toBeInTheDocument();
    held.permissions = ["client.view"];
    expect(ask(answer({})).queries).toEqual([]);
  });

  it("takes only ids from the address", () => {
    expect(parseQuestion({ staff: "stf_1", client: "cli_1", more: 1 })).toEqual({ staff: "stf_1", client: "cli_1" });
    expect(parseQuestion({ staff: "cli_1", client: 7 })).toEqual({});
  });
});
