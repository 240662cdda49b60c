//! The only place that names concrete drivers.

use crate::graphql::Documents;
use crate::http::budget::BudgetLimits;
use crate::http::portal::Portal;
use crate::router::Options;
use anyhow::Context;
use crm_app::audit::{AnchorPlaces, AnchorStore, AnchorStoreOptions};
use crm_app::trading::{TimeLimits, TradingHub};
use crm_app::{App, PublicUrls};
use crm_cache::{LiveBus, LocalBus, LocalRateLimiter, Quota, RateLimiter, RedisBus, RedisLink, RedisRateLimiter};
use crm_documents::{Lock, LockMode, S3, S3Options};
use crm_identity::PasswordHasher;
use crm_mailer::{Smtp, Templates};
use crm_model::Clock;
use crm_runtime::{Config, Profile, Secret, Shutdown, StoreLockMode};
use crm_sheets::Parser;
use crm_storage::{DbOptions, QueueDb, TenantDb};
use crm_vault::{ContextKeys, Vault};
use std::sync::Arc;
use std::time::Duration;

/// Passwords that may wait for a hashing thread; more are answered "busy".
const HASHES_WAITING: usize = 64;
/// Who listens for one broker in this process: its sockets and their subscriptions.
const RECEIVERS_A_TENANT: usize = 4_000;
/// Connections of deferred work: one for each of the dispatcher's slots, and four for the feeds of trading servers.
const WORKER_CONNECTIONS: u32 = 12;

/// The application over Postgres, SMTP and, where configured, Redis. Call inside a tokio runtime; nothing is connected yet.
///
/// # Errors
/// A URL that its driver does not understand, or no thread for hashing.
pub fn app(config: &Config) -> anyhow::Result<Arc<App>> {
    let (bus, limiter) = shared_state(config.redis_url.as_ref())?;
    let clock = Clock::ahead(chrono::Duration::seconds(config.clock_ahead.into()));
    Ok(Arc::new(App {
        db: database(config, config.database.pool_size, DbOptions::REQUEST)?,
        hasher: PasswordHasher::new(config.hash_workers.get(), HASHES_WAITING)
            .context("the password pool could not be started")?,
        letters: Templates::new().context("the mail templates")?,
        mailer: Arc::new(Smtp::from_url(config.mail.smtp_url.expose()).context("SMTP_URL")?),
        bus,
        limiter,
        trading: Arc::new(TradingHub::new(
            clock.clone(),
            config.profile == Profile::Development,
            TimeLimits::default(),
        )),
        clock,
        urls: PublicUrls {
            scheme: config.public.scheme.to_string(),
            platform: config.public.platform.clone(),
            port: config.public.port,
        },
        mail_from: config.mail.from.clone(),
        anchors: Arc::new(anchors(config)),
        uses: Arc::default(),
        sheets: Parser::new(std::env::current_exe().context("this program's own file")?),
        contact_lookups: Quota::per_minute(config.lookups_per_minute),
    }))
}

/// The application as deferred work sees it: with connections and time-outs of its own, so that neither waits for the other.
///
/// # Errors
/// As [`app`].
pub fn worker(config: &Config, app: &App) -> anyhow::Result<Arc<App>> {
    Ok(Arc::new(App {
        db: database(config, WORKER_CONNECTIONS, DbOptions::WORK)?,
        hasher: app.hasher.clone(),
        letters: Templates::new().context("the mail templates")?,
        mailer: Arc::clone(&app.mailer),
        bus: Arc::clone(&app.bus),
        limiter: Arc::clone(&app.limiter),
        trading: Arc::clone(&app.trading),
        clock: app.clock.clone(),
        urls: app.urls.clone(),
        mail_from: app.mail_from.clone(),
        anchors: Arc::clone(&app.anchors),
        uses: Arc::clone(&app.uses),
        sheets: app.sheets.clone(),
        contact_lookups: app.contact_lookups,
    }))
}

/// How long a document store in trouble is left alone.
const STORE_REST: Duration = Duration::from_secs(60);
/// How long a document store may take for one try.
const STORE_PATIENCE: Duration = Duration::from_secs(5);

