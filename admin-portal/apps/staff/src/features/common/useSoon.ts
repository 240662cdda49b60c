import { useEffect, useRef } from "react";

/** Does something a moment after it was last asked for: news come in bursts, and one reading does for all of them. */
export function useSoon(act: () => void, calm: number): () => void {
  const latest = useRef(act);
  latest.current = act;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), calm);
  };
}
