use crm_storage::StorageError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// A piece of deferred work: ids that name rows, never values of them.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Imperative, `SendInvitation`. Rests in the database: a kind is never renamed while jobs of it wait.
    const KIND: &'static str;
    /// The longest that one run may take; the lease is renewed meanwhile. Without one a run ends with its lease, which is
    /// right for what is short or hands on.
    const LONGEST: Option<Duration> = None;
}

/// Why a job did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Worth another try later.
    #[error("{0}")]
    Retry(String),
    /// Never will; a person must look at it.
    #[error("{0}")]
    GiveUp(String),
}

impl JobError {
    /// Worth another try. The text is kept and shown to operators: no personal data.
    #[must_use]
    pub fn retry(why: impl ToString) -> Self {
        Self::Retry(why.to_string())
    }

    /// Not worth another try. The text is kept and shown to operators: no personal data.
    #[must_use]
    pub fn give_up(why: impl ToString) -> Self {
        Self::GiveUp(why.to_string())
    }
}

impl From<StorageError> for JobError {
    fn from(error: StorageError) -> Self {
        Self::retry(error)
    }
}
