//! What an operator can type.

mod permissions;
mod trading_hosts;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use crm_model::{Clock, Email, Pii, Problems, SpokenLanguage};
use crm_runtime::{Profile, ProvisioningConfig, Secret, process_environment};
use crm_storage::{
    BootReport, DbOptions, ProvisionDb, Rewrapped, Rotation, RotationState, SelfTest, TenantDb, TenantEntry,
};
use crm_vault::{ContextKeys, Vault};
use provisioning::demo::{self, DemoDoors, DemoServers};
use provisioning::onboarding::{self, FirstManager, Look, NewTenant, Step};
use provisioning::{Slug, Template, invitation, keys, languages, time_zones};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Onboards brokers. Works as crm_provision, which sees no client.
#[derive(Debug, Parser)]
#[command(name = "provisioning", version, about)]
pub(crate) struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The life of a broker.
    Tenant {
        #[command(subcommand)]
        what: TenantWhat,
    },
    /// Hosts that a broker's trading servers may have. Nothing else is ever dialled for them.
    TradingHost {
        #[command(subcommand)]
        what: trading_hosts::TradingHostWhat,
    },
    /// The keys that everything sealed hangs on.
    Keys {
        #[command(subcommand)]
        what: KeysWhat,
    },
    /// Permissions that came with a new version, for the roles of brokers that were there before.
    Permissions {
        #[command(subcommand)]
        what: permissions::PermissionsWhat,
    },
    /// Two invented brokers with people and clients; for a developer's machine only.
    Demo {
        #[command(subcommand)]
        what: DemoWhat,
    },
}

#[derive(Debug, Subcommand)]
enum TenantWhat {
    /// Make a broker, or finish one whose making was cut off. The same command twice makes one broker.
    Create(NewTenantArguments),
    /// The brokers there are.
    List,
    /// Look whether a broker has everything it needs. Ends with 1 when something is missing.
    Check {
        /// Its short name.
        slug: String,
    },
    /// Send the invitation of a broker's first manager once more, while nobody has joined; the older link dies.
    Invite {
        /// Its short name.
        slug: String,
    },
    /// Stop a broker: nobody signs in, no key works; the data are kept.
    Suspend {
        /// Its short name.
        slug: String,
    },
    /// Let a suspended broker go on.
    Resume {
        /// Its short name.
        slug: String,
    },
    /// Give a broker another language: of its sign-in page, invitations, and mails to people who chose none.
    Language {
        /// Its short name.
        slug: String,
        /// en or ar.
        #[arg(value_parser = language)]
        language: SpokenLanguage,
    },
    /// Put a broker into another time zone: its days and nights begin by it, for everybody who chose none.
    TimeZone {
        /// Its short name.
        slug: String,
        /// IANA name, such as Europe/Madrid.
        time_zone: String,
    },
}

#[derive(Debug, Subcommand)]
enum KeysWhat {
    /// Wrap every broker's data keys under KEK, opening them with KEK_FORMER. Again at will: it goes on where it stopped.
    Rewrap,
    /// Give a broker another data key; tenant-api seals everything anew under it while everybody works. Says how far it is
    /// when one was ordered already.
    Rotate {
        /// The broker's short name.
        slug: String,
    },
    /// How far the latest rotation of a broker's data key is.
    Status {
        /// The broker's short name.
        slug: String,
    },
}

#[derive(Debug, clap::Args)]
struct NewTenantArguments {
    /// First part of the broker's hosts: small letters, digits, hyphens.
    #[arg(long)]
    slug: String,
    /// The broker's name, as people see it.
    #[arg(long)]
    name: String,
    /// Name of the first person, who may do everything.
    #[arg(long)]
    admin_name: String,
    /// That person's sign-in address; an invitation is sent to it.
    #[arg(long)]
    admin_email: String,
    /// What the broker begins with.
    #[arg(long, default_value = "default")]
    template: String,
    /// IANA name of the broker's time zone, such as Europe/Madrid.
    #[arg(long, default_value = "UTC")]
    time_zone: String,
    /// Language of the sign-in page, of invitations, and of mails to people who chose none: en or ar.
    #[arg(long, default_value = "en", value_parser = language)]
    language: SpokenLanguage,
}

