import type { StepUpDemand } from "@brokerdesk/api";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { patiently } from "./patiently.ts";
import { session } from "./session.ts";

const loadDialog = () => patiently(() => import("./StepUpDialog.tsx"));
const StepUpDialog = lazy(loadDialog);

interface Asked {
  demand: StepUpDemand;
  answer: (granted: boolean) => void;
}

/**
 * The dialog behind every guarded action. Whatever mutation the server answers with
 * `step_up_required` waits here, and is sent again once the code was right.
 */
export function StepUpHost() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [used, setUsed] = useState(false);
  const waiting = useRef<Asked[]>([]);
  useEffect(() => {
    session.askStepUp = (demand) =>
      new Promise((answer) => {
        waiting.current.push({ demand, answer });
        setUsed(true);
        setAsked((current) => current ?? { demand, answer });
      });
    // once the page stands: whoever is asked types at once
    const later = setTimeout(() => void loadDialog(), 2000);
    return () => {
      clearTimeout(later);
      session.askStepUp = () => Promise.resolve(false);
    };
  }, []);
  const settle = (granted: boolean) => {
    for (const each of waiting.current.splice(0)) each.answer(granted);
    setAsked(null);
  };
  return <Suspense>{used && <StepUpDialog demand={asked?.demand} onSettled={settle} />}</Suspense>;
}
