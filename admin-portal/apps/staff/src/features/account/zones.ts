/** Every time zone the browser knows, with its present distance from UTC; the chosen one is always among them. */
export function zoneOptions(chosen: string, now: number = Date.now()): { value: string; label: string }[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set(["UTC", ...known, ...(chosen ? [chosen] : [])])].map((zone) => ({
    value: zone,
    label: [zone.replaceAll("_", " "), distance(zone, now)].filter(Boolean).join("  "),
  }));
}

function distance(zone: string, now: number): string {
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(now);
    return parts.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "UTC") ?? "";
  } catch {
    return "";
  }
}
