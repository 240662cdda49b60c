import type { AssignRule, BulkActInput, BulkActKind } from "@brokerdesk/api";

export type AssignTo = "PEOPLE" | "TEAM" | "NOBODY";

/** Whether the draft gives clients to several people, so that somebody has to be the next. */
export const sharesOut = ({ to, owners }: Pick<Draft, "to" | "owners">) =>
  to === "TEAM" || (to === "PEOPLE" && owners.length > 1);

/** What somebody has filled in of an act. */
export interface Draft {
  to: AssignTo;
  owners: readonly { id: string; name: string }[];
  teamId: string | null;
  rule: AssignRule;
  statusId: string | null;
  add: readonly string[];
  remove: readonly string[];
}

export const emptyDraft: Draft = {
  to: "PEOPLE",
  owners: [],
  teamId: null,
  rule: "EVENLY",
  statusId: null,
  add: [],
  remove: [],
};

/** The value of "no retention status". */
export const noStatus = "none";

/** The act as the server takes it; undefined while something is missing. */
export function actOf(kind: BulkActKind, draft: Draft): BulkActInput | undefined {
  switch (kind) {
    case "ASSIGN": {
      if (draft.to === "NOBODY") return { kind, ownerIds: [] };
      const rule = sharesOut(draft) && draft.rule !== "EVENLY" ? { rule: draft.rule } : {};
      if (draft.to === "TEAM") return draft.teamId === null ? undefined : { kind, teamId: draft.teamId, ...rule };
      return draft.owners.length === 0 ? undefined : { kind, ownerIds: draft.owners.map(({ id }) => id), ...rule };
    }
    case "SALES_STATUS":
      return draft.statusId === null ? undefined : { kind, statusId: draft.statusId };
    case "RETENTION_STATUS":
      if (draft.statusId === null) return undefined;
      return { kind, statusId: draft.statusId === noStatus ? null : draft.statusId };
    case "TAGS":
      if (draft.add.length + draft.remove.length === 0) return undefined;
      return { kind, addTagIds: [...draft.add], removeTagIds: [...draft.remove] };
    case "ARCHIVE":
      return { kind };
  }
}

/** The permission that the act on one client needs, which is the one that it needs on many. */
export const permissionOf: Record<BulkActKind, string> = {
  ASSIGN: "client.assign",
  SALES_STATUS: "client.edit",
  RETENTION_STATUS: "client.edit",
  TAGS: "client.edit",
  ARCHIVE: "client.delete",
};
