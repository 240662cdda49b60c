import { type DuplicatesQuery, graphql } from "@brokerdesk/api";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "urql";

const DuplicatesDocument = graphql(`
  query Duplicates($probe: DuplicateProbe!) {
    possibleDuplicates(probe: $probe) {
      checked
      matches { field clientId number displayName }
    }
  }
`);

export type DuplicateMatch = DuplicatesQuery["possibleDuplicates"]["matches"][number];
const none: readonly DuplicateMatch[] = [];
const pause = 400;

/** Complete enough to be worth asking: a half-typed address matches nobody. */
export function probeOf(email: string, phone: string): { email?: string; phone?: string } | undefined {
  const mail = email.trim();
  const digits = phone.replaceAll(/\D/g, "");
  const probe = {
    ...(/^\S+@\S+\.\S{2,}$/.test(mail) ? { email: mail } : {}),
    ...(digits.length >= 7 ? { phone: phone.trim() } : {}),
  };
  return Object.keys(probe).length > 0 ? probe : undefined;
}

/** Clients who may be the same person. Says nothing where the server did not check. */
export function useDuplicates(email: string, phone: string): readonly DuplicateMatch[] {
  const [typed] = useDebouncedValue(JSON.stringify(probeOf(email, phone) ?? null), pause);
  const probe: ReturnType<typeof probeOf> | null = JSON.parse(typed);
  const [{ data }] = useQuery({
    query: DuplicatesDocument,
    variables: { probe: probe ?? {} },
    pause: probe === null,
    requestPolicy: "network-only",
  });
  if (probe === null || !data?.possibleDuplicates.checked) return none;
  return data.possibleDuplicates.matches;
}
