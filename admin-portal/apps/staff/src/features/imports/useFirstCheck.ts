import { useEffect, useRef } from "react";
import type { ImportWork } from "./useImportWork.ts";

/** Begins a check for whoever comes to see one that was not made yet; never under their hands, when what they mend makes it old. */
export function useFirstCheck({ check, found: { counts, state } }: ImportWork): void {
  const settled = useRef(false);
  useEffect(() => {
    if (settled.current || (!counts && state !== "MAPPING")) return;
    settled.current = true;
    if (!counts) void check();
  }, [check, counts, state]);
}
