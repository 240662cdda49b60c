use super::write::{Body, REASON, place};
use crate::page::{Page, PageRequest};
use crate::scope::Scoped;
use crate::{Cursor, StorageError};
use chrono::{DateTime, Utc};
use crm_access::FieldClass;
use crm_model::{AuditAction, AuditEventId, ClientId, StaffId};
use crm_vault::{ClientKey, Sealer, commitment};
use data_encoding::HEXLOWER;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// By whom.
    pub actor: Option<Uuid>,
    /// About what.
    pub target: Option<Uuid>,
    /// About which client, his notes and contacts included. With the same client as target: what was refused there too.
    pub client: Option<ClientId>,
    /// With the client: those who were merged into him.
    pub merged: Vec<ClientId>,
    /// With the client: these events about many clients, with what each is about.
    pub among: Vec<(Uuid, AuditEventId)>,
    /// Of which kinds; empty for all.
    pub actions: Vec<AuditAction>,
    /// Refusals only, or what was done only.
    pub refused: Option<bool>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub before: Option<DateTime<Utc>>,
}

impl AuditFilter {
    fn clients(&self, client: ClientId) -> Vec<Uuid> {
        std::iter::once(client).chain(self.merged.iter().copied()).map(ClientId::uuid).collect()
    }
}

/// One event as it is read back. Personal values are still sealed.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// Its place in the chain.
    pub seq: i64,
    /// Its id.
    pub id: AuditEventId,
    /// When.
    pub at: DateTime<Utc>,
    /// What; `None` for a kind this version does not know.
    pub action: Option<AuditAction>,
    /// The kept name of the kind.
    pub action_name: String,
    /// Whether it was refused.
    pub refused: bool,
    /// Code of a refusal.
    pub code: Option<String>,
    /// `staff`, `website`, `system`, `client` or `nobody`.
    pub actor_kind: String,
    /// Who.
    pub actor_id: Option<Uuid>,
    /// The name at that time.
    pub actor_name: Option<String>,
    /// For whom a job worked.
    pub on_behalf_of: Option<StaffId>,
    /// By which session.
    pub session: Option<Uuid>,
    /// From which address.
    pub ip: Option<String>,
    /// With which browser.
    pub user_agent: Option<String>,
    /// In which request.
    pub request: Uuid,
    /// The noun it happened to.
    pub target_kind: Option<String>,
    /// Which one.
    pub target_id: Option<Uuid>,
    /// Which client it speaks of.
    pub client: Option<ClientId>,
    /// Changes in clear: field, before, after.
    pub clear: Vec<(String, Option<String>, Option<String>)>,
    /// Sealed values.
    pub sealed: Vec<AuditValueRow>,
}

/// One sealed value beside an event.
#[derive(Clone, Debug)]
pub struct AuditValueRow {
    /// Which field; `reason` is the reason given.
    pub field: String,
    /// Who may read it; `None` for everybody who may see the record.
    pub class: Option<FieldClass>,
    /// The partial mask of the value before, where its class has one.
    pub before_mask: Option<String>,
    /// The partial mask of the value after, where its class has one.
    pub after_mask: Option<String>,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    /// What the chained text says of both values.
    committed: (Option<String>, Option<String>),
}

impl AuditValueRow {
    /// Whether there was a value before.
    #[must_use]
    pub const fn has_before(&self) -> bool {
        self.before.is_some()
    }

    /// Whether there is a value after.
    #[must_use]
    pub const fn has_after(&self) -> bool {
        self.after.is_some()
    }

    /// Whether this is the reason rather than a changed field.
    #[must_use]
    pub fn is_reason(&self) -> bool {
        self.field == REASON
    }
}

impl AuditRow {
    /// The sealed reason, if one was given.
    #[must_use]
    pub fn reason(&self) -> Option<&AuditValueRow> {
        self.sealed.iter().find(|v| v.is_reason())
    }
}

#[derive(FromQueryResult)]
struct EventRow {
    seq: i64,
    at: DateTime<Utc>,
    body: String,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

#[derive(FromQueryResult)]
struct ValueRow {
    seq: i64,
    field: String,
    field_class: Option<String>,
    before_sealed: Option<Vec<u8>>,
    after_sealed: Option<Vec<u8>>,
    before_mask: Option<String>,
    after_mask: Option<String>,
}

/// The trail, for reading.
pub struct Audits<'a, T>(&'a T);

