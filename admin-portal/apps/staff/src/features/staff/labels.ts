import type { StaffStatus } from "@brokerdesk/api";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const staffStatuses: Record<StaffStatus, Label> = {
  INVITED: { text: msg`Invited`, tone: "info" },
  ACTIVE: { text: msg`Active`, tone: "good" },
  SUSPENDED: { text: msg`Suspended`, tone: "bad" },
};
