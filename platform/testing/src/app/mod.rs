//! The whole application in one process, for stories with actors. A story stops at the first surprise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "only tests come here, and they may stop at the first surprise"
)]

mod authenticator;
mod broker;
mod browser;
mod looks;
mod mails;
mod person;
mod roles;

pub use authenticator::totp_code;
pub use broker::Broker;
pub use browser::{Answer, Browser};
pub use mails::{CaughtMail, MailCatcher};
pub use person::{PASSWORD, Person};
pub use roles::default_roles;

use crate::{DatabaseRole, MASTER_KEY, TestDb};
use bytes::Bytes;
use crm_app::trading::{TimeLimits, TradingHub};
use crm_app::{App, PublicUrls};
use crm_cache::{LocalBus, LocalRateLimiter};
use crm_identity::PasswordHasher;
use crm_jobs::{Dispatcher, JobError, Options};
use crm_mailer::Templates;
use crm_model::{Clock, ManualClock};
use crm_storage::{DbOptions, QueueDb, TenantDb};
use crm_vault::{ContextKeys, LocalKek, Vault};
use futures_util::future::BoxFuture;
use sqlx::PgConnection;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The key above all keys in every test.
pub(crate) const KEK: &str = "0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211";

/// The way in: a request from an address, and its whole answer. Made from a router by the binary's tests.
pub type Door =
    Arc<dyn Fn(http::Request<Bytes>, SocketAddr) -> BoxFuture<'static, http::Response<Bytes>> + Send + Sync>;

/// The application on a database of its own.
pub struct TestApp {
    /// The database.
    pub db: TestDb,
    /// The application.
    pub app: Arc<App>,
    /// The time: stands still until advanced.
    pub clock: ManualClock,
    /// Every mail that was sent.
    pub mails: MailCatcher,
    pub(crate) vault: Vault,
    pub(crate) door: Option<Door>,
    admin: Mutex<PgConnection>,
    dispatcher: Dispatcher,
}

/// Works off the queue of a database with an application.
fn dispatcher(db: &TestDb, app: &Arc<App>) -> Dispatcher {
    let queue = QueueDb::connect(&db.url(DatabaseRole::Queue)).expect("a DSN");
    let (handlers, schedules) = (crm_app::jobs::handlers(app), crm_app::jobs::SCHEDULES);
    Dispatcher::new(queue, handlers, schedules, app.clock.clone(), Options::default())
}

/// The program that reads files: built beside the tests of `tenant-api`, which are the only ones that need it.
fn tenant_api() -> std::path::PathBuf {
    let tests = std::env::current_exe().expect("this program's own file");
    tests.ancestors().nth(2).expect("a directory of builds").join("tenant-api")
}

impl TestApp {
    /// Without a door: for tests of use cases.
    pub async fn new() -> Self {
        Self::with_door(|_| None).await
    }

    /// With the door that `door` makes of the application.
    pub async fn with_door(door: impl FnOnce(&Arc<App>) -> Option<Door>) -> Self {
        let db = TestDb::new().await.expect("a test database");
        let clock = ManualClock::starting_now();
        let kek = Arc::new(LocalKek::from_hex(KEK).expect("the tests' key"));
        let vault = Vault::new(Arc::<LocalKek>::clone(&kek));
        let options = DbOptions {
            url: db.url(DatabaseRole::App),
            pool_size: 8,
            acquire_timeout: std::time::Duration::from_secs(10),
            statement_timeout: DbOptions::REQUEST,
        };
        let mails = MailCatcher::default();
        let app = Arc::new(App {
            db: TenantDb::connect(&options, ContextKeys::new(MASTER_KEY), Vault::new(kek)).expect("a DSN"),
            hasher: PasswordHasher::new(2, 64).expect("threads"),
            mailer: Arc::new(mails.clone()),
            letters: Templates::new().expect("templates"),
            bus: Arc::new(LocalBus::new(1_000)),
            limiter: Arc::new(LocalRateLimiter::new()),
            trading: Arc::new(TradingHub::new(Clock::manual(clock.clone()), true, TimeLimits::default())),
            clock: Clock::manual(clock.clone()),
            urls: PublicUrls { scheme: "http".to_owned(), platform: "localhost".to_owned(), port: None },
            mail_from: "no-reply@brokerdesk.test".to_owned(),
            anchors: Arc::default(),
            uses: Arc::default(),
            sheets: crm_sheets::Parser::new(tenant_api()),
            contact_lookups: crm_cache::Quota::per_minute(120),
        });
        let dispatcher = dispatcher(&db, &app);
        let admin = Mutex::new(db.connect(DatabaseRole::Superuser).await.expect("an administrator"));
        let door = door(&app);
        Self { db, app, clock, mails, vault, door, admin, dispatcher }
    }

    /// Time goes on.
    pub fn advance(&self, by: chrono::Duration) {
        self.clock.advance(by);
    }

    /// Does every job that is due; none may fail.
    pub async fn run_jobs(&self) {
        let failures = self.try_jobs().await;
        assert!(failures.is_empty(), "jobs failed: {failures:?}");
    }

    /// Does every job that is due and gives the failures.
    pub async fn try_jobs(&self) -> Vec<(String, JobError)> {
        self.dispatcher.drain().await.expect("the queue")
    }

    /// The dispatcher, for tests of the queue itself.
    pub const fn dispatcher(&self) -> &Dispatcher {
        &self.dispatcher
    }

    /// The administrator's connection, which passes row security: to arrange what no use case does, and to look.
    pub async fn admin(&self) -> tokio::sync::MutexGuard<'_, PgConnection> {
        self.admin.lock().await
    }

    /// Answers one number of the database, as its administrator.
    pub async fn number(&self, sql: &str) -> i64 {
        let mut admin = self.admin().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut *admin)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Runs a statement as the database's administrator.
    pub async fn sql(&self, sql: &str) {
        let mut admin = self.admin().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
            .execute(&mut *admin)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}
