import type { StepUpDemand } from "@brokerdesk/api";
import { type ComponentType, useEffect, useRef, useState } from "react";
import { patiently } from "./patiently.ts";
import { session } from "./session.ts";

interface Asked {
  demand: StepUpDemand;
  answer: (granted: boolean) => void;
}

type StepUpDialog = ComponentType<{ demand: StepUpDemand | undefined; onSettled: (granted: boolean) => void }>;

/**
 * The dialog behind every guarded action. Whatever mutation the server answers with
 * `step_up_required` waits here, and is sent again once the code was right.
 */
export function StepUpHost() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [Dialog, setDialog] = useState<StepUpDialog>();
  const waiting = useRef<Asked[]>([]);
  const settle = (granted: boolean) => {
    for (const each of waiting.current.splice(0)) each.answer(granted);
    setAsked(null);
  };
  const latest = useRef(settle);
  latest.current = settle;
  useEffect(() => {
    const bring = async () => {
      const { default: loaded } = await import("./StepUpDialog.tsx");
      setDialog(() => loaded);
    };
    session.askStepUp = (demand) =>
      new Promise((answer) => {
        waiting.current.push({ demand, answer });
        setAsked((current) => current ?? { demand, answer });
        // where it cannot be had nothing is confirmed, and the action says so
        bring()
          .catch(bring)
          .catch(() => latest.current(false));
      });
    // once the page stands, closed: whoever is asked types at once
    const later = setTimeout(() => void patiently(bring), 2000);
    return () => {
      clearTimeout(later);
      session.askStepUp = () => Promise.resolve(false);
    };
  }, []);
  return Dialog ? <Dialog demand={asked?.demand} onSettled={settle} /> : null;
}
