import { expect, it } from "vitest";
import { laidOut } from "./placed.ts";

it("a layout decides the order, and what it does not place stands below", () => {
  const sections = [
    { title: "First", fields: ["phone", "fld_1", "gone"] },
    { title: "Empty", fields: ["gone"] },
  ];
  expect(laidOut(sections, ["email", "phone", "fld_1", "fld_2"])).toEqual([
    { title: "First", fields: ["phone", "fld_1"] },
    { title: undefined, fields: ["email", "fld_2"] },
  ]);
  expect(laidOut([], ["email"])).toEqual([{ title: undefined, fields: ["email"] }]);
});
