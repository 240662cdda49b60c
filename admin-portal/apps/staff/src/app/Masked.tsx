import { useLingui } from "@lingui/react/macro";
import classes from "./Masked.module.css";

export interface MaskedValue {
  display?: string | null;
  masked: boolean;
  present: boolean;
}

/** A value that policy may mask, as far as this reader may see it. */
export function Masked({ value, className }: { value: MaskedValue; className?: string | undefined }) {
  const { t } = useLingui();
  if (!value.present) return <span className={classes.none}>–</span>;
  if (!value.display) {
    return (
      <span className={classes.none}>
        <span aria-hidden>••••••</span>
        <span className="visually-hidden">{t`Hidden`}</span>
      </span>
    );
  }
  return (
    <bdi dir="ltr" className={className} data-masked={value.masked || undefined}>
      {value.display}
    </bdi>
  );
}
