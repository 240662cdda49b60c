import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { dateTime } from "../../app/format.ts";
import { useAction } from "../../app/useAction.ts";
import { useViewer, type Viewer } from "../../app/viewer.tsx";
import { useNow } from "../common/useNow.ts";
import { EndPreviewDocument } from "./documents.ts";
import { keptDraftPath } from "./keptDraft.ts";
import classes from "./PreviewBanner.module.css";
import { beginAnew } from "./preview.ts";

/** Says on every page that this is a preview, as which role, and ends it. It goes by itself when its time is over. */
export default function PreviewBanner({ preview }: { preview: NonNullable<Viewer["preview"]> }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const { run, busy } = useAction(EndPreviewDocument, (data) => data.endPreview);
  const over = useNow() >= Date.parse(preview.until);
  const end = async () => {
    const { done } = await run({});
    if (done) beginAnew((preview.draft && keptDraftPath(viewer.staff.id)) || "/roles");
  };
  return (
    <section className={classes.banner} aria-label={t`Preview of a role`}>
      <IconEye size={15} aria-hidden />
      <span className={classes.text} role="status">
        {over ? (
          <Trans>The preview of {preview.roleName} is over.</Trans>
        ) : preview.draft ? (
          <Trans>
            You see the clients that you may see yourself, with what <b>{preview.roleName}</b>, not saved yet, would be
            shown and could do, until {dateTime(preview.until)}. Nothing can be changed.
          </Trans>
        ) : (
          <Trans>
            You see the clients that you may see yourself, with what <b>{preview.roleName}</b> is shown and may do,
            until {dateTime(preview.until)}. Nothing can be changed.
          </Trans>
        )}
      </span>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void end()}>
        <Trans>End preview</Trans>
      </Button>
    </section>
  );
}
