//! One connection a server in one process of the deployment. A process commands a server while it holds its lease, and
//! what it sends carries the end of the lease as its deadline: two processes never command one server
//! (docs/adr/0021-one-process-commands-a-server.md).

use super::HostGuard;
use super::feed::Feeds;
use super::patient::Patient;
use super::turns::Turns;
use crate::App;
use crate::aside::outside;
use crm_access::TenantRef;
use crm_cache::{LiveEvent, LiveKind};
use crm_model::{
    Clock, Problem, TenantId, TradingDaylight, TradingProduct, TradingServerId, TradingServerStatus, WorkerId,
};
use crm_storage::{MirrorTx, Scoped, StorageError, TenantDb, TradingServerRow, TradingServers};
use crm_trading::{
    Access, Daylight, Login, Secret, ServerSettings, SettingsError, TimeLimits, TradingServer, Trust, connect,
};
use crm_vault::TenantKeys;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;
use uuid::Uuid;

/// How long a lease lasts after it was taken or renewed.
const LEASE: Duration = Duration::from_secs(60);
/// A lease is renewed when less than this is left of it: no command starts on a lease that is about to end.
const ENOUGH: Duration = Duration::from_secs(40);
/// Nothing is sent in the last seconds of a lease.
const MARGIN: Duration = Duration::from_secs(10);
/// How long who needs a server that another process holds waits for it to be handed over.
const HAND_OVER: Duration = Duration::from_secs(3);
/// How often it asks meanwhile.
const ASK_AGAIN: Duration = Duration::from_millis(250);
/// A process keeps a server this long before it hands it over: access servers block who connects too often.
const STAYS: Duration = Duration::from_secs(10);

/// The connections of this process, by broker and server. One hub a process, shared by requests and jobs.
pub struct TradingHub {
    holder: WorkerId,
    loopback: bool,
    limits: TimeLimits,
    clock: Clock,
    open: Mutex<HashMap<Key, Open>>,
    taking: Mutex<HashMap<Key, Arc<tokio::sync::Mutex<()>>>>,
    feeds: Feeds,
    /// Whose turn it is to deal on an account.
    pub(crate) turns: Turns,
}

type Key = (TenantId, TradingServerId);

struct Open {
    version: i32,
    server: Arc<dyn TradingServer>,
    leased_until: Instant,
    /// Since when this process has held it.
    since: Instant,
    /// As many as there are who may be commanding it, and one.
    users: Arc<()>,
}

/// A server that this process may command. While one of these lives, the server is not handed over to another process.
pub(crate) struct Held {
    /// It.
    pub(crate) server: Arc<dyn TradingServer>,
    /// The first byte of a command must leave before this.
    pub(crate) send_before: Instant,
    _user: Arc<()>,
}

/// Why a server cannot be commanded here and now. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Another process of the deployment commands it.
    #[error("another process commands this server at the moment")]
    Elsewhere,
    /// It is archived.
    #[error("the server is archived")]
    Archived,
    /// Its host is no longer on the operator's list.
    #[error("the server's host is not on the operator's list of allowed hosts")]
    HostNotAllowed,
    /// It is to be reached without TLS, which only the development profile does.
    #[error("trading servers are reached by TLS only")]
    Plain,
    /// Its settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// There is no such server.
    #[error("there is no such server")]
    Unknown,
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl HoldError {
    /// For the person who asked.
    pub(crate) fn problem(self) -> Result<Problem, StorageError> {
        let (code, text) = match self {
            Self::Storage(error) => return Err(error),
            Self::Elsewhere => (
                "server_busy_elsewhere",
                "Another process of the platform commands this server at the moment. Nothing was sent; try again in a minute.".to_owned(),
            ),
            Self::Archived => ("server_archived", "This server is archived: restore it first.".to_owned()),
            Self::HostNotAllowed => (
                "host_not_allowed",
                "The server's host is not on the operator's list: ask your operator to allow it.".to_owned(),
            ),
            Self::Plain => ("tls_required", "Trading servers are reached by TLS only.".to_owned()),
            Self::Settings(error) => ("server_settings", format!("{error}.")),
            Self::Unknown => ("unknown_id", "This server does not exist any more. Load the list again.".to_owned()),
        };
        Ok(Problem::whole(code, text))
    }
}

impl TradingHub {
    /// An empty hub. `loopback`: servers on this very machine may be dialled, for development.
    #[must_use]
    pub fn new(clock: Clock, loopback: bool, limits: TimeLimits) -> Self {
        Self {
            holder: WorkerId::generate(),
            loopback,
            limits,
            clock,
            open: Mutex::default(),
            taking: Mutex::default(),
            turns: Turns::default(),
            feeds: Feeds::default(),
        }
    }

