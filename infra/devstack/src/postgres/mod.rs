//! Postgres: which one is installed, and private clusters of it.

pub mod account;
pub mod cluster;
pub mod place;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// The oldest major release that Brokerdesk runs on.
pub const OLDEST_MAJOR: u32 = 15;

/// Minor releases per major that carry the row-security fixes.
const FIXED: [(u32, u32); 4] = [(15, 20), (16, 16), (17, 12), (18, 7)];

/// An installed Postgres server.
#[derive(Debug, Clone)]
pub struct Installation {
    /// Folder of `postgres`, `initdb`, `pg_ctl` and `psql`.
    pub bin: PathBuf,
    /// Major release.
    pub major: u32,
    /// Minor release.
    pub minor: u32,
}

impl Installation {
    /// The newest installed server of at least [`OLDEST_MAJOR`], if there is one.
    ///
    /// # Errors
    /// When a server is there but cannot be asked for its version.
    pub fn find() -> Result<Option<Self>> {
        let mut found = Vec::new();
        for bin in candidates() {
            if ["postgres", "initdb", "pg_ctl"].iter().all(|tool| command::is_executable(&bin.join(tool))) {
                found.push(Self::at(bin)?);
            }
        }
        found.retain(|one| one.major >= OLDEST_MAJOR);
        found.sort_by_key(|one| (one.major, one.minor));
        Ok(found.pop())
    }

    fn at(bin: PathBuf) -> Result<Self> {
        let told = command::quiet(Command::new(bin.join("postgres")).arg("--version"))?;
        let (major, minor) = parse_version(&told)
            .with_context(|| format!("{}/postgres says \"{told}\", which is no version", bin.display()))?;
        Ok(Self { bin, major, minor })
    }

    /// `15.20`.
    pub fn version(&self) -> String {
        format!("{}.{}", self.major, self.minor)
    }

    /// What is wrong with the minor release, if it lacks fixes of row security.
    pub fn warning(&self) -> Option<String> {
        outdated(self.major, self.minor)
    }
}

/// The sentence that warns of a release without the row-security fixes.
pub fn outdated(major: u32, minor: u32) -> Option<String> {
    let (_, fixed) = FIXED.into_iter().find(|(known, _)| *known == major)?;
    (minor < fixed).then(|| {
        format!(
            "Postgres {major}.{minor} lacks fixes of row-security holes: upgrade to {major}.{fixed} or newer \
             (apt-get update && apt-get install --only-upgrade postgresql-{major}); production refuses it"
        )
    })
}

fn candidates() -> Vec<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|major| major.path().join("bin"));
    let on_path = command::which("pg_config")
        .and_then(|tool| command::quiet(Command::new(tool).arg("--bindir")).ok())
        .map(|folder| Path::new(folder.trim()).to_path_buf());
    debian.chain(on_path).collect()
}

/// Reads `15` and `20` from `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`.
fn parse_version(told: &str) -> Option<(u32, u32)> {
    let number = told.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let (major, rest) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    Some((digits(major)?, digits(rest)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_postgres_prints_them() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"), Some((15, 20)));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1"), Some((18, 0)));
        assert_eq!(parse_version("nonsense"), None);
    }

    #[test]
    fn releases_without_the_row_security_fixes_are_named() {
        assert!(outdated(15, 19).unwrap().contains("15.20"));
        assert!(outdated(18, 6).unwrap().contains("18.7"));
        assert_eq!(outdated(15, 20), None);
        assert_eq!(outdated(19, 0), None);
    }
}
