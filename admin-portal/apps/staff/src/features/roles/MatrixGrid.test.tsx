import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { nextPlace } from "./gridKeys.ts";
import { PermissionMatrix } from "./PermissionMatrix.tsx";

const catalogue = ["client.view", "client.edit", "audit.view", "role.manage"].map((permission) => {
  const [resource = "", verb = ""] = permission.split(".");
  const hasReach = resource === "client";
  return {
    permission,
    resource,
    verb,
    sentence: `Sentence of ${permission}.`,
    hasReach,
    stepUp: false,
    grantable: permission !== "role.manage",
    maxReach: hasReach ? (verb === "edit" ? ("TEAM" as const) : ("ALL" as const)) : null,
  };
});

function show(locked?: string) {
  const onChange = vi.fn();
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <PermissionMatrix
          catalogue={catalogue}
          saved={{ "client.view": "OWN" }}
          value={{ "client.view": "OWN", "client.edit": "OWN" }}
          locked={locked}
          onChange={onChange}
        />
      </MantineProvider>
    </I18nProvider>,
  );
  return onChange;
}
const cell = (place: string) => document.querySelector<HTMLElement>(`[data-place="${place}"]`) as HTMLElement;

describe("keys in a grid with gaps", () => {
  const held = new Set(["0 0", "0 1", "1 0", "2 2"]);
  const exists = ({ row, column }: { row: number; column: number }) => held.has(`${row} ${column}`);
  const go = (key: string, row: number, column: number, rtl = false) =>
    nextPlace(key, { row, column }, { rows: 3, columns: 3 }, exists, rtl);

  it("steps over gaps and stops at the edge", () => {
    expect(go("ArrowRight", 0, 0)).toEqual({ row: 0, column: 1 });
    expect(go("ArrowRight", 0, 1)).toBeUndefined();
    expect(go("ArrowDown", 0, 1)).toEqual({ row: 1, column: 0 });
    expect(go("ArrowDown", 1, 0)).toEqual({ row: 2, column: 2 });
    expect(go("ArrowUp", 2, 2)).toEqual({ row: 1, column: 0 });
    expect(go("Mod+End", 0, 0)).toEqual({ row: 2, column: 2 });
    expect(go("End", 0, 0)).toEqual({ row: 0, column: 1 });
  });

  it("left and right follow the reading direction", () => {
    expect(go("ArrowLeft", 0, 0, true)).toEqual({ row: 0, column: 1 });
  });
});

describe("the permission matrix", () => {
  it("is a grid with one stop for Tab, named cells, and the sentence of the focused one", () => {
    show();
    const grid = screen.getByRole("grid");
    expect(grid.querySelectorAll("[data-place][tabindex='0']")).toHaveLength(1);
    expect(cell("0-0")).toHaveAccessibleName("Clients, View: Own");
    expect(cell("0-1")).toHaveAccessibleName("Clients, Edit: Own, changed");
    fireEvent.focus(cell("0-1"));
    expect(cell("0-1")).toHaveAccessibleDescription(/Sentence of client\.edit\. You hold this for your team/);
  });

  it("arrows move the focus, a letter takes a choice", () => {
    const onChange = show();
    cell("0-0").focus();
    fireEvent.keyDown(cell("0-0"), { key: "ArrowRight" });
    expect(cell("0-1")).toHaveFocus();
    fireEvent.keyDown(cell("0-1"), { key: "t" });
    expect(onChange).toHaveBeenLastCalledWith({ "client.view": "OWN", "client.edit": "TEAM" });
    fireEvent.keyDown(cell("0-1"), { key: "n" });
    expect(onChange).toHaveBeenLastCalledWith({ "client.view": "OWN" });
  });

  it("beyond one's own rights nothing is taken, neither by key nor by click", () => {
    const onChange = show();
    fireEvent.keyDown(cell("0-1"), { key: "a" });
    fireEvent.click(cell("2-2"));
    fireEvent.keyDown(cell("2-2"), { key: "y" });
    expect(cell("2-2")).toHaveAttribute("aria-disabled", "true");
    expect(onChange).not.toHaveBeenCalled();
  });

  it("yes or no is switched by one click", () => {
    const onChange = show();
    fireEvent.click(cell("1-0"));
    expect(onChange).toHaveBeenLastCalledWith({ "client.view": "OWN", "client.edit": "OWN", "audit.view": "YES" });
  });

  it("D denies", () => {
    const onChange = show();
    fireEvent.keyDown(cell("0-0"), { key: "d" });
    expect(onChange).toHaveBeenLastCalledWith({ "client.view": "DENY", "client.edit": "OWN" });
  });

  it("a role that may only be looked at changes by nothing and says why", () => {
    const onChange = show("It goes beyond what you hold yourself.");
    for (const place of ["0-0", "1-0"]) {
      fireEvent.click(cell(place));
      fireEvent.keyDown(cell(place), { key: "n" });
    }
    fireEvent.focus(cell("0-0"));
    expect(cell("0-0")).toHaveAccessibleDescription(/It goes beyond what you hold yourself/);
    expect(onChange).not.toHaveBeenCalled();
  });
});
