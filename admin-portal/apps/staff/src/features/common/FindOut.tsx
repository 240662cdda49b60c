import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { ReasonTooltip } from "../../app/rights.tsx";

interface FindOutProps {
  /** What it is about, for the name of the button. */
  named: string;
  /** Whether the viewer's role may do such a thing, or agree to it. */
  may: boolean;
  busy: boolean;
  onFindOut: () => void;
}

/** Asks the server now what became of something whose answer was lost. */
export function FindOut({ named, may, busy, onFindOut }: FindOutProps) {
  const { t } = useLingui();
  return (
    <ReasonTooltip reason={may ? undefined : t`Your role does not include this.`}>
      <Button
        variant="default"
        loading={busy}
        aria-label={t`Find out: ${named}`}
        aria-disabled={!may}
        data-disabled={!may || undefined}
        onClick={() => may && onFindOut()}
      >
        <Trans>Find out</Trans>
      </Button>
    </ReasonTooltip>
  );
}
