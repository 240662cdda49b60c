import { Client, mapExchange } from "@urql/core";
import { auth } from "./auth.ts";
import { portalCache } from "./cache.ts";
import { createLive } from "./live.ts";
import { Problem } from "./problem.ts";
import { type AskStepUp, stepUp } from "./step-up.ts";
import { transport, trustedDocuments } from "./transport.ts";

export interface PortalClientOptions {
  /** Origin of the staff host, for example `https://atlas.example.com`. */
  origin: string;
  askStepUp: AskStepUp;
  /** The session is over, or only half signed in: the person has to sign in again. */
  onSessionEnded: () => void;
  /** An answer with the server's sentences in the reader's language. */
  told: <Data>(data: Data) => Data;
}

/** Everything the portal needs to talk to its server. One per signed-in session. */
export function createPortalClient({ origin, askStepUp, onSessionEnded, told }: PortalClientOptions) {
  /** A refused request may only have crossed a step-up, which gives the session another secret: the server knows. */
  const stillSignedIn = async () => {
    const answer = await auth.state().catch(() => undefined);
    if (answer !== undefined && answer.state !== "signed_in") onSessionEnded();
    return answer?.state === "signed_in";
  };
  const live = createLive(`${origin.replace(/^http/, "ws")}/graphql/ws`, stillSignedIn);
  const client = new Client({
    url: `${origin}/graphql`,
    preferGetMethod: false,
    requestPolicy: "cache-first",
    exchanges: [
      mapExchange({
        // nobody has to tell "refused as a whole" from "not here yet": both have no data
        onResult: (result) => ({ ...result, data: told(result.data) ?? undefined }),
        onError: (error) => {
          const problem = error.networkError;
          if (problem instanceof Problem && problem.status === 401) void stillSignedIn();
        },
      }),
      trustedDocuments,
      portalCache(),
      stepUp(askStepUp),
      live.exchange,
      transport,
    ],
  });
  return { client, live };
}

export type PortalClient = ReturnType<typeof createPortalClient>;