/// Gives the trail to whatever rows can be read through.
impl<'a, T: Scoped> Audits<'a, T> {
    /// The trail of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    pub(crate) const fn tx(&self) -> &'a T {
        self.0
    }

    /// Newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditRow>, StorageError> {
        let scope = self.0.scope();
        let mut sql = String::from("SELECT seq, at, body, prev_hash, hash FROM crm.audit_event WHERE tenant_id = $1");
        let mut values: Vec<Value> = vec![scope.tenant()];
        let mut add = |condition: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {}", condition.replace('?', &format!("${}", values.len()))));
        };
        if let Some(actor) = filter.actor {
            add("actor_id = ?", actor.into());
        }
        match (filter.target, filter.client) {
            (_, Some(client)) if filter.target == Some(client.uuid()) => {
                add("(client_id = ? OR target_id = ?)", client.uuid().into());
            }
            (target, client) => {
                if let Some(target) = target {
                    add("target_id = ?", target.into());
                }
                if let Some(client) = client.filter(|_| filter.among.is_empty()) {
                    add("client_id = ANY(?::uuid[])", filter.clients(client).into());
                }
            }
        }
        if let Some(refused) = filter.refused {
            add("refused = ?", refused.into());
        }
        if let Some(from) = filter.from {
            add("at >= ?", from.into());
        }
        if let Some(before) = filter.before {
            add("at < ?", before.into());
        }
        if let Some(after) = page.after.as_ref().and_then(|c| c.value.as_deref()).and_then(|v| v.parse::<i64>().ok()) {
            add("seq < ?", after.into());
        }
        if let Some(client) = filter.client.filter(|_| !filter.among.is_empty()) {
            let (targets, events): (Vec<Uuid>, Vec<Uuid>) = filter.among.iter().map(|(t, e)| (*t, e.uuid())).unzip();
            values.extend([filter.clients(client).into(), targets.into(), events.into()]);
            let n = values.len();
            sql.push_str(&format!(
                " AND (client_id = ANY(${}::uuid[]) OR (target_id = ANY(${}::uuid[]) AND id = ANY(${n}::uuid[])))",
                n - 2,
                n - 1
            ));
        }
        if !filter.actions.is_empty() {
            let names: Vec<String> = filter.actions.iter().map(|a| a.as_str().to_owned()).collect();
            values.push(names.into());
            sql.push_str(&format!(" AND action = ANY(${})", values.len()));
        }
        sql.push_str(&format!(" ORDER BY seq DESC LIMIT {}", u32::from(page.first) + 1));
        scope.plan_each_time().await?;
        let rows: Vec<EventRow> = scope.all(sql, values).await?;
        scope.plan_once().await?;
        let page = Page::cut(rows, page.first);
        let seqs: Vec<i64> = page.rows.iter().map(|r| r.seq).collect();
        let mut sealed = self.values(&seqs).await?;
        let rows = page.rows.into_iter().map(|row| read(row, &mut sealed)).collect::<Result<_, _>>()?;
        Ok(Page { rows, more: page.more })
    }

    /// One event by its id.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: AuditEventId) -> Result<Option<AuditRow>, StorageError> {
        let scope = self.0.scope();
        let row: Option<EventRow> = scope
            .one(
                "SELECT seq, at, body, prev_hash, hash FROM crm.audit_event WHERE tenant_id = $1 AND id = $2",
                vec![scope.tenant(), id.uuid().into()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut sealed = self.values(&[row.seq]).await?;
        read(row, &mut sealed).map(Some)
    }

    async fn values(&self, seqs: &[i64]) -> Result<HashMap<i64, Vec<AuditValueRow>>, StorageError> {
        let mut found: HashMap<i64, Vec<AuditValueRow>> = HashMap::new();
        if seqs.is_empty() {
            return Ok(found);
        }
        let scope = self.0.scope();
        let rows: Vec<ValueRow> = scope
            .all("SELECT seq, field, field_class, before_sealed, after_sealed, before_mask, after_mask FROM crm.audit_value WHERE tenant_id = $1 AND seq = ANY($2) ORDER BY seq, field", vec![scope.tenant(), seqs.to_vec().into()])
            .await?;
        for row in rows {
            let class = row.field_class.as_deref().and_then(FieldClass::from_text);
            if row.field_class.is_some() && class.is_none() {
                continue; // a class that this version does not know is shown to nobody
            }
            found.entry(row.seq).or_default().push(AuditValueRow {
                field: row.field,
                class,
                before_mask: row.before_mask,
                after_mask: row.after_mask,
                before: row.before_sealed,
                after: row.after_sealed,
                committed: (None, None),
            });
        }
        Ok(found)
    }

    /// Opens a sealed value: before and after. `key` is the client's, or `None` for events about no client.
    ///
    /// # Errors
    /// A value that was moved, changed or replaced: it does not open, or is not the one that the chain was told of.
    pub fn open(
        &self,
        event: &AuditRow,
        value: &AuditValueRow,
        key: Option<&ClientKey>,
    ) -> Result<(Option<String>, Option<String>), StorageError> {
        let open = |column, sealed: &Option<Vec<u8>>, told: &Option<String>| -> Result<_, StorageError> {
            let Some(sealed) = sealed else { return Ok(None) };
            let (made, text) = self.open_one(event.id.uuid(), column, &value.field, sealed, key)?;
            let same = told.as_deref() == Some(HEXLOWER.encode(&made).as_str());
            if same { Ok(Some(text)) } else { Err(StorageError::Corrupt("audit_value")) }
        };
        let (before, after) = &value.committed;
        Ok((open("before", &value.before, before)?, open("after", &value.after, after)?))
    }

    fn open_one(
        &self,
        event: Uuid,
        column: &'static str,
        field: &str,
        sealed: &[u8],
        key: Option<&ClientKey>,
    ) -> Result<([u8; 32], String), StorageError> {
        let scope = self.0.scope();
        let place = place(scope, event, column);
        let plain = match key {
            Some(key) => key.open(&place, sealed)?,
            None => scope.keys.open(&place, sealed)?,
        };
        let broken = StorageError::Corrupt("audit_value");
        let salt: [u8; 16] =
            plain.get(..16).and_then(|s| s.try_into().ok()).ok_or(StorageError::Corrupt("audit_value"))?;
        let length = usize::from(*plain.get(16).ok_or(StorageError::Corrupt("audit_value"))?);
        let named = plain.get(17..17 + length).ok_or(StorageError::Corrupt("audit_value"))?;
        let value = plain.get(17 + length..).ok_or(StorageError::Corrupt("audit_value"))?;
        if named != field.as_bytes() {
            return Err(broken);
        }
        let text = String::from_utf8(value.to_vec()).map_err(|_| StorageError::Corrupt("audit_value"))?;
        Ok((commitment(&salt, value), text))
    }
}

