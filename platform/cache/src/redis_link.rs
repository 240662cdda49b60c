use std::fmt;
use std::time::Duration;

use redis::Client;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use thiserror::Error;

/// The Redis address is unusable. Never repeats it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the Redis address is not usable; write redis://user:password@host:6379/0")]
pub struct RedisUrlError;

/// A lazily opened connection to Redis that reconnects by itself and gives up on an answer after 100 ms: state that
/// may be lost is not worth waiting for.
#[derive(Clone)]
pub struct RedisLink {
    pub(crate) client: Client,
    pub(crate) manager: ConnectionManager,
}

const ANSWER: Duration = Duration::from_millis(100);
const CONNECT: Duration = Duration::from_millis(500);

impl RedisLink {
    /// Reads the address; connects at the first use. Call inside a tokio runtime.
    ///
    /// # Errors
    /// [`RedisUrlError`].
    pub fn new(url: &str) -> Result<Self, RedisUrlError> {
        let client = Client::open(url).map_err(|_| RedisUrlError)?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(ANSWER))
            .set_connection_timeout(Some(CONNECT))
            .set_number_of_retries(1)
            .set_max_delay(ANSWER);
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config).map_err(|_| RedisUrlError)?;
        Ok(Self { client, manager })
    }
}

impl fmt::Debug for RedisLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisLink(***)")
    }
}
