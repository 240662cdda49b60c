import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { usePageTitle } from "../../../app/Page.tsx";
import { Allowed } from "../../../app/rights.tsx";
import { ClientHead } from "./ClientHead.tsx";
import { OpenState } from "./ClientPanel.tsx";
import classes from "./Profile.module.css";
import { ProfileTabs } from "./ProfileTabs.tsx";
import { useOpenClient } from "./useOpenClient.ts";
import "./styles.ts";

export function ClientPage() {
  const { id } = useParams({ from: "/shell/clients/$id" });
  return (
    <Allowed permission="client.view" whole>
      <OpenedClientPage key={id} id={id} />
    </Allowed>
  );
}

function OpenedClientPage({ id }: { id: string }) {
  const { t } = useLingui();
  const { tab } = useSearch({ from: "/shell/clients/$id" });
  const navigate = useNavigate({ from: "/clients/$id" });
  const opened = useOpenClient(id);
  const { client } = opened;
  usePageTitle(client?.displayName ?? t`Client`);
  return (
    <div className={classes.page}>
      <Anchor component={Link} to="/clients" size="sm" className={classes.back ?? ""}>
        <IconArrowLeft size={14} aria-hidden className="mirrored" /> <Trans>All clients</Trans>
      </Anchor>
      {client ? (
        <>
          <ClientHead client={client} level={1} />
          <ProfileTabs
            client={client}
            tab={tab ?? "overview"}
            onTab={(next) => void navigate({ search: next === "overview" ? {} : { tab: next }, replace: true })}
            revision={opened.revision}
            wide
          />
        </>
      ) : (
        <OpenState id={id} {...opened} level={1} />
      )}
    </div>
  );
}
