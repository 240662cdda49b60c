//! The object store: an S3 server with object lock, on 127.0.0.1 alone.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::daemon::Daemon;
use crate::workspace::{Workspace, make_private, write_private};
use crate::{ports, random, toolbox};

/// Key id of the account that tenant-api uses. It may write, read and list; it may not lift a lock.
pub const KEY_ID: &str = "brokerdesk";

/// The bucket, made with object lock.
pub const BUCKET: &str = "brokerdesk";

/// It ends slowly when it is asked, and loses nothing when it is not.
pub const PATIENCE: Duration = Duration::ZERO;

/// Its listeners: what each is called in the program's options and in the state, and the port that is tried first.
pub const LISTENERS: [(&str, &str, u16); 8] = [
    ("s3.port", "s3", 8333),
    ("s3.port.grpc", "s3-grpc", 18_333),
    ("master.port", "s3-master", 9333),
    ("master.port.grpc", "s3-master-grpc", 19_333),
    ("volume.port", "s3-volume", 8380),
    ("volume.port.grpc", "s3-volume-grpc", 18_380),
    ("filer.port", "s3-filer", 8388),
    ("filer.port.grpc", "s3-filer-grpc", 18_388),
];

/// Ports and secret of a store.
#[derive(Debug, Clone)]
pub struct Address {
    /// A port for each of [`LISTENERS`].
    pub ports: [u16; 8],
    /// Secret of [`KEY_ID`].
    pub secret: String,
}

impl Address {
    /// The address of its S3 door.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port("s3.port"))
    }

    fn port(&self, option: &str) -> u16 {
        LISTENERS
            .iter()
            .zip(self.ports)
            .find(|((name, ..), _)| *name == option)
            .map(|(_, port)| port)
            .unwrap_or_default()
    }
}

/// The list in `infra/tools/python` that has its program.
pub const LIST: &str = "weed";

/// The version to compare a running store with; nothing is installed for it.
///
/// # Errors
/// When the list cannot be read.
pub fn version(workspace: &Workspace) -> Result<String> {
    let folder = toolbox::python_folder(workspace, LIST)?;
    Ok(folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
}

/// Starts it with its data in `folder`, without waiting for it. With `guarded` it ends when this process has ended.
///
/// # Errors
/// When it cannot be installed or started.
pub fn launch(workspace: &Workspace, at: &Address, folder: &Path, log: &Path, guarded: bool) -> Result<Daemon> {
    let tools = toolbox::python(workspace, LIST)?;
    let data = folder.join("data");
    make_private(folder)?;
    make_private(&data)?;
    let accounts = folder.join("accounts.json");
    let rights: Vec<String> =
        ["Read", "Write", "List", "PutObjectRetention"].iter().map(|right| format!("{right}:{BUCKET}")).collect();
    let credentials = json!([{"accessKey": KEY_ID, "secretKey": at.secret}]);
    let told = json!({"identities": [{"name": "brokerdesk", "credentials": credentials, "actions": rights}]});
    write_private(&accounts, &told.to_string())?;
    let weed = tools.join("weed");
    let mut program = if guarded { guard(&weed) } else { Command::new(&weed) };
    program.arg("server").arg(format!("-dir={}", data.display())).arg("-filer").arg("-s3");
    program.args(["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", "-master.resumeState=false"]);
    program.args([
        "-volume.max=200",
        "-volume.minFreeSpace=64MiB",
        "-master.volumeSizeLimitMB=64",
        "-s3.autoCreateBucket=false",
    ]);
    program.args(["-s3.port.iceberg=0", "-s3.port.lance=0"]).arg(format!("-s3.config={}", accounts.display()));
    for ((option, ..), port) in LISTENERS.iter().zip(at.ports) {
        program.arg(format!("-{option}={port}"));
    }
    // it keeps logs of its own beside what it says
    program.env("TMPDIR", folder).current_dir(folder);
    Daemon::start(&mut program, log, version(workspace)?)
}

/// The program under a shell that ends it when this process is gone.
fn guard(weed: &Path) -> Command {
    const SCRIPT: &str = "parent=$1; shift; \"$@\" & child=$!; \
        while kill -0 \"$parent\" 2>/dev/null && kill -0 \"$child\" 2>/dev/null; do sleep 1; done; kill -9 \"$child\"";
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", SCRIPT, "sh"]).arg(std::process::id().to_string()).arg(weed);
    shell
}

/// Waits until it answers, and makes the bucket where it is not there yet.
///
/// # Errors
/// When it does not come up, or refuses the bucket.
pub fn ready(workspace: &Workspace, at: &Address, daemon: &Daemon, log: &Path) -> Result<()> {
    let door = at.port("s3.port");
    daemon.wait("the object store", log, Duration::from_secs(60), || {
        ports::http_status(door, "/healthz") == Some(200) && ports::answers(at.port("volume.port"))
    })?;
    // the master hears of the volumes a moment after their server is there; until then nothing is taken
    let place = format!("/dir/assign?collection={BUCKET}");
    daemon.wait("a place for objects", log, Duration::from_secs(60), || {
        ports::http_status(at.port("master.port"), &place) == Some(200)
    })?;
    make_bucket(&toolbox::python(workspace, LIST)?.join("weed"), at)
}

fn make_bucket(weed: &Path, at: &Address) -> Result<()> {
    let mut shell = Command::new(weed);
    let (master, filer) = (at.port("master.port"), at.port("filer.port"));
    let grpc = (at.port("master.port.grpc"), at.port("filer.port.grpc"));
    shell.arg("shell").arg(format!("-master=127.0.0.1:{master}.{}", grpc.0));
    shell.arg(format!("-filer=127.0.0.1:{filer}.{}", grpc.1));
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = shell.spawn().context("the store's shell cannot be started")?;
    if let Some(mut words) = child.stdin.take() {
        writeln!(words, "s3.bucket.create -name {BUCKET} -withLock").context("the store's shell does not listen")?;
    }
    let output = child.wait_with_output().context("the store's shell was lost")?;
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if told.contains("created bucket") || told.contains("already exists") {
        return Ok(());
    }
    bail!("the bucket {BUCKET} cannot be made:{}", told.lines().map(|line| format!("\n    {line}")).collect::<String>())
}

/// Ends it, and removes the sockets that it leaves behind.
pub fn stop(daemon: &Daemon, ports: &[u16]) {
    daemon.stop(PATIENCE);
    let asked = std::time::Instant::now();
    while daemon.is_alive() && asked.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(10));
    }
    for port in ports {
        for part in ["master-grpc", "volume-grpc", "filer-grpc", "s3-grpc", "filer", "s3"] {
            let _ = std::fs::remove_file(format!("/tmp/seaweedfs-{part}-{port}.sock"));
        }
    }
}

