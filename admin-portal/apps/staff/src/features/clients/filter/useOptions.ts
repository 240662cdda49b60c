import { graphql } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useQuery } from "urql";
import { countryOptions, languageOptions, type Option } from "../../../app/places.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { clientKinds, clientStages, clientStatuses, kycStatuses, type Label, riskLevels } from "../labels.ts";
import type { FieldName } from "./fields.ts";

export const AssignableStaffDocument = graphql(`
  query AssignableStaff($search: String) {
    assignableStaff(search: $search) { id name }
  }
`);

export const TeamNamesDocument = graphql(`
  query TeamNames {
    teams { id name }
  }
`);

const choices: Partial<Record<FieldName, Record<string, Label>>> = {
  kycStatus: kycStatuses,
  status: clientStatuses,
  stage: clientStages,
  kind: clientKinds,
  riskLevel: riskLevels,
};

/** What a field can be compared with; empty for fields that are typed. */
export function useOptions(field: FieldName): Option[] {
  const { i18n } = useLingui();
  const { viewer } = useViewer();
  const [staff] = useQuery({ query: AssignableStaffDocument, variables: {}, pause: field !== "owner" });
  const [teams] = useQuery({ query: TeamNamesDocument, variables: {}, pause: field !== "team" });
  return useMemo(() => {
    const named = (list: readonly { id: string; name: string }[] | null | undefined) =>
      (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
    const labels = choices[field];
    if (labels) return Object.entries(labels).map(([value, { text }]) => ({ value, label: i18n._(text) }));
    switch (field) {
      case "salesStatus":
        return named(viewer.broker.salesStatuses);
      case "retentionStatus":
        return named(viewer.broker.retentionStatuses);
      case "tag":
        return named(viewer.broker.tags);
      case "owner":
        return named(staff.data?.assignableStaff);
      case "team":
        return named(teams.data?.teams);
      case "country":
        return countryOptions();
      case "language":
        return languageOptions();
      default:
        return [];
    }
  }, [field, i18n, viewer.broker, staff.data, teams.data]);
}
