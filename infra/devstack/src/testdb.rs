//! Throw-away Postgres for tests: one cluster for a whole run, or one shared by runs that follow each other.
//!
//! ```no_run
//! # fn main() -> anyhow::Result<()> {
//! let postgres = devstack::testdb::admin_url()?;   // TEST_DATABASE_ADMIN_URL, else the shared cluster
//! # Ok(()) }
//! ```

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::postgres::account::Account;
use crate::postgres::cluster::{self, ADMIN, Cluster, Kind};
use crate::postgres::{Installation, place};
use crate::workspace::Workspace;
use crate::{command, environment};

/// Name of the variable that carries a superuser's connection string to tests.
pub const ADMIN_URL: &str = "TEST_DATABASE_ADMIN_URL";

/// Minutes without a test after which the shared cluster stops by itself.
const IDLE_MINUTES: u32 = 10;

/// A superuser's connection string for tests: that of `TEST_DATABASE_ADMIN_URL`, else of the shared
/// throw-away cluster, which is started when it is down and stops by itself when it is idle.
///
/// # Errors
/// When no Postgres is installed or it cannot be started.
pub fn admin_url() -> Result<String> {
    match environment::text(ADMIN_URL) {
        Some(url) => Ok(url),
        None => shared(),
    }
}

/// A cluster that lives as long as this value: its data is removed on drop.
#[derive(Debug)]
pub struct TestPostgres {
    cluster: Cluster,
    /// Marks the folder as in use while it is locked.
    mark: PathBuf,
    _lock: File,
}

impl TestPostgres {
    /// Starts a private cluster, without passwords and without fsync.
    ///
    /// # Errors
    /// When no Postgres is installed or it cannot be started.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let ground = Ground::find(workspace)?;
        ground.sweep()?;
        let home = ground.place.join(format!("t{}", std::process::id()));
        let mark = home.with_extension("lock");
        let lock = open_lock(&mark)?;
        lock.try_lock().context("this process has a test cluster already")?;
        let cluster = ground.cluster(home);
        cluster.copy_of(&ground.template()?)?;
        cluster.start()?;
        Ok(Self { cluster, mark, _lock: lock })
    }

    /// A superuser's connection string to the database `postgres`.
    pub fn admin_url(&self) -> String {
        self.cluster.url(ADMIN, None, "postgres")
    }

    /// The server's log file.
    pub fn log(&self) -> PathBuf {
        self.cluster.log()
    }
}

impl Drop for TestPostgres {
    fn drop(&mut self) {
        // Nothing is lost when this fails: the next start sweeps it away.
        let _ = self.cluster.stop(false);
        let _ = self.cluster.remove();
        let _ = fs::remove_file(&self.mark);
    }
}

/// Stops the shared cluster and removes its data, unless a test uses it now. Says whether it stopped one.
///
/// # Errors
/// When it cannot be stopped.
pub fn stop_shared(workspace: &Workspace) -> Result<bool> {
    let Some(place) = place::current(workspace) else {
        return Ok(false);
    };
    let home = place.join("shared");
    let users = open_lock(&place.join("shared.users"))?;
    if !home.is_dir() || users.try_lock().is_err() {
        return Ok(false);
    }
    let Some(installation) = Installation::find()? else {
        return Ok(false);
    };
    let cluster = Cluster::new(home, installation, Account::unprivileged()?);
    let was = cluster.is_running()?;
    cluster.stop(false)?;
    cluster.remove()?;
    Ok(was)
}

/// The shared cluster's address; this process counts as its user until it ends.
fn shared() -> Result<String> {
    static USING: Mutex<Option<File>> = Mutex::new(None);
    let ground = Ground::find(&Workspace::find()?)?;
    let users = ground.place.join("shared.users");
    let using = open_lock(&users)?;
    using.lock_shared().context("cannot wait for the shared test cluster")?;
    using.set_modified(now()).context("cannot mark the shared test cluster as used")?;

    let starting = open_lock(&ground.place.join("shared.start"))?;
    starting.lock().context("cannot wait for the shared test cluster's start")?;
    let cluster = ground.cluster(ground.place.join("shared"));
    if !cluster.is_running()? {
        // What a crash left behind is worth nothing.
        cluster.remove()?;
        cluster.copy_of(&ground.template()?)?;
        cluster.start()?;
        stop_when_idle(&cluster, &users)?;
    }
    drop(starting);
    if let Ok(mut slot) = USING.lock() {
        *slot = Some(using);
    }
    Ok(cluster.url(ADMIN, None, "postgres"))
}

