import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { expect, test } from "vitest";
import { type ClientView, newestFirst, nextSort, parseSort, parseView, writeSort } from "./view.ts";

const throughAddress = (view: ClientView) => parseView(defaultParseSearch(defaultStringifySearch(view)));

test("a view survives the address bar", () => {
  const view: ClientView = {
    q: "olga & sons",
    sort: "-contact",
    filter: {
      join: "any",
      items: [
        { field: "country", values: ["CY", "ES"] },
        { field: "owner", empty: true },
      ],
    },
    id: "cli_0190abc",
    tab: "notes",
  };
  expect(throughAddress(view)).toEqual(view);
});

test("the usual view has an empty address", () => {
  expect(parseView({})).toEqual({});
  expect(writeSort(newestFirst)).toBeUndefined();
  expect(parseView({ sort: "-created", tab: "overview", id: "" })).toEqual({});
});

test("a search for digits stays text", () => {
  expect(throughAddress({ q: "100234" })).toEqual({ q: "100234" });
  expect(parseView({ q: 100234 })).toEqual({ q: "100234" });
});

test("nonsense in the address is as usual, never an error", () => {
  expect(parseView({ sort: "password", filter: "[", id: 7, tab: "money", q: {} })).toEqual({});
  expect(parseSort("constructor")).toBeUndefined();
});

test("headings turn the order round, times start with the newest", () => {
  expect(nextSort(newestFirst, "NAME")).toEqual({ field: "NAME", direction: "ASC" });
  expect(nextSort({ field: "NAME", direction: "ASC" }, "NAME")).toEqual({ field: "NAME", direction: "DESC" });
  expect(nextSort({ field: "NAME", direction: "ASC" }, "LAST_CONTACT_AT")).toEqual({
    field: "LAST_CONTACT_AT",
    direction: "DESC",
  });
});

test("changes of a saved view survive the address, also what was taken away", () => {
  const view: ClientView = {
    view: `viw_${"0".repeat(26)}`,
    sort: "-created",
    filter: { join: "all", items: [] },
    cols: "name!:220.country",
    density: "own",
    group: "none",
  };
  expect(throughAddress(view)).toEqual(view);
  const chosen: ClientView = { group: "owner", in: `stf_${"0".repeat(26)}`, density: "compact" };
  expect(throughAddress(chosen)).toEqual(chosen);
  expect(parseView({ view: "viw_x", cols: "<b>", density: "own", group: "phone", in: "a b" })).toEqual({});
});
