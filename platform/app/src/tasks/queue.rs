use super::{Task, shown};
use crate::UseCaseError;
use crate::clients::{ClientCard, cards};
use crm_access::kinds::{ClientView, TaskManage};
use crm_access::{OpContext, Permit};
use crm_model::{ClientId, StaffId};
use crm_storage::{Cursor, CursorError, Page, PageRequest, Scoped, TaskQueue, TaskRow, Tasks};
pub use crm_storage::{DueTask, QueueCount};
use std::collections::HashMap;
use std::sync::Arc;

/// Whose queue is asked for; reach is applied in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What the caller is to do, and what those are to do whom the caller covers now.
    Mine,
    /// What this person is to do.
    Of(StaffId),
    /// What anybody is to do for clients within the caller's reach.
    Everybody,
}

/// A task with its client.
pub struct Queued {
    /// The task.
    pub task: Task,
    /// The client.
    pub card: Arc<ClientCard>,
}

impl Queued {
    /// The text is opened for whom it is given to and who covers that person, for whom it was written by, and for who opened the profile.
    pub(super) fn new(op: &OpContext, row: TaskRow, card: Arc<ClientCard>) -> Result<Self, UseCaseError> {
        let me = op.actor().staff().map(|s| s.id);
        let given = row.assignee.as_ref().map(|(id, _)| *id);
        let written = row.created_by.as_ref().map(|(id, _)| *id);
        let mine = me.is_some() && (given == me || written == me || op.covers(given));
        let task = if mine || card.opened { shown(op, row, &card.key()?)? } else { Task { row, text: None } };
        Ok(Self { task, card })
    }
}

impl Whose {
    fn queue(self, op: &OpContext) -> Result<TaskQueue, UseCaseError> {
        Ok(TaskQueue {
            assignees: match self {
                Self::Mine => op.day_of()?.all().collect(),
                Self::Of(staff) => vec![staff],
                Self::Everybody => Vec::new(),
            },
        })
    }
}

fn permit(op: &OpContext) -> Result<Permit<ClientView>, UseCaseError> {
    op.require::<TaskManage>()?;
    Ok(op.require::<ClientView>()?)
}

fn page<T>(found: Result<Page<T>, CursorError>) -> Result<Page<T>, UseCaseError> {
    found.map_err(|error| UseCaseError::invalid("after", "invalid_cursor", error.to_string()))
}

/// What is open, the earliest due first.
///
/// # Errors
/// Access; a cursor of another list.
pub async fn queue(
    op: &OpContext,
    tx: &impl Scoped,
    whose: Whose,
    wanted: &PageRequest,
) -> Result<Page<Queued>, UseCaseError> {
    let permit = permit(op)?;
    let found = page(Tasks::of(tx).queue(&permit, &whose.queue(op)?, wanted.first, wanted.after.as_ref()).await?)?;
    let ids: Vec<ClientId> = found.rows.iter().map(|task| task.client).collect();
    let cards: HashMap<ClientId, Arc<ClientCard>> = cards(op, tx, &permit, &ids).await?;
    let more = found.more;
    let rows = found
        .rows
        .into_iter()
        .filter_map(|row| cards.get(&row.client).map(|card| Queued::new(op, row, Arc::clone(card))))
        .collect::<Result<_, _>>()?;
    Ok(Page { rows, more })
}

/// Leads that nobody has spoken with and for whom nothing is planned, the newest first.
///
/// # Errors
/// As [`queue`].
pub async fn fresh_leads(
    op: &OpContext,
    tx: &impl Scoped,
    whose: Whose,
    wanted: &PageRequest,
) -> Result<Page<(Arc<ClientCard>, Cursor)>, UseCaseError> {
    let permit = permit(op)?;
    let found = Tasks::of(tx).fresh_leads(&permit, &whose.queue(op)?, wanted.first, wanted.after.as_ref()).await?;
    let found = page(found)?;
    let ids: Vec<ClientId> = found.rows.iter().map(|(id, _)| *id).collect();
    let cards = cards(op, tx, &permit, &ids).await?;
    let more = found.more;
    let rows =
        found.rows.into_iter().filter_map(|(id, at)| cards.get(&id).map(|card| (Arc::clone(card), at))).collect();
    Ok(Page { rows, more })
}

/// How much waits; `day_end` is the end of the person's day.
///
/// # Errors
/// Access.
pub async fn count(
    op: &OpContext,
    tx: &impl Scoped,
    whose: Whose,
    day_end: chrono::DateTime<chrono::Utc>,
) -> Result<QueueCount, UseCaseError> {
    let permit = permit(op)?;
    Ok(Tasks::of(tx).count(&permit, &whose.queue(op)?, op.now(), day_end).await?)
}

/// The caller's own tasks that fell due after `from`, at clients that the caller still sees now.
///
/// # Errors
/// Access.
pub async fn due(
    op: &OpContext,
    tx: &impl Scoped,
    from: chrono::DateTime<chrono::Utc>,
    to: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<DueTask>, UseCaseError> {
    let permit = permit(op)?;
    Ok(Tasks::of(tx).fell_due(&permit, &op.day_of()?.all().collect::<Vec<_>>(), from, to).await?)
}
