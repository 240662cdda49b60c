import { problemOf, unreachable } from "./problem.ts";

export type SignInState = "signed_in" | "totp_required" | "signed_out";
export type SecondFactor = { code: string } | { recovery_code: string };
export interface LinkInfo {
  purpose: "invite" | "reset";
  name: string;
  email: string;
}

async function call<Answer>(path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw unreachable(cause);
  }
  if (!response.ok) throw await problemOf(response);
  const raw = await response.text();
  return (raw === "" ? undefined : JSON.parse(raw)) as Answer;
}

/** The sign-in endpoints of the staff host. Every call throws a `Problem` when the server refuses. */
export const auth = {
  state: () => call<{ state: SignInState }>("/auth/state"),
  signIn: (email: string, password: string) => call<{ state: SignInState }>("/auth/sign-in", { email, password }),
  totp: (factor: SecondFactor) => call<{ state: SignInState }>("/auth/totp", factor),
  stepUp: (proof: { code: string } | { password: string }) => call<{ until: string }>("/auth/step-up", proof),
  signOut: () => call<void>("/auth/sign-out", {}),
  forgot: (email: string) => call<unknown>("/auth/forgot", { email }),
  openLink: (token: string) => call<LinkInfo>("/auth/token", { token }),
  setPassword: (token: string, password: string) =>
    call<{ state: "password_set" }>("/auth/set-password", { token, password }),
};
