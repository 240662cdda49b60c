//! One private cluster: made by `initdb`, reached by a Unix socket only, started and stopped by `pg_ctl`.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::Installation;
use super::account::Account;
use crate::command;

/// The superuser of a private cluster.
pub const ADMIN: &str = "brokerdesk_admin";

/// Settings of every private cluster. The log never gets a statement's text or values: the opening message
/// of a transaction carries the tenant's token.
const ALWAYS: &str = "
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_statement = 'none'
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
shared_buffers = 256MB
max_connections = 200
";

/// For data that may be lost at any moment.
const THROW_AWAY: &str = "
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
checkpoint_timeout = 1h
max_wal_size = 4GB
max_connections = 300
";

/// For measurements: every commit waits for the disk as in production, memory as on a small server, and a log that a
/// program can read (nothing is written to it but while statements are captured).
const MEASURED: &str = "
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 1GB
effective_cache_size = 4GB
maintenance_work_mem = 256MB
max_wal_size = 8GB
checkpoint_timeout = 15min
random_page_cost = 1.1
logging_collector = on
log_destination = 'jsonlog'
log_rotation_size = 0
log_rotation_age = 0
";

/// How a cluster admits and how careful it is.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// The developer's data: every role has a password; the superuser's is given.
    Kept {
        /// Password of [`ADMIN`].
        password: &'a str,
    },
    /// Data of measurements: passwords as above.
    Measured {
        /// Password of [`ADMIN`].
        password: &'a str,
    },
    /// Data of tests: no passwords (the socket's folder is private), no waiting for the disk.
    ThrowAway,
}

/// A private cluster in a folder of its own.
#[derive(Debug, Clone)]
pub struct Cluster {
    home: PathBuf,
    installation: Installation,
    account: Account,
}

impl Cluster {
    /// The cluster whose files are, or will be, in `home` (its parent must be reachable by `account`).
    pub const fn new(home: PathBuf, installation: Installation, account: Account) -> Self {
        Self { home, installation, account }
    }

    /// Folder of its data.
    pub fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Folder of its socket.
    pub fn sockets(&self) -> PathBuf {
        self.home.join("s")
    }

    /// The server's first process, whose children do the work.
    ///
    /// # Errors
    /// When the server is down.
    pub fn pid(&self) -> Result<i32> {
        let file = self.data().join("postmaster.pid");
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        text.lines().next().and_then(|line| line.trim().parse().ok()).context("postmaster.pid holds no number")
    }

    /// The program `name` that came with its server.
    pub fn program(&self, name: &str) -> PathBuf {
        self.installation.bin.join(name)
    }

    /// Its server log.
    pub fn log(&self) -> PathBuf {
        self.home.join("server.log")
    }

    /// Whether it was made.
    pub fn exists(&self) -> bool {
        self.data().join("PG_VERSION").is_file()
    }

    /// The major release that made its data.
    ///
    /// # Errors
    /// When the data folder cannot be read.
    pub fn major(&self) -> Result<u32> {
        let file = self.data().join("PG_VERSION");
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        text.trim().parse().with_context(|| format!("{} holds no version", file.display()))
    }

