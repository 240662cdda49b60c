import type { Desk } from "@brokerdesk/api";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const desks: Record<Desk, Label> = {
  SALES: { text: msg`Sales`, tone: "info" },
  RETENTION: { text: msg`Retention`, tone: "good" },
  SUPPORT: { text: msg`Support`, tone: "neutral" },
  COMPLIANCE: { text: msg`Compliance`, tone: "warn" },
  FINANCE: { text: msg`Finance`, tone: "neutral" },
  DEALING: { text: msg`Dealing`, tone: "bad" },
  MANAGEMENT: { text: msg`Management`, tone: "neutral" },
};
