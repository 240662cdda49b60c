import { type ComponentType, createContext, Suspense, use } from "react";
import type { LatePartProps } from "./LateParts.tsx";

/** What the page of the list loads late; none where there is no list. */
export const ListParts = createContext<ComponentType<LatePartProps> | undefined>(undefined);

/** A piece of the list that comes in a file of its own when it is first shown. */
export function ListPart(props: LatePartProps) {
  const Part = use(ListParts);
  return Part && <Suspense>{<Part {...props} />}</Suspense>;
}

/** Whether a column is one of the broker's own fields. */
export const isCustom = (id: string) => /^fld_[0-9a-z]{26}$/.test(id);
