import type { ReactNode } from "react";
import { dateTime, exactTime } from "./format.ts";

/** An instant in the reader's zone, whose name shows on hover with the second; `children` when a sentence holds it. */
export function Instant({ at, children }: { at: string; children?: ReactNode }) {
  return (
    <time dateTime={at} title={exactTime(at)}>
      {children ?? dateTime(at)}
    </time>
  );
}
