import { useLingui } from "@lingui/react/macro";
import { countryName, languageName } from "../../../app/format.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { clientStatuses, riskLevels } from "../labels.ts";
import type { EditField, EditValues } from "./editModel.ts";

/** A value of the form as a person reads it; nothing where the usual words will do. */
export function useValueText() {
  const { t, i18n } = useLingui();
  const { find } = useCustomBook();
  const { viewer } = useViewer();
  return (field: EditField, value: unknown): string | undefined => {
    if (typeof value !== "string" || value === "") return undefined;
    const own = find(field);
    if (own?.kind === "FLAG") return value === "true" ? t`yes` : t`no`;
    if (own) return own.choices.find((choice) => choice.id === value)?.label ?? value;
    switch (field) {
      case "country":
      case "nationality":
        return countryName(value);
      case "language":
        return languageName(value);
      case "status":
        return i18n._(clientStatuses[value as EditValues["status"]].text);
      case "riskLevel":
        return i18n._(riskLevels[value as EditValues["riskLevel"]].text);
      case "retentionStatusId":
        return viewer.broker.retentionStatuses.find((status) => status.id === value)?.name ?? value;
      default:
        return value;
    }
  };
}
