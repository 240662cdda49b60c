import { expect, test } from "vitest";
import {
  columnText,
  inOrder,
  moveColumn,
  parseChoice,
  parseColumnText,
  pinColumn,
  placeColumn,
  showColumn,
  usualColumns,
} from "./columnChoice.ts";

test("a stored choice comes back, without columns that are gone and with those that are new", () => {
  const stored = { order: ["phone", "horoscope", "name"], hidden: ["phone"], widths: { name: 240 } };
  const choice = parseChoice(JSON.stringify(stored));
  expect(choice.order.slice(0, 2)).toEqual(["phone", "name"]);
  expect(choice.order).toHaveLength(usualColumns.order.length);
  expect(choice.hidden).toContain("phone");
  expect(choice.hidden).toContain("tags");
  expect(choice.widths).toEqual({ name: 240 });
});

test("a broken choice is as usual", () => {
  expect(parseChoice("{")).toEqual(usualColumns);
  expect(parseChoice('{"order":1}')).toEqual(usualColumns);
  expect(parseChoice(undefined)).toEqual(usualColumns);
});

const loose = { ...usualColumns, pinned: [] };

test("columns move by one place and stop at the ends", () => {
  const moved = moveColumn(loose, "number", -1);
  expect(moved.order.slice(0, 2)).toEqual(["number", "name"]);
  expect(moveColumn(moved, "number", -1)).toBe(moved);
});

test("a dragged column takes the place of the one it is dropped on", () => {
  expect(placeColumn(loose, "phone", "name").order[0]).toBe("phone");
  expect(placeColumn(loose, "phone", "nowhere")).toBe(loose);
});

test("pinned columns stand first, and a loose one does not get among them", () => {
  const pinned = pinColumn(usualColumns, "country", true);
  expect(inOrder(pinned).slice(0, 2)).toEqual(["name", "country"]);
  expect(placeColumn(pinned, "phone", "name")).toBe(pinned);
  expect(inOrder(pinColumn(pinned, "name", false))[0]).toBe("country");
});

test("a choice from before there were pins keeps the name in view", () => {
  const stored = { order: ["phone", "name"], hidden: [], widths: {} };
  expect(parseChoice(JSON.stringify(stored)).pinned).toEqual(["name"]);
});

test("columns are shown and hidden", () => {
  const shown = showColumn(usualColumns, "tags", true);
  expect(shown.hidden).not.toContain("tags");
  expect(showColumn(shown, "tags", false).hidden).toContain("tags");
});

test("columns survive the address: order, pins, widths, and nothing that is unknown", () => {
  const text = "name!:220.country.phone:180";
  const choice = parseColumnText(text);
  expect(columnText(choice)).toBe(text);
  expect(choice.hidden).toContain("email");
  expect(choice.order).toHaveLength(usualColumns.order.length);
  expect(columnText(parseColumnText("horoscope.phone.phone!"))).toBe("name.phone");
  expect(columnText(parseColumnText(columnText(usualColumns)))).toBe(columnText(usualColumns));
});

test("a column of the broker's own is named by its field, in the address and in the browser", () => {
  const own = "fld_01kb2n7x5yf8gt3c9d4e6h1jkm";
  const shown = parseColumnText(`name!.${own}:200.nonsense`);
  expect(columnText(shown)).toBe(`name!.${own}:200`);
  expect(parseChoice(JSON.stringify(shown)).order).toContain(own);
  expect(showColumn(usualColumns, own, true).order.at(-1)).toBe(own);
});
