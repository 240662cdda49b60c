import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { showPortal } from "../common/testPortal.tsx";

const held = vi.hoisted(() => ({ can: true }));
vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ can: () => held.can }) }));

const { CustomFieldsPage } = await import("./CustomFieldsPage.tsx");

const tier = {
  id: "fld_1",
  version: 3,
  key: "tier",
  label: "Tier",
  kind: "CHOICE",
  class: null,
  required: false,
  archived: false,
  filterable: true,
  choices: [
    { id: "chc_1", label: "Gold", retired: false },
    { id: "chc_2", label: "Silver", retired: true },
  ],
};
const book = {
  customFields: [tier],
  profileLayout: { version: 2, sections: [{ title: "Person", fields: ["lastName", "firstName"] }] },
};

describe("the broker's own fields", () => {
  it("are shown with their kind, and a choice is renamed without losing the others", async () => {
    const { mutations } = showPortal(<CustomFieldsPage />, {
      CustomFieldBook: book,
      ChangeCustomField: { changeCustomField: { field: tier, errors: [] } },
    });
    const row = within(await screen.findByRole("row", { name: /Tier/ }));
    expect(row.getByText("Gold")).toBeVisible();
    fireEvent.click(row.getByRole("button", { name: "What can be done with Tier" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: "Edit" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Edit Tier" }));
    fireEvent.change(dialog.getByRole("textbox", { name: "Choice 1" }), { target: { value: "Golden" } });
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(mutations).toHaveLength(1));
    expect(mutations[0]?.variables).toEqual({
      input: {
        id: "fld_1",
        version: 3,
        label: "Tier",
        required: false,
        choices: [
          { id: "chc_1", label: "Golden", retired: false },
          { id: "chc_2", label: "Silver", retired: true },
        ],
      },
    });
  });

  it("sections are laid out as a whole, at the version that was read", async () => {
    const { mutations } = showPortal(<CustomFieldsPage />, {
      CustomFieldBook: book,
      ChangeProfileLayout: { changeProfileLayout: { layout: book.profileLayout, errors: [] } },
    });
    const layout = within(await screen.findByRole("region", { name: "Layout of the profile" }));
    fireEvent.click(layout.getByRole("button", { name: "Move First name up" }));
    fireEvent.change(layout.getByRole("textbox", { name: "Title of section 1" }), { target: { value: "Who it is" } });
    fireEvent.click(layout.getByRole("button", { name: "Save the layout" }));
    await waitFor(() => expect(mutations).toHaveLength(1));
    expect(mutations[0]?.variables).toEqual({
      input: { version: 2, sections: [{ title: "Who it is", fields: ["firstName", "lastName"] }] },
    });
  });

  it("are not there for those who may not manage them", async () => {
    held.can = false;
    const { queries } = showPortal(<CustomFieldsPage />, { CustomFieldBook: book });
    expect(screen.queryByRole("button", { name: "New field" })).toBeNull();
    expect(queries).toHaveLength(0);
    held.can = true;
  });
});
