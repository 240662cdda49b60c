import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsDiagonal, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { EmptyState, ErrorState, Loading } from "../../../app/states.tsx";
import type { ClientDetail } from "../documents.ts";
import type { ProfileTab } from "../list/view.ts";
import { ClientHead } from "./ClientHead.tsx";
import classes from "./Profile.module.css";
import { ProfileTabs } from "./ProfileTabs.tsx";
import { useOpenClient } from "./useOpenClient.ts";
import "./styles.ts";

const MergedInto = lazy(() => import("../../duplicates/MergedInto.tsx"));

interface ClientPanelProps {
  id: string;
  tab: ProfileTab;
  onTab: (tab: ProfileTab) => void;
  onClose: () => void;
  /** Given the client once the profile is open, and whenever it changes. */
  onOpened?: (client: ClientDetail) => void;
}

/** A client beside the list, which stays alive. */
export default function ClientPanel({ id, tab, onTab, onClose, onOpened }: ClientPanelProps) {
  const { t } = useLingui();
  const opened = useOpenClient(id);
  const { client } = opened;
  useEffect(() => {
    if (client) onOpened?.(client);
  }, [client, onOpened]);
  const controls = (
    <div className={classes.controls}>
      <Tooltip label={<Trans>Open the whole page</Trans>}>
        <ActionIcon
          renderRoot={(props: object) => <Link to="/clients/$id" params={{ id }} {...props} />}
          variant="subtle"
          color="gray"
          size={28}
          aria-label={t`Open the whole page`}
        >
          <IconArrowsDiagonal size={16} />
        </ActionIcon>
      </Tooltip>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={t`Close the side panel`} onClick={onClose}>
        <IconX size={17} />
      </ActionIcon>
    </div>
  );
  return (
    <aside className={classes.panel} aria-label={client ? client.displayName : t`Client`} tabIndex={-1}>
      {client ? (
        <>
          <ClientHead key={`head ${client.id}`} client={client} controls={controls} level={2} />
          <ProfileTabs key={id} client={client} tab={tab} onTab={onTab} revision={opened.revision} />
        </>
      ) : (
        <>
          <div className={classes.head}>{controls}</div>
          <OpenState id={id} {...opened} />
        </>
      )}
    </aside>
  );
}

export function OpenState({
  id,
  missing,
  error,
  retry,
  level = 2,
}: Pick<ReturnType<typeof useOpenClient>, "missing" | "error" | "retry"> & { id: string; level?: 1 | 2 }) {
  if (missing) {
    return (
      <Suspense fallback={<Loading />}>
        <MergedInto id={id}>
          <EmptyState level={level} title={<Trans>This client is not here</Trans>}>
            <Trans>Either there is no such client, or it is not within what your role may see.</Trans>
          </EmptyState>
        </MergedInto>
      </Suspense>
    );
  }
  if (error) return <ErrorState error={error} onRetry={retry} />;
  return <Loading />;
}
