//! What the checks of one run share: servers that are started when first needed and gone at the end.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::counts::Counts;
use super::failures;
use crate::maildev::MailCatcher;
use crate::packages::{self, Consent};
use crate::postgres::Installation;
use crate::report::Report;
use crate::stack::{self, build, table};
use crate::state::State;
use crate::testdb::{self, TestPostgres};
use crate::workspace::{Workspace, write_private};
use crate::{command, doctor, toolbox};

/// One run of `./dev test`.
pub struct Run<'a> {
    /// The clone with the developer's own state.
    pub workspace: &'a Workspace,
    /// Where progress goes.
    pub report: &'a Report,
    consent: Consent,
    counts: Counts,
    failures: Vec<String>,
    postgres: Option<TestPostgres>,
    mail: Option<MailCatcher>,
    stack: Option<Stack>,
    /// Whether the binaries were built in this run.
    pub built: bool,
}

/// The stack of the tests: its state folder and the file that tells scripts where it is.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Its own state beside the developer's.
    pub workspace: Workspace,
    /// The object of `./dev up --json`: port, mail, tenants with people and keys.
    pub file: PathBuf,
}

impl<'a> Run<'a> {
    /// A run that has started nothing yet.
    pub const fn new(workspace: &'a Workspace, report: &'a Report, consent: Consent) -> Self {
        Self {
            workspace,
            report,
            consent,
            counts: Counts { passed: 0, failed: 0 },
            failures: Vec::new(),
            postgres: None,
            mail: None,
            stack: None,
            built: false,
        }
    }

    /// What was counted since the last time.
    pub fn take_counts(&mut self) -> Counts {
        std::mem::take(&mut self.counts)
    }

    /// What failed by name since the last time.
    pub fn take_failures(&mut self) -> Vec<String> {
        std::mem::take(&mut self.failures)
    }

    /// A command in the root of the clone.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.workspace.root);
        command
    }

    /// Runs a command that either succeeds or does not.
    ///
    /// # Errors
    /// When it fails.
    pub fn check(&mut self, command: &mut Command) -> Result<()> {
        let (status, output) = command::shown(command)?;
        if !status.success() {
            self.failures.push(failures::cause(&output));
            bail!("{} failed ({status})", command::name_of(command));
        }
        Ok(())
    }

    /// Runs a test runner and counts what it tells.
    ///
    /// # Errors
    /// When it fails, or succeeds without a closing line: then nothing was tested.
    pub fn count(&mut self, command: &mut Command) -> Result<()> {
        let (status, output) = command::shown(command)?;
        let counts = Counts::read(&output);
        self.counts = self.counts.plus(counts.unwrap_or_default());
        if !status.success() {
            self.failures.extend(failures::read(&output));
            bail!("{} failed ({status})", command::name_of(command));
        }
        if counts.is_none() {
            bail!("{} ended well but told no numbers: it ran no test", command::name_of(command));
        }
        Ok(())
    }

    /// The folder of pinned Python tools; installs Python's venv when that is missing and allowed.
    ///
    /// # Errors
    /// When they cannot be installed.
    pub fn python(&self, list: &str) -> Result<PathBuf> {
        if !doctor::has_venv() {
            packages::install(self.consent, "Python's venv", &["python3", "python3-venv"])?;
        }
        toolbox::python(self.workspace, list)
    }

    /// A browser for the journeys.
    ///
    /// # Errors
    /// When none is there and none may be installed.
    pub fn chromium(&self) -> Result<PathBuf> {
        if command::which("chromium").is_none() {
            packages::install(self.consent, "Chromium", &["chromium"])?;
        }
        command::which("chromium").context("chromium was installed but is not on PATH")
    }

    /// Servers for tests: variables with their addresses. Both live until the end of the run.
    ///
    /// # Errors
    /// When one cannot be started.
    pub fn servers(&mut self) -> Result<Vec<(&'static str, String)>> {
        let url = self.admin_url()?;
        if self.mail.is_none() {
            packages::require_tools()?;
            self.mail = Some(MailCatcher::start(self.workspace)?);
        }
        let mut variables = vec![(testdb::ADMIN_URL, url)];
        if let Some(mail) = &self.mail {
            variables.push(("TEST_SMTP_URL", mail.address.smtp_url()));
            variables.push(("TEST_MAIL_INBOX_URL", mail.address.web_url()));
        }
        Ok(variables)
    }

    /// A superuser's connection string to a server for tests, which lives until the end of the run.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn admin_url(&mut self) -> Result<String> {
        if let Some(url) = crate::environment::text(testdb::ADMIN_URL) {
            return Ok(url);
        }
        if self.postgres.is_none() {
            if Installation::find()?.is_none() {
                packages::install(self.consent, "Postgres 15 or newer", &["postgresql", "postgresql-contrib"])?;
            }
            self.postgres = Some(TestPostgres::start(self.workspace)?);
        }
        Ok(self.postgres.as_ref().map(TestPostgres::admin_url).unwrap_or_default())
    }

    /// Makes sure that binaries and portal are built.
    ///
    /// # Errors
    /// When a build fails.
    pub fn built_portal(&mut self) -> Result<()> {
        if !self.built {
            build::binaries(self.workspace)?;
            self.built = true;
        }
        build::portal(self.workspace, &mut State::read(self.workspace)?).map(drop)
    }

    /// A whole stack on the test cluster, with the built portal and the demo.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn stack(&mut self) -> Result<Stack> {
        if let Some(stack) = &self.stack {
            return Ok(stack.clone());
        }
        self.built_portal()?;
        let workspace = self.workspace.beside("test-stack");
        // A run that was killed may have left its programs.
        stack::down(&workspace, self.report)?;
        if workspace.state.exists() {
            std::fs::remove_dir_all(&workspace.state).context("cannot remove the last run's stack")?;
        }
        let options = stack::Options { consent: self.consent, admin_url: Some(self.admin_url()?), build: false };
        let quiet = Report::silent();
        let started = stack::up(&workspace, &quiet, &options);
        let file = workspace.state.join("stack.json");
        let stack = Stack { workspace, file };
        self.stack = Some(stack.clone());
        started?;
        write_private(&stack.file, &table::describe(&stack.workspace)?.to_string())?;
        Ok(stack)
    }

    /// Stops all that the run started.
    pub fn finish(&mut self) {
        if let Some(stack) = self.stack.take()
            && let Err(error) = stack::down(&stack.workspace, &Report::silent())
        {
            self.report.warn(&format!("the stack of the tests was not stopped: {error:#}"));
        }
        self.mail = None;
        self.postgres = None;
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.finish();
    }
}
