use crate::Job;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use crm_storage::{MirrorTx, NewJob, ProvisionTx, ProvisionVisit, SignInTx, StorageError, TenantTx};

/// Puts jobs into the queue as part of a transaction.
#[async_trait]
pub trait Enqueue {
    /// Puts a job in, to run as soon as this transaction has committed.
    ///
    /// # Errors
    /// The database refuses.
    async fn put<J: Job>(&self, job: &J) -> Result<(), StorageError>;
}

#[async_trait]
impl Enqueue for TenantTx {
    async fn put<J: Job>(&self, job: &J) -> Result<(), StorageError> {
        self.enqueue(&row(job)?).await
    }
}

#[async_trait]
impl Enqueue for ProvisionTx {
    async fn put<J: Job>(&self, job: &J) -> Result<(), StorageError> {
        self.enqueue(&row(job)?).await
    }
}

#[async_trait]
impl Enqueue for ProvisionVisit {
    async fn put<J: Job>(&self, job: &J) -> Result<(), StorageError> {
        self.enqueue(&row(job)?).await
    }
}

/// As [`Enqueue`], before anybody is known: sign-in says what time it is.
#[async_trait]
impl Enqueue for (&SignInTx, DateTime<Utc>) {
    async fn put<J: Job>(&self, job: &J) -> Result<(), StorageError> {
        self.0.enqueue(&row(job)?, self.1).await
    }
}

/// As [`Enqueue`], for what is written down of trading servers: whoever sees it says what time it is.
#[async_trait]
impl Enqueue for (&MirrorTx, DateTime<Utc>) {
    async fn put<J: Job>(&self, job: &J) -> Result<(), StorageError> {
        self.0.enqueue(&row(job)?, self.1).await
    }
}

fn row<J: Job>(job: &J) -> Result<NewJob, StorageError> {
    let payload = serde_json::to_value(job).map_err(|_| StorageError::Corrupt("job payload"))?;
    Ok(NewJob { kind: J::KIND, payload, run_at: None })
}