    /// Makes it: UTF-8, `C.UTF-8`, socket only.
    ///
    /// # Errors
    /// When `initdb` fails, with its last words.
    pub fn init(&self, kind: Kind<'_>) -> Result<()> {
        self.make_home()?;
        let mut initdb = self.tool("initdb");
        initdb.arg("-D").arg(self.data()).args([
            "--no-sync",
            "--no-instructions",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-U",
            ADMIN,
        ]);
        let password_file = self.home.join("password");
        match kind {
            Kind::Kept { password } | Kind::Measured { password } => {
                crate::workspace::write_private(&password_file, &format!("{password}\n"))?;
                self.account.own(&password_file)?;
                initdb.args(["-A", "scram-sha-256"]).arg("--pwfile").arg(&password_file);
            }
            Kind::ThrowAway => {
                initdb.args(["-A", "trust"]);
            }
        }
        let made = command::quiet(&mut initdb);
        if !matches!(kind, Kind::ThrowAway) {
            fs::remove_file(&password_file).context("cannot remove initdb's password file")?;
        }
        made?;
        let extra = match kind {
            Kind::Kept { .. } => "",
            Kind::Measured { .. } => MEASURED,
            Kind::ThrowAway => THROW_AWAY,
        };
        let file = self.data().join("postgresql.conf");
        let mut text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        text.push_str(ALWAYS);
        text.push_str(extra);
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Makes it as a copy of another cluster's data, which must not be running.
    ///
    /// # Errors
    /// When the copy fails.
    pub fn copy_of(&self, template: &Self) -> Result<()> {
        self.make_home()?;
        let mut copy = self.account.command(Path::new("/bin/cp"), &self.home);
        copy.args(["-a", "--reflink=auto"]).arg(template.data()).arg(self.data());
        command::quiet(&mut copy).map(drop)
    }

    /// Starts it and waits until it answers. Does nothing when it runs.
    ///
    /// # Errors
    /// When it does not come up within a minute, with the end of its log.
    pub fn start(&self) -> Result<()> {
        if self.is_running()? {
            return Ok(());
        }
        let mut start = self.tool("pg_ctl");
        let sockets = self.sockets();
        start.arg("-D").arg(self.data()).arg("-l").arg(self.log()).args(["-w", "-t", "60", "-s"]);
        start.arg("-o").arg(format!("-k '{}'", sockets.display())).arg("start");
        // pg_ctl leaves the server holding its output: pipes would never close.
        start
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        let status = start.status().context("pg_ctl cannot be started")?;
        if !status.success() {
            bail!("Postgres did not start ({status}); the end of {} says:{}", self.log().display(), self.log_tail());
        }
        Ok(())
    }

    /// Stops it: `fast` ends sessions and keeps the data whole, otherwise at once. Does nothing when it is down.
    ///
    /// # Errors
    /// When it does not stop within a minute.
    pub fn stop(&self, fast: bool) -> Result<()> {
        if !self.exists() || !self.is_running()? {
            return Ok(());
        }
        let mode = if fast { "fast" } else { "immediate" };
        let mut stop = self.tool("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-w", "-t", "60", "-s", "-m", mode, "stop"]);
        command::quiet(&mut stop).map(drop)
    }

    /// Whether its server runs.
    ///
    /// # Errors
    /// When `pg_ctl` cannot be started.
    pub fn is_running(&self) -> Result<bool> {
        if !self.exists() {
            return Ok(false);
        }
        command::succeeds(self.tool("pg_ctl").arg("-D").arg(self.data()).arg("status"))
    }

    /// Removes its files; it must be stopped.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn remove(&self) -> Result<()> {
        match fs::remove_dir_all(&self.home) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", self.home.display()))
            }
            _ => Ok(()),
        }
    }

    /// A connection string over its socket. Works for libpq and sqlx alike.
    pub fn url(&self, user: &str, password: Option<&str>, database: &str) -> String {
        url(&self.sockets(), user, password, database)
    }

    /// `psql` as an administrator of a running cluster, in `database`.
    pub fn psql(&self) -> Command {
        Command::new(self.installation.bin.join("psql"))
    }

    /// A command line (for `sh`) that stops this cluster at once as its own account.
    pub(crate) fn stop_command(&self) -> Command {
        let mut stop = self.tool("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-w", "-s", "-m", "immediate", "stop"]);
        stop
    }

    /// Makes `command` run as the account of this cluster.
    pub(crate) fn as_account(&self, command: &mut Command) {
        self.account.apply(command);
    }

    fn tool(&self, name: &str) -> Command {
        self.account.command(&self.installation.bin.join(name), &self.home)
    }

    fn make_home(&self) -> Result<()> {
        for folder in [self.home.clone(), self.sockets()] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(&folder)
                .with_context(|| format!("cannot make {} for a new cluster", folder.display()))?;
            self.account.own(&folder)?;
        }
        Ok(())
    }

    fn log_tail(&self) -> String {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines
            .get(lines.len().saturating_sub(12)..)
            .unwrap_or_default()
            .iter()
            .map(|line| format!("\n    {line}"))
            .collect()
    }
}

/// Changes with the settings of throw-away clusters, so that copies are made of a template that has them.
pub fn throw_away_mark() -> String {
    let digest = Sha256::digest([ALWAYS, THROW_AWAY].concat());
    data_encoding::HEXLOWER.encode(digest.get(..4).unwrap_or_default())
}

/// A connection string over the socket in `sockets`: the folder stands percent-encoded in the place of the host.
pub fn url(sockets: &Path, user: &str, password: Option<&str>, database: &str) -> String {
    let host = percent(&sockets.to_string_lossy());
    let secret = password.map(|password| format!(":{}", percent(password))).unwrap_or_default();
    format!("postgres://{}{secret}@{host}/{}", percent(user), percent(database))
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_stands_percent_encoded_in_the_place_of_the_host() {
        let told = url(Path::new("/var/tmp/brokerdesk-1/dev/s"), "crm_app", Some("a/b@c"), "brokerdesk");
        assert_eq!(told, "postgres://crm_app:a%2Fb%40c@%2Fvar%2Ftmp%2Fbrokerdesk-1%2Fdev%2Fs/brokerdesk");
    }
}
