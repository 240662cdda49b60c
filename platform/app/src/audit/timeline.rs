use super::trail::{ShownChange, ShownEvent, plain, relation, show, shows};
use crate::UseCaseError;
use crate::clients::find;
use crate::notes::{Note, of_client};
use crm_access::OpContext;
use crm_model::{AuditAction, ClientId, TimelinePart};
use crm_storage::{AuditFilter, Audits, BulkTold, Bulks, Merges, PageRequest, Scoped};

/// One entry of a client's timeline.
#[derive(Debug)]
pub struct TimelineEvent {
    /// The event, masked for this reader.
    pub event: ShownEvent,
    /// Where it belongs.
    pub part: TimelinePart,
    /// The note it speaks of, as it stands now.
    pub note: Option<Note>,
}

/// Everything that happened to a client, newest first, for whoever may see the client and has opened its profile.
///
/// # Errors
/// Not found, or not opened by this session.
pub async fn timeline(
    op: &OpContext,
    tx: &impl Scoped,
    client: ClientId,
    parts: &[TimelinePart],
    page: &PageRequest,
) -> Result<(Vec<TimelineEvent>, bool), UseCaseError> {
    let card = find(op, tx, client).await?;
    if !card.opened {
        return Err(UseCaseError::invalid("clientId", "not_opened", "Open the client's profile first."));
    }
    let to = relation(op, &card.client);
    let wanted = |action: &AuditAction| {
        let part = action.timeline();
        part.is_some_and(|part| parts.is_empty() || parts.contains(&part)) && shows(op, *action, Some(to))
    };
    let actions: Vec<AuditAction> = AuditAction::ALL.iter().copied().filter(wanted).collect();
    // one event tells of many clients that were changed together; what it did to this one stands in the act's own rows
    let together = Bulks::of(tx).told_of(client).await?;
    let among = together.iter().map(|told| (told.bulk.uuid(), told.event)).collect();
    let merged = Merges::of(tx).absorbed(client).await?;
    let filter = AuditFilter {
        client: Some(client),
        merged: merged.iter().map(|gone| gone.id).collect(),
        among,
        actions,
        refused: Some(false),
        ..AuditFilter::default()
    };
    let page = Audits::of(tx).list(&filter, page).await?;
    let mut notes = of_client(op, tx, client, &card.key()?).await?;
    let mut entries = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        let Some(part) = row.action.and_then(AuditAction::timeline) else { continue };
        let written = (row.action == Some(AuditAction::NoteWritten)).then_some(row.target_id).flatten();
        let told = together.iter().find(|told| told.event == row.id);
        let event = match told {
            Some(told) => of_this(show(op, tx, row, None)?, told),
            None => {
                let gone = merged.iter().find(|gone| row.client == Some(gone.id));
                let whose = gone.map(|gone| card.client.standing_in_for(gone.clone()));
                show(op, tx, row, Some(whose.as_ref().unwrap_or(&card.client)))?
            }
        };
        let note = written
            .and_then(|id| notes.iter().position(|n| n.row.id.uuid() == id))
            .map(|place| notes.swap_remove(place));
        entries.push(TimelineEvent { event, part, note });
    }
    Ok((entries, page.more))
}

/// An event about many clients, with what it did to one of them.
fn of_this(mut event: ShownEvent, told: &BulkTold) -> ShownEvent {
    let (before, after) = (plain(told.was.clone()), plain(told.became.clone()));
    let field = crate::bulk::field(told.act).to_owned();
    event.changes = (before != after).then_some(ShownChange { field, before, after }).into_iter().collect();
    event
}
