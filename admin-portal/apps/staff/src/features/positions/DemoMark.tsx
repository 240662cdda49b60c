import type { TradingEnvironment } from "@brokerdesk/api";
import { LabelPill } from "../clients/Pill.tsx";
import { environments } from "../trading-servers/labels.ts";

/** Says of play money that it is; real money needs no word. */
export function DemoMark({ environment }: { environment: TradingEnvironment }) {
  return environment === "DEMO" && <LabelPill label={environments.DEMO} />;
}
