//! What a process needs before it does anything: its configuration, its log and meters, and a way to stop.
//!
//! - [`Environment`] reads variables, remembers everything that is wrong and says all of it at once.
//! - [`Config`] is what `tenant-api` reads: every value checked at boot, every secret silent in Debug.
//! - [`start_log`] and [`Meters`]: tracing with request and tenant id, and numbers for Prometheus.
//! - [`Shutdown`]: SIGTERM and Ctrl-C let running work end and take no new.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests may stop at the first surprise"
    )
)]

mod config;
mod environment;
mod log;
mod meters;
mod secret;
mod shutdown;

pub use config::{
    AnchorConfig, Config, DatabaseConfig, KeyConfig, LogFormat, MailConfig, Profile, ProvisioningConfig, PublicAddress,
    Scheme, StoreConfig, StoreLock, StoreLockMode,
};
pub use environment::{ConfigError, ConfigProblem, Environment, process_environment};
pub use log::{LogError, one_line, start_log};
pub use meters::{Meters, MetersError};
pub use secret::Secret;
pub use shutdown::Shutdown;
