//! Invented clients in any number: sixteen countries, three scripts, numbers that could be dialled, and what eighteen
//! months at a broker do to a record. The same seed gives the same clients. Every value goes the way of the product:
//! read, sealed, masked, indexed, audited; batches are written as sets.

mod lands;
mod person;
mod plan;

pub use plan::Plan;

use anyhow::Context;
use crm_access::OpContext;
use crm_app::clients::{BATCH_MAX, HistoricClient, SealedBatch, Sealing, keep_batch};
use crm_storage::TenantDb;
use std::ops::Range;
use std::sync::Arc;

/// Makes the clients `range` of a plan in batches, in the order of their creation. While one batch is written, the next is
/// sealed on every core.
///
/// # Errors
/// A value that the product refuses (a mistake in the lists here), or the database.
pub async fn generate(
    op: &OpContext,
    db: &TenantDb,
    plan: &Arc<Plan>,
    range: Range<u64>,
    batch: usize,
) -> anyhow::Result<()> {
    let sealing = Sealing::prepare(op, db).await?;
    let size = u64::try_from(batch.clamp(1, BATCH_MAX))?;
    let mut starts = (range.start..range.end).step_by(usize::try_from(size)?);
    let part = |start: u64| start..(start + size).min(range.end);
    let mut ready = match starts.next() {
        Some(start) => Some(sealed(&sealing, plan, part(start)).await?),
        None => None,
    };
    while let Some(now) = ready.take() {
        let next = async {
            match starts.next() {
                Some(start) => sealed(&sealing, plan, part(start)).await.map(Some),
                None => Ok(None),
            }
        };
        let kept = async { keep_batch(op, db, now).await.context("a batch of clients could not be kept") };
        let (_, following) = tokio::try_join!(kept, next)?;
        ready = following;
    }
    Ok(())
}

/// One client of a plan by its number, for measurements that need what a person would type.
#[must_use]
pub fn client(plan: &Plan, index: u64) -> HistoricClient {
    person::client(plan, index)
}

async fn sealed(sealing: &Sealing, plan: &Arc<Plan>, range: Range<u64>) -> anyhow::Result<SealedBatch> {
    let cores = u64::try_from(std::thread::available_parallelism().map_or(1, usize::from))?;
    let share = (range.end - range.start).div_ceil(cores).max(1);
    let mut parts = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let (sealing, plan, piece) = (sealing.clone(), Arc::clone(plan), start..(start + share).min(range.end));
        start = piece.end;
        parts.push(tokio::task::spawn_blocking(move || sealing.seal(piece.map(|index| person::client(&plan, index)))));
    }
    let mut whole: Option<SealedBatch> = None;
    for part in parts {
        let part = part.await.context("sealing broke off")?.context("an invented client was refused")?;
        match &mut whole {
            Some(whole) => whole.append(part),
            None => whole = Some(part),
        }
    }
    whole.context("a batch without clients")
}
