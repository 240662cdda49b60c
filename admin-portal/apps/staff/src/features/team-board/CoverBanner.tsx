import { Trans } from "@lingui/react/macro";
import { IconUserShare } from "@tabler/icons-react";
import { useQuery } from "urql";
import { dateTime } from "../../app/format.ts";
import { useViewer } from "../../app/viewer.tsx";
import { useKept } from "../common/useKept.ts";
import { useNow } from "../common/useNow.ts";
import { useRefresh } from "../common/useRefresh.ts";
import classes from "./CoverBanner.module.css";
import { MyCoversDocument } from "./documents.ts";

const refreshSeconds = 60;

/** Says to both who covers whom, and until when. It goes by itself when the cover ends. */
export default function CoverBanner() {
  const me = useViewer().viewer.staff.id;
  const now = useNow();
  const [{ data }, execute] = useQuery({ query: MyCoversDocument });
  useRefresh(execute, refreshSeconds);
  const covers = (useKept(data)?.myCovers ?? []).filter(({ until }) => Date.parse(until) > now);
  if (covers.length === 0) return null;
  return (
    <div className={classes.banner} role="status">
      {covers.map(({ absent, cover, id, until }) => (
        <p key={id} className={classes.line}>
          <IconUserShare size={15} aria-hidden />
          <span>
            {cover.id === me ? (
              <Trans>
                You cover <b>{absent.name}</b> until {dateTime(until)}: their clients and follow-ups are with yours.
              </Trans>
            ) : (
              <Trans>
                <b>{cover.name}</b> covers you until {dateTime(until)}, and sees your clients and follow-ups.
              </Trans>
            )}
          </span>
        </p>
      ))}
    </div>
  );
}
