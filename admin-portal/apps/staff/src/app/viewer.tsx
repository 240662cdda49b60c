import { type FieldClass, graphql, type Reach, type ViewerQuery } from "@brokerdesk/api";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useQuery } from "urql";
import { ErrorState, Loading } from "./states.tsx";

export const ViewerDocument = graphql(`
  query Viewer {
    viewer {
      staff { id name team { id name } roles { id name } }
      email
      broker {
        slug name timeZone apiHost clientHost
        salesStatuses { id name type color position anyNext nextIds retired }
        retentionStatuses { id name type color position anyNext nextIds retired }
        tags { id name color }
      }
      permissions { permission reach }
      fields { field relation visibility }
      accessVersion
      totpEnabled
      recoveryCodesLeft
      stepUpUntil
      revealsLeftThisHour
      preview { roleName draft until }
      preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }
    }
  }
`);

export type Viewer = ViewerQuery["viewer"];

interface ViewerAccess {
  viewer: Viewer;
  /** Holds the permission, with any reach. */
  can: (permission: string) => boolean;
  reach: (permission: string) => Reach | null | undefined;
  /** May read a field class in full on every record in reach. */
  readsInFull: (field: FieldClass) => boolean;
  reload: () => void;
}

const ViewerContext = createContext<ViewerAccess | null>(null);

export function useViewer(): ViewerAccess {
  const access = use(ViewerContext);
  if (access === null) throw new Error("useViewer works only inside the signed-in shell");
  return access;
}

export function accessOf(viewer: Viewer, reload: () => void): ViewerAccess {
  const grants = new Map(viewer.permissions.map((grant) => [grant.permission, grant.reach]));
  return {
    viewer,
    can: (permission) => grants.has(permission),
    reach: (permission) => grants.get(permission),
    readsInFull: (field) => {
      const rules = viewer.fields.filter((rule) => rule.field === field);
      return rules.length > 0 && rules.every((rule) => rule.visibility === "FULL");
    },
    reload,
  };
}

export function ViewerProvider({ children }: { children: ReactNode }) {
  const [{ data, error }, execute] = useQuery({ query: ViewerDocument });
  const reload = useMemo(() => () => execute({ requestPolicy: "network-only" }), [execute]);
  const access = useMemo(() => (data ? accessOf(data.viewer, reload) : null), [data, reload]);
  if (access !== null) return <ViewerContext value={access}>{children}</ViewerContext>;
  return error ? <ErrorState error={error} onRetry={reload} page /> : <Loading page />;
}

export { ViewerContext };
