//! The `.env` file: secrets made once, and below a mark the addresses that `./dev up` keeps up to date.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace::{require_private, write_private};

const HEAD: &str = "\
# Written by ./dev up for this clone; never commit it. What each variable means: .env.example.
# Secrets and your own settings. A line here wins over a managed one of the same name.
";

const MARK: &str = "# --- managed: rewritten by each ./dev up ---";

/// Variables of a stack.
#[derive(Debug, Default, Clone)]
pub struct DotEnv {
    kept: BTreeMap<String, String>,
    managed: BTreeMap<String, String>,
}

impl DotEnv {
    /// Reads the file; an absent one is empty.
    ///
    /// # Errors
    /// When others may read it, or a line is not `NAME=value`.
    pub fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self::default());
        }
        require_private(path)?;
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut file = Self::default();
        let mut managed = false;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            managed |= line == MARK;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((name, value)) = line.strip_prefix("export ").unwrap_or(line).split_once('=') else {
                bail!("{}:{}: expected NAME=value", path.display(), number + 1);
            };
            let section = if managed { &mut file.managed } else { &mut file.kept };
            section.insert(name.trim().to_owned(), unquote(value.trim()).to_owned());
        }
        Ok(file)
    }

    /// Writes the file (mode 0600).
    ///
    /// # Errors
    /// When a value cannot be written down, or the folder cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut text = HEAD.to_owned();
        push(&mut text, &self.kept)?;
        text.push('\n');
        text.push_str(MARK);
        text.push('\n');
        push(&mut text, &self.managed)?;
        write_private(path, &text)
    }

    /// A variable's value, the person's own before the managed one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.kept.get(name).or_else(|| self.managed.get(name)).map(String::as_str)
    }

    /// A secret: the kept one, else a fresh one from `make`.
    ///
    /// # Errors
    /// When none can be made.
    pub fn secret(&mut self, name: &str, make: impl FnOnce() -> Result<String>) -> Result<String> {
        if let Some(value) = self.kept.get(name).filter(|value| !value.is_empty()) {
            return Ok(value.clone());
        }
        let value = make()?;
        self.kept.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    /// Drops the managed part and the kept variables that `made` says this program made.
    pub fn forget(&mut self, made: impl Fn(&str) -> bool) {
        self.managed.clear();
        self.kept.retain(|name, _| !made(name));
    }

    /// Replaces the managed part.
    pub fn manage(&mut self, managed: BTreeMap<String, String>) {
        self.managed = managed;
    }

    /// All variables as a program gets them.
    pub fn variables(&self) -> BTreeMap<String, String> {
        let mut all = self.managed.clone();
        all.extend(self.kept.clone());
        all
    }
}

fn push(text: &mut String, variables: &BTreeMap<String, String>) -> Result<()> {
    for (name, value) in variables {
        if value.contains(['\'', '\n']) {
            bail!("the value of {name} holds a quote or a line break, which .env cannot hold");
        }
        text.push_str(&format!("{name}='{value}'\n"));
    }
    Ok(())
}

fn unquote(value: &str) -> &str {
    for quote in ['\'', '"'] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_and_managed_values_follow() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("env");
        let mut first = DotEnv::read(&path).unwrap();
        let key = first.secret("KEK", crate::random::key).unwrap();
        first.manage(BTreeMap::from([("LISTEN".into(), "127.0.0.1:1".into())]));
        first.write(&path).unwrap();

        let mut second = DotEnv::read(&path).unwrap();
        assert_eq!(second.secret("KEK", crate::random::key).unwrap(), key);
        second.manage(BTreeMap::from([("LISTEN".into(), "127.0.0.1:2".into())]));
        second.write(&path).unwrap();
        assert_eq!(DotEnv::read(&path).unwrap().get("LISTEN"), Some("127.0.0.1:2"));
    }

    #[test]
    fn a_persons_own_line_wins_and_a_broken_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("env");
        write_private(&path, &format!("LOG=\"debug\"\n{MARK}\nLOG='info'\n")).unwrap();
        assert_eq!(DotEnv::read(&path).unwrap().get("LOG"), Some("debug"));
        write_private(&path, "LOG=info\nnonsense\n").unwrap();
        assert!(DotEnv::read(&path).unwrap_err().to_string().contains(":2: expected NAME=value"));
    }
}
