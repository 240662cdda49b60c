import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { ReasonTooltip } from "../../app/rights.tsx";

interface PreviewButtonProps {
  /** The name that the role has, or would have. */
  name: string;
  unsaved: boolean;
  busy: boolean;
  /** The role is being saved. */
  saving: boolean;
  onPreview: () => void;
}

/** The portal as the role's people have it, or would have it. */
export function PreviewButton({ name, unsaved, busy, saving, onPreview }: PreviewButtonProps) {
  const { t } = useLingui();
  const nameless = name.trim() === "";
  const reason = nameless ? t`Name the role first.` : unsaved ? t`With your changes, before they are saved.` : null;
  return (
    <ReasonTooltip reason={reason}>
      <Button
        variant="default"
        leftSection={<IconEye size={14} aria-hidden />}
        loading={busy}
        aria-disabled={nameless || saving || undefined}
        data-disabled={nameless || saving || undefined}
        onClick={() => !nameless && !saving && onPreview()}
      >
        <Trans>Preview as this role</Trans>
      </Button>
    </ReasonTooltip>
  );
}
