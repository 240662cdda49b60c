//! What `tenant-api` reads from the environment.

mod address;
mod anchors;
mod parse;
mod provisioning;
#[cfg(test)]
mod tests;

pub use address::{PublicAddress, Scheme};
pub use anchors::{AnchorConfig, StoreConfig, StoreLock, StoreLockMode};
pub use provisioning::ProvisioningConfig;

use crate::{ConfigError, Environment, Secret};
use ipnet::IpNet;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The kind of installation. Development differs in nothing but: no TLS, loopback targets, seeded accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A developer's machine.
    Development,
    /// Real brokers.
    Production,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where the rows are.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// `DATABASE_URL_APP`, role crm_app.
    pub app: Secret<String>,
    /// `DATABASE_URL_QUEUE`, role crm_queue.
    pub queue: Secret<String>,
    /// Connections of this process to `app`.
    pub pool_size: u32,
    /// Start although the server lacks fixes of row-security holes.
    pub allow_old_postgres: bool,
}

/// The two keys that everything sealed and walled hangs on.
#[derive(Clone, Debug)]
pub struct KeyConfig {
    /// Makes each tenant's database context.
    pub context_master: Secret<[u8; 32]>,
    /// Key-encryption key of the vault.
    pub kek: Secret<[u8; 32]>,
    /// The one that `kek` takes the place of: opens what is not wrapped anew yet.
    pub kek_former: Option<Secret<[u8; 32]>>,
}

impl KeyConfig {
    /// Keys that are well formed but must not be the same.
    fn refuse_equal_keys(&self, env: &Environment) {
        if self.kek == self.context_master {
            env.refuse("KEK", "equals CONTEXT_MASTER_KEY; make another one with: openssl rand -hex 32");
        }
        let Some(former) = &self.kek_former else { return };
        if *former == self.kek {
            env.refuse("KEK_FORMER", "equals KEK; give the key that KEK takes the place of, or leave it out");
        }
        if *former == self.context_master {
            env.refuse("KEK_FORMER", "equals CONTEXT_MASTER_KEY; give the key that KEK takes the place of");
        }
    }
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// `smtp://…` or `smtps://…` with user and password.
    pub smtp_url: Secret<String>,
    /// The address that mails of all brokers come from, without a name.
    pub from: String,
}

/// Every setting of `tenant-api`, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The kind of installation.
    pub profile: Profile,
    /// By which addresses the world reaches us.
    pub public: PublicAddress,
    /// Portals and REST.
    pub listen: SocketAddr,
    /// Health and metrics; private.
    pub ops_listen: SocketAddr,
    /// Postgres.
    pub database: DatabaseConfig,
    /// Secret keys.
    pub keys: KeyConfig,
    /// Mail.
    pub mail: MailConfig,
    /// Shared short-lived state; `None` keeps it inside the process.
    pub redis_url: Option<Secret<String>>,
    /// The built staff portal.
    pub portal_dir: PathBuf,
    /// Where the heads of the audit chains are kept.
    pub anchors: AnchorConfig,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests a minute of one broker, all its people and websites together, in this process.
    pub requests_per_minute: u32,
    /// Look-ups by a whole e-mail address or phone number that one member of staff may make a minute.
    pub lookups_per_minute: u32,
    /// Threads that hash passwords.
    pub hash_workers: NonZeroUsize,
    /// A level or a filter of tracing.
    pub log_filter: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Seconds that this process lives ahead of the machine's clock. Development only: a proof that lets hours pass.
    pub clock_ahead: u32,
}

