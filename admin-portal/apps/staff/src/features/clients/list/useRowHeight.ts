import { type Density, densityOf } from "../../../app/preferences.ts";
import { useViewer } from "../../../app/viewer.tsx";

/** Pixels; the same as `--bd-row` in app/global.css. */
const heights: Record<Density, number> = { compact: 28, normal: 34, comfortable: 42 };

/** As the view says, else as the reader likes it. */
export function useRowHeight(ofView?: Density): number {
  const { viewer } = useViewer();
  return heights[ofView ?? densityOf(viewer.preferences)];
}
