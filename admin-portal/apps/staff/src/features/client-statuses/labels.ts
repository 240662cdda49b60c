import type { StatusType } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const statusTypes: Record<StatusType, MessageDescriptor> = {
  OPEN: msg`Open: not touched yet`,
  ONGOING: msg`Ongoing: being worked`,
  HOLD: msg`On hold: waiting`,
  WON: msg`Won: reached its aim`,
  LOST: msg`Lost: given up`,
};