fn read(row: EventRow, sealed: &mut HashMap<i64, Vec<AuditValueRow>>) -> Result<AuditRow, StorageError> {
    let body: Body = serde_json::from_str(&row.body).map_err(|_| StorageError::Corrupt("audit_event.body"))?;
    let _ = (row.prev_hash, row.hash);
    let mut sealed = sealed.remove(&row.seq).unwrap_or_default();
    for value in &mut sealed {
        let told = body.changes.iter().find(|c| c.kind == "sealed" && c.field == value.field);
        value.committed = match told {
            _ if value.is_reason() => (None, body.reason.clone()),
            Some(change) => (change.before.clone(), change.after.clone()),
            None => (None, None),
        };
    }
    let clear = body.changes.into_iter().filter(|c| c.kind == "clear").map(|c| (c.field, c.before, c.after)).collect();
    Ok(AuditRow {
        seq: row.seq,
        id: AuditEventId::from_uuid(body.id),
        at: row.at,
        action: AuditAction::from_text(&body.action),
        action_name: body.action,
        refused: body.refused,
        code: body.code,
        actor_kind: body.actor.kind,
        actor_id: body.actor.id,
        actor_name: body.actor.name,
        on_behalf_of: body.actor.on_behalf_of.map(StaffId::from_uuid),
        session: body.actor.session,
        ip: body.request.ip,
        user_agent: body.request.user_agent,
        request: body.request.id,
        target_kind: body.target.as_ref().map(|t| t.kind.clone()),
        target_id: body.target.map(|t| t.id),
        client: body.client.map(ClientId::from_uuid),
        clear,
        sealed,
    })
}

impl AuditRow {
    /// The cursor that continues a list after this event.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { sort: "seq".to_owned(), value: Some(self.seq.to_string()), id: self.id.uuid() }
    }
}
