import { t } from "@lingui/core/macro";
import type { MappingGap } from "./mapping.ts";

/** What is still missing, in words that say what to do. */
export function gapText(gap: MappingGap | undefined): string | undefined {
  switch (gap) {
    case "no column":
      return t`Choose what at least one column becomes.`;
    case "no name":
      return t`Choose the column that holds the clients' names.`;
    case "no owner":
      return t`Choose who gets the clients.`;
    case "no team":
      return t`Choose a team.`;
    default:
      return undefined;
  }
}
