import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { press, read, savedMeanwhile, showPortal, type } from "../common/testPortal.tsx";
import { TagList } from "./TagList.tsx";

const vip = { __typename: "BrokerTag" as const, id: "tag_1", version: 1, name: "VIP", color: "#8a63d2" };
const act = async (name: string) => {
  press(`What can be done with ${vip.name}`);
  fireEvent.click(await screen.findByRole("menuitem", { name }));
};

describe("the broker's tags", () => {
  it("are made by name and colour; what is wrong stands at the field", async () => {
    const { mutations } = showPortal(<TagList tags={[]} />, {
      CreateTag: { createTag: { errors: [{ code: "taken", message: "Another tag has this name.", path: ["name"] }] } },
    });
    expect(screen.getByText(/No tags yet/)).toBeVisible();
    press("New tag");
    await screen.findByRole("dialog", { name: "New tag" });
    type("Name", "VIP");
    press("Make");
    expect(await screen.findByText("Another tag has this name.")).toBeVisible();
    expect(mutations).toEqual([{ name: "CreateTag", variables: { input: { name: "VIP", color: "#2f6fdb" } } }]);
  });

  it("what two people changed of one is merged, or asked for", async () => {
    const theirs = { ...vip, version: 2, color: "#0e8a8a" };
    const statuses = read({
      viewer: { staff: { id: "stf_1" }, broker: { salesStatuses: [], retentionStatuses: [], tags: [theirs] } },
    });
    const { mutations } = showPortal(<TagList tags={[vip]} />, {
      ClientStatuses: statuses.answer,
      ChangeTag: savedMeanwhile("changeTag", 2, { tag: { ...theirs, version: 3, name: "Best" } }),
    });
    await act("Edit");
    await screen.findByRole("dialog", { name: "Edit VIP" });
    type("Name", "Best");
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "tag_1", version: 1, name: "Best", color: "#8a63d2" } },
      { input: { id: "tag_1", version: 2, name: "Best", color: "#0e8a8a" } },
    ]);
  });

  it("are not deleted while clients have them, and it says how to mend that", async () => {
    const message = "Clients still have this tag (3, archived ones counted). Take it away from them first.";
    showPortal(<TagList tags={[vip]} />, {
      DeleteTag: { deleteTag: { errors: [{ code: "in_use", message, path: ["id"] }] } },
    });
    await act("Delete");
    const dialog = within(await screen.findByRole("dialog", { name: "Delete the tag “VIP”?" }));
    fireEvent.click(dialog.getByRole("button", { name: "Delete the tag" }));
    expect(await dialog.findByText(message)).toBeVisible();
  });
});
