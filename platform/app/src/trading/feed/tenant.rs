//! A broker's books in this process: those that it polls itself and those that it reads from another one.

use super::{Book, Directory, FeedState, Known, NOT_POLLED, kept, lock};
use crate::App;
use chrono::{DateTime, Utc};
use crm_access::TenantRef;
use crm_cache::LiveKind;
use crm_model::{TradingEnvironment, TradingServerId, TradingServerStatus};
use crm_storage::{LiveBookMark, LiveBooks, StorageError, TradingAccounts, TradingServerRecord, TradingServers};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Mutex as Turns, watch};
use tokio::time::Instant;
use uuid::Uuid;

/// Accounts and servers are read again after this at the latest.
const ACCOUNTS_AGE: Duration = Duration::from_secs(15);
/// After news of a client they are read again this soon.
const ACCOUNTS_AGE_AFTER_NEWS: Duration = Duration::from_secs(1);
/// What other processes keep is looked at this often while somebody wants it.
const KEPT_AGE: Duration = Duration::from_millis(900);
/// Who reads once is taken for a watcher this long.
const ASKED_LASTS: Duration = Duration::from_secs(10);
/// The process that polls is told this often that somebody watches here.
const TELL_EVERY: Duration = Duration::from_secs(3);

/// What of a server in use is shown beside its figures.
#[derive(Clone, Debug)]
pub(crate) struct ServerBrief {
    pub(crate) id: TradingServerId,
    pub(crate) name: String,
    pub(crate) environment: TradingEnvironment,
}

impl ServerBrief {
    pub(super) fn of(server: TradingServerRecord) -> Self {
        Self { id: server.id, name: server.name, environment: server.environment }
    }
}

/// One server's book with what it is called.
pub(crate) struct ServerLive {
    pub(crate) id: TradingServerId,
    brief: Mutex<ServerBrief>,
    book: Mutex<Book>,
    polled_here: AtomicBool,
}

impl ServerLive {
    fn new(brief: ServerBrief) -> Self {
        let (book, polled_here) = (Mutex::default(), AtomicBool::new(false));
        Self { id: brief.id, brief: Mutex::new(brief), book, polled_here }
    }

    pub(crate) fn brief(&self) -> ServerBrief {
        lock(&self.brief).clone()
    }

    pub(crate) fn with<R>(&self, read: impl FnOnce(&mut Book) -> R) -> R {
        read(&mut lock(&self.book))
    }

    /// How far one of its feeds can be believed now, as of when, and why not.
    pub(crate) fn how(
        &self,
        pick: fn(&Book) -> &Known,
        now: DateTime<Utc>,
    ) -> (FeedState, Option<DateTime<Utc>>, Option<String>) {
        let polled = self.is_polled_here();
        self.with(|book| {
            let known = pick(book);
            if !polled && book.written_at.is_none() && known.trouble.is_none() {
                return (FeedState::Down, known.at, Some(NOT_POLLED.to_owned()));
            }
            let (state, said) = book.state(known, now);
            (state, known.at, said)
        })
    }

    pub(crate) fn is_polled_here(&self) -> bool {
        self.polled_here.load(Ordering::Acquire)
    }

    pub(super) fn polled_here(&self, here: bool) {
        self.polled_here.store(here, Ordering::Release);
    }
}

#[derive(Default)]
struct Looked {
    accounts: Option<Instant>,
    kept: Option<Instant>,
    told: Option<Instant>,
    editions: BTreeMap<TradingServerId, i64>,
}

/// What is known of a broker's servers in this process.
pub struct TenantLive {
    pub(crate) tenant: TenantRef,
    servers: Mutex<BTreeMap<TradingServerId, Arc<ServerLive>>>,
    directory: Mutex<Arc<Directory>>,
    changed: watch::Sender<u64>,
    watchers: AtomicUsize,
    asked: Mutex<Option<Instant>>,
    heard: Mutex<Option<Instant>>,
    news: AtomicBool,
    looked: Turns<Looked>,
    pub(crate) views: crate::positions::Views,
}

/// Somebody who watches a broker's live figures, until it is dropped.
pub struct Watching {
    live: Arc<TenantLive>,
    changed: watch::Receiver<u64>,
}

impl TenantLive {
    pub(super) fn new(tenant: TenantRef) -> Self {
        Self {
            tenant,
            servers: Mutex::default(),
            directory: Mutex::default(),
            changed: watch::Sender::new(0),
            watchers: AtomicUsize::new(0),
            asked: Mutex::default(),
            heard: Mutex::default(),
            news: AtomicBool::new(false),
            looked: Turns::default(),
            views: crate::positions::Views::default(),
        }
    }

    /// Begins to watch.
    #[must_use]
    pub fn watch(self: &Arc<Self>) -> Watching {
        self.watchers.fetch_add(1, Ordering::AcqRel);
        Watching { live: Arc::clone(self), changed: self.changed.subscribe() }
    }

    pub(super) fn note_asked(&self) {
        *lock(&self.asked) = Some(Instant::now());
    }

    pub(super) fn note_heard(&self) {
        *lock(&self.heard) = Some(Instant::now());
    }

    /// Something of a client changed: accounts are read again soon.
    pub fn note_news(&self) {
        self.news.store(true, Ordering::Release);
    }

    /// Whether somebody watches in this process, or asked within a span.
    pub(super) fn is_watched_here(&self, within: Duration) -> bool {
        self.watchers.load(Ordering::Acquire) > 0 || is_recent(*lock(&self.asked), within)
    }

    /// Whether somebody watches in another process.
    pub(super) fn is_watched_elsewhere(&self) -> bool {
        is_recent(*lock(&self.heard), ASKED_LASTS)
    }

