use super::{find, say};
use anyhow::bail;
use clap::Subcommand;
use crm_model::{Clock, TradingHost};
use crm_storage::ProvisionDb;
use provisioning::trading_hosts;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(super) enum TradingHostWhat {
    /// Allow a host to a broker's trading servers. It must lead to public addresses.
    Allow {
        /// The broker's short name.
        slug: String,
        /// The host alone, such as mt5.example.com.
        host: String,
    },
    /// Take a host away again; connections to it end within a minute.
    Withdraw {
        /// The broker's short name.
        slug: String,
        /// The host.
        host: String,
    },
    /// The hosts that a broker's trading servers may have.
    List {
        /// The broker's short name.
        slug: String,
    },
}

impl TradingHostWhat {
    pub(super) async fn run(self, db: &ProvisionDb) -> anyhow::Result<ExitCode> {
        let clock = Clock::system();
        match self {
            Self::Allow { slug, host } => {
                let (entry, host) = (find(db, &slug).await?, host_of(&host)?);
                let new = trading_hosts::allow(db, &clock, &entry, &host).await?;
                say(&format!("{slug}: {host} {}", if new { "is allowed now" } else { "was allowed already" }))?;
            }
            Self::Withdraw { slug, host } => {
                let (entry, host) = (find(db, &slug).await?, host_of(&host)?);
                if !trading_hosts::withdraw(db, &clock, &entry, &host).await? {
                    bail!(
                        "{host} is not allowed to {slug}; `provisioning trading-host list {slug}` names those that are"
                    );
                }
                say(&format!("{slug}: {host} is taken away; connections to it end within a minute"))?;
            }
            Self::List { slug } => {
                for host in trading_hosts::list(db, &clock, &find(db, &slug).await?).await? {
                    say(&host)?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn host_of(text: &str) -> anyhow::Result<TradingHost> {
    TradingHost::parse("HOST", text).map_err(|problem| anyhow::anyhow!("HOST: {}", problem.message))
}
