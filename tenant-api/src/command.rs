use anyhow::{Context, bail};
use clap::{Parser, Subcommand, ValueEnum};
use crm_access::{Actor, OpContext, Policies, RequestInfo, SystemActor};
use crm_app::audit::verify_as_system;
use crm_app::trading::feed;
use crm_app::{App, jobs, permission_uses};
use crm_jobs::Dispatcher;
use crm_model::RequestId;
use crm_runtime::{Config, Meters, Shutdown, process_environment, start_log};
use crm_storage::QueueDb;
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tenant_api::http::{ops, server};
use tenant_api::router::{Web, serve_web};
use tenant_api::stop::{STOP, run_until_stopped};
use tenant_api::{graphql, rest, wiring};
use tokio::net::TcpListener;

/// What still blocks a thread after everything else has ended is not waited for any longer than this.
const THREADS: Duration = Duration::from_secs(1);

/// Serves the portals and the REST API of all brokers, and does their deferred work.
#[derive(Debug, Parser)]
#[command(name = "tenant-api", version, about)]
pub(crate) struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Serve and work in one process: the default of one node.
    All,
    /// Serve only; needs REDIS_URL, which connects the processes.
    Serve,
    /// Work off deferred jobs only; needs REDIS_URL.
    Work,
    /// Print a schema.
    Schema {
        /// Which.
        kind: SchemaKind,
    },
    /// Read a file of a table from standard input and write its rows; started by `work` for each file, with caps.
    #[command(hide = true)]
    ParseSheet {
        /// The caps are set.
        #[arg(long)]
        capped: bool,
    },
    /// Look at a broker's audit trail.
    Audit {
        #[command(subcommand)]
        what: AuditWhat,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SchemaKind {
    /// The staff portal's schema (SDL).
    Graphql,
    /// The REST API (OpenAPI 3.1).
    Openapi,
}

#[derive(Debug, Subcommand)]
enum AuditWhat {
    /// Walk through the whole chain and name the first bad row. Ends with 1 when there is one.
    Verify {
        /// The broker's short name.
        #[arg(long)]
        tenant: String,
    },
}

impl Command {
    /// Does it; what went wrong is said on standard error.
    pub(crate) fn run(self) -> ExitCode {
        match self.what.run() {
            Ok(code) => code,
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "{error:#}");
                ExitCode::FAILURE
            }
        }
    }
}

