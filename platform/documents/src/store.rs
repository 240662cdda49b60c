use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};

/// What became of an object that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It was written.
    Written,
    /// One stands under this key already; it was left alone.
    Stood,
}

/// A key of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The object's key.
    pub key: String,
    /// Whether it was written over or deleted after it was first written, as far as the store remembers.
    pub touched: bool,
}

/// What the store says of an object without giving it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Bytes.
    pub length: u64,
    /// Until when nobody may remove it, where the store keeps that.
    pub locked_until: Option<DateTime<Utc>>,
}

/// Why a store did not do what it was asked. Names no key of an object and no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It does not answer, not in time, or asks for patience: worth another try later.
    #[error("the document store is away: {0}")]
    Away(String),
    /// It answers and refuses: a wrong secret, no such bucket, no right, no object lock.
    #[error("the document store refuses: {0}")]
    Refused(String),
}

/// Keeps objects that are written once.
#[async_trait]
pub trait DocumentStore: Send + Sync {
    /// Writes an object unless one stands under this key, and locks it where the store is set to. Asked again, for example
    /// after an answer was lost, it changes nothing.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn put_once(&self, key: &str, bytes: Bytes, now: DateTime<Utc>) -> Result<Put, StoreError>;

    /// The object; none when there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn get(&self, key: &str) -> Result<Option<Bytes>, StoreError>;

    /// What the store says of an object; none when there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn look(&self, key: &str) -> Result<Option<Looked>, StoreError>;

    /// Every key that begins with `prefix` and stands behind `after`, in order. A store that keeps former versions also
    /// lists what was deleted.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Listed>, StoreError>;
}
