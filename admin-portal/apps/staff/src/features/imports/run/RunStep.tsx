import { useEffect, useRef } from "react";
import { Checking } from "../Checking.tsx";
import type { StepProps } from "../StepFrame.tsx";
import { DryRun } from "./DryRun.tsx";
import { Report } from "./Report.tsx";
import { Running } from "./Running.tsx";

/** The last step: what would happen, what happens, what has happened. */
export function RunStep(props: StepProps) {
  const { check, found } = props.work;
  const { counts, state } = found;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || state !== "MAPPING" || counts) return;
    asked.current = true;
    void check();
  }, [check, counts, state]);
  switch (state) {
    case "CHECKED":
      return <DryRun {...props} />;
    case "COMMITTING":
    case "PAUSED":
    case "UNDOING":
      return <Running {...props} />;
    case "COMMITTED":
    case "CANCELLED":
    case "UNDONE":
      return <Report {...props} />;
    default:
      return <Checking {...props} />;
  }
}
