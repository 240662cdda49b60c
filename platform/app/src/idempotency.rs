//! One effect for one Idempotency-Key: the claim, the change and the kept answer are one transaction (SECURITY 24).

use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::{Actor, OpContext};
use crm_model::Problem;
use crm_storage::{Claim, Idempotency, KeptAnswer, SignInTx, TenantTx};

/// How long answers are kept, at least.
pub const KEPT: Duration = Duration::hours(24);

/// The wish of a website that a request has one effect, however often it is sent.
#[derive(Clone, Debug)]
pub struct Wish {
    key: String,
    request_hashes: Vec<Vec<u8>>,
}

/// Whether the request runs, or ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Run it in this transaction and keep its answer there.
    Run,
    /// It ran: this was the answer.
    Replay(KeptAnswer),
    /// The key was used for another request.
    OtherRequest,
    /// It is running at this moment.
    Running,
}

impl Wish {
    /// Longest key, in characters.
    pub const MAX: usize = 255;

    /// Reads the header's value. `request_hashes` recognise the request ([`crate::api_keys::CallSeal::request_hashes`]).
    ///
    /// # Errors
    /// `invalid_idempotency_key` when it is empty, too long or holds anything but visible ASCII.
    pub fn parse(key: &str, request_hashes: Vec<Vec<u8>>) -> Result<Self, Problem> {
        let fits = (1..=Self::MAX).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            return Err(Problem::whole(
                "invalid_idempotency_key",
                format!("Use 1 to {} visible ASCII characters without spaces, such as a UUID.", Self::MAX),
            ));
        }
        Ok(Self { key: key.to_owned(), request_hashes })
    }

    /// Takes the turn in a transaction that will run the request.
    ///
    /// # Errors
    /// The caller is no website, or the database is away.
    pub async fn claim(&self, tx: &TenantTx) -> Result<Turn, UseCaseError> {
        Ok(match self.answers(tx)?.claim(&self.key, &self.request_hashes, tx.op().now()).await? {
            Claim::Mine => Turn::Run,
            Claim::Kept(answer) => Turn::Replay(answer),
            Claim::OtherRequest => Turn::OtherRequest,
            Claim::Running => Turn::Running,
        })
    }

    /// Keeps the answer in the same transaction. The answer must not hold personal data.
    ///
    /// # Errors
    /// As [`Wish::claim`].
    pub async fn keep(&self, tx: &TenantTx, answer: &KeptAnswer) -> Result<(), UseCaseError> {
        Ok(self.answers(tx)?.keep(&self.key, answer).await?)
    }

    fn answers<'a>(&self, tx: &'a TenantTx) -> Result<Idempotency<'a>, UseCaseError> {
        match tx.op().actor() {
            Actor::Website(website) => Ok(Idempotency::of(tx, website.key)),
            _ => Err(crm_access::AccessError::WrongActor.into()),
        }
    }
}

/// Forgets answers older than [`KEPT`]: what the job `PurgeIdempotency` does for each tenant. Answers how many went.
///
/// # Errors
/// The database is away; what is left goes with the next run.
pub async fn purge(op: &OpContext, app: &App) -> Result<u64, UseCaseError> {
    let before = op.now() - KEPT;
    let mut gone = 0;
    loop {
        let tx = SignInTx::begin(&app.db, op.tenant()).await?;
        let went = tx.purge_idempotency(before).await?;
        tx.commit_counters().await?;
        gone += went;
        if went < 1_000 {
            return Ok(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_ascii_of_bounded_length() {
        for good in ["a", "8e03978e-40d5-43e8-bc93-6894a57f9324", &"k".repeat(255)] {
            assert!(Wish::parse(good, Vec::new()).is_ok());
        }
        for bad in ["", "two words", "tab\t", "é", "\u{7f}", &"k".repeat(256)] {
            assert_eq!(Wish::parse(bad, Vec::new()).unwrap_err().code, "invalid_idempotency_key");
        }
    }
}
