import { Problem } from "@brokerdesk/api";
import { t } from "@lingui/core/macro";
import type { CombinedError } from "urql";
import { told } from "./told.ts";

/** What went wrong, in words a person at a desk can act on. */
export function errorText(error: CombinedError | Error): string {
  const network = "networkError" in error ? error.networkError : error;
  if (network instanceof Problem) return problemText(network);
  if ("graphQLErrors" in error && error.graphQLErrors.length > 0) {
    const first = error.graphQLErrors[0];
    const code = first?.extensions?.code;
    switch (code) {
      case "rate_limited":
        return t`Too many requests in a short time. Wait a moment and try again.`;
      case "busy":
        return t`The server is busy. Wait a moment and try again.`;
      case "internal": {
        const reference = String(first?.extensions?.request_id ?? "");
        return reference === ""
          ? t`Something failed on the server. Try again.`
          : t`Something failed on the server. If it stays, give your administrator this number: ${reference}`;
      }
      case "step_up_required":
        return t`Nothing was changed: the confirmation by code was not completed.`;
      case "totp_not_enrolled":
        return t`Nothing was changed: this needs two-step sign-in, which you have not set up yet.`;
      default:
        return told(first?.message ?? t`Something failed. Try again.`);
    }
  }
  return error.message;
}

export function problemText(problem: Problem): string {
  switch (problem.code) {
    case "unreachable":
      return t`The server cannot be reached. Check your connection and try again.`;
    case "invalid_credentials":
      return t`The e-mail address or the password is wrong.`;
    case "busy":
      return t`Many people are signing in right now.`;
    case "session_ended":
      return t`Your session has ended. Sign in again.`;
    case "challenge_ended":
      return t`This took too long. Sign in again from the start.`;
    case "link_ended":
      return t`This link has been used already, or it is too old.`;
    default:
      return told(problem.message);
  }
}
