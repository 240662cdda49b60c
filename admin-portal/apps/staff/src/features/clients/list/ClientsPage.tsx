import { type ClientSortField, inBackground } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";
import { usePageTitle } from "../../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../../app/states.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import { ClientCountDocument, type ClientRow } from "../documents.ts";
import { FilterBar } from "../filter/FilterBar.tsx";
import { toClientFilter } from "../filter/tree.ts";
import { ClientGrid } from "./ClientGrid.tsx";
import classes from "./ClientsPage.module.css";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { useColumnChoice } from "./columnChoice.ts";
import { CountText, SearchBox, SelectionBar } from "./Toolbar.tsx";
import { useClientPages, useLiveRows } from "./useClientPages.ts";
import { useListKeys } from "./useListKeys.ts";
import { useRowHeight } from "./useRowHeight.ts";
import { type ClientView, newestFirst, nextSort, parseSort, writeSort } from "./view.ts";

const ClientPanel = lazy(() => import("../profile/ClientPanel.tsx"));
const CreateClient = lazy(() => import("../create/CreateClient.tsx"));

export function ClientsPage() {
  return (
    <Allowed permission="client.view" whole>
      <ClientList />
    </Allowed>
  );
}

function useQuestion(view: ClientView) {
  const { q, sort, filter } = view;
  return useMemo(
    () => ({
      search: q,
      sort: parseSort(sort) ?? newestFirst,
      filter: filter ? toClientFilter(filter) : undefined,
    }),
    [q, sort, filter],
  );
}

function ClientList() {
  const { t } = useLingui();
  usePageTitle(t`Clients`);
  const view = useSearch({ from: "/shell/clients" });
  const navigate = useNavigate({ from: "/clients" });
  const { can } = useViewer();
  const question = useQuestion(view);
  const { pages, snapshot } = useClientPages(question);
  const [{ data: counted }, recount] = useQuery({
    query: ClientCountDocument,
    variables: { filter: question.filter, search: question.search },
  });
  const [choice, setChoice] = useColumnChoice();
  const [active, setActive] = useState(-1);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useRef<ReadonlySet<string>>(new Set());
  const rowHeight = useRowHeight();
  const { rows, waiting } = snapshot;

  const change = useCallback(
    (part: Partial<ClientView>, push = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace: !push }),
    [navigate],
  );
  const open = useCallback(
    (row: Pick<ClientRow, "id"> | undefined) =>
      change({ id: row?.id, tab: undefined }, view.id === undefined || row === undefined),
    [change, view.id],
  );
  const isAtTop = useCallback(() => (scroller.current?.scrollTop ?? 0) < 8, []);
  const live = useLiveRows(
    pages,
    (id) => visible.current.has(id),
    isAtTop,
    () => recount({ requestPolicy: "network-only", ...inBackground }),
  );
  const onVisible = useCallback(
    (ids: ReadonlySet<string>) => {
      visible.current = ids;
      live.refreshVisible();
    },
    [live.refreshVisible],
  );
  const onNearEnd = useCallback(() => pages.loadMore(), [pages]);
  const toggle = useCallback((id: string) => {
    setSelected((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  // A row that slides in moves the others down: the marker stays with its client, or is on the opened one.
  const activeId = useRef<string>(undefined);
  useEffect(() => {
    if (view.id !== undefined) activeId.current = view.id;
  }, [view.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opened client moves the marker too
  useEffect(() => {
    const at = rows.findIndex((row) => row.id === activeId.current);
    if (at >= 0) setActive(at);
  }, [rows, view.id]);
  const activate = useCallback(
    (index: number) => {
      activeId.current = rows[index]?.id;
      setActive(index);
    },
    [rows],
  );
  useListKeys({
    rows,
    active,
    activate,
    open,
    openId: view.id,
    toggle,
    canCreate: can("client.create"),
    onCreate: () => change({ new: true }),
  });

  const showNew = () => {
    pages.reload();
    scroller.current?.scrollTo({ top: 0 });
  };
  const asked = view.q !== undefined || view.filter !== undefined;
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
        <div className={classes.toolbar}>
          <SearchBox value={view.q ?? ""} onChange={(q) => change({ q: q || undefined })} />
          <FilterBar filter={view.filter} onChange={(filter) => change({ filter })} />
          <span className={classes.spacer} />
          <CountText count={counted?.clientCount} />
          <ColumnChooser choice={choice} onChange={setChoice} />
          {create}
        </div>
        <div className={classes.grid}>
          {waiting.length > 0 && (
            <button type="button" className={classes.pill} onClick={showNew}>
              <Plural value={waiting.length} one="# new" other="# new" />
            </button>
          )}
          {snapshot.loading ? (
            <Loading />
          ) : snapshot.error && rows.length === 0 ? (
            <ErrorState error={snapshot.error} onRetry={() => pages.retry()} />
          ) : rows.length === 0 && !snapshot.loadingMore ? (
            <Nothing asked={asked} create={create} onClear={() => change({ q: undefined, filter: undefined })} />
          ) : (
            <ClientGrid
              snapshot={snapshot}
              total={counted?.clientCount.value}
              sort={question.sort}
              onSort={(field: ClientSortField) => change({ sort: writeSort(nextSort(question.sort, field)) })}
              choice={choice}
              onChoice={setChoice}
              activeIndex={active}
              onActive={activate}
              openId={view.id}
              onOpen={open}
              selected={selected}
              onSelect={toggle}
              onSelectAll={(all) => setSelected(all ? new Set(rows.map((row) => row.id)) : new Set())}
              onNearEnd={onNearEnd}
              onVisible={onVisible}
              onRetry={() => pages.retry()}
              scroller={scroller}
              rowHeight={rowHeight}
            />
          )}
        </div>
        {selected.size > 0 && (
          <SelectionBar
            numbers={rows.filter((row) => selected.has(row.id)).map((row) => row.number)}
            onClear={() => setSelected(new Set())}
          />
        )}
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
            onClose={() => {
              open(undefined);
              scroller.current?.focus();
            }}
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

function Nothing({ asked, create, onClear }: { asked: boolean; create: React.ReactNode; onClear: () => void }) {
  if (!asked) {
    return (
      <EmptyState title={<Trans>No clients yet</Trans>} action={create}>
        <Trans>
          Clients appear here by themselves when they register on your website, or when a colleague adds them.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>No client matches</Trans>}
      action={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear search and filter</Trans>
        </Button>
      }
    >
      <Trans>
        Words match from their beginning. E-mail addresses and phone numbers match when they are typed whole.
      </Trans>
    </EmptyState>
  );
}
