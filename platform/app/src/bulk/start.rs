//! An act on many clients begins: checked, its clients fixed, its job put in, all in one commit.

use super::act::{BulkAct, Known, check};
use super::right::Right;
use super::whom::{WhomInput, nobody, too_many, understand};
use super::work::CarryOutBulk;
use crate::balance_operations::named;
use crate::clients::reason;
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::OpContext;
use crm_access::kinds::ClientView;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, BulkActKind, ClientBulkId, StaffId, TagId};
use crm_storage::{
    AuditEvent, BulkRecord, BulkUpdate, Bulks, Change, NewBulk, SELECT_MAX, Scoped, StorageError, bulk_reason_place,
};
use crm_vault::{BlindKind, Sealer, TenantKeys};

/// An act that is to begin.
#[derive(Clone, Debug)]
pub struct StartBulk {
    /// The name that the caller gives the request: the same name begins nothing twice.
    pub request_key: String,
    /// Which clients.
    pub whom: WhomInput,
    /// What is done to each.
    pub act: BulkAct,
    /// Why; archiving asks for it.
    pub reason: Option<String>,
    /// How many clients the person agreed to; never more are taken.
    pub expected: Option<i64>,
}

/// How long what was changed can be taken back, from the start.
pub const UNDO_FOR: Duration = Duration::hours(24);
/// Acts of one person that may be at work.
const BUSY_MAX: i64 = 3;

/// Begins an act on many clients.
///
/// # Errors
/// Access; an act, a selection or a name that does not fit; `more_than_agreed`, `too_many`, `nothing_selected`, `key_reused`.
pub async fn start(op: &OpContext, app: &App, input: &StartBulk) -> Result<ClientBulkId, UseCaseError> {
    let view = op.require::<ClientView>()?;
    let right = Right::of(op, input.act.kind())?;
    named(&input.request_key)?;
    let me = op.staff_id()?;
    let why = match &input.act {
        BulkAct::Archive => Some(reason(input.reason.as_deref().unwrap_or_default())?),
        _ => None,
    };
    let tx = app.db.begin(op).await?;
    let hashes = digests(tx.keys(), input);
    if let Some(id) = known_request(Bulks::of(&tx).by_request_key(me, &input.request_key).await?, &hashes)? {
        tx.abandon().await?;
        return Ok(id);
    }
    let mut known = check(&tx, &input.act).await?;
    if Bulks::of(&tx).busy(me).await? >= BUSY_MAX {
        return Err(UseCaseError::invalid("act", "too_many", "Wait until one of your other changes has ended."));
    }
    let Some(whom) = understand(op, &tx, &view, &input.whom).await? else { return Err(nobody()) };
    known.count_held(&tx, &view, &whom, right.reach()).await?;
    let id = ClientBulkId::generate();
    let terms = serde_json::to_string(&known.act).map_err(|_| UseCaseError::Internal("an act's own text"))?;
    let place = bulk_reason_place(op.tenant().id, id);
    let new = NewBulk {
        id,
        act: known.act.kind(),
        terms: &terms,
        reason_sealed: why.as_ref().map(|why| tx.keys().seal_str(&place, why)).transpose()?,
        request_key: &input.request_key,
        request_hash: hashes.first().cloned().unwrap_or_default(),
        created_by: me,
        undo_until: op.now() + UNDO_FOR,
    };
    match Bulks::of(&tx).insert(new, op.now()).await {
        Err(StorageError::Taken { .. }) => {
            drop(tx);
            return again(op, app, me, input, &hashes).await;
        }
        other => other?,
    }
    let total = i64::try_from(Bulks::of(&tx).choose(&view, id, &whom).await?).unwrap_or(i64::MAX);
    if total == 0 {
        return Err(nobody());
    }
    if total > SELECT_MAX {
        return Err(too_many());
    }
    if input.expected.is_some_and(|expected| total > expected) {
        let how = format!("There are {total} clients by now, more than you agreed to. Look at the count again.");
        return Err(UseCaseError::invalid("expected", "more_than_agreed", how));
    }
    let count = i32::try_from(total).unwrap_or(i32::MAX);
    Bulks::of(&tx).update(id, BulkUpdate::default().total(count)).await?;
    tx.put(&CarryOutBulk { bulk: id, work: 1 }).await?;
    let mut event = AuditEvent::on(AuditAction::BulkBegun, "client_bulk", id.uuid()).changes(told(&known));
    event = event.changes([Change::plain("count", None::<String>, Some(total.to_string()))]);
    if let Some(why) = why {
        event = event.because(why);
    }
    tx.commit(event).await?;
    Ok(id)
}

