import { useEffect, useState } from "react";

/** A value that was revealed: it lives in the component that shows it and nowhere else. */
export interface Revealed {
  value: string;
  /** Milliseconds of this browser's clock. */
  until: number;
}

const longest = 60_000;

/**
 * Until when a revealed value stays on screen: the server's time, but never longer than a minute, whatever
 * this computer's clock says.
 */
export function shownUntil(expiresAt: string | null | undefined, now: number): number {
  const served = expiresAt ? Date.parse(expiresAt) - now : longest;
  return now + (served > 0 && served < longest ? served : longest);
}

/** Holds a revealed value for as long as it may be seen, then forgets it. */
export function useRevealed(): [Revealed | undefined, (revealed: Revealed) => void] {
  const [revealed, setRevealed] = useState<Revealed>();
  useEffect(() => {
    if (revealed === undefined) return undefined;
    const timer = setTimeout(() => setRevealed(undefined), Math.max(0, revealed.until - Date.now()));
    return () => clearTimeout(timer);
  }, [revealed]);
  return [revealed, setRevealed];
}
