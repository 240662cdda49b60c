import { useEffect, useState } from "react";
import { dayAt } from "../filter/periods.ts";

const minute = 60_000;

/** The calendar day in a time zone; another one after midnight. */
export function useDay(zone: string): string {
  const [day, setDay] = useState(() => dayAt({ now: Date.now(), zone }));
  useEffect(() => {
    const look = () => setDay(dayAt({ now: Date.now(), zone }));
    look();
    const timer = setInterval(look, minute);
    return () => clearInterval(timer);
  }, [zone]);
  return day;
}
