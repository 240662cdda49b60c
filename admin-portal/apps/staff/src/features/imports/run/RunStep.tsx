import { Checking } from "../Checking.tsx";
import type { StepProps } from "../StepFrame.tsx";
import { useFirstCheck } from "../useFirstCheck.ts";
import { DryRun } from "./DryRun.tsx";
import { Report } from "./Report.tsx";
import { Running } from "./Running.tsx";

/** The last step: what would happen, what happens, what has happened. */
export function RunStep(props: StepProps) {
  useFirstCheck(props.work);
  switch (props.work.found.state) {
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
