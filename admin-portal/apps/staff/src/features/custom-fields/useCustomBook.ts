import { useMemo } from "react";
import { useQuery } from "urql";
import { type CustomField, CustomFieldBookDocument } from "./documents.ts";

const none: readonly CustomField[] = [];

/**
 * The broker's own fields and the layout of the profile, as far as they are known by now. What is opened on demand asks for
 * them anew; cells and labels take what is there.
 */
export function useCustomBook(anew = false) {
  const [{ data, error }, again] = useQuery({
    query: CustomFieldBookDocument,
    requestPolicy: anew ? "cache-and-network" : "cache-first",
  });
  return useMemo(() => {
    const fields = data?.customFields ?? none;
    return {
      known: data !== undefined,
      error,
      again: () => again({ requestPolicy: "network-only" }),
      fields,
      inUse: fields.filter((field) => !field.archived),
      layout: data?.profileLayout,
      find: (id: string | undefined) => fields.find((field) => field.id === id),
    };
  }, [data, error, again]);
}
