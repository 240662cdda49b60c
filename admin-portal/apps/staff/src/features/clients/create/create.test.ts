import { expect, test } from "vitest";
import { filledIn } from "./CreateClient.tsx";
import { probeOf } from "./useDuplicates.ts";

test("duplicates are asked for whole addresses and numbers only", () => {
  expect(probeOf("olga@exam", "12")).toBeUndefined();
  expect(probeOf(" olga@example.com ", "")).toEqual({ email: "olga@example.com" });
  expect(probeOf("", "+357 99 123456")).toEqual({ phone: "+357 99 123456" });
});

test("what was not filled in does not travel", () => {
  expect(filledIn({ firstName: " Olga ", lastName: "", country: undefined, ownerId: null })).toEqual({
    firstName: "Olga",
  });
});
