import { useEffect, useState } from "react";

/** Whole seconds until `until` (RFC 3339 or milliseconds), never below zero; ticks by itself. */
export function secondsLeft(until: string | number | null | undefined, now: number): number {
  if (until === null || until === undefined) return 0;
  const at = typeof until === "number" ? until : Date.parse(until);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}

export function useCountdown(until: string | number | null | undefined): number {
  const [left, setLeft] = useState(() => secondsLeft(until, Date.now()));
  useEffect(() => {
    const tick = () => {
      const next = secondsLeft(until, Date.now());
      setLeft(next);
      return next;
    };
    if (tick() === 0) return undefined;
    const timer = setInterval(() => {
      if (tick() === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
