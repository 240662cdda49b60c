//! What processes used, as `/proc` tells it.

use anyhow::Context;
use std::fs;
use std::time::Duration;

/// A clock tick of `/proc`, on every Linux that we know.
const TICK: Duration = Duration::from_millis(10);

/// The two sides of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Processes {
    pub server: i32,
    pub postgres: i32,
}

/// Processor time so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Used {
    pub server: Duration,
    pub postgres: Duration,
}

impl Processes {
    pub(crate) fn used(self) -> anyhow::Result<Used> {
        let server = stat(self.server).context("tenant-api has ended")?;
        let first = stat(self.postgres).context("Postgres has ended")?;
        let children: u64 = all().filter(|stat| stat.parent == self.postgres).map(|stat| stat.ticks).sum();
        Ok(Used { server: ticks(server.ticks), postgres: ticks(first.ticks + first.ticks_of_ended + children) })
    }

    /// Resident memory of the server in MiB: now, and the most it ever was.
    pub(crate) fn memory(self) -> anyhow::Result<(u64, u64)> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.server)).context("tenant-api has ended")?;
        let of = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':').trim().trim_end_matches("kB").trim().parse::<u64>().ok()
        };
        let found = of("VmRSS").zip(of("VmHWM")).context("/proc tells no memory of tenant-api")?;
        Ok((found.0.div_ceil(1024), found.1.div_ceil(1024)))
    }
}

impl Used {
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            postgres: self.postgres.saturating_sub(before.postgres),
        }
    }
}

/// Processor time of one process so far.
pub(crate) fn used_by(pid: i32) -> anyhow::Result<Duration> {
    Ok(ticks(stat(pid).context("a process has ended")?.ticks))
}

struct Stat {
    parent: i32,
    ticks: u64,
    ticks_of_ended: u64,
}

fn ticks(count: u64) -> Duration {
    TICK.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

fn all() -> impl Iterator<Item = Stat> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| stat(entry.file_name().to_str()?.parse().ok()?))
}

fn stat(pid: i32) -> Option<Stat> {
    read(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// The second field is the name in brackets and may hold anything; after it come state, parent, and from the 14th field on
/// the ticks in user and kernel mode, own ones and those of children that ended.
fn read(text: &str) -> Option<Stat> {
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        ticks: number(11)? + number(12)?,
        ticks_of_ended: number(13)? + number(14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_confuses_nothing() {
        let stat = read("12 (a) b (c) S 7 1 1 0 -1 4 0 0 0 0 10 20 3 4 20 0 1 0 99").unwrap();
        assert_eq!((stat.parent, stat.ticks, stat.ticks_of_ended), (7, 30, 7));
    }
}
