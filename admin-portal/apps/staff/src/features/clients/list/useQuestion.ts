import { useMemo } from "react";
import { startOfDay } from "../../../app/days.ts";
import { useZone } from "../../../app/preferences.ts";
import { isOfNow, toClientFilter } from "../filter/tree.ts";
import type { ViewParts } from "../views/parts.ts";
import { useClock } from "../views/useClock.ts";
import type { ListQuestion } from "./clientPages.ts";
import { type ClientView, groupings, newestFirst, parseSort } from "./view.ts";

/**
 * What the list asks: as it is now, and as it was when the day began. While that is the same, the list is the same one, and
 * its question only moves on with the time.
 */
export function useQuestion({ q, in: chosen }: ClientView, { sort, filter, group }: ViewParts) {
  const zone = useZone();
  const clock = useClock(zone);
  const day = clock.slice(0, 10);
  const moment = filter && isOfNow(filter) ? clock : day;
  // biome-ignore lint/correctness/useExhaustiveDependencies: at another moment it is another question
  return useMemo(() => {
    const asked = (now: number): ListQuestion => ({
      search: q,
      sort: parseSort(sort) ?? newestFirst,
      filter: filter && toClientFilter(filter, { now, zone }),
      group: group && chosen ? { by: groupings[group], key: chosen === "-" ? null : chosen } : undefined,
    });
    return { question: asked(Date.now()), lasting: asked(Date.parse(startOfDay(day, zone))) };
  }, [q, sort, filter, group, chosen, zone, day, moment]);
}
