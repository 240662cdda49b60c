use crate::UseCaseError;
use crate::clients::{Personal, Reading};
use crm_access::kinds::{AuditView, ClientView, StaffView};
use crm_access::{OpContext, Permission, ReachLevel, RelationTo, Visibility};
use crm_model::{AuditAction, ClientId, StaffId};
use crm_storage::{AuditFilter, AuditRow, AuditValueRow, Audits, ClientRecord, Clients, PageRequest, Scoped};
use crm_vault::MASKED;
use std::collections::HashMap;

/// One event as a reader sees it.
#[derive(Debug)]
pub struct ShownEvent {
    /// The event.
    pub row: AuditRow,
    /// The reason, when the reader may see the record it speaks of.
    pub reason: Option<String>,
    /// What it happened to, by name, when the reader may see it.
    pub target_label: Option<String>,
    /// Before and after.
    pub changes: Vec<ShownChange>,
}

/// One field of an event.
#[derive(Clone, Debug)]
pub struct ShownChange {
    /// Which.
    pub field: String,
    /// Before.
    pub before: Personal,
    /// After.
    pub after: Personal,
}

/// A page of the trail.
#[derive(Debug)]
pub struct Trail {
    /// Newest first.
    pub events: Vec<ShownEvent>,
    /// Whether older ones follow.
    pub more: bool,
}

/// Reads the trail.
///
/// # Errors
/// Access.
pub async fn trail(
    op: &OpContext,
    tx: &impl Scoped,
    filter: &AuditFilter,
    page: &PageRequest,
) -> Result<Trail, UseCaseError> {
    op.require::<AuditView>()?;
    let page = Audits::of(tx).list(filter, page).await?;
    let ids: Vec<ClientId> = page.rows.iter().filter_map(|r| r.client).collect();
    let clients = reachable(op, tx, ids).await?;
    let more = page.more;
    let events = page.rows.into_iter().map(|row| {
        let client = row.client.and_then(|id| clients.get(&id));
        show(op, tx, row, client)
    });
    Ok(Trail { events: events.collect::<Result<_, _>>()?, more })
}

/// The clients that events speak of, as far as they lie within the reader's own reach.
async fn reachable(
    op: &OpContext,
    tx: &impl Scoped,
    mut ids: Vec<ClientId>,
) -> Result<HashMap<ClientId, ClientRecord>, UseCaseError> {
    let Ok(permit) = op.require::<ClientView>() else { return Ok(HashMap::new()) };
    ids.sort_unstable();
    ids.dedup();
    let me: Option<StaffId> = op.actor().staff().map(|s| s.id);
    let found = Clients::of(tx).find_in_trail(&permit, me, &ids).await?;
    Ok(found.into_iter().map(|c| (c.id, c)).collect())
}

/// The right without which money or trades of a client do not exist for a reader: whoever lacks it learns no figure from what
/// happened either.
const fn right_to(action: AuditAction) -> Option<Permission> {
    use AuditAction as A;
    match action {
        A::BalanceRequested
        | A::BalanceApproved
        | A::BalanceDeclined
        | A::BalanceCancelled
        | A::BalanceConfirmed
        | A::BalanceRejected
        | A::BalanceUnknown
        | A::BalanceNotApplied
        | A::BalanceDifferenceFound
        | A::BalanceFindingClosed => Some(Permission::BalanceView),
        A::TradeRequested
        | A::TradeApproved
        | A::TradeDeclined
        | A::TradeCancelled
        | A::TradeConfirmed
        | A::TradePartial
        | A::TradeRejected
        | A::TradeUnknown
        | A::TradeNotApplied => Some(Permission::PositionView),
        _ => None,
    }
}

/// Whether the reader may see what an event of this kind says of a client to whom he stands like this; `None` is a client out
/// of his reach.
pub(super) fn shows(op: &OpContext, action: AuditAction, relation: Option<RelationTo>) -> bool {
    let Some(permission) = right_to(action) else { return true };
    let own = relation.is_some_and(|to| to.owner || to.participant);
    match op.policy().reach(permission) {
        None => false,
        Some(ReachLevel::Own) => own,
        Some(ReachLevel::Team) => own || relation.is_some_and(|to| to.same_team),
        Some(ReachLevel::All) => true,
    }
}

