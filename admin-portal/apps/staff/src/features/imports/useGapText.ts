import { useLingui } from "@lingui/react/macro";
import type { MappingGap } from "./mapping.ts";

/** What is still missing, in words that say what to do. */
export function useGapText(): (gap: MappingGap | undefined) => string | undefined {
  const { t } = useLingui();
  return (gap) => {
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
  };
}
