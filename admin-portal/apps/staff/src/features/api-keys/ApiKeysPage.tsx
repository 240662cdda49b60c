import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { IconBan, IconPencil, IconPlus, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ago, day, exactTime } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import classes from "./ApiKeys.module.css";
import { CreateApiKey } from "./CreateApiKey.tsx";
import { type ApiKey, ApiKeyListDocument } from "./documents.ts";
import { EditApiKey } from "./EditApiKey.tsx";
import { keyStatuses } from "./labels.ts";
import { RevokeApiKey } from "./RevokeApiKey.tsx";
import { RollApiKey } from "./RollApiKey.tsx";
import { SecretDialog } from "./SecretDialog.tsx";

type Open =
  | { dialog: "create" }
  | { dialog: "edit" | "roll" | "revoke"; key: ApiKey }
  | { dialog: "secret"; made: { key: ApiKey; secret: string } };

export function ApiKeysPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [open, setOpen] = useState<Open>();
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen({ dialog: "create" })}>
      <Trans>New API key</Trans>
    </Button>
  );
  return (
    <Page title={t`API keys`} actions={can("api_key.manage") ? create : undefined} wide>
      <Allowed permission="api_key.manage">
        <KeyList open={open} onOpen={setOpen} create={create} />
      </Allowed>
    </Page>
  );
}

interface KeyListProps {
  open: Open | undefined;
  onOpen: (open: Open | undefined) => void;
  create: React.ReactNode;
}

const isOver = (key: ApiKey) => key.status === "EXPIRED" || key.status === "REVOKED";

function KeyList({ open, onOpen, create }: KeyListProps) {
  const { t } = useLingui();
  const [ended, setEnded] = useState(false);
  const [{ data, error }, execute] = useQuery({ query: ApiKeyListDocument, requestPolicy: "cache-and-network" });
  if (data === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const close = () => onOpen(undefined);
  const onMade = (made: { key: ApiKey; secret: string }) => onOpen({ dialog: "secret", made });
  const over = data.apiKeys.filter(isOver).length;
  const shown = ended ? data.apiKeys : data.apiKeys.filter((key) => !isOver(key));
  return (
    <>
      {over > 0 && (
        <div className={tableClasses.toolbar}>
          <Switch
            size="sm"
            label={<Plural value={over} one="Show # key that has ended" other="Show # keys that have ended" />}
            checked={ended}
            onChange={(event) => setEnded(event.currentTarget.checked)}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState title={<Trans>No API key works now</Trans>} action={create}>
          <Trans>
            With a key, your website registers clients and reads them back. They appear in the list by themselves.
          </Trans>
        </EmptyState>
      ) : (
        <Table label={t`API keys`}>
          <thead>
            <tr>
              <th scope="col">{t`Name`}</th>
              <th scope="col">{t`Status`}</th>
              <th scope="col">{t`May do`}</th>
              <th scope="col">{t`Only from`}</th>
              <th scope="col">{t`Last used`}</th>
              <th scope="col">{t`Ends`}</th>
              <th scope="col">{t`Made`}</th>
              <th scope="col">
                <span className="visually-hidden">{t`Actions`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((key) => (
              <KeyRow key={key.id} apiKey={key} onOpen={(dialog) => onOpen({ dialog, key })} />
            ))}
          </tbody>
        </Table>
      )}
      {open?.dialog === "create" && <CreateApiKey scopes={data.apiScopes} onMade={onMade} onClose={close} />}
      {open?.dialog === "edit" && <EditApiKey apiKey={open.key} scopes={data.apiScopes} onClose={close} />}
      {open?.dialog === "roll" && <RollApiKey apiKey={open.key} onMade={onMade} onClose={close} />}
      {open?.dialog === "revoke" && <RevokeApiKey apiKey={open.key} onClose={close} />}
      {open?.dialog === "secret" && <SecretDialog made={open.made} onClose={close} />}
    </>
  );
}

function KeyRow({ apiKey, onOpen }: { apiKey: ApiKey; onOpen: (dialog: "edit" | "roll" | "revoke") => void }) {
  const { t } = useLingui();
  const over =
    apiKey.status === "REVOKED" ? t`It is revoked.` : apiKey.status === "EXPIRED" ? t`It has expired.` : undefined;
  const rolled = apiKey.rolledToId ? t`It was rolled already: roll its successor.` : undefined;
  const none = <span className={tableClasses.dimmed}>–</span>;
  return (
    <tr>
      <th scope="row">
        {apiKey.name}
        <code className={tableClasses.second} dir="ltr">
          …{apiKey.hint}
        </code>
        <span className={tableClasses.second}>{t`API of ${apiKey.apiVersion}`}</span>
      </th>
      <td>
        <LabelPill label={keyStatuses[apiKey.status]} />
        {apiKey.rolledToId && <span className={tableClasses.second}>{t`Rolled`}</span>}
      </td>
      <td>
        <span className={tableClasses.pills}>
          {apiKey.scopes.map((scope) => (
            <code key={scope} className={classes.scope} dir="ltr">
              {scope}
            </code>
          ))}
        </span>
      </td>
      <td dir="ltr" className={classes.mono}>
        {apiKey.ipAllowList.length === 0 ? <Trans>Anywhere</Trans> : apiKey.ipAllowList.join(", ")}
      </td>
      <td className={tableClasses.nowrap}>
        {apiKey.lastUsedAt ? (
          <time dateTime={apiKey.lastUsedAt} title={exactTime(apiKey.lastUsedAt)}>
            {ago(apiKey.lastUsedAt)}
          </time>
        ) : (
          <span className={tableClasses.dimmed}>{t`Never`}</span>
        )}
      </td>
      <td className={tableClasses.nowrap}>
        {apiKey.revokedAt ? (
          <Instant at={apiKey.revokedAt} />
        ) : apiKey.expiresAt ? (
          <time dateTime={apiKey.expiresAt} title={exactTime(apiKey.expiresAt)}>
            {ago(apiKey.expiresAt)}
          </time>
        ) : (
          none
        )}
      </td>
      <td className={tableClasses.nowrap}>
        <Instant at={apiKey.createdAt}>{day(apiKey.createdAt)}</Instant>
        <span className={tableClasses.second}>{apiKey.createdBy?.name ?? ""}</span>
      </td>
      <td className={tableClasses.end}>
        <RowMenu
          label={t`What can be done with ${apiKey.name}`}
          actions={[
            { label: t`Edit`, icon: IconPencil, run: () => onOpen("edit"), reason: over },
            { label: t`Roll: make a new secret`, icon: IconRefresh, run: () => onOpen("roll"), reason: over ?? rolled },
            {
              label: t`Revoke`,
              icon: IconBan,
              run: () => onOpen("revoke"),
              reason: apiKey.revokedAt ? t`It is revoked.` : undefined,
              danger: true,
            },
          ]}
        />
      </td>
    </tr>
  );
}
