import { type ClientSortField, inBackground } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type CSSProperties, lazy, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import { useQuery } from "urql";
import { usePageTitle } from "../../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../../app/rights.tsx";
import { ErrorState, Loading } from "../../../app/states.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import { useKept } from "../../common/useKept.ts";
import { ListPart, ListParts } from "../custom/listPart.tsx";
import { ClientCountDocument, type ClientRow } from "../documents.ts";
import { FilterBar } from "../filter/FilterBar.tsx";
import { GroupMenu } from "../views/GroupMenu.tsx";
import { changesTo, plain } from "../views/parts.ts";
import { type ListView, useListView, useViewColumns } from "../views/useListView.ts";
import { ViewBar } from "../views/ViewBar.tsx";
import viewClasses from "../views/Views.module.css";
import { ClientGrid } from "./ClientGrid.tsx";
import classes from "./ClientsPage.module.css";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { CountText, SearchBox } from "./Toolbar.tsx";
import { useClientPages, useLiveRows } from "./useClientPages.ts";
import { useListKeys } from "./useListKeys.ts";
import { useMarkedRow } from "./useMarkedRow.ts";
import { useQuestion } from "./useQuestion.ts";
import { useRowHeight } from "./useRowHeight.ts";
import { useTicks } from "./useTicks.ts";
import { type ClientView, nextSort, sortText } from "./view.ts";

const BulkBar = lazy(() => import("../bulk/BulkBar.tsx"));
const BulkWork = lazy(() => import("../bulk/BulkWork.tsx"));
const GroupRail = lazy(() => import("../views/GroupRail.tsx"));
const ViewNotice = lazy(() => import("../views/ViewNotice.tsx"));
const ClientPanel = lazy(() => import("../profile/ClientPanel.tsx"));
const LateParts = lazy(() => import("../custom/LateParts.tsx"));
const CreateClient = lazy(() => import("../create/CreateClient.tsx"));

export function ClientsPage() {
  return (
    <Allowed permission="client.view" whole>
      <ClientList />
    </Allowed>
  );
}

/** The list as soon as it is known which view opens. */
function ClientList() {
  const { t } = useLingui();
  usePageTitle(t`Clients`);
  const view = useSearch({ from: "/shell/clients" });
  const navigate = useNavigate({ from: "/clients" });
  const change = useCallback(
    (part: Partial<ClientView>, push = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace: !push }),
    [navigate],
  );
  const list = useListView(view, change);
  if (list.waiting) return <Loading />;
  return (
    <ListParts value={LateParts}>
      <Listed view={view} list={list} change={change} />
    </ListParts>
  );
}

interface ListedProps {
  view: ClientView;
  list: ListView;
  change: (part: Partial<ClientView>, push?: boolean) => void;
}

