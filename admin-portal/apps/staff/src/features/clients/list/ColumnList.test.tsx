import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { press, showPortal } from "../../common/testPortal.tsx";
import { type ColumnChoice, columnText, inOrder, usualColumns } from "./columnChoice.ts";
import { columnOf } from "./columns.tsx";
import { resizeColumn } from "./columnWidth.ts";

vi.mock("../../custom-fields/useCustomBook.ts", () => ({
  useCustomBook: () => ({ inUse: [], fields: [], find: () => undefined }),
}));
const { default: ColumnList } = await import("./ColumnList.tsx");

const held: { choice: ColumnChoice } = { choice: usualColumns };

function Chooser() {
  const [choice, setChoice] = useState(usualColumns);
  held.choice = choice;
  return <ColumnList choice={choice} onChange={setChoice} density={undefined} onDensity={() => undefined} />;
}

const usual = columnOf("country")?.width ?? 0;

describe("the column chooser", () => {
  it("makes a column wider and narrower without dragging, and the view keeps it", () => {
    showPortal(<Chooser />, {});
    press("Make Country wider");
    press("Make Country wider");
    expect(held.choice.widths.country).toBe(usual + 48);
    expect(columnText(held.choice)).toContain(`country:${usual + 48}`);
    press("Make Country narrower");
    expect(held.choice.widths.country).toBe(usual + 24);
  });

  it("stops at the widths that a view keeps", () => {
    const wide = { ...usualColumns, widths: { country: 599.6, name: 64 } };
    expect(resizeColumn(wide, "country", 1)).toBe(wide);
    expect(resizeColumn(wide, "name", -1)).toBe(wide);
    expect(resizeColumn({ ...wide, widths: { country: 590 } }, "country", 1).widths.country).toBe(600);
    expect(resizeColumn(wide, "nothing", 1)).toBe(wide);
  });

  it("leaves the width of a column that is not shown alone", () => {
    showPortal(<Chooser />, {});
    expect(screen.getByRole("button", { name: "Make Tags wider" })).toBeDisabled();
    fireEvent.click(screen.getByRole("checkbox", { name: "Tags" }));
    expect(screen.getByRole("button", { name: "Make Tags wider" })).toBeEnabled();
  });

  it("pins a column: it stands first, its button says so, and it is let go again", () => {
    showPortal(<Chooser />, {});
    const pin = () => screen.getByRole("button", { name: "Keep Country in view" });
    expect(pin()).toHaveAttribute("aria-pressed", "false");
    fireEvent.click(pin());
    expect(pin()).toHaveAttribute("aria-pressed", "true");
    expect(inOrder(held.choice).slice(0, 2)).toEqual(["name", "country"]);
    expect(columnText(held.choice)).toContain("country!");
    fireEvent.click(pin());
    expect(held.choice.pinned).toEqual(["name"]);
  });
});
