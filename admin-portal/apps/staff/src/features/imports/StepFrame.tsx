import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { ReasonTooltip } from "../../app/rights.tsx";
import { useShortcut } from "../../app/shortcuts.tsx";
import type { ActionErrors } from "../../app/useAction.ts";
import { Problems } from "../common/FormDialog.tsx";
import classes from "./Imports.module.css";
import { gapOf, ownerGapOf } from "./mapping.ts";
import type { ImportWork } from "./useImportWork.ts";
import type { ImportStep } from "./view.ts";

export interface StepProps {
  work: ImportWork;
  goTo: (step: ImportStep) => void;
}

interface StepFrameProps {
  title: string;
  about?: ReactNode;
  errors?: ActionErrors;
  onBack?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  /** What the button says that goes on. */
  next?: ReactNode;
  /** Why it cannot go on. */
  reason?: string | undefined;
  busy?: boolean;
  /** Beside the buttons: whether all is saved. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One step: heading, what it is for, its content, and the way back and on. */
export function StepFrame({
  title,
  about,
  errors,
  onBack,
  onNext,
  next,
  reason,
  busy,
  aside,
  children,
}: StepFrameProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  // whoever goes on by keyboard or hears the page stands at its new beginning
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const goOn = reason === undefined && !busy ? onNext : undefined;
  useShortcut("Mod+Enter", { label: t`Next step`, group: t`Import`, always: true }, goOn);
  return (
    <section className={classes.frame} aria-labelledby="import-step">
      <Title order={2} size="h4" id="import-step" ref={heading} tabIndex={-1} className={classes.heading ?? ""}>
        {title}
      </Title>
      {about && <p className={classes.about}>{about}</p>}
      {children}
      <Problems errors={errors ?? []} />
      {(onBack || onNext) && (
        <div className={classes.foot}>
          {onBack && (
            <Button variant="default" onClick={onBack}>
              <Trans>Back</Trans>
            </Button>
          )}
          {onNext && (
            <ReasonTooltip reason={reason}>
              <Button
                aria-disabled={reason !== undefined}
                data-disabled={reason !== undefined || undefined}
                loading={busy ?? false}
                onClick={() => goOn?.()}
              >
                {next ?? <Trans>Next</Trans>}
              </Button>
            </ReasonTooltip>
          )}
          {reason && <span className={classes.reason}>{reason}</span>}
          <span className={classes.aside} role="status">
            {aside}
          </span>
        </div>
      )}
    </section>
  );
}

/** Says whether what was changed is kept. */
export function Saved({ work }: { work: ImportWork }) {
  if (work.errors.length > 0 || gapOf(work.mapping) || ownerGapOf(work.mapping)) return null;
  return work.saved ? <Trans>All is kept</Trans> : <Trans>Saving…</Trans>;
}
