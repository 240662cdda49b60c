import { useEffect, useRef } from "react";
import type { ImportWork } from "./useImportWork.ts";

/** Begins a check for whoever comes to see one that was not made yet; once, because what is mended here makes it old again. */
export function useFirstCheck({ check, found: { counts, state } }: ImportWork): void {
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || state !== "MAPPING" || counts) return;
    asked.current = true;
    void check();
  }, [check, counts, state]);
}
