import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { readTimesIn } from "../../app/format.ts";
import { showPortal } from "../common/testPortal.tsx";
import { LanguageAndTime } from "./LanguageAndTime.tsx";

const held = vi.hoisted(() => ({
  preferences: {} as Record<string, unknown>,
  reload: vi.fn(),
}));

vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { preferences: held.preferences, broker: { timeZone: "Asia/Dubai" } },
    reload: held.reload,
  }),
}));

const usual = { locale: "en", timeZone: "Asia/Dubai", ownTimeZone: false, dateStyle: "words", clock: "24" };
const saved = { SaveProfile: { changePreferences: { viewer: null, errors: [] } } };

beforeEach(() => {
  held.preferences = { ...usual, weekStart: "monday" };
  held.reload.mockClear();
  readTimesIn("Asia/Dubai");
});

it("says whose zone it is, and what time it is there", () => {
  showPortal(<LanguageAndTime />, saved);
  expect(screen.getByRole("combobox", { name: "Time zone" })).toHaveValue("As the broker: Asia/Dubai");
  expect(screen.getByText(/^Now it is .* (GST|GMT\+4)$/)).toBeInTheDocument();
});

it("goes back to the broker's zone", async () => {
  held.preferences = { ...held.preferences, timeZone: "Europe/Madrid", ownTimeZone: true };
  const { mutations } = showPortal(<LanguageAndTime />, saved);
  const field = screen.getByRole("combobox", { name: "Time zone" });
  expect((field as HTMLInputElement).value).toMatch(/^Europe\/Madrid {2}UTC\+[12]$/);
  fireEvent.click(field);
  fireEvent.change(field, { target: { value: "As the" } });
  fireEvent.click(await screen.findByRole("option", { name: "As the broker: Asia/Dubai" }));
  await waitFor(() => expect(held.reload).toHaveBeenCalled());
  expect(mutations).toEqual([{ name: "SaveProfile", variables: { input: { timeZone: "" } } }]);
});

it("keeps each choice of dates, clock and week at once", async () => {
  const { mutations } = showPortal(<LanguageAndTime />, saved);
  expect(screen.getByRole("radiogroup", { name: "A week begins on" })).toBeInTheDocument();
  for (const name of ["2026-11-22", "12 hours", "Sunday"]) fireEvent.click(screen.getByRole("radio", { name }));
  await waitFor(() => expect(held.reload).toHaveBeenCalledTimes(3));
  expect(mutations.map(({ variables }) => variables)).toEqual([
    { input: { dateStyle: "iso" } },
    { input: { clock: "12" } },
    { input: { weekStart: "sunday" } },
  ]);
});
