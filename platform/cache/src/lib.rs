//! Short-lived shared state that may be lost at any moment: nobody is signed out by it and no one-time token lives
//! here.
//!
//! - [`RateLimiter`]: how often something may happen. [`LocalRateLimiter`] counts in this process,
//!   [`RedisRateLimiter`] across processes, and in this process while Redis is away.
//! - [`LiveBus`]: tells the other screens that something changed. [`LocalBus`] within this process, [`RedisBus`]
//!   across processes. Events carry ids only; receivers read again under their own rights.
//!
//! Every key and topic is made by a function that takes a tenant ([`RateKey::new`], [`LiveBus::subscribe`]), so no two
//! tenants ever share one. Instants are arguments.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")
)]

mod gcra;
mod live;
mod local_bus;
mod local_rate;
mod rate;
mod redis_bus;
mod redis_link;
mod redis_rate;

pub use live::{LiveBus, LiveEvent, LiveKind, LiveReceiver, Received, SubscribeError};
pub use local_bus::LocalBus;
pub use local_rate::LocalRateLimiter;
pub use rate::{Purpose, Quota, RateDecision, RateKey, RateLimiter};
pub use redis_bus::RedisBus;
pub use redis_link::{RedisLink, RedisUrlError};
pub use redis_rate::RedisRateLimiter;
