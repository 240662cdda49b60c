/**
 * What the server says, in the reader's language. The server writes English sentences; a language brings a table of
 * them, `{name}` where the server fills something in (docs/LANGUAGES.md). What the table lacks stays English.
 */
export interface ServerWords {
  /** One sentence of the server. */
  sentence: (text: string) => string;
  /** An answer of the server with its sentences told. What has none stays the same object. */
  answer: <Data>(data: Data) => Data;
}

type Node = Record<string, unknown>;

/** Where an answer holds the server's own words: fields by type. Everything else was written by people. */
export const ownWords: Readonly<Record<string, readonly string[]>> = {
  AccessAct: ["sentence"],
  AccountOpening: ["said"],
  ApiScope: ["sentence"],
  AuditAction: ["title"],
  AuditEvent: ["title", "actor"],
  AuditVerification: ["problem"],
  BalanceCheck: ["text"],
  BalanceFinding: ["said"],
  BalanceOperation: ["said"],
  BulkRefusal: ["message"],
  BulkRow: ["message"],
  CandleChart: ["said"],
  ClientAction: ["reason"],
  EndedOrderPage: ["said"],
  Feed: ["said"],
  ImportProblemCount: ["message"],
  ImportRowProblem: ["message"],
  MergeBlocker: ["message"],
  OpeningResult: ["said"],
  PaletteEntry: ["title"],
  PermissionInfo: ["sentence"],
  PermissionUse: ["sentence"],
  Role: ["reason"],
  ServerFeed: ["said"],
  TimelineEntry: ["title", "actor"],
  TradeCheck: ["text"],
  TradeCommand: ["said", "notApprovableBecause"],
  TradingAccountEffect: ["refusal", "remarks"],
  TradingServer: ["lastError"],
  TradingServerTest: ["problems", "missingRights", "unknownRights"],
  UserError: ["message"],
};

/** Keeps what was filled in from being torn apart by a sentence that runs the other way. */
const [isolate, end] = ["\u2068", "\u2069"];
const place = /\{(\w+)\}/g;
const remembered = 500;

interface Pattern {
  reads: RegExp;
  names: string[];
  told: string;
  /** Letters of the sentence itself; without any it only joins what is told by itself. */
  letters: number;
}

/** The words of a language, from its table. */
export function serverWords(table: Readonly<Record<string, string>>): ServerWords {
  const patterns = Object.entries(table)
    .filter(([said]) => said.includes("{"))
    .map(([said, told]) => patternOf(said, told))
    // the more of it is said, the surer it is the right one
    .sort((a, b) => b.letters - a.letters);
  const known = new Map<string, string>();
  const seen = new WeakMap<object, unknown>();

  function sentence(text: string): string {
    const told = Object.hasOwn(table, text) ? table[text] : known.get(text);
    if (told !== undefined) return told;
    if (known.size >= remembered) known.clear();
    const found = fill(text);
    known.set(text, found);
    return found;
  }

  function fill(text: string): string {
    for (const { letters, names, reads, told } of patterns) {
      const values = reads.exec(text)?.slice(1);
      if (values === undefined) continue;
      const words = values.map(sentence);
      if (letters === 0 && words.every((word, at) => word === values[at])) continue;
      return told.replace(place, (_, name: string) => `${isolate}${words[names.indexOf(name)] ?? ""}${end}`);
    }
    return text;
  }

  function answer<Data>(data: Data): Data {
    if (typeof data !== "object" || data === null) return data;
    const before = seen.get(data);
    if (before !== undefined) return before as Data;
    const told = Array.isArray(data) ? list(data) : node(data as Node);
    seen.set(data, told);
    return told as Data;
  }

  function list(items: unknown[]): unknown[] {
    const told = items.map(answer);
    return told.some((item, at) => item !== items[at]) ? told : items;
  }

  function node(before: Node): Node {
    const own = ownFields(before);
    let after = before;
    for (const [field, value] of Object.entries(before)) {
      const told = own.includes(field) ? words(value) : answer(value);
      if (told === value) continue;
      if (after === before) after = { ...before };
      after[field] = told;
    }
    return after;
  }

  function words(value: unknown): unknown {
    if (typeof value === "string") return sentence(value);
    return Array.isArray(value) ? value.map(words) : value;
  }

  return { sentence, answer };
}

/** A client in the palette goes by a name that people gave. */
function ownFields(node: Node): readonly string[] {
  const type = String(node.__typename);
  return type === "PaletteEntry" && node.kind === "CLIENT" ? [] : (ownWords[type] ?? []);
}

function patternOf(said: string, told: string): Pattern {
  const names = [...said.matchAll(place)].map(([, name]) => name ?? "");
  const parts = said.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return {
    reads: new RegExp(`^${parts.join("([^]+?)")}$`),
    names,
    told,
    letters: parts.join("").match(/[A-Za-z]/g)?.length ?? 0,
  };
}
