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
  path: string;
  staffId: string;
}

const key = `brokerdesk-${broker.slug}-role-draft`;

function kept(): Kept | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A preview begins the portal anew: what its writer has not saved waits in this tab until the page of the role is back. */
export function keepDraft(path: string, staffId: string, unsaved: Unsaved): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...unsaved, path, staffId } satisfies Kept));
  } catch {
    // a browser that keeps nothing loses it with the page
  }
}

/** What waits for this page and this person. */
export function draftFor(path: string, staffId: string): Unsaved | undefined {
  const found = kept();
  return found?.path === path && found.staffId === staffId ? found : undefined;
}

/** The page where a draft waits. */
export const keptDraftPath = (): string | undefined => kept()?.path;

export function forgetDraft(): void {
  sessionStorage.removeItem(key);
}
