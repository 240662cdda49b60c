import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, read, savedMeanwhile, showPortal } from "../common/testPortal.tsx";

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

  it("a choice that a colleague added stays, and what both renamed is asked", async () => {
    const theirs = {
      ...tier,
      version: 4,
      required: true,
      choices: [{ ...tier.choices[0], label: "Best" }, tier.choices[1], { id: "chc_3", label: "Iron", retired: false }],
    };
    const shown = read(book);
    const { mutations } = showPortal(<CustomFieldsPage />, {
      CustomFieldBook: shown.answer,
      ChangeCustomField: savedMeanwhile("changeCustomField", 4, { field: theirs }),
    });
    fireEvent.click(await screen.findByRole("button", { name: "What can be done with Tier" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: "Edit" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Edit Tier" }));
    fireEvent.change(dialog.getByRole("textbox", { name: "Choice 1" }), { target: { value: "Golden" } });
    fireEvent.click(dialog.getByRole("button", { name: "Add a choice" }));
    fireEvent.change(dialog.getByRole("textbox", { name: "Choice 3" }), { target: { value: "Bronze" } });
    shown.becomes({ ...book, customFields: [theirs as typeof tier] });
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    const asked = within(await screen.findByRole("dialog", { name: "A colleague changed this too" }));
    expect(asked.getByRole("group", { name: "Choice “Gold”" })).toHaveTextContent(/Mine\s*Golden\s*Theirs\s*Best/);
    fireEvent.click(asked.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations[1]?.variables).toEqual({
      input: {
        id: "fld_1",
        version: 4,
        label: "Tier",
        required: true,
        choices: [
          { id: "chc_1", label: "Golden", retired: false },
          { id: "chc_2", label: "Silver", retired: true },
          { id: "chc_3", label: "Iron", retired: false },
          { label: "Bronze", retired: false },
        ],
      },
    });
  });

  it("a layout that a colleague saved is shown in words beside mine", async () => {
    const shown = read(book);
    const { mutations } = showPortal(<CustomFieldsPage />, {
      CustomFieldBook: shown.answer,
      ChangeProfileLayout: savedMeanwhile("changeProfileLayout", 3, { layout: book.profileLayout }),
    });
    const layout = within(await screen.findByRole("region", { name: "Layout of the profile" }));
    fireEvent.change(layout.getByRole("textbox", { name: "Title of section 1" }), { target: { value: "Who it is" } });
    shown.becomes({ ...book, profileLayout: { version: 3, sections: [{ title: "Human", fields: ["lastName"] }] } });
    fireEvent.click(layout.getByRole("button", { name: "Save the layout" }));
    const dialog = await screen.findByRole("dialog", { name: "A colleague changed this too" });
    expect(dialog).toHaveTextContent(/Mine\s*Who it is: Last name, First name\s*Theirs\s*Human: Last name/);
    press("Back to the form");
    expect(layout.getByRole("textbox", { name: "Title of section 1" })).toHaveValue("Who it is");
    press("Save the layout");
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    await screen.findByText("The layout is saved");
    expect(mutations.at(-1)?.variables).toEqual({
      input: { version: 3, sections: [{ title: "Who it is", fields: ["lastName", "firstName"] }] },
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