    /// What is known of the servers at the moment.
    #[must_use]
    pub const fn feeds(&self) -> &Feeds {
        &self.feeds
    }

    /// Which process this is, among those of the deployment.
    pub(crate) const fn process(&self) -> Uuid {
        self.holder.uuid()
    }

    /// The same, as leases name it.
    pub(crate) const fn holder(&self) -> WorkerId {
        self.holder
    }

    /// Whether this is a developer's machine.
    #[must_use]
    pub const fn is_development(&self) -> bool {
        self.loopback
    }

    /// A server that this process may command, connected with the first call on it. Takes the lease or holds it for
    /// longer. A process that has it hands it over between two commands; who waits in vain is told so.
    pub(crate) async fn hold(&self, app: &App, tenant: &TenantRef, id: TradingServerId) -> Result<Held, HoldError> {
        let patience = Instant::now() + HAND_OVER;
        loop {
            match self.hold_free(&app.db, tenant, id).await {
                Err(HoldError::Elsewhere) if Instant::now() < patience => {
                    app.bus.publish(self.news(tenant.id, LiveKind::ServerWanted, id.uuid())).await;
                    outside(tokio::time::sleep(ASK_AGAIN)).await;
                }
                Ok(held) => {
                    if !self.feeds.polls(tenant, id) {
                        self.feeds.look_after(tenant);
                    }
                    return Ok(held);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The same for work that may as well be done by the process that has the server: it answers at once.
    pub(crate) async fn hold_free(
        &self,
        db: &TenantDb,
        tenant: &TenantRef,
        id: TradingServerId,
    ) -> Result<Held, HoldError> {
        let turn = self.turn((tenant.id, id));
        let _turn = outside(turn.lock()).await;
        let tx = db.mirror(tenant).await?;
        let row = TradingServers::of(&tx).find(id).await?.ok_or(HoldError::Unknown)?;
        self.hold_row(db, tenant, tx, &row).await
    }

    /// News of this process to the others.
    pub(crate) const fn news(&self, tenant: TenantId, kind: LiveKind, id: Uuid) -> LiveEvent {
        LiveEvent { tenant, kind, id, version: 0, by: Some(self.process()), owner: None, team: None }
    }

    /// Taking a lease and giving it back come one after the other.
    fn turn(&self, key: Key) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(lock(&self.taking).entry(key).or_default())
    }

    async fn hold_row(
        &self,
        db: &TenantDb,
        tenant: &TenantRef,
        tx: MirrorTx,
        row: &TradingServerRow,
    ) -> Result<Held, HoldError> {
        let key = (tenant.id, row.record.id);
        if row.record.status == TradingServerStatus::Archived {
            self.lock().remove(&key);
            return Err(HoldError::Archived);
        }
        if let Some(held) = self.held(key, row.record.version) {
            return Ok(held);
        }
        if !TradingServers::of(&tx).is_host_allowed(&row.record.host).await? {
            self.lock().remove(&key);
            return Err(HoldError::HostNotAllowed);
        }
        // before the statement: the lease in the database ends no earlier than we think
        let asked_at = Instant::now();
        if !tx.take_lease(row.record.id, self.holder, LEASE).await? {
            self.lock().remove(&key);
            return Err(HoldError::Elsewhere);
        }
        let keys = tx.keys().clone();
        tx.keep().await?;
        let leased_until = asked_at + LEASE;
        let mut open = self.lock();
        let known = open.get(&key).filter(|known| known.version == row.record.version);
        let (server, since, users) = match known {
            Some(known) => (Arc::clone(&known.server), known.since, Arc::clone(&known.users)),
            None => (self.connect(db, tenant, row, &keys)?, asked_at, Arc::default()),
        };
        let entry = Open {
            version: row.record.version,
            server: Arc::clone(&server),
            leased_until,
            since,
            users: Arc::clone(&users),
        };
        open.insert(key, entry);
        Ok(Held { server, send_before: leased_until - MARGIN, _user: users })
    }

    fn held(&self, key: (TenantId, TradingServerId), version: i32) -> Option<Held> {
        let open = self.lock();
        let known = open.get(&key).filter(|known| known.version == version)?;
        (known.leased_until.saturating_duration_since(Instant::now()) >= ENOUGH).then(|| Held {
            server: Arc::clone(&known.server),
            send_before: known.leased_until - MARGIN,
            _user: Arc::clone(&known.users),
        })
    }

    /// Whether a server may be handed over: not while somebody may be commanding it, nor just after it came.
    pub(crate) fn may_leave(&self, tenant: &TenantRef, id: TradingServerId) -> bool {
        let open = self.lock();
        open.get(&(tenant.id, id))
            .is_none_or(|open| open.since.elapsed() >= STAYS && Arc::strong_count(&open.users) == 1)
    }

    /// Gives a server to whoever wants it, unless somebody may be commanding it; `at_once` also when it came only just
    /// now. Whether it was given.
    pub(crate) async fn hand_over(
        &self,
        db: &TenantDb,
        tenant: &TenantRef,
        id: TradingServerId,
        at_once: bool,
    ) -> Result<bool, StorageError> {
        let key = (tenant.id, id);
        let turn = self.turn(key);
        let _turn = turn.lock().await;
        {
            let mut open = self.lock();
            let stays = |open: &Open| Arc::strong_count(&open.users) > 1 || (!at_once && open.since.elapsed() < STAYS);
            if open.get(&key).is_some_and(stays) {
                return Ok(false);
            }
            open.remove(&key);
        }
        let tx = db.mirror(tenant).await?;
        tx.give_back_lease(id, self.holder).await?;
        tx.keep().await?;
        Ok(true)
    }

    fn connect(
        &self,
        db: &TenantDb,
        tenant: &TenantRef,
        row: &TradingServerRow,
        keys: &TenantKeys,
    ) -> Result<Arc<dyn TradingServer>, HoldError> {
        if row.record.plain && !self.loopback {
            return Err(HoldError::Plain);
        }
        let secret = row.secret(keys).map_err(StorageError::from)?;
        let settings = settings_of(row, Secret::new(secret.expose().as_str()), self.limits)?;
        let guard = HostGuard { db: db.clone(), tenant: tenant.clone(), loopback: self.loopback };
        let server = connect(settings, Arc::new(guard), self.clock.clone())?;
        Ok(Arc::new(Patient(server)))
    }

    /// Ends the connection to a server: its settings changed, or it was put away.
    pub(crate) fn forget(&self, tenant: TenantId, id: TradingServerId) {
        self.lock().remove(&(tenant, id));
    }

    /// Ends connections whose lease is over: nobody has used them for a while.
    pub(crate) fn forget_idle(&self) {
        let now = Instant::now();
        self.lock().retain(|_, open| open.leased_until > now);
    }

    /// Gives every lease back, so that another process may go on at once.
    ///
    /// # Errors
    /// The database is away; the leases end by themselves then.
    pub async fn give_back(&self, db: &TenantDb, tenant: &TenantRef) -> Result<(), StorageError> {
        let ids: Vec<TradingServerId> = {
            let mut open = self.lock();
            let ids = open.keys().filter(|(of, _)| *of == tenant.id).map(|(_, id)| *id).collect();
            open.retain(|(of, _), _| *of != tenant.id);
            ids
        };
        let tx = db.mirror(tenant).await?;
        for id in ids {
            tx.give_back_lease(id, self.holder).await?;
        }
        tx.keep().await
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Open>> {
        lock(&self.open)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A server's record as the drivers want it.
pub(crate) fn settings_of(
    row: &TradingServerRow,
    secret: Secret,
    limits: TimeLimits,
) -> Result<ServerSettings, SettingsError> {
    let record = &row.record;
    let host = if record.host.contains(':') { format!("[{}]", record.host) } else { record.host.clone() };
    let scheme = if record.plain { "http" } else { "https" };
    let access = match record.kind {
        TradingProduct::Mt5 => Access::Mt5 {
            host: record.host.clone(),
            port: record.port,
            manager: Login(record.manager.parse().unwrap_or_default()),
            password: secret,
        },
        TradingProduct::Mt4 => {
            let base =
                Url::parse(&format!("{scheme}://{host}:{}/", record.port)).map_err(|_| SettingsError::Gateway)?;
            let authority = record.authority_url.as_deref().map(Url::parse).transpose();
            Access::Mt4 {
                authority: authority.map_err(|_| SettingsError::Gateway)?.unwrap_or_else(|| base.clone()),
                base,
                client_id: record.manager.clone(),
                client_secret: secret,
                scope: record.scope.clone(),
                platform: record.platform,
            }
        }
    };
    let trust = match (&record.pin, &record.authorities) {
        _ if record.plain => Trust::PlainLoopback,
        (Some(pin), _) => Trust::Pin(*pin),
        (None, Some(pem)) => Trust::Authorities(pem.clone().into_bytes()),
        (None, None) => Trust::System,
    };
    let daylight = match record.daylight {
        TradingDaylight::None => Daylight::None,
        TradingDaylight::UnitedStates => Daylight::UnitedStates,
        TradingDaylight::Europe => Daylight::Europe,
    };
    Ok(ServerSettings { name: record.name.clone(), access, trust, daylight, limits })
}
