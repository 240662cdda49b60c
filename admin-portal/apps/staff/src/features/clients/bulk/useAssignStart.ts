import { useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../../../app/viewer.tsx";
import { keepChoice, lastChoice } from "../../common/lastChoice.ts";
import { TeamTreeDocument } from "../../teams/documents.ts";
import { type Draft, emptyDraft } from "./act.ts";

const kept = "share-out";
const desks: readonly string[] = ["SALES", "RETENTION"];

/** Reads what was chosen last; undefined for what is no choice. The names of the people come with the first count. */
export function parseAssign(value: unknown): Draft | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { to, ownerIds, teamId, rule } = value as Record<string, unknown>;
  const draft: Draft = { ...emptyDraft, rule: rule === "FEWEST_FIRST" ? rule : "EVENLY" };
  if (to === "TEAM" && typeof teamId === "string") return { ...draft, to, teamId };
  const people = Array.isArray(ownerIds) && ownerIds.length > 0 && ownerIds.every((id) => typeof id === "string");
  if (to === "PEOPLE" && people) return { ...draft, to, owners: ownerIds.map((id) => ({ id, name: "" })) };
  return undefined;
}

/** Keeps to whom clients were given, for the next time. To nobody is nothing that anybody does twice unseen. */
export function keepAssign(staffId: string, { to, owners, teamId, rule }: Draft): void {
  if (to === "PEOPLE") keepChoice(kept, staffId, { to, ownerIds: owners.map(({ id }) => id), rule });
  if (to === "TEAM") keepChoice(kept, staffId, { to, teamId, rule });
}

/**
 * With which choice the dialog that assigns opens: the last one of this person, else the sales or retention team that the
 * person leads, else none. Whether it holds is told by the server's count: what is refused gives way to the next.
 */
export function useAssignStart(wanted: boolean): { start: Draft; refuse: () => void } {
  const { viewer, can } = useViewer();
  const { id: me, team } = viewer.staff;
  const [last] = useState(() => (wanted ? parseAssign(lastChoice(kept, me)) : undefined));
  const [refused, setRefused] = useState<readonly ("last" | "led")[]>([]);
  const lastHolds = last !== undefined && !refused.includes("last");
  const [{ data }] = useQuery({
    query: TeamTreeDocument,
    variables: {},
    pause: !wanted || lastHolds || !can("staff.view"),
  });
  if (lastHolds) return { start: last, refuse: () => setRefused(["last"]) };
  // a team of the leader alone has nobody to share with, and the back office takes no clients
  const led = data?.teams.filter(
    ({ desk, leader, members }) => desks.includes(desk) && leader?.id === me && members.some(({ id }) => id !== me),
  );
  const own = led?.find(({ id }) => id === team?.id) ?? led?.[0];
  if (!own || refused.includes("led")) return { start: emptyDraft, refuse: () => undefined };
  return { start: { ...emptyDraft, to: "TEAM", teamId: own.id }, refuse: () => setRefused(["last", "led"]) };
}
