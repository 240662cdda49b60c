use anyhow::Context;
use devstack::demo::{Demo, Tenant};
use std::path::{Path, PathBuf};

/// The broker whose money is moved.
pub(crate) const BROKER: &str = "atlas";

/// What the processes are started with. The settings of `tenant-api` are in this process's own environment.
pub(crate) struct Environment {
    pub tenant_api: PathBuf,
    pub simulator: PathBuf,
    folder: PathBuf,
    /// A connection string.
    pub admin: String,
    pub broker: Tenant,
    pub web: u16,
    pub ops: u16,
}

impl Environment {
    pub(crate) fn read(binaries: &Path, folder: &Path, demo: &Path, admin: &str) -> anyhow::Result<Self> {
        if folder.exists() {
            std::fs::remove_dir_all(folder).with_context(|| format!("{} cannot be begun anew", folder.display()))?;
        }
        devstack::workspace::make_private(folder)?;
        let text = std::fs::read_to_string(demo).with_context(|| format!("{} cannot be read", demo.display()))?;
        let demo: Demo = serde_json::from_str(&text).context("the demo's people cannot be read")?;
        let broker = demo.tenants.into_iter().find(|tenant| tenant.slug == BROKER);
        let port = |name: &str| -> anyhow::Result<u16> {
            let address = devstack::environment::text(name).with_context(|| format!("{name} is missing"))?;
            let port = address.rsplit_once(':').map_or(address.as_str(), |(_, port)| port);
            port.parse().with_context(|| format!("{name} has no port"))
        };
        Ok(Self {
            tenant_api: binaries.join("tenant-api"),
            simulator: binaries.join("simulator"),
            web: port("LISTEN")?,
            ops: port("OPS_LISTEN")?,
            folder: folder.to_owned(),
            admin: admin.to_owned(),
            broker: broker.with_context(|| format!("the demo has no broker {BROKER}"))?,
        })
    }

    /// The staff portal's host.
    pub(crate) fn host(&self) -> String {
        format!("{BROKER}.localhost:{}", self.web)
    }

    /// A file in the seed's folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
