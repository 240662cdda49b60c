import { useViewer } from "../../app/viewer.tsx";
import { AccountBeatsDocument } from "../positions/documents.ts";
import { useLatestBeat, useUntrusted } from "../positions/useBeats.ts";
import type { TradingAccount } from "./documents.ts";

/** An account with the newest figures that there are, and how their feed is: pushed ones, or those that were read later. */
export function newest(read: TradingAccount, pushed: TradingAccount | undefined): TradingAccount {
  const figures = pushed?.figures;
  if (!figures) return read;
  const older = read.figures && Date.parse(read.figures.asOf) > Date.parse(figures.asOf);
  return older ? read : { ...read, figures, feedState: pushed.feedState };
}

export interface LiveFigures {
  /** An account with the newest figures. */
  live: (account: TradingAccount) => TradingAccount;
  /** The server pushed figures and does so no longer. */
  untrusted: boolean;
}

/** Gives a client's accounts the live figures that the server pushes, where the role includes positions. */
export function useLiveFigures(clientId: string): LiveFigures {
  const { can } = useViewer();
  const { at, beat } = useLatestBeat(AccountBeatsDocument, can("position.view") ? { clientId } : undefined);
  const untrusted = useUntrusted(at);
  const pushed = new Map(beat?.accountBeats.map((account) => [account.id, account]));
  return { live: (account) => newest(account, pushed.get(account.id)), untrusted };
}
