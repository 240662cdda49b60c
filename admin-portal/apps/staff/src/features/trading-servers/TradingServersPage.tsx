import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { AccountProducts } from "../account-products/AccountProducts.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { PasswordRule } from "../trading-accounts/PasswordRule.tsx";
import { AddServer } from "./AddServer.tsx";
import { AllowHost } from "./AllowHost.tsx";
import { ArchiveServer } from "./ArchiveServer.tsx";
import { type TradingServer, TradingServerListDocument } from "./documents.ts";
import { EditServer } from "./EditServer.tsx";
import { type ServerDialog, ServerRow } from "./ServerRow.tsx";
import { TestServer } from "./TestServer.tsx";
import classes from "./TradingServers.module.css";

type Open = { dialog: "add" } | { dialog: ServerDialog; server: TradingServer };

/** How often the list looks for news: servers are asked once a minute. */
const refreshSeconds = 15;

export function TradingServersPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [open, setOpen] = useState<Open>();
  const add = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen({ dialog: "add" })}>
      <Trans>Add trading server</Trans>
    </Button>
  );
  return (
    <Page title={t`Trading servers`} actions={can("trading_server.manage") ? add : undefined} wide>
      <Allowed permission="trading_server.manage">
        <ServerList open={open} onOpen={setOpen} add={add} />
      </Allowed>
    </Page>
  );
}

interface ServerListProps {
  open: Open | undefined;
  onOpen: (open: Open | undefined) => void;
  add: ReactNode;
}

function ServerList({ open, onOpen, add }: ServerListProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const [archived, setArchived] = useState(false);
  const [{ data: answer, error }, execute] = useQuery({
    query: TradingServerListDocument,
    requestPolicy: "cache-and-network",
  });
  const data = useKept(answer);
  useRefresh(execute, refreshSeconds);
  const reload = () => execute({ requestPolicy: "network-only" });
  if (data === undefined) return error ? <ErrorState error={error} onRetry={reload} /> : <Loading />;
  const close = () => onOpen(undefined);
  const servers = data.tradingServers;
  const away = servers.filter((server) => server.archived).length;
  const shown = archived ? servers : servers.filter((server) => !server.archived);
  return (
    <>
      {away > 0 && (
        <div className={tableClasses.toolbar}>
          <Switch
            size="sm"
            label={<Plural value={away} one="Show # archived server" other="Show # archived servers" />}
            checked={archived}
            onChange={(event) => setArchived(event.currentTarget.checked)}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <FirstServer add={add} />
      ) : (
        <Table label={t`Trading servers`}>
          <thead>
            <tr>
              <th scope="col">{t`Server`}</th>
              <th scope="col">{t`Address`}</th>
              <th scope="col">{t`State`}</th>
              <th scope="col" className={tableClasses.number}>{t`Answers in`}</th>
              <th scope="col">{t`Lag`}</th>
              <th scope="col">{t`Clock`}</th>
              <th scope="col">{t`Last answer`}</th>
              <th scope="col">
                <span className="visually-hidden">{t`Actions`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((server) => (
              <ServerRow key={server.id} server={server} onOpen={(dialog) => onOpen({ dialog, server })} />
            ))}
          </tbody>
        </Table>
      )}
      {servers.length > 0 && <AccountProducts servers={servers.filter((server) => !server.archived)} />}
      {servers.length > 0 && can("settings.manage") && <PasswordRule />}
      {open?.dialog === "add" && <AddServer onAdded={(server) => onOpen({ dialog: "test", server })} onClose={close} />}
      {open?.dialog === "test" && (
        <TestServer
          server={open.server}
          onEdit={() =>
            onOpen({ dialog: "edit", server: servers.find(({ id }) => id === open.server.id) ?? open.server })
          }
          onClose={close}
        />
      )}
      {open?.dialog === "edit" && <EditServer server={open.server} onClose={close} />}
      {open?.dialog === "archive" && <ArchiveServer server={open.server} onConflict={reload} onClose={close} />}
    </>
  );
}

/** Nothing in use yet: what it takes, in order. */
function FirstServer({ add }: { add: ReactNode }) {
  return (
    <section className={classes.first}>
      <div>
        <h2>
          <Trans>No trading server is in use</Trans>
        </h2>
        <p>
          <Trans>
            Connected to your MetaTrader servers, the platform opens accounts, shows live figures and books money.
          </Trans>
        </p>
      </div>
      <ol className={classes.steps}>
        <li>
          <h3>
            <Trans>Have the host allowed</Trans>
          </h3>
          <AllowHost />
        </li>
        <li>
          <h3>
            <Trans>Let the platform in</Trans>
          </h3>
          <p>
            <Trans>
              On the trading server, make a manager account for the platform alone, with an API password and the rights
              to see and change accounts, book balances and deal. Allow the platform's address there.
            </Trans>
          </p>
        </li>
        <li>
          <h3>
            <Trans>Add and test it here</Trans>
          </h3>
          <p>
            <Trans>The test names each right that is missing.</Trans>
          </p>
        </li>
      </ol>
      <div>{add}</div>
    </section>
  );
}
