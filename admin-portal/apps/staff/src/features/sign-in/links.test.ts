import { expect, test } from "vitest";
import { safeNext } from "./routes.ts";
import { tokenOf } from "./SetPasswordPage.tsx";

test("HOST-13: after the sign-in one only ever lands inside the portal", () => {
  expect(safeNext("/clients?q=olga")).toBe("/clients?q=olga");
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/\r\n/evil.example",
    "https:evil.example",
    "\\/evil.example",
    "/clients\r\nSet-Cookie: a=b",
    "",
    "https://evil.example",
    "javascript:alert(1)",
    "/sign-in",
    7,
    undefined,
  ]) {
    expect(safeNext(next)).toBeUndefined();
  }
});

test("the token of a mailed link is read from after the #", () => {
  expect(tokenOf("#token=ott_abc-123")).toBe("ott_abc-123");
  expect(tokenOf("")).toBeUndefined();
});