#[derive(Debug, Subcommand)]
enum DemoWhat {
    /// Make Northwind Markets and Atlas FX, or finish them. Nothing happens when they are whole.
    Seed {
        /// Where names, addresses and passwords of the demo's people are written (mode 0600).
        #[arg(long, default_value = ".dev/demo.json")]
        out: PathBuf,
        /// Clients of each broker.
        #[arg(long, default_value_t = 2_000)]
        clients: u32,
    },
    /// Send a withdrawal at Northwind Markets whose answer the simulator was told to lose, unless something is in doubt there.
    Doubt {
        /// The login that it is taken from.
        #[arg(long)]
        login: u64,
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
        let config = ProvisioningConfig::from_env(process_environment())?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let db = ProvisionDb::connect(config.provision.expose(), contexts(&config), vault(&config)?)
                .context("DATABASE_URL_PROVISION")?;
            let report = db.check_at_boot(allows_old(&config)).await;
            refuse_unfit(&report.context("DATABASE_URL_PROVISION: the database does not answer")?)?;
            match self {
                Self::Tenant { what } => what.run(&config, &db).await,
                Self::TradingHost { what } => what.run(&db).await,
                Self::Keys { what } => what.run(&db).await,
                Self::Permissions { what } => what.run(&db).await,
                Self::Demo { what: DemoWhat::Seed { out, clients } } => seed(&config, db, out, clients).await,
                Self::Demo { what: DemoWhat::Doubt { login } } => {
                    let clients = as_application(&config).await?;
                    say(demo::doubt(&db, &clients, &Clock::system(), login).await?)?;
                    Ok(ExitCode::SUCCESS)
                }
            }
        })
    }
}

/// In development an old server is warned of only, as in tenant-api.
fn allows_old(config: &ProvisioningConfig) -> bool {
    config.allow_old_postgres || config.profile == Profile::Development
}

/// Refuses to work on a database whose wall is not up, or as a role that stands above it (CFG-03).
fn refuse_unfit(report: &BootReport) -> anyhow::Result<()> {
    for warning in &report.warnings {
        writeln!(std::io::stderr(), "mend this soon: {warning}")?;
    }
    if report.refusals.is_empty() {
        return Ok(());
    }
    bail!("provisioning does not work on this database:\n  {}", report.refusals.join("\n  "))
}

fn contexts(config: &ProvisioningConfig) -> ContextKeys {
    ContextKeys::new(*config.keys.context_master.expose())
}

fn vault(config: &ProvisioningConfig) -> anyhow::Result<Vault> {
    let former = config.keys.kek_former.as_ref().map(Secret::expose);
    Vault::local(config.keys.kek.expose(), former).context("KEK, KEK_FORMER")
}

