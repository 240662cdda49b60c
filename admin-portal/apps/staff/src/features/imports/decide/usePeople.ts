import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { AssignableStaffDocument } from "../../clients/filter/useOptions.ts";
import { useKept } from "../../common/useKept.ts";
import type { Named } from "../mapping.ts";

/** The list, and what is chosen already although the list does not hold it now. */
export function withHeld(list: readonly Named[], held: readonly Named[]): readonly Named[] {
  return [...list, ...held.filter(({ id }) => !list.some((each) => each.id === id))];
}

/** Whom clients can be given to: the first ones, or those whose names hold what is typed. */
export function usePeople(held: readonly Named[]) {
  const [typed, setTyped] = useState("");
  const [debounced] = useDebouncedValue(typed.trim(), 150);
  // a field that shows the name of who is chosen searches for nobody
  const search = held.some(({ name }) => name === debounced) ? "" : debounced;
  const [{ data }] = useQuery({ query: AssignableStaffDocument, variables: search ? { search } : {} });
  const people = withHeld(useKept(data)?.assignableStaff ?? [], held);
  return { people, onSearchChange: setTyped };
}
