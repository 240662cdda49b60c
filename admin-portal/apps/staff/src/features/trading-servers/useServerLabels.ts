import { useLingui } from "@lingui/react/macro";
import type { ServerDraft } from "./serverInput.ts";

/** What the fields of a server are called where they stand alone. */
export function useServerLabels(): Record<keyof ServerDraft, string> {
  const { t } = useLingui();
  return {
    kind: t`Product`,
    environment: t`Money`,
    name: t`Name`,
    host: t`Host`,
    port: t`Port`,
    manager: t`Manager`,
    secret: t`API password`,
    trust: t`Certificate`,
    pin: t`Fingerprint`,
    authorities: t`Certificate authorities`,
    platform: t`Platform`,
    scope: t`Scope`,
    authorityUrl: t`Authority`,
    daylight: t`Summer time of the server's clock`,
  };
}
