//! A throw-away Postgres, shared by every test process of this checkout and left running for the next run.
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

/// Names an administrator's DSN to test on instead of a cluster of our own.
pub const ADMIN_URL: &str = "TEST_DATABASE_ADMIN_URL";

/// Never for data that matters: fsync is off.
const SETTINGS: &str = "
listen_addresses = ''
max_connections = 300
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
log_min_error_statement = panic
log_parameter_max_length = 0
";

/// The cluster that tests of this checkout use.
#[derive(Debug, Clone)]
pub struct Cluster {
    admin_url: String,
}

impl Cluster {
    /// The cluster of `TEST_DATABASE_ADMIN_URL`, or our own, started when it is not running yet.
    ///
    /// # Errors
    /// When no Postgres server is installed or it does not start; the text says what to do.
    pub fn shared() -> anyhow::Result<&'static Self> {
        static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
        SHARED
            .get_or_init(|| Self::find().map_err(|error| format!("{error:#}")))
            .as_ref()
            .map_err(|error| anyhow::anyhow!("no test database: {error}"))
    }

    fn find() -> anyhow::Result<Self> {
        match std::env::var(ADMIN_URL) {
            Ok(admin_url) if !admin_url.is_empty() => Ok(Self { admin_url }),
            _ => Home::of_this_checkout()?.running(),
        }
    }

    /// DSN of the superuser on the maintenance database.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Stops this checkout's own cluster; `Ok(false)` when none was running.
    ///
    /// # Errors
    /// When Postgres refuses to stop.
    pub fn stop() -> anyhow::Result<bool> {
        let home = Home::of_this_checkout()?;
        if !home.data().join("postmaster.pid").exists() {
            return Ok(false);
        }
        home.pg_ctl(&["stop", "-m", "immediate", "-w"])?;
        Ok(true)
    }
}

/// Where the cluster lives: a short path, because a socket's path may not exceed 107 bytes.
struct Home {
    dir: PathBuf,
    bin: PathBuf,
    /// (uid, gid) to run as; Postgres refuses root.
    owner: Option<(u32, u32)>,
}

impl Home {
    fn of_this_checkout() -> anyhow::Result<Self> {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
        let hash = Sha256::digest(checkout.as_os_str().as_encoded_bytes());
        let name: String = data_encoding::HEXLOWER.encode(&hash).chars().take(8).collect();
        let root = fs::metadata("/proc/self").context("cannot learn who runs the tests")?.uid() == 0;
        let owner = if root { Some(unprivileged()?) } else { None };
        Ok(Self { dir: std::env::temp_dir().join(format!("brokerdesk-test-{name}")), bin: newest_server()?, owner })
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// Starts the cluster unless it runs; one process does it, the others wait on the lock.
    fn running(&self) -> anyhow::Result<Cluster> {
        self.prepare_dir()?;
        let lock: File = OpenOptions::new().create(true).append(true).open(self.dir.join("lock"))?;
        lock.lock().context("cannot lock the test cluster")?;
        if !self.data().join("PG_VERSION").exists() {
            let _ = fs::remove_dir_all(self.data());
            let data = self.data();
            self.run("initdb", &["--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "-A", "trust", "-D"], &data)?;
            let conf = self.data().join("postgresql.conf");
            let mut text = fs::read_to_string(&conf)?;
            text.push_str(SETTINGS);
            text.push_str(&format!("unix_socket_directories = '{}'\n", self.dir.display()));
            fs::write(&conf, text)?;
        }
        if self.pg_ctl(&["status"]).is_err() {
            let log = self.dir.join("log");
            self.pg_ctl(&["start", "-w", "-t", "30", "-l", &log.display().to_string()])
                .with_context(|| format!("Postgres did not start; see {}", log.display()))?;
        }
        let socket = self.dir.display().to_string();
        Ok(Cluster { admin_url: format!("postgres://postgres@localhost/postgres?host={socket}") })
    }

    fn prepare_dir(&self) -> anyhow::Result<()> {
        if !self.dir.exists() {
            fs::create_dir_all(&self.dir)?;
            fs::set_permissions(&self.dir, fs::Permissions::from_mode(0o700))?;
            if let Some((uid, gid)) = self.owner {
                chown(&self.dir, Some(uid), Some(gid))?;
            }
        }
        Ok(())
    }

    fn pg_ctl(&self, args: &[&str]) -> anyhow::Result<()> {
        let mut all = args.to_vec();
        all.push("-D");
        let data = self.data();
        self.run("pg_ctl", &all, &data)
    }

    fn run(&self, program: &str, args: &[&str], data: &Path) -> anyhow::Result<()> {
        let mut command = Command::new(self.bin.join(program));
        // no handle of the test process may stay open in the server: nextest waits for them
        command.args(args).arg(data).current_dir(&self.dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((uid, gid)) = self.owner {
            command.uid(uid).gid(gid);
        }
        let status = command.status().with_context(|| format!("cannot run {program}"))?;
        if !status.success() {
            bail!("{program} {} failed ({status})", args.first().copied().unwrap_or_default());
        }
        Ok(())
    }
}

/// The newest installed server from 15 on.
fn newest_server() -> anyhow::Result<PathBuf> {
    const HOW: &str = "no Postgres server from 15 on under /usr/lib/postgresql; install it (Debian: apt-get install postgresql) or set TEST_DATABASE_ADMIN_URL to a superuser's DSN";
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .context(HOW)?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let major = entry.file_name().to_str()?.parse::<u32>().ok()?;
            let bin = entry.path().join("bin");
            (major >= 15 && bin.join("initdb").exists()).then_some((major, bin))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).context(HOW)
}

/// The system user to run as when the tests run as root.
fn unprivileged() -> anyhow::Result<(u32, u32)> {
    let passwd = fs::read_to_string("/etc/passwd")?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| {
            let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
            let mut fields = line.split(':').skip(2);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        })
        .context("tests run as root, Postgres refuses to, and there is neither a user postgres nor nobody")
}