impl TenantWhat {
    async fn run(self, config: &ProvisioningConfig, db: &ProvisionDb) -> anyhow::Result<ExitCode> {
        let clock = Clock::system();
        match self {
            Self::Create(arguments) => {
                let new = arguments.checked(db).await?;
                let made = onboarding::create(db, &clock, &new, &say_step).await?;
                say(if made.written { "made" } else { "was there already; nothing was changed" })?;
                report(config, &made.entry, &made.report)
            }
            Self::List => {
                for entry in db.list().await? {
                    say(&format!("{:<32} {:<13} {}", entry.tenant.slug, entry.status.as_str(), entry.name))?;
                }
                Ok(ExitCode::SUCCESS)
            }
            Self::Check { slug } => {
                let entry = find(db, &slug).await?;
                let found = db.self_test(&entry).await?;
                report(config, &entry, &found)
            }
            Self::Invite { slug } => {
                let entry = find(db, &slug).await?;
                invitation::send_again(db, &clock, &entry).await?;
                say(&format!(
                    "the invitation of {slug}'s first manager waits in the queue; the older link dies with it"
                ))?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Suspend { slug } => {
                let entry = find(db, &slug).await?;
                if !db.suspend(&onboarding::operation(&entry.tenant, "tenant suspend", &clock)).await? {
                    bail!("{slug} is {}, not active; nothing was changed", entry.status.as_str());
                }
                say(&format!("{slug} is suspended; within five seconds nobody reaches it"))?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Resume { slug } => {
                let entry = find(db, &slug).await?;
                if !db.resume(&onboarding::operation(&entry.tenant, "tenant resume", &clock)).await? {
                    bail!("{slug} is {}, not suspended; nothing was changed", entry.status.as_str());
                }
                say(&format!("{slug} is active"))?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Language { slug, language } => {
                let new = languages::speak(db, &clock, &find(db, &slug).await?, language).await?;
                say(&format!("{slug} {} {language}", if new { "speaks from now on" } else { "spoke already" }))?;
                Ok(ExitCode::SUCCESS)
            }
            Self::TimeZone { slug, time_zone } => {
                let new = time_zones::move_to(db, &clock, &find(db, &slug).await?, &time_zone).await?;
                say(&format!("{slug} {} {time_zone}", if new { "goes from now on by" } else { "went already by" }))?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn language(text: &str) -> Result<SpokenLanguage, String> {
    SpokenLanguage::from_text(text).ok_or_else(|| {
        let all: Vec<&str> = SpokenLanguage::ALL.iter().map(|each| each.as_str()).collect();
        format!("choose one of: {}", all.join(", "))
    })
}

impl NewTenantArguments {
    /// Everything is looked at before anything is written.
    async fn checked(&self, db: &ProvisionDb) -> anyhow::Result<NewTenant> {
        let known = db.list().await.context("the brokers there are could not be read")?;
        let slug = Slug::parse(&self.slug, known.iter().map(|entry| entry.tenant.slug.as_ref()))?;
        let template = Template::named(&self.template)?;
        if !db.knows_time_zone(&self.time_zone).await? {
            bail!("--time-zone: there is no time zone {}; use an IANA name, such as Europe/Madrid", self.time_zone);
        }
        let mut problems = Problems::new();
        let name = problems.text("--name", Some(&self.name), 80);
        let admin = problems.text("--admin-name", Some(&self.admin_name), 120);
        let email = problems.keep(Email::parse("--admin-email", &self.admin_email));
        if let Err(found) = problems.done() {
            bail!(
                "{}",
                found.iter().map(|p| format!("{}: {}", p.path.join("."), p.message)).collect::<Vec<_>>().join("\n")
            );
        }
        let (Some(name), Some(admin), Some(email)) = (name, admin, email) else {
            bail!("--name and --admin-name may not be empty")
        };
        let manager = FirstManager { name: Pii::new(admin), email };
        Ok(NewTenant {
            slug,
            name,
            template,
            manager,
            invite: true,
            time_zone: self.time_zone.clone(),
            look: Look { language: Some(self.language), ..Look::default() },
        })
    }
}

async fn find(db: &ProvisionDb, slug: &str) -> anyhow::Result<TenantEntry> {
    db.find(slug)
        .await?
        .with_context(|| format!("there is no broker {slug}; `provisioning tenant list` names those there are"))
}

fn say(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{line}")
}

fn say_step(step: Step) -> bool {
    let line = match step {
        Step::Registered => "registered",
        Step::Furnished => "settings, brand, roles, statuses, tags, teams",
        Step::Staffed => "first manager; the invitation waits in the queue",
        Step::Written => "written",
        Step::Tested => "self-test passed",
        Step::Active => "active",
    };
    say(&format!("  ✓ {line}")).is_ok()
}

fn report(config: &ProvisioningConfig, entry: &TenantEntry, found: &SelfTest) -> anyhow::Result<ExitCode> {
    say(&format!("{} ({}), {}", entry.name, entry.tenant.slug, found.status.as_str()))?;
    for check in &found.checks {
        say(&format!("  {} {:<15} {}", if check.good { "✓" } else { "✗" }, check.what, check.found))?;
    }
    let port = config.public.port.map(|port| format!(":{port}")).unwrap_or_default();
    say(&format!("  portal  {}://{}.{}{port}", config.public.scheme, entry.tenant.slug, config.public.platform))?;
    Ok(if found.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl KeysWhat {
    async fn run(self, db: &ProvisionDb) -> anyhow::Result<ExitCode> {
        match self {
            Self::Rewrap => rewrap(db).await,
            Self::Rotate { slug } => {
                let line = match keys::rotate(db, &Clock::system(), &find(db, &slug).await?.tenant).await? {
                    Rotation::Ordered(version) => format!(
                        "{slug}: data key {version} is made; in some six minutes tenant-api begins to seal everything under it"
                    ),
                    Rotation::Running(state) => format!("{slug}: {}", rotation_line(&state)),
                };
                say(&line)?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Status { slug } => {
                let state = keys::status(db, &Clock::system(), &find(db, &slug).await?.tenant).await?;
                let line = state.map_or_else(|| "its data key was never exchanged".to_owned(), |s| rotation_line(&s));
                say(&format!("{slug}: {line}"))?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// An instant for people, in UTC.
const MINUTE: &str = "%Y-%m-%d %H:%M";

fn rotation_line(state: &RotationState) -> String {
    let RotationState { version, step, changed, started_at, finished_at } = state;
    let ordered = started_at.format(MINUTE);
    match finished_at.map(|at| at.format(MINUTE)) {
        Some(at) => format!("everything is under data key {version} since {at} UTC, {changed} rows"),
        None => {
            format!("data key {version}, ordered {ordered} UTC: at {step}, {changed} rows so far")
        }
    }
}

async fn rewrap(db: &ProvisionDb) -> anyhow::Result<ExitCode> {
    let told = |slug: &str, of: Rewrapped| {
        say(&format!("{slug:<32} {} wrapped anew, {} were already", of.changed, of.kept)).is_ok()
    };
    let all = keys::rewrap(db, &Clock::system(), &told).await?;
    say(&format!(
        "{} brokers: {} data keys wrapped anew under {}, {} were already",
        all.brokers,
        all.keys.changed,
        db.kek_id(),
        all.keys.kept
    ))?;
    Ok(ExitCode::SUCCESS)
}

async fn seed(
    config: &ProvisioningConfig,
    provision: ProvisionDb,
    out: PathBuf,
    clients: u32,
) -> anyhow::Result<ExitCode> {
    let db = as_application(config).await?;
    let servers = DemoServers::from_env(|name| {
        let all = process_environment();
        all.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    })?;
    let doors = DemoDoors { provision, db, clock: Clock::system(), platform: config.public.platform.clone(), servers };
    let progress = |line: &str| {
        let _ = say(line);
    };
    demo::seed(&doors, &out, clients, &progress).await?;
    Ok(ExitCode::SUCCESS)
}

/// The application's door, for the demo on a developer's machine.
async fn as_application(config: &ProvisioningConfig) -> anyhow::Result<TenantDb> {
    if config.profile != Profile::Development {
        bail!("the demo has people with known passwords: it is made with BROKERDESK_PROFILE=development only");
    }
    let Some(app) = &config.app else {
        bail!(
            "DATABASE_URL_APP is missing: the demo's clients are written as crm_app, because crm_provision may not see clients"
        );
    };
    let options = DbOptions {
        url: app.expose().clone(),
        pool_size: 4,
        acquire_timeout: Duration::from_secs(10),
        statement_timeout: DbOptions::WORK,
    };
    let db = TenantDb::connect(&options, contexts(config), vault(config)?).context("DATABASE_URL_APP")?;
    refuse_unfit(
        &db.check_at_boot(allows_old(config)).await.context("DATABASE_URL_APP: the database does not answer")?,
    )?;
    Ok(db)
}