const POSTGRES: &str = "postgres://crm_app:…@host:5432/brokerdesk";

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// [`ConfigError`] names all variables that must be mended, never a value.
    pub fn from_env(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let env = Environment::new(variables);
        let config = Self::read(&env);
        if let Some(config) = &config {
            config.refuse_unsafe_values(&env);
        }
        env.finish(config)
    }

    fn read(env: &Environment) -> Option<Self> {
        // Each value is read before the first `?` may leave, so that one run names every problem.
        let profiles = [("development", Profile::Development), ("production", Profile::Production)];
        let profile = env.required("BROKERDESK_PROFILE", "development or production", parse::one_of(&profiles));
        let public = PublicAddress::read(env);
        let listen = env.required("LISTEN", "the address of the portals, such as 127.0.0.1:8080", parse::address);
        let ops_listen = env.required(
            "OPS_LISTEN",
            "a private address for health and metrics, such as 127.0.0.1:8081",
            parse::address,
        );
        let database = read_database(env);
        let keys = read_keys(env);
        let mail = read_mail(env);
        let redis_url = env.optional("REDIS_URL", parse::redis);
        let portal_dir =
            env.required("PORTAL_DIR", "the folder of the built staff portal", |text| Ok(PathBuf::from(text)));
        let anchors = AnchorConfig::read(env);
        let trusted_proxies = env.or("TRUSTED_PROXIES", Vec::new(), parse::networks);
        let requests_per_minute = env.or("TENANT_REQUESTS_PER_MINUTE", 12_000, parse::number(60_u32, 10_000_000));
        let lookups_per_minute = env.or("CONTACT_LOOKUPS_PER_MINUTE", 120, parse::number(10_u32, 1_000_000));
        let hash_workers = env.optional("HASH_WORKERS", parse::number(1_usize, 64)).unwrap_or_else(half_of_the_cores);
        let log_filter = env.or("LOG", "info".to_owned(), |text| Ok(text.to_owned()));
        let log_format = env.or(
            "LOG_FORMAT",
            LogFormat::Text,
            parse::one_of(&[("text", LogFormat::Text), ("json", LogFormat::Json)]),
        );
        let clock_ahead = env.or("CLOCK_AHEAD_SECONDS", 0, parse::number(0_u32, 31_536_000));
        Some(Self {
            profile: profile?,
            public: public?,
            listen: listen?,
            ops_listen: ops_listen?,
            database: database?,
            keys: keys?,
            mail: mail?,
            redis_url,
            portal_dir: portal_dir?,
            anchors: anchors?,
            trusted_proxies,
            requests_per_minute,
            lookups_per_minute,
            hash_workers: NonZeroUsize::new(hash_workers)?,
            log_filter,
            log_format,
            clock_ahead,
        })
    }

    /// Values that are well formed but would make an installation unsafe (AUTH-23, CFG-03).
    fn refuse_unsafe_values(&self, env: &Environment) {
        self.keys.refuse_equal_keys(env);
        if self.listen == self.ops_listen {
            env.refuse("OPS_LISTEN", "equals LISTEN; health and metrics need a private port of their own");
        }
        match self.profile {
            Profile::Development => self.refuse_outside_targets(env),
            Profile::Production => self.refuse_example_values(env),
        }
    }

    fn refuse_outside_targets(&self, env: &Environment) {
        let loopback = self.public.platform == "localhost" || self.public.platform.ends_with(".localhost");
        if !loopback {
            env.refuse(
                "PLATFORM_DOMAIN",
                "must be localhost in the development profile; a real domain needs BROKERDESK_PROFILE=production",
            );
        }
        if !self.ops_listen.ip().is_loopback() {
            env.refuse("OPS_LISTEN", "must be a loopback address in the development profile, such as 127.0.0.1:8081");
        }
    }

    fn refuse_example_values(&self, env: &Environment) {
        if self.public.scheme != Scheme::Https {
            env.refuse(
                "PUBLIC_SCHEME",
                "must be https in production; sessions and personal data never travel in clear",
            );
        }
        if self.public.platform == "localhost" || self.public.platform.ends_with(".localhost") {
            env.refuse("PLATFORM_DOMAIN", "is the example's; set the domain under which brokers reach you");
        }
        let urls = [
            ("DATABASE_URL_APP", &self.database.app),
            ("DATABASE_URL_QUEUE", &self.database.queue),
            ("SMTP_URL", &self.mail.smtp_url),
        ];
        for (name, _) in urls.into_iter().filter(|(_, url)| parse::has_example_password(url)) {
            env.refuse(name, "holds the password of .env.example; give the account a random one");
        }
        if self.clock_ahead != 0 {
            env.refuse("CLOCK_AHEAD_SECONDS", "is for the development profile; leave it out: time is the machine's");
        }
        self.anchors.refuse_clear_text(env);
        if self.mail.from.contains("@localhost") {
            env.refuse("MAIL_FROM", "is the example's; set a sender of your own domain");
        }
    }
}

fn read_database(env: &Environment) -> Option<DatabaseConfig> {
    let schemes = &["postgres", "postgresql"];
    let app = env.required("DATABASE_URL_APP", "the URL of the database as crm_app", parse::url(schemes, POSTGRES));
    let queue =
        env.required("DATABASE_URL_QUEUE", "the URL of the database as crm_queue", parse::url(schemes, POSTGRES));
    let pool_size = env.or("DB_POOL_SIZE", 16, parse::number(6_u32, 200));
    let allow_old_postgres = read_allow_old(env);
    Some(DatabaseConfig { app: app?, queue: queue?, pool_size, allow_old_postgres })
}

fn read_allow_old(env: &Environment) -> bool {
    env.or("ALLOW_OLD_POSTGRES", false, parse::one_of(&[("true", true), ("false", false)]))
}

fn read_keys(env: &Environment) -> Option<KeyConfig> {
    let context_master =
        env.required("CONTEXT_MASTER_KEY", "32 random bytes in hex (openssl rand -hex 32)", parse::key);
    let kek = match (env.text("KEK"), env.text("KEK_FILE")) {
        (None, None) => {
            env.required("KEK", "32 random bytes in hex (openssl rand -hex 32), or set KEK_FILE", parse::key)
        }
        _ => key_or_file(env, "KEK", "KEK_FILE"),
    };
    let kek_former = key_or_file(env, "KEK_FORMER", "KEK_FORMER_FILE");
    Some(KeyConfig { context_master: context_master?, kek: kek?, kek_former })
}

fn key_or_file(env: &Environment, name: &'static str, file: &'static str) -> Option<Secret<[u8; 32]>> {
    if env.text(name).is_some() && env.text(file).is_some() {
        env.refuse(file, format!("is given beside {name}; keep one of the two"));
        return None;
    }
    env.optional(name, parse::key).or_else(|| env.optional(file, key_file))
}

fn key_file(path: &str) -> Result<Secret<[u8; 32]>, String> {
    use std::os::unix::fs::MetadataExt;
    let about = std::fs::metadata(path)
        .map_err(|error| format!("cannot be opened ({}); name a file with 32 random bytes in hex", error.kind()))?;
    if about.mode() & 0o077 != 0 {
        return Err("names a file that others may read; chmod 0400 it".to_owned());
    }
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot be read ({})", error.kind()))?;
    parse::key(text.trim())
}

fn read_mail(env: &Environment) -> Option<MailConfig> {
    let smtp_url = env.required(
        "SMTP_URL",
        "where mail is handed over",
        parse::url(&["smtp", "smtps"], "smtp://user:password@host:587"),
    );
    let from = env.required("MAIL_FROM", "the sender of mails", parse::sender);
    Some(MailConfig { smtp_url: smtp_url?, from: from? })
}

fn half_of_the_cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
}