fn anchors(config: &Config) -> AnchorPlaces {
    let store = config.anchors.store.as_ref().map(|store| {
        let lock = store.lock.map(|lock| Lock {
            mode: match lock.mode {
                StoreLockMode::Governance => LockMode::Governance,
                StoreLockMode::Compliance => LockMode::Compliance,
            },
            days: lock.days,
        });
        let documents = S3::new(S3Options {
            endpoint: store.endpoint.clone(),
            region: store.region.clone(),
            bucket: store.bucket.clone(),
            key_id: store.key_id.clone(),
            secret: store.secret.expose().clone(),
            path_style: store.path_style,
            lock,
            patience: STORE_PATIENCE,
        });
        let options =
            AnchorStoreOptions { prefix: config.anchors.prefix.clone(), locked: lock.is_some(), rest: STORE_REST };
        AnchorStore::new(Arc::new(documents), options)
    });
    AnchorPlaces { file: config.anchors.file.clone(), store }
}

fn database(config: &Config, pool_size: u32, statement_timeout: Duration) -> anyhow::Result<TenantDb> {
    let former = config.keys.kek_former.as_ref().map(Secret::expose);
    let vault = Vault::local(config.keys.kek.expose(), former).context("KEK, KEK_FORMER")?;
    let options = DbOptions {
        url: config.database.app.expose().clone(),
        pool_size,
        acquire_timeout: Duration::from_secs(5),
        statement_timeout,
    };
    let contexts = ContextKeys::new(*config.keys.context_master.expose());
    TenantDb::connect(&options, contexts, vault).context("DATABASE_URL_APP")
}

type Shared = (Arc<dyn LiveBus>, Arc<dyn RateLimiter>);

fn shared_state(redis: Option<&Secret<String>>) -> anyhow::Result<Shared> {
    let Some(url) = redis else {
        return Ok((Arc::new(LocalBus::new(RECEIVERS_A_TENANT)), Arc::new(LocalRateLimiter::new())));
    };
    let link = RedisLink::new(url.expose()).context("REDIS_URL")?;
    Ok((Arc::new(RedisBus::new(link.clone(), RECEIVERS_A_TENANT)), Arc::new(RedisRateLimiter::new(link))))
}

/// Refuses to start on a database whose wall is not up, or as a role that stands above it (CFG-03).
///
/// # Errors
/// Every reason, each with how to mend it.
pub async fn check_at_boot(config: &Config, app: &App, queue: Option<&QueueDb>) -> anyhow::Result<()> {
    let allow_old = config.database.allow_old_postgres || config.profile == Profile::Development;
    let mut report = app.db.check_at_boot(allow_old).await.context("DATABASE_URL_APP: the database does not answer")?;
    if let Some(queue) = queue {
        let more = queue.check_at_boot().await.context("DATABASE_URL_QUEUE: the database does not answer")?;
        report.refusals.extend(more.refusals);
    }
    for warning in &report.warnings {
        tracing::warn!(warning, "mend this soon");
    }
    if report.refusals.is_empty() {
        return Ok(());
    }
    anyhow::bail!("tenant-api does not start on this database:\n  {}", report.refusals.join("\n  "))
}

/// What the server needs besides the application: the portal's build with its documents, and its limits.
///
/// # Errors
/// The portal is not built, or of another version.
pub fn server_options(config: &Config, shutdown: Shutdown) -> anyhow::Result<Options> {
    Ok(Options {
        portal: Some(Portal::load(&config.portal_dir)?),
        documents: Documents::load(&config.portal_dir.join("persisted.json"))?,
        trusted_proxies: config.trusted_proxies.clone(),
        budget: BudgetLimits::for_pool(config.database.pool_size, config.requests_per_minute),
        shutdown,
    })
}

/// As [`server_options`], for a process that serves nothing but health and meters.
#[must_use]
pub fn worker_options(config: &Config, shutdown: Shutdown) -> Options {
    Options {
        portal: None,
        documents: Documents::Trusted(std::collections::HashMap::new()),
        trusted_proxies: Vec::new(),
        budget: BudgetLimits::for_pool(config.database.pool_size, config.requests_per_minute),
        shutdown,
    }
}