/// A store for tests on ports of its own; it and its data are gone when this value is dropped.
#[derive(Debug)]
pub struct ObjectStore {
    /// Where it is.
    pub address: Address,
    workspace: Workspace,
    daemon: Option<Daemon>,
    folder: PathBuf,
    log: PathBuf,
}

impl ObjectStore {
    /// Starts one.
    ///
    /// # Errors
    /// When it cannot be installed or does not come up.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        make_private(&workspace.logs())?;
        let mut ports = [0; 8];
        for port in &mut ports {
            *port = ports::lasting()?;
        }
        let address = Address { ports, secret: random::password()? };
        let name = format!("weed-{}-{}", std::process::id(), address.port("s3.port"));
        let (folder, log) = (workspace.state.join(&name), workspace.logs().join(format!("{name}.log")));
        let mut store = Self { address, workspace: workspace.clone(), daemon: None, folder, log };
        store.restart()?;
        Ok(store)
    }

    /// Ends it where it stands; its data stays.
    pub fn stop(&mut self) {
        if let Some(daemon) = self.daemon.take() {
            stop(&daemon, &self.address.ports);
        }
    }

    /// Takes an object away with all its versions, as who owns the disk can: no lock is asked.
    ///
    /// # Errors
    /// When nothing was there to take.
    pub fn take_away(&self, key: &str) -> Result<()> {
        let path = format!("/buckets/{BUCKET}/{key}.versions?recursive=true");
        match ports::http_ask(self.address.port("filer.port"), "DELETE", &path, "") {
            Some(204) => Ok(()),
            other => bail!("{key} cannot be taken away: {other:?}"),
        }
    }

    /// Starts it again on the same ports with the same data.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn restart(&mut self) -> Result<()> {
        self.stop();
        let daemon = launch(&self.workspace, &self.address, &self.folder, &self.log, true)?;
        let ready = ready(&self.workspace, &self.address, &daemon, &self.log);
        self.daemon = Some(daemon);
        ready
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
        let _ = std::fs::remove_file(&self.log);
    }
}
