import { type AskStepUp, auth, createPortalClient, type PortalClient, type SignInState } from "@brokerdesk/api";
import { toldAnswer } from "./told.ts";

type Listener = () => void;

/** Whether this browser is signed in, and the client that talks on its behalf. */
class Session {
  private portal: PortalClient | undefined;
  private state: SignInState | undefined;
  private readonly listeners = new Set<Listener>();
  /** Set by the shell: opens the step-up dialog. */
  askStepUp: AskStepUp = () => Promise.resolve(false);

  /** Asks the server once; later answers come from what has happened since. */
  async check(): Promise<SignInState> {
    if (this.state === undefined) this.state = (await auth.state()).state;
    return this.state;
  }

  enter(state: SignInState): void {
    this.state = state;
    if (state !== "signed_in") this.drop();
  }

  get client(): PortalClient {
    this.portal ??= createPortalClient({
      origin: window.location.origin,
      askStepUp: (demand) => this.askStepUp(demand),
      onSessionEnded: () => this.ended(),
      told: toldAnswer,
    });
    return this.portal;
  }

  async signOut(): Promise<void> {
    await auth.signOut().catch(() => undefined);
    this.ended();
  }

  /** Forgets everything that was read: the next person at this browser starts with an empty cache. */
  ended(): void {
    if (this.portal === undefined && this.state === "signed_out") return;
    this.state = "signed_out";
    this.drop();
    for (const listener of this.listeners) listener();
  }

  onEnded(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private drop() {
    void this.portal?.live.close();
    this.portal = undefined;
  }
}

export const session = new Session();
