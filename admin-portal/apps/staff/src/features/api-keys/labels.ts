import type { ApiKeyStatus } from "@brokerdesk/api";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const keyStatuses: Record<ApiKeyStatus, Label> = {
  ACTIVE: { text: msg`Active`, tone: "good" },
  EXPIRING: { text: msg`Expires soon`, tone: "warn" },
  EXPIRED: { text: msg`Expired`, tone: "neutral" },
  REVOKED: { text: msg`Revoked`, tone: "bad" },
};