#[expect(clippy::disallowed_methods, reason = "a file's time on this machine, not a time of the product")]
fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

/// Leaves a small watcher behind: while no test holds `users` and none did for a while, it stops the cluster.
fn stop_when_idle(cluster: &Cluster, users: &Path) -> Result<()> {
    let Some(flock) = command::which("flock") else {
        return Ok(());
    };
    let stop = cluster.stop_command();
    let script = r#"
users=$1; flock=$2; minutes=$3; shift 3
while sleep 60; do
    [ -n "$(find "$users" -mmin +"$minutes" 2>/dev/null)" ] || [ ! -e "$users" ] || continue
    "$flock" -n -x "$users" "$@" && exit 0
    "$flock" -n -x "$users" true && exit 0
done"#;
    let mut watcher = Command::new("/bin/sh");
    watcher.args(["-c", script, "sh"]).arg(users).arg(flock).arg(IDLE_MINUTES.to_string());
    watcher.arg(stop.get_program()).args(stop.get_args()).current_dir("/");
    watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    cluster.as_account(&mut watcher);
    watcher.spawn().context("cannot start the watcher of the shared test cluster").map(drop)
}

/// What every throw-away cluster needs: a server, an account, a place.
struct Ground {
    installation: Installation,
    account: Account,
    place: PathBuf,
}

impl Ground {
    fn find(workspace: &Workspace) -> Result<Self> {
        let installation = Installation::find()?.context(
            "no Postgres 15 or newer is installed: run ./dev up (it installs one), or apt-get install postgresql, \
             or set TEST_DATABASE_ADMIN_URL to a superuser of a server for tests",
        )?;
        let account = Account::unprivileged()?;
        let place = place::prepare(workspace, &account)?;
        Ok(Self { installation, account, place })
    }

    fn cluster(&self, home: PathBuf) -> Cluster {
        Cluster::new(home, self.installation.clone(), self.account.clone())
    }

    /// A fresh cluster that is only ever copied: `initdb` takes a second, a copy a tenth.
    fn template(&self) -> Result<Cluster> {
        let lock = open_lock(&self.place.join("template.lock"))?;
        lock.lock().context("cannot wait for the template cluster")?;
        let name = format!("template-{}-{}", self.installation.version(), cluster::throw_away_mark());
        let ready = self.cluster(self.place.join(&name));
        if !ready.exists() {
            let fresh = self.place.join("template-new");
            let making = self.cluster(fresh.clone());
            making.remove()?;
            making.init(Kind::ThrowAway)?;
            ready.remove()?;
            fs::rename(&fresh, self.place.join(&name)).context("cannot put the template cluster in its place")?;
        }
        Ok(ready)
    }

    /// Removes clusters whose process ended without cleaning up.
    fn sweep(&self) -> Result<()> {
        let entries = fs::read_dir(&self.place).with_context(|| format!("cannot list {}", self.place.display()))?;
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| is_lock_of_test(path)) {
            let lock = open_lock(&path)?;
            if lock.try_lock().is_ok() {
                let cluster = self.cluster(path.with_extension(""));
                cluster.stop(false)?;
                cluster.remove()?;
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(())
    }
}

fn is_lock_of_test(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.strip_prefix('t').and_then(|rest| rest.strip_suffix(".lock")).is_some_and(|id| id.parse::<u32>().is_ok())
}

fn open_lock(path: &Path) -> Result<File> {
    fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o666)
        .open(path)
        .with_context(|| format!("cannot open {}", path.display()))
}