/// Somebody was faster with the same name: it is the same act, or a mistake.
async fn again(
    op: &OpContext,
    app: &App,
    me: StaffId,
    input: &StartBulk,
    hashes: &[Vec<u8>],
) -> Result<ClientBulkId, UseCaseError> {
    let tx = app.db.read(op).await?;
    let found = Bulks::of(&tx).by_request_key(me, &input.request_key).await?;
    known_request(found, hashes)?.ok_or(UseCaseError::Busy)
}

fn known_request(found: Option<BulkRecord>, hashes: &[Vec<u8>]) -> Result<Option<ClientBulkId>, UseCaseError> {
    match found {
        Some(record) if hashes.contains(&record.request_hash) => Ok(Some(record.id)),
        Some(_) => Err(UseCaseError::invalid(
            "requestKey",
            "key_reused",
            "Another request carried this name. Nothing was begun.",
        )),
        None => Ok(None),
    }
}

/// By what a request is known again, under each version of the key, that of writes first: keyed, since a filter may hold an
/// address.
fn digests(keys: &TenantKeys, input: &StartBulk) -> Vec<Vec<u8>> {
    let text = format!("{:?}", (&input.whom, &input.act, &input.reason));
    keys.blind_all(BlindKind::BulkRequest, &text).iter().map(|blind| blind.as_bytes().to_vec()).collect()
}

/// What an act sets, by name, for the trail.
pub(super) fn told(known: &Known) -> Vec<Change> {
    let names = |names: Vec<&str>| (!names.is_empty()).then(|| names.join(", "));
    let field = field(known.act.kind());
    match &known.act {
        BulkAct::Assign { fewest, .. } => {
            let people = known.turns.iter().flatten().map(|owner| owner.name.as_str()).collect();
            let to = Change::plain(field, None::<String>, Some(names(people).unwrap_or_else(|| "nobody".to_owned())));
            let rule = fewest.then(|| Change::plain("rule", None::<String>, Some("fewest clients first")));
            [Some(to), rule].into_iter().flatten().collect()
        }
        BulkAct::Status { to, .. } => {
            let name = known.statuses.iter().find(|status| Some(status.id) == *to).map(|status| status.name.clone());
            vec![Change::plain(field, None::<String>, Some(name.unwrap_or_else(|| "none".to_owned())))]
        }
        BulkAct::Tags { add, remove } => {
            let of = |ids: &[TagId]| {
                names(known.tags.iter().filter(|tag| ids.contains(&tag.id)).map(|tag| tag.name.as_str()).collect())
            };
            vec![Change::plain(field, of(remove), of(add))]
        }
        BulkAct::Archive => vec![Change::plain(field, Some("no"), Some("yes"))],
    }
}

/// The trail's name of what an act changes, as the act on one client has it.
pub(crate) const fn field(act: BulkActKind) -> &'static str {
    match act {
        BulkActKind::Assign => "owner",
        BulkActKind::SalesStatus => "salesStatus",
        BulkActKind::RetentionStatus => "retentionStatus",
        BulkActKind::Tags => "tags",
        BulkActKind::Archive => "archived",
    }
}
