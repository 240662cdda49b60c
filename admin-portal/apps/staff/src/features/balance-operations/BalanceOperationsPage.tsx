import { Trans, useLingui } from "@lingui/react/macro";
import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { useKept } from "../common/useKept.ts";
import { DealingRuleSection } from "../dealing/DealingRuleSection.tsx";
import classes from "./BalanceOperations.module.css";
import { Bands } from "./Bands.tsx";
import { BalanceOperationListDocument } from "./documents.ts";
import { Findings } from "./Findings.tsx";
import { History } from "./History.tsx";
import { OperationTable } from "./OperationTable.tsx";
import { useOperationNews } from "./useOperationNews.ts";
import type { BalanceTab, BalanceView } from "./view.ts";

const waiting = { states: ["REQUESTED" as const] };
const unknown = { states: ["UNKNOWN" as const, "SENDING" as const] };
const counted = 50;

export function BalanceOperationsPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Balance operations`} wide>
      <Allowed permission="balance.view">
        <BalanceTabs />
      </Allowed>
    </Page>
  );
}

/** How many there are, as the tab says it: `3`, or `50+`. */
function useCount(filter: typeof waiting | typeof unknown): string {
  const [{ data }, execute] = useQuery({
    query: BalanceOperationListDocument,
    variables: { first: counted, after: null, filter },
    requestPolicy: "cache-and-network",
  });
  useOperationNews(filter, execute);
  const found = useKept(data)?.balanceOperations;
  if (!found || found.edges.length === 0) return "";
  return `${found.edges.length}${found.pageInfo.hasNextPage ? "+" : ""}`;
}

function BalanceTabs() {
  const { t } = useLingui();
  const view = useSearch({ from: "/shell/balance-operations" });
  const navigate = useNavigate({ from: "/balance-operations" });
  const dealing = useViewer().can("position.view");
  const [waitingCount, unknownCount] = [useCount(waiting), useCount(unknown)];
  const change = (next: BalanceView) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const names: Record<BalanceTab, string> = {
    waiting: waitingCount === "" ? t`Waiting` : t`Waiting ${waitingCount}`,
    unknown: unknownCount === "" ? t`Unknown` : t`Unknown ${unknownCount}`,
    history: t`History`,
    differences: t`Differences`,
    limits: t`Limits`,
  };
  return (
    <Tabs
      value={view.tab ?? "waiting"}
      onChange={(tab) => void navigate({ search: tab === "waiting" ? {} : { tab: tab as BalanceTab }, replace: true })}
      keepMounted={false}
      color="brand"
    >
      <Tabs.List>
        {Object.entries(names).map(([tab, name]) => (
          <Tabs.Tab key={tab} value={tab}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="waiting" className={classes.panel ?? ""}>
        <OperationTable
          filter={waiting}
          empty={
            <EmptyState title={<Trans>Nothing waits for approval</Trans>}>
              <Trans>What a colleague may not move alone appears here, for a second person.</Trans>
            </EmptyState>
          }
        />
      </Tabs.Panel>
      <Tabs.Panel value="unknown" className={classes.panel ?? ""}>
        <p className={classes.about}>
          <Trans>
            No answer came to these. They are looked up by themselves and never sent twice; “Find out” looks now.
          </Trans>
        </p>
        <OperationTable filter={unknown} empty={<EmptyState title={<Trans>Every outcome is known</Trans>} />} />
      </Tabs.Panel>
      <Tabs.Panel value="history" className={classes.panel ?? ""}>
        <History view={view} onChange={change} />
      </Tabs.Panel>
      <Tabs.Panel value="differences" className={classes.panel ?? ""}>
        <Findings />
      </Tabs.Panel>
      <Tabs.Panel value="limits" className={classes.panel ?? ""}>
        <Bands />
        {dealing && <DealingRuleSection />}
      </Tabs.Panel>
    </Tabs>
  );
}
