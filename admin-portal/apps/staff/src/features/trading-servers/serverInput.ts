import type {
  AddTradingServerInput,
  EditTradingServerInput,
  TradingDaylight,
  TradingEnvironment,
  TradingProduct,
} from "@brokerdesk/api";
import type { Versioned } from "../common/useVersioned.tsx";
import type { TradingServer } from "./documents.ts";

/** What a server's certificate is believed by. */
export const trusts = ["public", "pin", "authorities", "plain"] as const;
export type Trust = (typeof trusts)[number];

/** A server in the form: everything as it is typed. */
export interface ServerDraft {
  kind: TradingProduct;
  environment: TradingEnvironment;
  name: string;
  host: string;
  port: string;
  manager: string;
  secret: string;
  trust: Trust;
  pin: string;
  authorities: string;
  platform: string;
  scope: string;
  authorityUrl: string;
  daylight: TradingDaylight;
}

export const emptyDraft: ServerDraft = {
  kind: "MT5",
  environment: "LIVE",
  name: "",
  host: "",
  port: "443",
  manager: "",
  secret: "",
  trust: "public",
  pin: "",
  authorities: "",
  platform: "",
  scope: "",
  authorityUrl: "",
  daylight: "EUROPE",
};

export function draftOf(server: TradingServer): ServerDraft {
  return {
    kind: server.kind,
    environment: server.environment,
    name: server.name,
    host: server.host,
    port: String(server.port),
    manager: server.manager,
    secret: "",
    trust: server.plain ? "plain" : server.pin ? "pin" : server.authorities ? "authorities" : "public",
    pin: server.pin ?? "",
    authorities: server.authorities ?? "",
    platform: server.platform ?? "",
    scope: server.scope ?? "",
    authorityUrl: server.authorityUrl ?? "",
    daylight: server.daylight,
  };
}

/** A port as a number; undefined for what is none. */
export function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Takes apart what people paste as a host: `https://mt5.atlas.example:1443/` has a host and a port. */
export function splitAddress(text: string): { host: string; port?: string } {
  const bare = text
    .trim()
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/[/?#].*$/, "");
  const port = /^([^:]+):(\d{1,5})$/.exec(bare);
  return port?.[1] && port[2] ? { host: port[1], port: port[2] } : { host: bare };
}

/** What the server is told beside product and name: the fields that fit product and trust, the others empty. */
function settings(draft: ServerDraft, port: number) {
  const gateway = (text: string) => (draft.kind === "MT4" ? text.trim() : "");
  return {
    environment: draft.environment,
    name: draft.name.trim(),
    host: draft.host.trim(),
    port,
    manager: draft.manager.trim(),
    pin: draft.trust === "pin" ? draft.pin.trim() : "",
    authorities: draft.trust === "authorities" ? draft.authorities.trim() : "",
    plain: draft.trust === "plain",
    platform: gateway(draft.platform),
    scope: gateway(draft.scope),
    authorityUrl: gateway(draft.authorityUrl),
    daylight: draft.daylight,
  };
}

export function isFilledIn(draft: ServerDraft, secretNeeded: boolean): boolean {
  const trusted =
    draft.trust === "pin"
      ? draft.pin.trim() !== ""
      : draft.trust === "authorities"
        ? draft.authorities.trim() !== ""
        : true;
  return (
    trusted &&
    draft.name.trim() !== "" &&
    draft.host.trim() !== "" &&
    draft.manager.trim() !== "" &&
    portOf(draft.port) !== undefined &&
    (!secretNeeded || draft.secret !== "")
  );
}

/** A new server: empty fields are left out. */
export function addInput(draft: ServerDraft): AddTradingServerInput {
  const { environment, name, host, port, manager, plain, daylight, ...texts } = settings(
    draft,
    portOf(draft.port) ?? 0,
  );
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
  return {
    kind: draft.kind,
    environment,
    name,
    host,
    port,
    manager,
    secret: draft.secret,
    ...(plain ? { plain } : {}),
    daylight,
    ...given,
  };
}

/** Only what changed is sent: absent stays, an empty text clears. */
export function editInput(id: string, from: Versioned<ServerDraft>, draft: ServerDraft): EditTradingServerInput {
  const before = settings(from.values, portOf(from.values.port) ?? 0);
  const after = settings(draft, portOf(draft.port) ?? 0);
  const changes = Object.fromEntries(
    Object.entries(after).filter(([key, value]) => before[key as keyof typeof before] !== value),
  );
  return {
    id,
    version: from.version,
    ...changes,
    ...(draft.secret === "" ? {} : { secret: draft.secret }),
  };
}

/** Whether the secret would go elsewhere, or be believed of somebody else: it is then asked for again. */
export function asksForSecret(input: EditTradingServerInput): boolean {
  const addressee = ["host", "port", "manager", "pin", "authorities", "plain", "authorityUrl"];
  return Object.keys(input).some((key) => addressee.includes(key));
}

/** What the report of a test says beside its lists: a missing right is listed with its name already. */
export function otherProblems(problems: readonly string[], missingRights: readonly string[]): string[] {
  const plain = (text: string) => text.replace(/[\u2068\u2069]/g, "");
  return problems.filter((problem) => !missingRights.some((right) => plain(problem).endsWith(`: ${right}.`)));
}
