import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { usePageTitle } from "../../app/Page.tsx";
import { useZone } from "../../app/preferences.ts";
import { Allowed } from "../../app/rights.tsx";
import { useShortcut } from "../../app/shortcuts.tsx";
import { useViewer } from "../../app/viewer.tsx";
import classes from "./Audit.module.css";
import { AuditFilters } from "./AuditFilters.tsx";
import { AuditTable } from "./AuditTable.tsx";
import { useAuditPages } from "./useAuditPages.ts";
import { VerifyChain } from "./VerifyChain.tsx";
import { type AuditView, auditFilter } from "./view.ts";
import "./styles.ts";

const TakeFile = lazy(() => import("./TakeFile.tsx"));
const EventPanel = lazy(() => import("./EventPanel.tsx"));

export function AuditPage() {
  const { t } = useLingui();
  usePageTitle(t`Audit`);
  return (
    <Allowed permission="audit.view" whole>
      <Trail />
    </Allowed>
  );
}

function Trail() {
  const { t } = useLingui();
  const { can } = useViewer();
  const view = useSearch({ from: "/shell/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const filter = auditFilter(view, useZone());
  const { pages, snapshot } = useAuditPages(filter);
  const [openId, setOpenId] = useState<string>();
  const [taking, setTaking] = useState(false);
  const open = snapshot.events.find((event) => event.id === openId);
  const show = (change: AuditView) => void navigate({ search: (old) => ({ ...old, ...change }) });
  const step = (by: number) => {
    const at = snapshot.events.findIndex((event) => event.id === openId);
    const next = snapshot.events[Math.max(0, at + by)];
    if (next) setOpenId(next.id);
  };
  const group = t`Audit`;
  useShortcut("j", { label: t`Next event`, group }, () => step(1));
  useShortcut("k", { label: t`Event before`, group }, () => step(-1));
  useShortcut("Escape", { label: t`Close the side panel`, group }, open && (() => setOpenId(undefined)));
  return (
    <div className={classes.layout} data-panel={open ? true : undefined}>
      <div className={classes.list}>
        <div className={classes.head}>
          <Title order={1} size="h3">
            <Trans>Audit</Trans>
          </Title>
          <Group gap="xs">
            {can("audit.export") && (
              <Button
                variant="default"
                leftSection={<IconDownload size={14} aria-hidden />}
                onClick={() => setTaking(true)}
              >
                <Trans>Take as a file</Trans>
              </Button>
            )}
            <VerifyChain onVerified={() => void pages.check()} />
          </Group>
        </div>
        <AuditFilters view={view} onChange={show} onClear={() => void navigate({ search: {} })} />
        <AuditTable
          pages={pages}
          snapshot={snapshot}
          openId={openId}
          onOpen={setOpenId}
          filtered={Object.keys(view).length > 0}
        />
      </div>
      {taking && (
        <Suspense>
          <TakeFile filter={filter} filtered={Object.keys(view).length > 0} onClose={() => setTaking(false)} />
        </Suspense>
      )}
      {open && (
        <Suspense fallback={<div className={classes.panel} />}>
          <EventPanel event={open} onClose={() => setOpenId(undefined)} onTarget={(target) => show({ target })} />
        </Suspense>
      )}
    </div>
  );
}
