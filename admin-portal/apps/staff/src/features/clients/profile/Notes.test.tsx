import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, savedMeanwhile, showPortal, type } from "../../common/testPortal.tsx";
import type { ClientDetail } from "../documents.ts";

vi.mock("../../../app/viewer.tsx", () => ({
  useViewer: () => ({ viewer: { staff: { id: "stf_1" } }, can: () => true }),
}));
const { Notes } = await import("./Notes.tsx");

const note = {
  id: "nte_1",
  version: 1,
  text: "Calls back on Monday.",
  pinned: false,
  author: { id: "stf_me", name: "Ana Ruiz" },
  createdAt: "2026-11-01T10:00:00Z",
  updatedAt: "2026-11-01T10:00:00Z",
  mine: true,
};
const clientWith = (...notes: (typeof note)[]) =>
  ({
    id: "cli_1",
    actions: [{ action: "WRITE_NOTE", allowed: true, reason: null }],
    profile: { notes },
  }) as unknown as ClientDetail;

function show(now: typeof note) {
  return showPortal(<Notes client={clientWith(note)} />, {
    ClientDetailById: { client: clientWith(now) },
    EditNote: savedMeanwhile("editNote", now.version, { note: now }),
  });
}

describe("notes that two people change", () => {
  it("a pin that was set meanwhile stays, and the text is saved over it", async () => {
    const { mutations } = show({ ...note, version: 2, pinned: true });
    press("Edit the note");
    type("Note", "Calls back on Friday.");
    const [, save] = screen.getAllByRole("button", { name: "Save note" });
    if (save) fireEvent.click(save);
    await waitFor(() => expect(screen.queryByLabelText("Note")).toBeNull());
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "nte_1", version: 1, text: "Calls back on Friday." } },
      { input: { id: "nte_1", version: 2, text: "Calls back on Friday." } },
    ]);
  });

  it("another text is asked for, and what was typed stays in the editor", async () => {
    const { mutations } = show({ ...note, version: 2, text: "Calls back never." });
    press("Edit the note");
    type("Note", "Calls back on Friday.");
    fireEvent.keyDown(screen.getByLabelText("Note"), { key: "Enter", ctrlKey: true });
    const dialog = await screen.findByRole("dialog", { name: "This note was changed meanwhile" });
    expect(dialog).toHaveTextContent("Original: Calls back on Monday.");
    press("Back to the form");
    expect(screen.getByLabelText("Note")).toHaveValue("Calls back on Friday.");
    fireEvent.keyDown(screen.getByLabelText("Note"), { key: "Enter", ctrlKey: true });
    await screen.findByRole("radio", { name: /Theirs\s*Calls back never/ });
    press("Save");
    await waitFor(() => expect(screen.queryByLabelText("Note")).toBeNull());
    expect(mutations.at(-1)?.variables).toEqual({ input: { id: "nte_1", version: 2, text: "Calls back on Friday." } });
  });

  it("the pin is set over a text that changed meanwhile", async () => {
    const { mutations } = show({ ...note, version: 4, text: "Calls back never." });
    press("Pin to the top");
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations[1]?.variables).toEqual({ input: { id: "nte_1", version: 4, pinned: true } });
  });
});

it("a note that was begun is there again after a look at something else", () => {
  const seen = show(note);
  type("New note", "Asks for the spreads of");
  seen.unmount();
  show(note);
  expect(screen.getByLabelText("New note")).toHaveValue("Asks for the spreads of");
  type("New note", "");
});
