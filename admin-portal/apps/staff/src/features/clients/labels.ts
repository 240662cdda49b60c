import type {
  ClientKind,
  ClientStage,
  ClientStatus,
  FieldClass,
  KycStatus,
  RiskLevel,
  StatusType,
  TimelineKind,
} from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export type Tone = "neutral" | "good" | "warn" | "bad" | "info";
export interface Label {
  text: MessageDescriptor;
  tone: Tone;
}

export const kycStatuses: Record<KycStatus, Label> = {
  NOT_STARTED: { text: msg`Not started`, tone: "neutral" },
  PENDING: { text: msg`Pending`, tone: "warn" },
  DOCUMENTS_REQUIRED: { text: msg`Docs required`, tone: "warn" },
  APPROVED: { text: msg`Approved`, tone: "good" },
  REJECTED: { text: msg`Rejected`, tone: "bad" },
  EXPIRED: { text: msg`Expired`, tone: "bad" },
  BLOCKED: { text: msg`Blocked`, tone: "bad" },
};

export const clientStatuses: Record<ClientStatus, Label> = {
  EMAIL_UNVERIFIED: { text: msg`E-mail unverified`, tone: "neutral" },
  ACTIVE: { text: msg`Active`, tone: "good" },
  SUSPENDED: { text: msg`Suspended`, tone: "warn" },
  CLOSED: { text: msg`Closed`, tone: "neutral" },
  BLACKLISTED: { text: msg`Blacklisted`, tone: "bad" },
};

export const clientStages: Record<ClientStage, Label> = {
  LEAD: { text: msg`Lead`, tone: "info" },
  REGISTERED: { text: msg`Registered`, tone: "neutral" },
  DEPOSITOR: { text: msg`Depositor`, tone: "good" },
};

export const clientKinds: Record<ClientKind, Label> = {
  INDIVIDUAL: { text: msg`Individual`, tone: "neutral" },
  CORPORATE: { text: msg`Company`, tone: "neutral" },
};

export const riskLevels: Record<RiskLevel, Label> = {
  LOW: { text: msg`Low`, tone: "good" },
  MEDIUM: { text: msg`Medium`, tone: "warn" },
  HIGH: { text: msg`High`, tone: "bad" },
};

export const timelineKinds: Record<TimelineKind, MessageDescriptor> = {
  NOTE: msg`Notes`,
  CONTACT: msg`Calls`,
  MONEY: msg`Money`,
  TRADING: msg`Trading`,
  CHANGE: msg`Changes`,
  READ: msg`Views`,
  CREDENTIAL: msg`Credentials`,
};

export const fieldClasses: Record<FieldClass, MessageDescriptor> = {
  EMAIL: msg`E-mail`,
  PHONE: msg`Phone`,
  ADDRESS: msg`Address`,
  DATE_OF_BIRTH: msg`Date of birth`,
};

const typeTones: Record<StatusType, Tone> = {
  OPEN: "info",
  ONGOING: "warn",
  HOLD: "neutral",
  WON: "good",
  LOST: "bad",
};

export function statusTone(type: StatusType): Tone {
  return typeTones[type];
}
