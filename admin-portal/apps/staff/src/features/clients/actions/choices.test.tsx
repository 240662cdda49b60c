import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, savedMeanwhile, showPortal } from "../../common/testPortal.tsx";
import type { ClientDetail } from "../documents.ts";

const status = (id: string) => ({
  id,
  name: id,
  color: "#2f6fdb",
  position: 1,
  anyNext: true,
  nextIds: [],
  retired: false,
});
const tag = (id: string) => ({ id, name: id, color: "#2f6fdb" });
vi.mock("../../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: {
      broker: { salesStatuses: ["New", "No answer", "Called"].map(status), tags: ["VIP", "Slow", "Loud"].map(tag) },
    },
    can: () => true,
  }),
}));
const { OwnerField } = await import("./OwnerField.tsx");
const { ParticipantsField } = await import("./ParticipantsField.tsx");
const { StatusField } = await import("./StatusField.tsx");
const { TagsField } = await import("./TagsField.tsx");

const [ana, tom, lea] = ["Ana", "Tom", "Lea"].map((name) => ({ id: `stf_${name}`, name })) as [Person, Person, Person];
interface Person {
  id: string;
  name: string;
}
const opened = {
  id: "cli_1",
  version: 3,
  displayName: "Olga Novak",
  owner: ana as Person | null,
  salesStatus: status("New"),
  tags: [tag("VIP")],
  actions: ["ASSIGN", "EDIT"].map((action) => ({ action, allowed: true, reason: null })),
  profile: { participants: [] as Person[] },
};
const client = opened as unknown as ClientDetail;
const now = (change: Partial<typeof opened>) => ({
  ClientDetailById: { client: { ...opened, version: 4, ...change } },
});
const staff = { AssignableStaff: { assignableStaff: [ana, tom, lea] } };
const inputs = (mutations: { variables: unknown }[]) =>
  mutations.map(({ variables }) => (variables as { input: Record<string, unknown> }).input);
const over = { id: "cli_1", version: 4 };

async function assign(name: string) {
  press("Owner: Ana. Change");
  fireEvent.click(await screen.findByRole("option", { name }));
}

describe("what is picked on a client that a colleague changed meanwhile", () => {
  it("another owner is shown, and mine is set only when I say so", async () => {
    const { mutations } = showPortal(<OwnerField client={client} />, {
      ...now({ owner: lea }),
      ...staff,
      AssignClient: savedMeanwhile("assignClient", 4),
    });
    await assign("Tom");
    const dialog = await screen.findByRole("dialog", { name: "A colleague changed this client too" });
    expect(dialog).toHaveTextContent(/Mine\s*Tom.*Theirs\s*Lea.*Original: Ana/);
    press("Keep theirs");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mutations).toHaveLength(1);
    await assign("Tom");
    fireEvent.click(await screen.findByRole("button", { name: "Set mine" }));
    await screen.findByText("Olga Novak now belongs to Tom");
    expect(inputs(mutations).at(-1)).toEqual({ ...over, ownerId: tom.id });
  });

  it("a change beside the owner asks nothing", async () => {
    const { mutations } = showPortal(<OwnerField client={client} />, {
      ...now({ salesStatus: status("Called") }),
      ...staff,
      AssignClient: savedMeanwhile("assignClient", 4),
    });
    await assign("Tom");
    await screen.findByText("Olga Novak now belongs to Tom");
    expect(inputs(mutations).at(-1)).toEqual({ ...over, ownerId: tom.id });
  });

  it("a participant comes to those that a colleague added", async () => {
    const { mutations } = showPortal(<ParticipantsField client={client} />, {
      ...now({ profile: { participants: [lea] } }),
      ...staff,
      AssignClient: savedMeanwhile("assignClient", 4),
    });
    press("Participant");
    fireEvent.click(await screen.findByRole("option", { name: "Tom" }));
    await screen.findByText("Tom takes part now");
    expect(inputs(mutations).at(-1)).toEqual({ ...over, participantIds: [lea.id, tom.id] });
  });

  it("another status is shown with mine", async () => {
    const { mutations } = showPortal(<StatusField client={client} />, {
      ...now({ salesStatus: status("Called") }),
      EditClient: savedMeanwhile("editClient", 4),
    });
    press("Sales status: New. Change");
    fireEvent.click(await screen.findByRole("menuitem", { name: "No answer" }));
    const dialog = await screen.findByRole("dialog", { name: "A colleague changed this client too" });
    expect(dialog).toHaveTextContent(/Mine\s*No answer.*Theirs\s*Called.*Original: New/);
    press("Set mine");
    await screen.findByText("Olga Novak: No answer");
    expect(inputs(mutations).at(-1)).toEqual({ ...over, salesStatusId: "No answer" });
  });

  it("a tag is set beside those of a colleague, and not twice", async () => {
    const answers = {
      ...now({ tags: [tag("Slow")] }),
      ChangeClientTags: savedMeanwhile("changeClientTags", 4),
    };
    const { mutations } = showPortal(<TagsField client={client} />, answers);
    press("Change tags");
    fireEvent.click(await screen.findByRole("menuitem", { name: "Loud" }));
    await screen.findByText("Tag Loud set");
    expect(inputs(mutations).at(-1)).toEqual({ ...over, add: ["Loud"], remove: [] });
    fireEvent.click(screen.getByRole("menuitem", { name: "Slow" }));
    await screen.findByText("Nothing left to save: the record already says so.");
    expect(mutations).toHaveLength(3);
  });
});
