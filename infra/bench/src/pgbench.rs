//! pgbench with captured scripts.

use crate::script::Scripts;
use crate::times::Times;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

/// How much at once, and how often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub at_once: u32,
    /// Requests a second; without it, one after another.
    pub rate: Option<u32>,
    pub seconds: u32,
}

/// Scripts on disk, ready to run.
pub(crate) struct Pgbench {
    program: PathBuf,
    folder: PathBuf,
    files: Vec<PathBuf>,
    variables: Vec<String>,
}

/// What a run took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ran {
    pub times: Times,
    pub per_second: f64,
}

impl Pgbench {
    pub(crate) fn new(program: &Path, folder: &Path, key: &str, scripts: Scripts) -> anyhow::Result<Self> {
        let folder = folder.join("scripts").join(key);
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error).context("old scripts"),
            _ => std::fs::create_dir_all(&folder)?,
        }
        let folder = folder.canonicalize()?;
        let mut files = Vec::new();
        for (number, text) in scripts.texts.into_iter().enumerate() {
            let file = folder.join(format!("{number}.sql"));
            std::fs::write(&file, text)?;
            files.push(file);
        }
        Ok(Self { program: program.to_owned(), folder, files, variables: scripts.variables })
    }

    pub(crate) async fn run(&self, pace: Pace) -> anyhow::Result<Ran> {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).args(["-n", "-M", "simple", "-j", "1", "-l", "--log-prefix=times"]);
        command.args(["-c", &pace.at_once.to_string(), "-T", &pace.seconds.to_string()]);
        if let Some(rate) = pace.rate {
            command.args(["-R", &rate.to_string()]);
        }
        command.args(self.variables.iter().flat_map(|variable| ["-D", variable]));
        for file in &self.files {
            command.arg("-f").arg(file);
        }
        let output = command.kill_on_drop(true).output().await.context("pgbench cannot be started")?;
        let (told, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if !output.status.success() || errors.contains("aborted") {
            let last: Vec<&str> = errors.lines().rev().take(8).collect();
            bail!("pgbench failed in {}: {}", self.folder.display(), last.join(" | "));
        }
        let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        Ok(Ran { times: self.times()?, per_second: rate.context("pgbench told no rate")? })
    }

    /// Each line of its log: client, number, microseconds, script, second, microsecond. The first second prepares.
    fn times(&self) -> anyhow::Result<Times> {
        let mut all: Vec<(u64, Duration)> = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("times.")) {
                continue;
            }
            for line in std::fs::read_to_string(&path)?.lines() {
                let fields: Vec<u64> = line.split(' ').map_while(|field| field.parse().ok()).collect();
                if let [_, _, micros, _, second, ..] = fields.as_slice() {
                    all.push((*second, Duration::from_micros(*micros)));
                }
            }
            std::fs::remove_file(&path)?;
        }
        let first = all.iter().map(|(second, _)| *second).min().unwrap_or_default();
        Ok(Times::of(all.into_iter().filter(|(second, _)| *second > first).map(|(_, time)| time).collect()))
    }
}
