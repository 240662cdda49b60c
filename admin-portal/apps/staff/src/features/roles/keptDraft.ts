import { broker } from "../../app/broker.ts";
import type { Versioned } from "../common/useVersioned.tsx";
import type { RoleCells } from "./changes.ts";
import type { RoleDraft } from "./model.ts";

/** A role as somebody is writing it, over what it was when that began; a new one began from nothing. */
export interface Unsaved {
  draft: RoleDraft;
  base?: Versioned<RoleCells> | undefined;
}

interface Kept extends Unsaved {
  staffId: string;
  at: number;
}

/** Page of a role → what waits there. */
type Drafts = Readonly<Record<string, Kept>>;

const key = `brokerdesk-${broker.slug}-role-drafts`;
/** A preview lasts half an hour at most; what is much older was left for good. */
const lasts = 60 * 60_000;

/** What waits for this person in this tab, the oldest first. */
function draftsOf(staffId: string): [path: string, kept: Kept][] {
  try {
    const all = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Drafts;
    const fresh = Object.entries(all).filter(([, kept]) => kept.staffId === staffId && Date.now() - kept.at < lasts);
    return fresh.sort(([, one], [, other]) => one.at - other.at);
  } catch {
    return [];
  }
}

/**
 * A preview begins the portal anew: what its writer has not saved waits in this tab until the page of the role is back.
 * False where the browser keeps nothing.
 */
export function keepDraft(path: string, staffId: string, unsaved: Unsaved): boolean {
  const others = draftsOf(staffId).filter(([other]) => other !== path);
  const drafts: Drafts = Object.fromEntries([...others, [path, { ...unsaved, staffId, at: Date.now() }]]);
  try {
    sessionStorage.setItem(key, JSON.stringify(drafts));
    return true;
  } catch {
    return false;
  }
}

/** What waits for this page and this person. */
export function draftFor(path: string, staffId: string): Unsaved | undefined {
  return draftsOf(staffId).find(([other]) => other === path)?.[1];
}

/** The page where the latest draft of this person waits. */
export const keptDraftPath = (staffId: string): string | undefined => draftsOf(staffId).at(-1)?.[0];

export function forgetDraft(path: string, staffId: string): void {
  const others = draftsOf(staffId).filter(([other]) => other !== path);
  try {
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(others)));
  } catch {
    // nothing was kept either
  }
}
