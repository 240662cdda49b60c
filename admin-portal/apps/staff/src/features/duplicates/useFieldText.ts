import type { MergeField } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { countryName, languageName } from "../../app/format.ts";
import { clientStages, clientStatuses, kycStatuses, riskLevels } from "../clients/labels.ts";

/** A value of a field as a person reads it; codes of the catalogue by their name. */
export function useFieldText() {
  const { t, i18n } = useLingui();
  return (field: MergeField, display: string): string => {
    const code = display.toUpperCase();
    const label = (all: Readonly<Record<string, { text: MessageDescriptor }>>) => {
      const found = all[code];
      return found ? i18n._(found.text) : display;
    };
    switch (field) {
      case "COUNTRY":
      case "NATIONALITY":
        return countryName(display);
      case "LANGUAGE":
        return languageName(display);
      case "STAGE":
        return label(clientStages);
      case "STATUS":
        return label(clientStatuses);
      case "KYC_STATUS":
        return label(kycStatuses);
      case "RISK_LEVEL":
        return label(riskLevels);
      case "PEP":
      case "US_PERSON":
      case "MARKETING_CONSENT":
      case "DO_NOT_CALL":
        return t`yes`;
      default:
        return display;
    }
  };
}
