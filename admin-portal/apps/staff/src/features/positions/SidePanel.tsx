import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ReasonTooltip } from "../../app/rights.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { tableClasses } from "../common/Table.tsx";
import { AccountMarks } from "../trading-accounts/AccountMarks.tsx";
import type { TradingAccount } from "../trading-accounts/documents.ts";
import { FigureAge, Figures } from "../trading-accounts/Figures.tsx";
import { AccountBeatsDocument } from "./documents.ts";
import classes from "./Positions.module.css";
import { useLatestBeat, useUntrusted } from "./useBeats.ts";

/** A position or an order beside the list, which stays alive. */
export function SidePanel({
  name,
  title,
  children,
  onClose,
}: {
  name: string;
  title: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <aside className={classes.side} aria-label={name}>
      <div className={classes.sideHead}>
        <h2 className={classes.sideTitle}>{title}</h2>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={t`Close the side panel`} onClick={onClose}>
          <IconX size={17} />
        </ActionIcon>
      </div>
      {children}
    </aside>
  );
}

interface ActionProps {
  children: ReactNode;
  /** Why it cannot be done. */
  locked: string | undefined;
  keys?: string;
  primary?: boolean;
  run: () => void;
}

/** A command of the panel; an impossible one stays and says why. */
export function PanelAction({ children, keys, locked, primary, run }: ActionProps) {
  return (
    <ReasonTooltip reason={locked}>
      <Button
        variant={primary ? "filled" : "default"}
        aria-disabled={locked !== undefined}
        data-disabled={locked !== undefined || undefined}
        aria-keyshortcuts={keys}
        onClick={() => locked === undefined && run()}
      >
        {children}
      </Button>
    </ReasonTooltip>
  );
}

interface AccountSectionProps {
  client: { id: string; number: string; name: string };
  accountId: string;
  login: string;
}

/** The client and the account, with live figures where the role includes them. */
export function AccountSection({ client, accountId, login }: AccountSectionProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const { at, beat } = useLatestBeat(AccountBeatsDocument, { clientId: client.id });
  const untrusted = useUntrusted(at);
  const account: TradingAccount | undefined = beat?.accountBeats.find(({ id }) => id === accountId);
  return (
    <section className={classes.section} aria-label={t`Client and account`}>
      <h3>
        <Trans>Client and account</Trans>
      </h3>
      <div>
        {can("client.view") ? (
          <Anchor
            size="sm"
            renderRoot={(props: object) => (
              <Link to="/clients/$id" params={{ id: client.id }} search={{ tab: "accounts" }} {...props} />
            )}
          >
            {client.name}
          </Anchor>
        ) : (
          client.name
        )}
        <bdi dir="ltr" className={tableClasses.second}>
          {client.number} · {login}
        </bdi>
      </div>
      {account && (
        <>
          <AccountMarks account={account} />
          <Figures account={account} />
          <FigureAge account={account} untrusted={untrusted} />
        </>
      )}
    </section>
  );
}

export interface Figure {
  name: string;
  value: ReactNode;
}

export function FigureList({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