    /// Whether somebody watches at all.
    pub(super) fn is_watched(&self) -> bool {
        self.is_watched_here(ASKED_LASTS) || self.is_watched_elsewhere()
    }

    pub(crate) fn version(&self) -> u64 {
        *self.changed.borrow()
    }

    pub(super) fn bump(&self) {
        self.changed.send_modify(|version| *version += 1);
    }

    pub(crate) fn directory(&self) -> Arc<Directory> {
        Arc::clone(&lock(&self.directory))
    }

    pub(crate) fn servers(&self) -> Vec<Arc<ServerLive>> {
        lock(&self.servers).values().map(Arc::clone).collect()
    }

    pub(crate) fn server(&self, id: TradingServerId) -> Option<Arc<ServerLive>> {
        lock(&self.servers).get(&id).map(Arc::clone)
    }

    /// How far figures of an account on a server can be believed that are at least as new as `as_of`.
    pub(crate) fn state_of_figures(&self, id: TradingServerId, as_of: DateTime<Utc>, now: DateTime<Utc>) -> FeedState {
        match self.server(id) {
            Some(server) => server.with(|book| book.state_of_figures(as_of, now)),
            None => Book::default().state_of_figures(as_of, now),
        }
    }

    /// The broker's servers in use as they are now called.
    pub(super) fn keep_servers(&self, active: &[ServerBrief]) {
        let mut servers = lock(&self.servers);
        servers.retain(|id, server| server.is_polled_here() || active.iter().any(|known| known.id == *id));
        for brief in active {
            let server = servers.entry(brief.id).or_insert_with(|| Arc::new(ServerLive::new(brief.clone())));
            lock(&server.brief).clone_from(brief);
        }
    }

    /// Brings accounts, servers and what other processes poll up to date, as far as it is time to.
    ///
    /// # Errors
    /// The database is away; what is known stays, and grows older.
    pub async fn look(&self, app: &App) -> Result<(), StorageError> {
        self.note_asked();
        self.look_at_accounts(app).await
    }

    /// The same for the feed itself, which is nobody who watches.
    pub(super) async fn look_at_accounts(&self, app: &App) -> Result<(), StorageError> {
        let mut looked = self.looked.lock().await;
        let age = if self.news.load(Ordering::Acquire) { ACCOUNTS_AGE_AFTER_NEWS } else { ACCOUNTS_AGE };
        let accounts = !is_recent(looked.accounts, age);
        let foreign = accounts || self.servers().iter().any(|server| !server.is_polled_here());
        let kept = foreign && !is_recent(looked.kept, KEPT_AGE);
        if !accounts && !kept {
            return Ok(());
        }
        let tx = app.db.mirror(&self.tenant).await?;
        if accounts {
            self.news.store(false, Ordering::Release);
            let servers = TradingServers::of(&tx).list().await?;
            let active = servers.into_iter().map(|row| row.record).filter(|s| s.status == TradingServerStatus::Active);
            self.keep_servers(&active.map(ServerBrief::of).collect::<Vec<_>>());
            let directory = Directory::new(TradingAccounts::of(&tx).in_use().await?);
            *lock(&self.directory) = Arc::new(directory);
            looked.accounts = Some(Instant::now());
            self.bump();
        }
        for mark in if kept { LiveBooks::of(&tx).marks().await? } else { Vec::new() } {
            self.read(&LiveBooks::of(&tx), &mark, &mut looked).await?;
        }
        drop(tx);
        looked.kept = Some(Instant::now());
        if kept && !is_recent(looked.told, TELL_EVERY) {
            looked.told = Some(Instant::now());
            app.trading.feeds().look_after(&self.tenant);
            app.bus.publish(app.trading.news(self.tenant.id, LiveKind::FiguresWatched, Uuid::nil())).await;
        }
        Ok(())
    }

    async fn read<T: crm_storage::Scoped>(
        &self,
        books: &LiveBooks<'_, T>,
        mark: &LiveBookMark,
        looked: &mut Looked,
    ) -> Result<(), StorageError> {
        let Some(server) = self.server(mark.server).filter(|server| !server.is_polled_here()) else { return Ok(()) };
        if looked.editions.get(&mark.server) == Some(&mark.edition) && server.with(|book| book.written_at.is_some()) {
            return Ok(());
        }
        let Some(book) = books.body(mark.server).await?.and_then(|body| kept::read(&body, mark.written_at)) else {
            return Ok(());
        };
        if !server.is_polled_here() {
            server.with(|known| *known = book);
            looked.editions.insert(mark.server, mark.edition);
            self.bump();
        }
        Ok(())
    }
}

fn is_recent(at: Option<Instant>, within: Duration) -> bool {
    at.is_some_and(|at| at.elapsed() < within)
}

impl Watching {
    /// Resolves when something that is shown may have changed.
    pub async fn changed(&mut self) {
        if self.changed.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// What is watched.
    #[must_use]
    pub const fn live(&self) -> &Arc<TenantLive> {
        &self.live
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.live.watchers.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
impl TenantLive {
    /// One server with a book, and the accounts on it.
    pub(crate) fn of_test(server: TradingServerId, book: Book, accounts: Vec<crm_storage::LiveAccountRow>) -> Self {
        let slug = "atlas".into();
        let live = Self::new(TenantRef { id: crm_model::TenantId::generate(), slug });
        live.keep_servers(&[ServerBrief {
            id: server,
            name: "Live 5".to_owned(),
            environment: TradingEnvironment::Live,
        }]);
        live.server(server).unwrap().with(|kept| *kept = book);
        *lock(&live.directory) = Arc::new(Directory::new(accounts));
        live
    }
}
