import type { Relation } from "@brokerdesk/api";
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { fieldClasses } from "../clients/labels.ts";
import type { Level, Showing } from "./model.ts";

const resources: Record<string, MessageDescriptor> = {
  client: msg`Clients`,
  contact: msg`Contact details`,
  note: msg`Notes`,
  task: msg`Tasks and call-backs`,
  saved_view: msg`Saved views`,
  figure: msg`Home and figures`,
  staff: msg`Staff`,
  team: msg`Teams`,
  role: msg`Roles`,
  audit: msg`Audit trail`,
  api_key: msg`API keys`,
  trading_server: msg`Trading servers`,
  trading_account: msg`Trading accounts`,
  balance: msg`Money of accounts`,
  position: msg`Positions and orders`,
  settings: msg`Settings`,
};

const verbs: Record<string, MessageDescriptor> = {
  view: msg`View`,
  create: msg`Create`,
  edit: msg`Edit`,
  edit_contact: msg`Edit contacts`,
  reset_password: msg`Password link`,
  assign: msg`Assign`,
  delete: msg`Archive`,
  reveal: msg`Reveal`,
  share: msg`Share`,
  target: msg`Set targets`,
  write: msg`Write`,
  password: msg`Set password`,
  adjust: msg`Ask for`,
  open: msg`Open`,
  modify: msg`Modify`,
  close: msg`Close`,
  approve: msg`Approve`,
  export: msg`Take as a file`,
  watch: msg`Alerts`,
  approve_large: msg`Approve large`,
  manage: msg`Manage`,
};

export const levels: Record<Level, MessageDescriptor> = {
  NONE: msg`None`,
  YES: msg`Yes`,
  OWN: msg`Own`,
  TEAM: msg`Team`,
  ALL: msg`All`,
  DENY: msg`Denied`,
};

export const levelSentences: Record<Level, MessageDescriptor> = {
  NONE: msg`Not allowed`,
  YES: msg`Allowed`,
  OWN: msg`Records that the person owns or takes part in`,
  TEAM: msg`Records of the person's teams and those below`,
  ALL: msg`Every record of the company`,
  DENY: msg`Never, whatever other roles of the person allow`,
};

export const visibilityNames: Record<Showing, MessageDescriptor> = {
  DENY: msg`Denied`,
  HIDDEN: msg`Hidden`,
  MASKED: msg`Masked`,
  PARTIAL: msg`Partial`,
  FULL: msg`Full`,
};

export const visibilitySentences: Record<Showing, MessageDescriptor> = {
  DENY: msg`Hidden on every client, whatever other roles of the person show`,
  HIDDEN: msg`Not even that there is one`,
  MASKED: msg`Only that there is one`,
  PARTIAL: msg`First letter and ending, country code and last two digits`,
  FULL: msg`Everything`,
};

export const relationNames: Record<Relation, MessageDescriptor> = {
  ANY: msg`Every client`,
  OWNER: msg`Owned`,
  PARTICIPANT: msg`Takes part`,
  SAME_TEAM: msg`Same team`,
  OTHER: msg`All others`,
};

export const relationSentences: Record<Relation, MessageDescriptor> = {
  ANY: msg`Holds wherever nothing else is said to the right.`,
  OWNER: msg`For clients that the person owns.`,
  PARTICIPANT: msg`For clients of others that the person takes part in.`,
  SAME_TEAM: msg`For clients of the person's teams.`,
  OTHER: msg`For clients that the person has nothing to do with.`,
};

const words = (snake: string) => {
  const text = snake.replaceAll("_", " ");
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
};

/** A new entry of the server's catalogue is readable before it has a name here. */
export const resourceName = (resource: string) => (resources[resource] ? i18n._(resources[resource]) : words(resource));
export const verbName = (verb: string) => (verbs[verb] ? i18n._(verbs[verb]) : words(verb));

/** A difference in words: what, and its value before and after. */
export function differenceName(key: string): string {
  const [kind, ...rest] = key.split(" ");
  if (kind === "grant") {
    const [resource = "", verb = ""] = (rest[0] ?? "").split(".");
    return `${resourceName(resource)}: ${verbName(verb)}`;
  }
  if (kind === "field") {
    const [field, relation] = rest as [keyof typeof fieldClasses, Relation];
    return `${i18n._(fieldClasses[field])}: ${i18n._(relationNames[relation])}`;
  }
  return i18n._(kind === "name" ? msg`Name` : msg`Description`);
}

export function differenceValue(key: string, value: string | undefined): string {
  if (key.startsWith("grant ")) return i18n._(levels[(value ?? "NONE") as Level]);
  if (key.startsWith("field ")) {
    return value === undefined ? i18n._(msg`Inherited`) : i18n._(visibilityNames[value as Showing]);
  }
  return value || "–";
}

/** A part of a role that two people changed: what it is, and what one of them made of it. */
export function cellName(key: string): string {
  const field = key.startsWith("field ")
    ? fieldClasses[key.slice("field ".length) as keyof typeof fieldClasses]
    : undefined;
  return field ? i18n._(field) : differenceName(key);
}

export function cellText(key: string, value: unknown): string {
  if (!key.startsWith("field ")) return differenceValue(key, value as string | undefined);
  const rules = Object.entries((value ?? {}) as Record<string, string>);
  if (rules.length === 0) return differenceValue(key, undefined);
  return rules
    .map(([rule, showing]) => {
      const relation = relationNames[rule.split(" ")[1] as Relation];
      return `${i18n._(relation)}: ${i18n._(visibilityNames[showing as Showing])}`;
    })
    .join("\n");
}
