//! Follow-up: tasks and call-backs for clients, the queue that people work off, and the outcome of a contact.
//!
//! A task is seen by those who see its client, and changed by those whose `task.manage` reaches the client. Its text is
//! read by whom it is given to, by whom it was written, and by whoever opened the profile.

mod outcome;
mod queue;
mod write;

pub(crate) use outcome::take_back;
pub use outcome::{Outcome, PlannedInput, record};
pub use queue::{DueTask, QueueCount, Queued, Whose, count, due, fresh_leads, queue};
pub use write::{NewTaskInput, TaskChange, change, create};

use crate::UseCaseError;
use crm_access::OpContext;
use crm_model::{ClientId, Pii, TaskId};
use crm_storage::{Scoped, TaskRow, Tasks};
use crm_vault::ClientKey;

/// A task as it is handed to a view.
#[derive(Debug)]
pub struct Task {
    /// The row.
    pub row: TaskRow,
    /// The text, if there is one and the reader may read it here.
    pub text: Option<Pii<String>>,
}

/// The tasks for a client whose key the caller holds: what is open first, then what ended last.
///
/// # Errors
/// A sealed text does not open.
pub async fn of_client(
    op: &OpContext,
    tx: &impl Scoped,
    client: ClientId,
    key: &ClientKey,
) -> Result<Vec<Task>, UseCaseError> {
    let rows = Tasks::of(tx).of_client(client).await?;
    rows.into_iter().map(|row| shown(op, row, key)).collect()
}

/// One task, for the answer to a change of it.
///
/// # Errors
/// Not found, or outside the caller's reach.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: TaskId) -> Result<Queued, UseCaseError> {
    let row = Tasks::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("task"))?;
    let card = crate::clients::find(op, tx, row.client).await.map_err(|_| UseCaseError::NotFound("task"))?;
    Queued::new(op, row, card.into())
}

fn shown(op: &OpContext, row: TaskRow, key: &ClientKey) -> Result<Task, UseCaseError> {
    let text = row.open(op.tenant().id, key)?.map(Pii::new);
    Ok(Task { row, text })
}
