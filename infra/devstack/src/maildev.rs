//! The mail catcher: takes every mail by SMTP, sends none on, shows them in a browser and as JSON.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::daemon::Daemon;
use crate::workspace::{Workspace, make_private};
use crate::{ports, toolbox};

/// User name for its SMTP door.
pub const USER: &str = "app";

/// Addresses and password of a catcher.
#[derive(Debug, Clone)]
pub struct Address {
    /// Port of SMTP on 127.0.0.1.
    pub smtp: u16,
    /// Port of the inbox on 127.0.0.1.
    pub web: u16,
    /// Password of [`USER`]: letters and digits only.
    pub password: String,
}

impl Address {
    /// What goes into `SMTP_URL`.
    pub fn smtp_url(&self) -> String {
        format!("smtp://{USER}:{}@127.0.0.1:{}", self.password, self.smtp)
    }

    /// The inbox for people; `/email` below it answers JSON.
    pub fn web_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.web)
    }
}

/// Starts a catcher in the background and waits until both its doors are open.
///
/// # Errors
/// When it cannot be installed or does not come up.
pub fn start(workspace: &Workspace, address: &Address, log: &Path) -> Result<Daemon> {
    let tools = toolbox::npm(workspace)?;
    let program = tools.join("node_modules/maildev/bin/maildev");
    let mut node = Command::new("node");
    node.arg(&program).args(["--ip", "127.0.0.1", "--smtp", &address.smtp.to_string()]);
    node.args(["--web-ip", "127.0.0.1", "--web", &address.web.to_string(), "--incoming-user", USER]);
    node.env("MAILDEV_INCOMING_PASS", &address.password);
    let daemon = Daemon::start(&mut node, log, version(&tools))?;
    let ready = daemon.wait("the mail catcher", log, Duration::from_secs(30), || {
        ports::answers(address.smtp) && ports::http_status(address.web, "/email") == Some(200)
    });
    if ready.is_err() {
        daemon.stop(Duration::from_secs(1));
    }
    ready.map(|()| daemon)
}

/// The version to compare a running catcher with.
pub fn version(tools: &Path) -> String {
    tools.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A catcher for tests on free ports; it ends when this value is dropped.
#[derive(Debug)]
pub struct MailCatcher {
    /// Where it is.
    pub address: Address,
    daemon: Daemon,
    log: PathBuf,
}

impl MailCatcher {
    /// Starts one.
    ///
    /// # Errors
    /// When it cannot be installed or does not come up.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        make_private(&workspace.logs())?;
        let address = Address { smtp: ports::any()?, web: ports::any()?, password: crate::random::password()? };
        let log = workspace.logs().join(format!("maildev-{}-{}.log", std::process::id(), address.smtp));
        let daemon = start(workspace, &address, &log)?;
        Ok(Self { address, daemon, log })
    }
}

impl Drop for MailCatcher {
    fn drop(&mut self) {
        self.daemon.stop(Duration::from_secs(2));
        let _ = std::fs::remove_file(&self.log);
    }
}
