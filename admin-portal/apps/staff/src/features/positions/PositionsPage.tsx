import { useLingui } from "@lingui/react/macro";
import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";
import { usePageTitle } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { ExposureList } from "./ExposureList.tsx";
import { MarginList } from "./MarginList.tsx";
import { OrderList } from "./OrderList.tsx";
import { PositionList } from "./PositionList.tsx";
import classes from "./Positions.module.css";
import {
  filtersOf,
  type LiveFilters,
  type PositionTab,
  type PositionView,
  shownOn,
  sortName,
  sortOf,
  usualMoney,
} from "./view.ts";

const PositionPanel = lazy(() => import("./PositionPanel.tsx"));
const OrderPanel = lazy(() => import("./OrderPanel.tsx"));
const Commands = lazy(() => import("../dealing/Commands.tsx"));
const DealHistory = lazy(() => import("../deals/DealHistory.tsx"));

export function PositionsPage() {
  return (
    <Allowed permission="position.view" whole>
      <PositionTabs />
    </Allowed>
  );
}

function PositionTabs() {
  const { t } = useLingui();
  usePageTitle(t`Positions`);
  const { can } = useViewer();
  const view = useSearch({ from: "/shell/positions" });
  const navigate = useNavigate({ from: "/positions" });
  const tab = view.tab ?? "positions";
  const filters = filtersOf(view);
  const change = useCallback(
    (part: Partial<PositionView>, push = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace: !push }),
    [navigate],
  );
  const onFilters = useCallback((part: LiveFilters) => change(part), [change]);
  const opened = view.id !== undefined;
  const open = useCallback(
    (row: { key: string; accountId: string } | undefined) =>
      change({ id: row?.key, of: row?.accountId }, !opened || row === undefined),
    [change, opened],
  );
  const close = () => open(undefined);
  const names: Record<PositionTab, string> = {
    positions: t`Positions`,
    orders: t`Pending orders`,
    exposure: t`Exposure`,
    margin: t`Margin watch`,
    deals: t`Deals`,
    commands: t`Commands`,
  };
  /** What is filtered by stays on another tab that shows it; the opened row does not. */
  const go = (next: PositionTab) =>
    void navigate({
      search: { ...shownOn(next, filters), ...(next === "positions" ? {} : { tab: next }) },
      replace: true,
    });
  const tabs = (Object.keys(names) as PositionTab[]).filter((each) => each !== "margin" || can("balance.view"));
  const panel = view.id !== undefined && view.of !== undefined && (tab === "positions" || tab === "orders");
  return (
    <div className={classes.layout} data-panel={panel || undefined}>
      <section className={classes.main} aria-label={t`Positions`}>
        <div className={classes.top}>
          <h1 className={classes.title}>{t`Positions`}</h1>
        </div>
        <Tabs
          value={tab}
          onChange={(next) => go((next ?? "positions") as PositionTab)}
          className={classes.tabs ?? ""}
          keepMounted={false}
          color="brand"
        >
          <Tabs.List px="xs">
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {names[each]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="positions" className={classes.panel ?? ""}>
            <PositionList
              filters={filters}
              sort={sortOf(view.sort)}
              onFilters={onFilters}
              onSort={(sort) => change({ sort: sortName(sort) })}
              openKey={view.id}
              onOpen={open}
            />
          </Tabs.Panel>
          <Tabs.Panel value="orders" className={classes.panel ?? ""}>
            <OrderList filters={filters} onFilters={onFilters} openKey={view.id} onOpen={open} />
          </Tabs.Panel>
          <Tabs.Panel value="exposure" className={classes.panel ?? ""}>
            <ExposureList
              filters={filters}
              onFilters={onFilters}
              onSymbol={({ symbol, environment }) =>
                void navigate({
                  search: { ...filters, symbol, money: environment === usualMoney(filters) ? undefined : environment },
                })
              }
            />
          </Tabs.Panel>
          <Tabs.Panel value="margin" className={classes.panel ?? ""}>
            <MarginList
              below={view.below}
              money={view.money}
              onBelow={(below) => change({ below })}
              onMoney={(money) => change({ money, server: undefined })}
              onAccount={(account) => void navigate({ search: { account } })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="deals" className={classes.panel ?? ""} data-scrolls>
            <Suspense fallback={<Loading />}>
              <DealHistory view={view} onChange={change} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="commands" className={classes.panel ?? ""} data-scrolls>
            <Suspense fallback={<Loading />}>
              <Commands view={view} onChange={change} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
      </section>
      {panel && view.id && view.of && (
        <Suspense
          fallback={
            <aside className={classes.side}>
              <Loading />
            </aside>
          }
        >
          {tab === "positions" ? (
            <PositionPanel key={view.id} id={view.id} accountId={view.of} onClose={close} />
          ) : (
            <OrderPanel key={view.id} id={view.id} accountId={view.of} onClose={close} />
          )}
        </Suspense>
      )}
    </div>
  );
}
