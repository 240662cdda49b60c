//! One statement writes a link of the chain: it locks the head, moves it, keeps the event and the sealed values.

use super::event::{AuditEvent, Author, Sealed};
use crate::StorageError;
use crate::scope::Scope;
use chrono::SecondsFormat;
use crm_access::FieldClass;
use crm_vault::{Place, Sealer, commitment, mask_email, mask_phone, new_salt};
use data_encoding::HEXLOWER;
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

/// The chained text, in this order of fields. Personal values stand in it as commitments.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct Body {
    pub v: u8,
    pub tenant: Uuid,
    pub id: Uuid,
    pub at: String,
    pub action: String,
    pub refused: bool,
    pub code: Option<String>,
    pub actor: ActorBody,
    pub request: RequestBody,
    pub target: Option<TargetBody>,
    pub client: Option<Uuid>,
    pub reason: Option<String>,
    pub changes: Vec<ChangeBody>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct ActorBody {
    pub kind: String,
    pub id: Option<Uuid>,
    pub name: Option<String>,
    pub on_behalf_of: Option<Uuid>,
    pub session: Option<Uuid>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct RequestBody {
    pub id: Uuid,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct TargetBody {
    pub kind: String,
    pub id: Uuid,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct ChangeBody {
    pub field: String,
    /// `clear` or `sealed`; sealed values stand here as commitments in hex.
    pub kind: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The name under which the reason lies among the sealed values.
pub(crate) const REASON: &str = "reason";

struct SealedValue {
    field: Cow<'static, str>,
    class: Option<FieldClass>,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    before_mask: Option<String>,
    after_mask: Option<String>,
}

/// The partial mask of a value, made while it is known: a reader of masks never has it opened (SECURITY 10).
fn mask(class: Option<FieldClass>, value: Option<&str>) -> Option<String> {
    match class? {
        FieldClass::Email => value.map(mask_email),
        FieldClass::Phone => value.map(mask_phone),
        FieldClass::Address | FieldClass::DateOfBirth => None,
    }
}

/// Where a sealed audit value lives: its event's row; the field is part of what is sealed.
pub(crate) fn place(scope: &Scope, event: Uuid, column: &'static str) -> Place {
    Place { tenant: scope.tenant_id(), table: "audit_value", column, row: event }
}

/// Seals `salt ‖ length of field ‖ field ‖ value` and gives the commitment that enters the chain.
fn seal(
    scope: &Scope,
    event: &AuditEvent,
    column: &'static str,
    field: &str,
    value: &str,
) -> Result<(Vec<u8>, String), StorageError> {
    let salt = new_salt()?;
    let mut plain = salt.to_vec();
    plain.push(u8::try_from(field.len()).map_err(|_| StorageError::Corrupt("audit field name"))?);
    plain.extend_from_slice(field.as_bytes());
    plain.extend_from_slice(value.as_bytes());
    let place = place(scope, event.id.uuid(), column);
    let sealed = match &event.client_key {
        Some(key) => key.seal(&place, &plain)?,
        None => scope.keys.seal(&place, &plain)?,
    };
    Ok((sealed, HEXLOWER.encode(&commitment(&salt, value.as_bytes()))))
}

pub(crate) async fn write(scope: &Scope, author: &Author, event: &AuditEvent) -> Result<(), StorageError> {
    let mut values = Vec::new();
    let mut changes = Vec::with_capacity(event.changes.len());
    for change in &event.changes {
        match change.sealed {
            Sealed::No => changes.push(ChangeBody {
                field: change.field.clone().into_owned(),
                kind: "clear".to_owned(),
                before: change.before.clone(),
                after: change.after.clone(),
            }),
            Sealed::Personal(class) => {
                let before =
                    change.before.as_deref().map(|v| seal(scope, event, "before", &change.field, v)).transpose()?;
                let after =
                    change.after.as_deref().map(|v| seal(scope, event, "after", &change.field, v)).transpose()?;
                let (before, before_commitment) = before.unzip();
                let (after, after_commitment) = after.unzip();
                changes.push(ChangeBody {
                    field: change.field.clone().into_owned(),
                    kind: "sealed".to_owned(),
                    before: before_commitment,
                    after: after_commitment,
                });
                values.push(SealedValue {
                    field: change.field.clone(),
                    class,
                    before,
                    after,
                    before_mask: mask(class, change.before.as_deref()),
                    after_mask: mask(class, change.after.as_deref()),
                });
            }
        }
    }
    let reason = match &event.reason {
        Some(reason) => {
            let (sealed, commitment) = seal(scope, event, "after", REASON, reason)?;
            values.push(SealedValue {
                field: REASON.into(),
                class: None,
                before: None,
                after: Some(sealed),
                before_mask: None,
                after_mask: None,
            });
            Some(commitment)
        }
        None => None,
    };
    let body = body(scope, author, event, reason, changes);
    let body = serde_json::to_string(&body).map_err(|_| StorageError::Corrupt("audit body"))?;
    insert(scope, author, event, body, values).await
}

fn body(scope: &Scope, author: &Author, event: &AuditEvent, reason: Option<String>, changes: Vec<ChangeBody>) -> Body {
    Body {
        v: 1,
        tenant: scope.tenant_id().uuid(),
        id: event.id.uuid(),
        at: author.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        action: event.action.as_str().to_owned(),
        refused: event.refused,
        code: event.code.clone(),
        actor: ActorBody {
            kind: author.kind.to_owned(),
            id: author.id,
            name: author.name.clone(),
            on_behalf_of: author.on_behalf_of,
            session: author.session,
        },
        request: RequestBody {
            id: author.request.id.uuid(),
            ip: author.request.ip.map(|ip| ip.to_string()),
            user_agent: author.request.user_agent.clone(),
        },
        target: event.target.as_ref().map(|t| TargetBody { kind: t.kind.to_owned(), id: t.id }),
        client: event.client.map(|c| c.uuid()),
        reason,
        changes,
    }
}

/// Nothing kept is read back: onboarding may add events and read none.
const LINK: &str = "WITH head AS (SELECT seq, hash FROM crm.audit_head WHERE tenant_id = $1 FOR UPDATE),
  moved AS (UPDATE crm.audit_head h SET seq = head.seq + 1, hash = sha256(head.hash || int8send(head.seq + 1) || convert_to($11, 'UTF8'))
            FROM head WHERE h.tenant_id = $1 RETURNING h.seq, h.hash, head.hash AS prev_hash),
  kept AS (INSERT INTO crm.audit_event (tenant_id, seq, id, at, action, refused, actor_kind, actor_id, target_kind, target_id, client_id, body, prev_hash, hash)
           SELECT $1, seq, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, prev_hash, hash FROM moved)";

async fn insert(
    scope: &Scope,
    author: &Author,
    event: &AuditEvent,
    body: String,
    sealed: Vec<SealedValue>,
) -> Result<(), StorageError> {
    let mut values: Vec<Value> = vec![
        scope.tenant(),
        event.id.uuid().into(),
        author.at.into(),
        event.action.as_str().into(),
        event.refused.into(),
        author.kind.into(),
        author.id.into(),
        event.target.as_ref().map(|t| t.kind).into(),
        event.target.as_ref().map(|t| t.id).into(),
        event.client.map(|c| c.uuid()).into(),
        body.into(),
    ];
    let kept = if sealed.is_empty() {
        scope.one::<Kept>(format!("{LINK} SELECT seq FROM moved"), values).await?
    } else {
        let mut rows = Vec::with_capacity(sealed.len());
        for value in sealed {
            let at = values.len();
            rows.push(format!(
                "(${}::text, ${}::text, ${}::bytea, ${}::bytea, ${}::text, ${}::text)",
                at + 1,
                at + 2,
                at + 3,
                at + 4,
                at + 5,
                at + 6
            ));
            values.extend([
                value.field.into_owned().into(),
                value.class.map(FieldClass::as_str).into(),
                value.before.into(),
                value.after.into(),
                value.before_mask.into(),
                value.after_mask.into(),
            ]);
        }
        let sql = format!(
            "{LINK}, beside AS (INSERT INTO crm.audit_value (tenant_id, seq, field, field_class, client_id, before_sealed, after_sealed, before_mask, after_mask) SELECT $1, moved.seq, v.f, v.c, $10, v.b, v.a, v.bm, v.am FROM moved, (VALUES {}) AS v (f, c, b, a, bm, am)) SELECT seq FROM moved",
            rows.join(", ")
        );
        scope.one::<Kept>(sql, values).await?
    };
    // without a head row nothing was kept: an event is never lost in silence (AUD-03)
    kept.map(|_| ()).ok_or(StorageError::Corrupt("audit_head has no row for this tenant"))
}

#[derive(sea_orm::FromQueryResult)]
struct Kept {
    #[expect(dead_code, reason = "its presence is the answer")]
    seq: i64,
}
