import { useQuery } from "urql";
import { AccountPasswordRuleDocument } from "./documents.ts";

/** Who sees trading passwords at this broker. Until it is known nobody does. */
export function usePasswordRule() {
  const [{ data, error }, execute] = useQuery({
    query: AccountPasswordRuleDocument,
    requestPolicy: "cache-and-network",
  });
  const rule = data?.accountPasswordRule;
  return {
    rule,
    onlyByLink: rule?.onlyByLink ?? true,
    error,
    reload: () => execute({ requestPolicy: "network-only" }),
  };
}