impl What {
    fn run(self) -> anyhow::Result<ExitCode> {
        if let Self::ParseSheet { capped } = self {
            return Ok(crm_sheets::run_child(capped));
        }
        if let Self::Schema { kind } = self {
            let text = match kind {
                SchemaKind::Graphql => graphql::sdl(),
                SchemaKind::Openapi => rest::openapi(),
            };
            writeln!(std::io::stdout(), "{}", text.trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        let config = Config::from_env(process_environment())?;
        start_log(&config)?;
        hush_panics();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let ended = runtime.block_on(async {
            match self {
                Self::All => run_process(&config, true, true).await,
                Self::Serve => alone(&config).map(|()| run_process(&config, true, false))?.await,
                Self::Work => alone(&config).map(|()| run_process(&config, false, true))?.await,
                Self::Audit { what: AuditWhat::Verify { tenant } } => verify(&config, &tenant).await,
                Self::Schema { .. } | Self::ParseSheet { .. } => Ok(ExitCode::SUCCESS),
            }
        });
        runtime.shutdown_timeout(THREADS);
        ended
    }
}

/// Processes of one deployment must hear of each other's changes.
fn alone(config: &Config) -> anyhow::Result<()> {
    if config.redis_url.is_none() {
        bail!(
            "REDIS_URL is missing: separate serve and work processes tell each other of changes through it. Set it, or run `tenant-api all`."
        );
    }
    Ok(())
}

async fn listen(variable: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("{variable} {address} cannot be listened on"))
}

async fn run_process(config: &Config, serves: bool, works: bool) -> anyhow::Result<ExitCode> {
    let shutdown = Shutdown::on_signals().context("signals cannot be heard")?;
    let meters = Meters::install()?;
    let app = wiring::app(config)?;
    let queue = if works {
        Some(QueueDb::connect(config.database.queue.expose()).context("DATABASE_URL_QUEUE")?)
    } else {
        None
    };
    wiring::check_at_boot(config, &app, queue.as_ref()).await?;
    let mut parts = tokio::task::JoinSet::new();
    let web = Web::new(
        Arc::clone(&app),
        if serves {
            wiring::server_options(config, shutdown.clone())?
        } else {
            wiring::worker_options(config, shutdown.clone())
        },
    );
    web.documents.check(&web.schema).await?;
    // the door is open before anybody is told that it is
    let door = if serves { Some(listen("LISTEN", config.listen).await?) } else { None };
    let ops = listen("OPS_LISTEN", config.ops_listen).await?;
    parts.spawn(server::serve(ops, ops::router(Arc::clone(&web), meters, queue.clone()), shutdown.clone()));
    if let Some(door) = door {
        tracing::info!(address = %config.listen, "serving");
        parts.spawn(server::serve(door, serve_web(web), shutdown.clone()));
    }
    parts.spawn(keep_uses(Arc::clone(&app), shutdown.clone()));
    let worker = wiring::worker(config, &app)?;
    let feeds = feed::run(Arc::clone(&worker), queue.clone(), wait_for(shutdown.clone()));
    parts.spawn(async move {
        feeds.await;
        Ok(())
    });
    if let Some(queue) = queue {
        let dispatcher = Dispatcher::new(
            queue,
            jobs::handlers(&worker),
            jobs::SCHEDULES,
            app.clock.clone(),
            crm_jobs::Options::default(),
        );
        let until = shutdown.clone();
        parts.spawn(async move {
            dispatcher.run(until).await;
            Ok(())
        });
    }
    let close = async {
        tokio::join!(app.db.close(), worker.db.close());
    };
    let clean = run_until_stopped(parts, &shutdown, STOP, close).await?;
    tracing::info!(clean, "stopped");
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How often used permissions are written down.
const KEEP_USES: Duration = Duration::from_secs(60);

async fn keep_uses(app: Arc<App>, shutdown: Shutdown) -> std::io::Result<()> {
    loop {
        let last = tokio::time::timeout(KEEP_USES, shutdown.requested()).await.is_ok();
        permission_uses::keep(&app).await;
        if last {
            return Ok(());
        }
    }
}

async fn wait_for(shutdown: Shutdown) {
    shutdown.requested().await;
}

async fn verify(config: &Config, slug: &str) -> anyhow::Result<ExitCode> {
    let app = wiring::app(config)?;
    let Some(found) = app.db.tenant_by_slug(slug).await.context("the database does not answer")? else {
        bail!("there is no broker {slug}");
    };
    let actor = Actor::System(SystemActor { work: "audit verify".to_owned(), job: None, on_behalf_of: None });
    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    let op = OpContext::new(found.tenant, actor, Arc::new(Policies::nothing()), request, app.clock.clone(), None);
    let report = verify_as_system(&op, &app).await?;
    let anchored = report.anchored.map_or_else(|| "nothing anchored".to_owned(), |seq| format!("anchored up to {seq}"));
    let (text, code) = match &report.problem {
        None => (
            format!("{slug}: {} events, whole; head {}, {anchored}", report.checked, report.head.seq),
            ExitCode::SUCCESS,
        ),
        Some(problem) => (
            format!(
                "{slug}: BROKEN after {} good events: {problem}; head {}, {anchored}",
                report.checked, report.head.seq
            ),
            ExitCode::FAILURE,
        ),
    };
    writeln!(std::io::stdout(), "{text}")?;
    Ok(code)
}

/// A panic's text may hold what was being worked on; its place is enough (GQL-10).
fn hush_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic was caught");
    }));
}
