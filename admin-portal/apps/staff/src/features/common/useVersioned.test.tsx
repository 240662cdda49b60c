import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { showPortal } from "./testPortal.tsx";
import { useVersioned, type Versioned } from "./useVersioned.tsx";

interface Draft {
  name: string;
  desk: string;
}

const conflict = { done: false as const, errors: [{ code: "conflict", message: "", path: [] }] };
const start: Versioned<Draft> = { version: 1, values: { name: "North", desk: "Sales" } };

interface FormProps {
  now: Versioned<Draft>;
  sent: (version: number, mine: Draft) => void;
  mine: Draft;
  picked?: boolean;
  lookAgain?: boolean;
}

function Form({ now, sent, mine, ...how }: FormProps) {
  const [draft, setDraft] = useState(mine);
  const [saved, setSaved] = useState(false);
  const form = useVersioned<Draft>({
    start,
    send: async (from, values) => {
      sent(from.version, values);
      return from.version === now.version ? { done: true, payload: {} } : conflict;
    },
    latest: async () => now,
    onMerged: setDraft,
    onSaved: () => setSaved(true),
    labels: { name: "Name", desk: "Desk" },
    ...how,
  });
  if (form.clashing) return form.dialog;
  return (
    <button type="button" onClick={() => form.save(draft)}>
      {saved ? "Saved" : `Save ${draft.name}`}
    </button>
  );
}

test("what only one of us changed is merged by itself and saved over the new version", async () => {
  const sent = vi.fn();
  const now = { version: 2, values: { name: "North", desk: "Retention" } };
  showPortal(<Form now={now} sent={sent} mine={{ name: "South", desk: "Sales" }} />, {});
  fireEvent.click(await screen.findByRole("button", { name: "Save South" }));
  await screen.findByRole("button", { name: "Saved" });
  expect(sent.mock.calls).toEqual([
    [1, { name: "South", desk: "Sales" }],
    [2, { name: "South", desk: "Retention" }],
  ]);
});

test("what both changed is asked for, field by field, and closing the dialog loses nothing", async () => {
  const sent = vi.fn();
  const now = { version: 2, values: { name: "East", desk: "Retention" } };
  showPortal(<Form now={now} sent={sent} mine={{ name: "South", desk: "Sales" }} />, {});
  fireEvent.click(await screen.findByRole("button", { name: "Save South" }));
  await screen.findByRole("dialog", { name: "A colleague changed this too" });
  expect(screen.getByRole<HTMLInputElement>("radio", { name: /Mine\s*South/ }).checked).toBe(true);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: /Theirs\s*Retention/ }).checked).toBe(true);
  expect(screen.getByText("Original: North")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Back to the form" }));
  fireEvent.click(await screen.findByRole("button", { name: "Save South" }));
  await screen.findByRole("dialog", { name: "A colleague changed this too" });
  fireEvent.click(screen.getByRole("radio", { name: /Theirs\s*East/ }));
  fireEvent.click(screen.getByRole("radio", { name: /Mine\s*Sales/ }));
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(sent).toHaveBeenLastCalledWith(2, { name: "East", desk: "Sales" }));
});

test("what was picked is set over theirs, or theirs stays and nothing is sent", async () => {
  const sent = vi.fn();
  const now = { version: 2, values: { name: "East", desk: "Sales" } };
  showPortal(<Form now={now} sent={sent} mine={{ name: "South", desk: "Sales" }} picked />, {});
  fireEvent.click(await screen.findByRole("button", { name: "Save South" }));
  const dialog = await screen.findByRole("dialog", { name: "A colleague changed this too" });
  expect(dialog).toHaveTextContent(/Mine\s*South.*Theirs\s*East.*Original: North/);
  expect(screen.queryByRole("radio")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Keep theirs" }));
  expect(sent).toHaveBeenCalledTimes(1);
  fireEvent.click(await screen.findByRole("button", { name: "Save South" }));
  fireEvent.click(await screen.findByRole("button", { name: "Set mine" }));
  await screen.findByRole("button", { name: "Saved" });
  expect(sent).toHaveBeenLastCalledWith(2, { name: "South", desk: "Sales" });
});

test("where the form says what a choice does, the choice stands in it before it is saved", async () => {
  const sent = vi.fn();
  const now = { version: 2, values: { name: "East", desk: "Retention" } };
  showPortal(<Form now={now} sent={sent} mine={{ name: "South", desk: "Sales" }} lookAgain />, {});
  fireEvent.click(await screen.findByRole("button", { name: "Save South" }));
  fireEvent.click(await screen.findByRole("button", { name: "Take into the form" }));
  const save = await screen.findByRole("button", { name: "Save South" });
  expect(sent).toHaveBeenCalledTimes(1);
  fireEvent.click(save);
  await screen.findByRole("button", { name: "Saved" });
  expect(sent).toHaveBeenLastCalledWith(2, { name: "South", desk: "Retention" });
});
