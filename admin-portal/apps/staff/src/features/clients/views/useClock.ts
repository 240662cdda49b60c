import { useEffect, useState } from "react";
import { clockAt } from "../../../app/days.ts";

const minute = 60_000;
const clock = (zone: string) => clockAt(new Date().toISOString(), zone);

/** What the clock says in a time zone, `2026-11-22T18:30`; it goes on each minute while somebody looks. */
export function useClock(zone: string): string {
  const [now, setNow] = useState(() => clock(zone));
  useEffect(() => {
    const look = () => {
      if (!document.hidden) setNow(clock(zone));
    };
    look();
    const timer = setInterval(look, minute);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [zone]);
  return now;
}
