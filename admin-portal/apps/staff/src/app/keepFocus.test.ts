import { afterEach, beforeEach, expect, test } from "vitest";
import { keepFocus } from "./keepFocus.ts";

let stop: () => void;
const by = (id: string) => document.getElementById(id) as HTMLElement;
const soon = () => new Promise((resolve) => setTimeout(resolve, 80));

beforeEach(() => {
  document.body.innerHTML = `
    <header><a id="brand" href="/">Broker</a></header>
    <main id="main" tabindex="-1">
      <div id="grid" tabindex="0">List</div>
      <aside id="panel" tabindex="-1"><section id="tab"><button id="edit">Edit</button></section></aside>
    </main>
    <div id="layers"></div>`;
  stop = keepFocus(by("layers"));
});
afterEach(() => stop());

test("a page that was just opened is read from its top", async () => {
  by("panel").remove();
  await soon();
  expect(document.activeElement).toBe(document.body);
});

test("a dialog that closes gives the focus back to what opened it", async () => {
  by("edit").focus();
  by("layers").innerHTML = "<button id='save'>Save</button>";
  by("save").focus();
  by("save").remove();
  await soon();
  expect(document.activeElement).toBe(by("edit"));
});

test("what is gone leaves the focus to what it stood in", async () => {
  by("edit").focus();
  by("tab").remove();
  await soon();
  expect(document.activeElement).toBe(by("panel"));
});

test("another page takes the focus when the old one is gone with everything in it", async () => {
  by("edit").focus();
  const next = document.createElement("main");
  next.id = "main";
  next.tabIndex = -1;
  by("main").replaceWith(next);
  await soon();
  expect(document.activeElement).toBe(next);
});

test("nothing is taken from what has the focus already", async () => {
  by("edit").focus();
  by("tab").remove();
  by("grid").focus();
  await soon();
  expect(document.activeElement).toBe(by("grid"));
});
