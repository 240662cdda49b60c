import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useFirstCheck } from "./useFirstCheck.ts";
import type { ImportWork } from "./useImportWork.ts";

type Found = Pick<ImportWork["found"], "counts" | "state">;

const counts = {} as NonNullable<Found["counts"]>;

function steps(...seen: Found[]) {
  const check = vi.fn(async () => true);
  const work = (found: Found) => ({ check, found }) as unknown as ImportWork;
  const [first, ...later] = seen;
  if (first === undefined) throw new Error("nothing was seen");
  const { rerender } = renderHook((found: Found) => useFirstCheck(work(found)), { initialProps: first });
  for (const found of later) rerender(found);
  return check;
}

it("checks once for whoever comes before a check was made", () => {
  const [before, during] = [
    { counts: null, state: "MAPPING" },
    { counts: null, state: "CHECKING" },
  ] as const;
  expect(steps(before, during, before)).toHaveBeenCalledOnce();
});

it("never checks under the hands of who mends what was checked", () => {
  const check = steps({ counts, state: "CHECKED" }, { counts: null, state: "MAPPING" });
  expect(check).not.toHaveBeenCalled();
});
