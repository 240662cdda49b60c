import { Trans } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useQuery } from "urql";
import { Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { ClientMergedIntoDocument } from "./documents.ts";

/** Goes on to whoever stands in for a client that was merged away; else says what is said of every client that is not here. */
export default function MergedInto({ id, children }: { id: string; children: ReactNode }) {
  const navigate = useNavigate();
  const [{ data, fetching }] = useQuery({
    query: ClientMergedIntoDocument,
    variables: { id },
    requestPolicy: "network-only",
  });
  const kept = data?.clientMergedInto;
  useEffect(() => {
    if (!kept) return;
    toast.done(<Trans>This client was merged into {kept.displayName}</Trans>);
    void navigate({ to: "/clients/$id", params: { id: kept.id }, replace: true });
  }, [kept, navigate]);
  if (fetching || kept) return <Loading />;
  return children;
}
