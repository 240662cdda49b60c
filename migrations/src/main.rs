//! `migrate`: bootstrap, up, down, status, check, dump-schema.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command answers on its terminal")]
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use crm_migrations::{
    MigratorConnection, RolePassword, bootstrap, catalogue_violations, dump_schema, lock_down, migrator_options,
    set_passwords,
};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

/// Shapes the database: roles and lock-down, migrations, checks.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Roles, schemas, tenant context and lock-down of one database; run by an administrator, again at will
    Bootstrap {
        /// DSN of an administrator on the database to prepare
        #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
        url: String,
        /// Give each LOGIN role the password in CRM_APP_PASSWORD, CRM_MIGRATOR_PASSWORD, …
        #[arg(long)]
        passwords_from_env: bool,
    },
    /// Close a cloned database again (a clone keeps neither its ACL nor the roles' settings); run by an administrator
    LockDown {
        /// DSN of an administrator on the clone
        #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
        url: String,
    },
    /// Apply the pending migrations
    Up {
        #[command(flatten)]
        migrator: Migrator,
    },
    /// Take back the newest N migrations (default 1)
    Down {
        /// How many
        #[arg(default_value_t = 1)]
        steps: u32,
        #[command(flatten)]
        migrator: Migrator,
    },
    /// Which migrations are applied
    Status {
        #[command(flatten)]
        migrator: Migrator,
    },
    /// Ask the catalogue every rule of the isolation design; fails when one is broken
    Check {
        #[command(flatten)]
        migrator: Migrator,
    },
    /// Print the schema as one deterministic text (migrations/schema.sql)
    DumpSchema {
        /// Write to this file instead
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        migrator: Migrator,
    },
}

#[derive(Debug, clap::Args)]
struct Migrator {
    /// DSN of crm_migrator
    #[arg(long, env = "DATABASE_URL_MIGRATOR", hide_env_values = true)]
    url: String,
}

impl Migrator {
    async fn open(&self) -> anyhow::Result<MigratorConnection> {
        MigratorConnection::open(&self.url)
            .await
            .context("cannot connect as crm_migrator (DATABASE_URL_MIGRATOR); is the database bootstrapped?")
    }

    async fn connect(&self) -> anyhow::Result<PgConnection> {
        migrator_options(&self.url)?.connect().await.context("cannot connect as crm_migrator (DATABASE_URL_MIGRATOR)")
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into()),
        )
        .with_writer(std::io::stderr)
        .with_target(false)
        .without_time()
        .init();
    match run(Args::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("migrate: {}", whole(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, without saying twice what a cause repeats.
fn whole(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |text, cause| {
        let cause = cause.to_string();
        if text.is_empty() {
            cause
        } else if text.contains(&cause) {
            text
        } else {
            format!("{text}: {cause}")
        }
    })
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Bootstrap { url, passwords_from_env } => {
            let mut conn = administrator(&url).await?;
            let report = bootstrap(&mut conn).await?;
            if passwords_from_env {
                #[expect(clippy::disallowed_methods, reason = "a deployment tool of its own: the names are the roles'")]
                let passwords = RolePassword::all_from(|name| std::env::var(name).ok())?;
                set_passwords(&mut conn, &passwords).await?;
                println!("passwords set for {} roles", passwords.len());
            }
            println!("bootstrapped; second layer: {}", if report.missing.is_empty() { "complete" } else { "missing:" });
            for what in report.missing {
                println!("  - {what}");
            }
        }
        Command::LockDown { url } => {
            let mut conn = administrator(&url).await?;
            let database: String = sqlx::query_scalar("SELECT current_database()::text").fetch_one(&mut conn).await?;
            lock_down(&mut conn, &database).await?;
            println!("locked down {database}");
        }
        Command::Up { migrator } => migrator.open().await?.up().await?,
        Command::Down { steps, migrator } => migrator.open().await?.down(Some(steps)).await?,
        Command::Status { migrator } => {
            for (name, applied) in migrator.open().await?.status().await? {
                println!("{name}  {}", if applied { "applied" } else { "pending" });
            }
        }
        Command::Check { migrator } => {
            let violations = catalogue_violations(&mut migrator.connect().await?).await?;
            for violation in &violations {
                println!("{violation}");
            }
            if !violations.is_empty() {
                bail!("{} violations of the isolation rules (docs/ISOLATION.md)", violations.len());
            }
            println!("no violations");
        }
        Command::DumpSchema { out, migrator } => {
            let text = dump_schema(&mut migrator.connect().await?).await?;
            match out {
                Some(path) => {
                    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?
                }
                None => print!("{text}"),
            }
        }
    }
    Ok(())
}

async fn administrator(url: &str) -> anyhow::Result<PgConnection> {
    let options =
        PgConnectOptions::from_str(url).context("DATABASE_URL is no Postgres URL")?.disable_statement_logging();
    PgConnection::connect_with(&options).await.context("cannot connect as administrator (DATABASE_URL)")
}
