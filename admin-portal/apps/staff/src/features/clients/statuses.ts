/** What the broker says of a status: whether it is in use, and what may follow it. */
export interface StatusRule {
  id: string;
  position: number;
  retired: boolean;
  anyNext: boolean;
  nextIds: readonly string[];
}

/** The statuses that may follow the present one, in their order; the present one stays among them. The server decides. */
export function nextStatuses<Status extends StatusRule>(all: readonly Status[], present: string | undefined): Status[] {
  const now = all.find(({ id }) => id === present);
  const follows = (status: Status) =>
    status.id === present || (!status.retired && (now === undefined || now.anyNext || now.nextIds.includes(status.id)));
  return all.filter(follows).toSorted((a, b) => a.position - b.position);
}