/// How the reader stands to a client.
pub(super) fn relation(op: &OpContext, client: &ClientRecord) -> RelationTo {
    op.relation_to(client.owner_id(), client.team_id(), client.reader_participates)
}

/// Opens what this reader may see of one event.
pub(super) fn show(
    op: &OpContext,
    tx: &impl Scoped,
    row: AuditRow,
    client: Option<&ClientRecord>,
) -> Result<ShownEvent, UseCaseError> {
    let audits = Audits::of(tx);
    let me = op.actor().staff().map(|s| s.id);
    let relation = client.map(|client| relation(op, client));
    let shows = row.action.is_none_or(|action| shows(op, action, relation));
    // an erased client's key is gone: its values stay sealed for good, the event stays
    let key = client.and_then(|c| c.key(tx.keys()).ok());
    let may_read = if row.client.is_some() {
        key.is_some() && shows
    } else {
        op.require::<StaffView>().is_ok() || row.actor_id == me.map(|m| m.uuid())
    };
    let open = |value: &AuditValueRow| -> Result<(Option<String>, Option<String>), UseCaseError> {
        Ok(audits.open(&row, value, key.as_ref())?)
    };
    let mut changes: Vec<ShownChange> = row
        .clear
        .iter()
        .map(|(field, before, after)| ShownChange {
            field: field.clone(),
            before: if shows { plain(before.clone()) } else { hidden(before.clone()) },
            after: if shows { plain(after.clone()) } else { hidden(after.clone()) },
        })
        .collect();
    let mut reason = None;
    for value in &row.sealed {
        let visibility = match value.class {
            _ if !may_read => Visibility::Masked,
            None => Visibility::Full,
            Some(class) if row.client.is_some() => op.policy().visibility(class, relation.unwrap_or_default()),
            Some(_) => of_colleague(op, &row),
        };
        let opened = if visibility == Visibility::Full { open(value) } else { Ok((None, None)) };
        let (visibility, before, after) = match opened {
            Ok((before, after)) => (visibility, before, after),
            Err(error) => {
                // one altered value must not hide the rest of the trail
                tracing::error!(
                    seq = row.seq,
                    field = value.field,
                    ?error,
                    "a value of the trail is not the recorded one"
                );
                (Visibility::Masked, None, None)
            }
        };
        if value.is_reason() {
            reason = after;
            continue;
        }
        let reading = Reading { visibility, may_reveal: false };
        let shown = |present, mask: &Option<String>, text: Option<String>| {
            Personal::read(reading, present, mask.as_deref(), || Ok::<_, UseCaseError>(text.unwrap_or_default()))
        };
        changes.push(ShownChange {
            field: value.field.clone(),
            before: shown(value.has_before(), &value.before_mask, before)?,
            after: shown(value.has_after(), &value.after_mask, after)?,
        });
    }
    let target_label = client
        .filter(|_| matches!(row.target_kind.as_deref(), Some("client" | "note")))
        .map(|c| format!("{} · {}", c.display_name, c.public_number()));
    Ok(ShownEvent { reason, target_label, changes, row })
}

/// What concerns no client concerns a colleague: shown as the list of staff shows it, to those who manage staff and to
/// the colleague himself.
fn of_colleague(op: &OpContext, row: &AuditRow) -> Visibility {
    let me = op.actor().staff().map(|s| s.id.uuid());
    let whole = op.holds(Permission::StaffManage) || (me.is_some() && row.target_id == me);
    if whole { Visibility::Full } else { Visibility::Masked }
}

fn hidden(value: Option<String>) -> Personal {
    let masked = value.is_some();
    Personal { present: masked, display: value.map(|_| MASKED.to_owned()), masked, can_reveal: false }
}

pub(super) fn plain(value: Option<String>) -> Personal {
    Personal { present: value.is_some(), display: value, masked: false, can_reveal: false }
}
