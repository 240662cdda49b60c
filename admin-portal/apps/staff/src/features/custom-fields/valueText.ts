import type { CustomFieldKind } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { amount, calendarDate } from "../../app/format.ts";
import type { MaskedValue } from "../../app/Masked.tsx";

/** A value of a broker's own field as a person reads it; a mask stays as it is. */
export function useValueText() {
  const { t } = useLingui();
  return <Value extends MaskedValue>(kind: CustomFieldKind, value: Value): Value => {
    if (value.masked || !value.display) return value;
    return { ...value, display: said(kind, value.display, t`Yes`, t`No`) };
  };
}

function said(kind: CustomFieldKind, display: string, yes: string, no: string): string {
  switch (kind) {
    case "NUMBER":
      return amount(display);
    case "DATE":
      return calendarDate(display);
    case "FLAG":
      return display === "true" ? yes : no;
    default:
      return display;
  }
}
