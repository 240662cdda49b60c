import { inBackground } from "@brokerdesk/api";
import { useEffect, useRef, useState } from "react";
import { type CombinedError, useClient, useQuery } from "urql";
import { useClientChanges, useMissedNews } from "../../../app/live.tsx";
import { type ClientDetail, ClientDetailDocument } from "../documents.ts";
import { isOpenAhead, open as openClient } from "./openAhead.ts";

export interface OpenedClient {
  client: ClientDetail | undefined;
  /** Not there, or not within the viewer's reach: the server does not say which. */
  missing: boolean;
  error: CombinedError | undefined;
  retry: () => void;
  /** Grows when the record changed: lists that hang on it read again. */
  revision: number;
}

/** Opens a client (the audit log notes it once), then keeps what is shown up to date. */
export function useOpenClient(id: string): OpenedClient {
  const urql = useClient();
  const [known, setOpened] = useState<string>();
  const opened = known !== id && isOpenAhead(urql, id) ? id : known;
  const [failure, setFailure] = useState<{ id: string; error?: CombinedError | undefined }>();
  const [revision, setRevision] = useState(0);
  const asked = useRef<string>(undefined);
  const [{ data, error }, execute] = useQuery({
    query: ClientDetailDocument,
    variables: { id },
    pause: opened !== id,
  });

  const open = async () => {
    asked.current = id;
    const answer = await openClient(urql, id);
    if (asked.current !== id) return;
    const client = answer.data?.openClient.client;
    if (client) {
      setFailure(undefined);
      setOpened(id);
      return;
    }
    const code = answer.error?.graphQLErrors[0]?.extensions?.code;
    setFailure({ id, error: code === "not_found" || !answer.error ? undefined : answer.error });
  };

  useEffect(() => {
    if (asked.current !== id) void open();
  });

  const reload = () => {
    setRevision((n) => n + 1);
    if (opened === id) execute({ requestPolicy: "network-only", ...inBackground });
  };
  useClientChanges((changes) => {
    if (changes.some((change) => change.id === id)) reload();
  });
  useMissedNews(reload);

  const client = opened === id ? (data?.client ?? undefined) : undefined;
  // The server closes an opened profile after half an hour: reading on opens it again, and that is noted too.
  const closed = client !== undefined && client.profile == null;
  useEffect(() => {
    if (!closed) return;
    asked.current = undefined;
    setOpened(undefined);
  }, [closed]);

  const failed = failure?.id === id ? failure : undefined;
  // until it is open again, what was shown stays, and with it what is being written there
  const shown = useRef<ClientDetail>(undefined);
  if (client !== undefined && !closed) shown.current = client;
  const former = opened !== id || closed ? shown.current : undefined;
  const staying = failed === undefined && former?.id === id ? former : undefined;
  return {
    client: closed ? staying : (client ?? staying),
    missing: (failed !== undefined && failed.error === undefined) || (opened === id && data?.client === null),
    error: failed?.error ?? error,
    retry: () => void open(),
    revision,
  };
}
