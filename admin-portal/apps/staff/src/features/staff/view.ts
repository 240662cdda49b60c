import type { StaffStatus } from "@brokerdesk/api";

/** What the list shows; the address carries it. */
export interface StaffView {
  q?: string | undefined;
  status?: StaffStatus | undefined;
  role?: string | undefined;
  team?: string | undefined;
}

const statuses: readonly StaffStatus[] = ["ACTIVE", "INVITED", "SUSPENDED"];

/** Reads an address; what it does not understand is left out. */
export function parseStaffView(search: Record<string, unknown>): StaffView {
  const text = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value).slice(0, 100) || undefined : undefined;
  const status = statuses.find((each) => each === search.status);
  const [q, role, team] = [text(search.q), text(search.role), text(search.team)];
  return { ...(q ? { q } : {}), ...(status ? { status } : {}), ...(role ? { role } : {}), ...(team ? { team } : {}) };
}

interface Listed {
  name: string;
  email: { display?: string | null | undefined };
  status: StaffStatus;
  team?: { id: string } | null | undefined;
  roles: readonly { id: string }[];
}

/** Word beginnings of the name, or a part of an e-mail that the viewer sees anyway. */
export function matchesView(person: Listed, view: StaffView): boolean {
  const typed = (view.q ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const words = person.name.toLocaleLowerCase().split(/\s+/);
  const email = (person.email.display ?? "").toLocaleLowerCase();
  return (
    typed.every((part) => words.some((word) => word.startsWith(part)) || email.includes(part)) &&
    (view.status === undefined || person.status === view.status) &&
    (view.team === undefined || person.team?.id === view.team) &&
    (view.role === undefined || person.roles.some((role) => role.id === view.role))
  );
}