function Listed({ view, list, change }: ListedProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const navigate = useNavigate({ from: "/clients" });
  const { parts, set } = list;
  const { question, lasting } = useQuestion(view, parts);
  const { pages, snapshot } = useClientPages(question, JSON.stringify(lasting));
  const matching = { filter: question.filter, search: question.search, group: question.group };
  const asking = JSON.stringify({ ...lasting, sort: undefined });
  const [{ data }, recount] = useQuery({
    query: ClientCountDocument,
    variables: matching,
    requestPolicy: "cache-and-network",
    // the list is asked besides; as the time moves on nobody asks by hand
    context: inBackground,
  });
  const counted = useKept(data, asking);
  const { choice, setChoice, onScreen, drop } = useViewColumns(list);
  const [news, setNews] = useState(0);
  const [work, setWork] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useRef<ReadonlySet<string>>(new Set());
  const rowHeight = useRowHeight(parts.density);
  const { rows, waiting, loading } = snapshot;
  const { id: activeId, active, activate, moves } = useMarkedRow(rows, view.id);
  const { selected, all, chooseAll, choose, toggle } = useTicks(rows, loading, asking);

  const open = useCallback(
    (row: Pick<ClientRow, "id"> | undefined) =>
      change({ id: row?.id, tab: undefined }, view.id === undefined || row === undefined),
    [change, view.id],
  );
  useLiveRows(pages, question, {
    isVisible: (id) => visible.current.has(id),
    isAtTop: () => (scroller.current?.scrollTop ?? 0) < 8,
    holds: (id) => id === view.id || id === activeId || (!all && selected.has(id)),
    onCounted: () => {
      recount({ requestPolicy: "network-only", ...inBackground });
      setNews((old) => old + 1);
    },
  });
  const onVisible = useCallback((ids: ReadonlySet<string>) => {
    visible.current = ids;
  }, []);
  const onNearEnd = useCallback(() => pages.loadMore(), [pages]);
  const focusList = () => scroller.current?.focus({ preventScroll: true });
  const closePanel = () => {
    open(undefined);
    focusList();
  };
  useListKeys({
    rows,
    active,
    activate,
    open,
    close: closePanel,
    focus: focusList,
    openId: view.id,
    toggle,
    canCreate: can("client.create"),
    onCreate: () => change({ new: true }),
  });

  const showNew = () => {
    pages.reload();
    scroller.current?.scrollTo({ top: 0 });
  };
  const openView = (id: string | undefined) => {
    drop();
    void navigate({ search: id ? { view: id } : list.shelf?.opensWithId ? { view: "all" } : {} });
  };
  const asked = view.q !== undefined || parts.filter !== undefined || question.group !== undefined;
  const create = (
    <ReasonTooltip reason={can("client.create") ? null : t`Your role does not include registering clients.`}>
      <Button
        leftSection={<IconPlus size={15} stroke={2} />}
        aria-disabled={!can("client.create")}
        data-disabled={!can("client.create") || undefined}
        onClick={() => can("client.create") && change({ new: true }, true)}
      >
        <Trans>New client</Trans>
      </Button>
    </ReasonTooltip>
  );

  return (
    <div className={classes.layout} data-panel={view.id ? true : undefined}>
      <section className={classes.list} aria-label={t`Clients`}>
        <h1 className="visually-hidden">{t`Clients`}</h1>
        <div>
          <div className={classes.toolbar}>
            <ViewBar list={onScreen} choice={choice} onOpen={openView} />
            <SearchBox value={view.q ?? ""} onChange={(q) => change({ q: q || undefined })} />
            <FilterBar filter={parts.filter} onChange={(filter) => set({ filter })} />
            <span className={classes.spacer} />
            <CountText count={counted?.clientCount} />
            {!all && <ListPart part="all" total={counted?.clientCount} onAll={chooseAll} />}
            <GroupMenu group={parts.group} onChange={(group) => set({ group })} />
            <ColumnChooser
              choice={choice}
              onChange={setChoice}
              density={parts.density}
              onDensity={(density) => set({ density })}
            />
            {create}
          </div>
          <Suspense>
            {(list.missing || (list.saved && list.saved.dropped.length > 0)) && (
              <ViewNotice list={list} onPlain={() => openView(undefined)} />
            )}
          </Suspense>
        </div>
        <Grouped
          rail={
            parts.group && (
              <GroupRail
                by={parts.group}
                filter={question.filter}
                search={question.search}
                chosen={view.in}
                news={news}
                onChoose={(group) => change({ in: group })}
              />
            )
          }
        >
          <div className={classes.grid} style={{ "--bd-row": `${rowHeight}px` } as CSSProperties}>
            {waiting.length > 0 && (
              <button type="button" className={classes.pill} onClick={showNew}>
                <Plural value={waiting.length} one="# new" other="# new" />
              </button>
            )}
            {loading ? (
              <Loading />
            ) : snapshot.error && rows.length === 0 ? (
              <ErrorState error={snapshot.error} onRetry={() => pages.retry()} />
            ) : rows.length === 0 && !snapshot.loadingMore ? (
              <ListPart
                part="nothing"
                asked={asked}
                create={create}
                onClear={() =>
                  change({ q: undefined, in: undefined, ...changesTo(list.base, { ...parts, filter: undefined }) })
                }
              />
            ) : (
              <ClientGrid
                snapshot={snapshot}
                sort={question.sort}
                onSort={(field: ClientSortField) =>
                  set({ sort: sortText(nextSort(question.sort, field)) ?? plain.sort })
                }
                choice={choice}
                onChoice={setChoice}
                activeIndex={active}
                moves={moves}
                onActive={activate}
                openId={view.id}
                onOpen={open}
                selected={selected}
                onSelect={toggle}
                onSelectAll={(on) => choose(new Set(on ? rows.map((row) => row.id) : []))}
                onNearEnd={onNearEnd}
                onVisible={onVisible}
                onRetry={() => pages.retry()}
                scroller={scroller}
                rowHeight={rowHeight}
              />
            )}
          </div>
        </Grouped>
        <Suspense>
          <div>
            <BulkWork id={work} onMoved={() => pages.reload()} onClose={() => setWork(undefined)} />
            {(all || selected.size > 0) && (
              <BulkBar
                rows={rows}
                selected={selected}
                matching={matching}
                total={counted?.clientCount}
                all={all}
                onAll={chooseAll}
                onClear={() => choose(new Set())}
                onStarted={(id) => {
                  choose(new Set());
                  setWork(id);
                }}
              />
            )}
          </div>
        </Suspense>
      </section>
      <Suspense
        fallback={
          view.id ? (
            <aside className={classes.panelWaiting}>
              <Loading />
            </aside>
          ) : null
        }
      >
        {view.id && (
          <ClientPanel
            id={view.id}
            tab={view.tab ?? "overview"}
            onTab={(tab) => change({ tab: tab === "overview" ? undefined : tab })}
            onClose={closePanel}
          />
        )}
        {view.new && can("client.create") && (
          <CreateClient
            onClose={() => change({ new: undefined })}
            onOpen={(id) => change({ new: undefined, id, tab: undefined })}
          />
        )}
      </Suspense>
    </div>
  );
}

/** The list, with its groups beside it where it has any. */
function Grouped({ rail, children }: { rail: ReactNode; children: ReactNode }) {
  if (!rail) return children;
  return (
    <div className={viewClasses.grouped}>
      <Suspense fallback={<Loading />}>{rail}</Suspense>
      {children}
    </div>
  );
}
