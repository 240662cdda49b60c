//! Many clients at once: sets through `unnest`, one statement a table (ISOLATION, bulk writes).

use super::{Clients, NewClient};
use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientCreate;
use crm_model::{KycStatus, NoteId, RiskLevel, StaffId, StatusOptionId, TaskId, TaskKind};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// What happened to a client before it came here.
#[derive(Clone, Debug)]
pub struct ClientHistory {
    /// When the record began.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When the client signed up.
    pub registered_at: Option<DateTime<Utc>>,
    /// When the client deposited for the first time.
    pub converted_at: Option<DateTime<Utc>>,
    /// When somebody spoke with the client last.
    pub last_contact_at: Option<DateTime<Utc>>,
    /// When somebody must speak with the client next.
    pub next_follow_up_at: Option<DateTime<Utc>>,
    /// When the record was put away.
    pub archived_at: Option<DateTime<Utc>>,
    /// Status after the first deposit.
    pub retention_status: Option<StatusOptionId>,
    /// How far identity checks have come.
    pub kyc: KycStatus,
    /// The broker's judgement of risk.
    pub risk: RiskLevel,
    /// Level reached by identity checks, from 0.
    pub verification_level: i16,
    /// Politically exposed person.
    pub pep: bool,
    /// US person.
    pub us_person: bool,
}

/// A note of the past, sealed.
#[derive(Clone, Debug)]
pub struct SealedNote {
    /// Id.
    pub id: NoteId,
    /// Who wrote it.
    pub author: StaffId,
    /// The text, sealed at its place under the client's key.
    pub text_sealed: Vec<u8>,
    /// Stands on top.
    pub pinned: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// A follow-up that is planned, sealed. It falls to whom the client belongs.
#[derive(Clone, Debug)]
pub struct SealedTask {
    /// Id.
    pub id: TaskId,
    /// Task or call-back.
    pub kind: TaskKind,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// What is to be done, sealed at its place under the client's key.
    pub text_sealed: Vec<u8>,
    /// When it was planned.
    pub at: DateTime<Utc>,
}

/// A client with its past, ready to be kept.
#[derive(Clone, Debug)]
pub struct BulkClient {
    /// The client as every new one is kept.
    pub client: NewClient,
    /// Its past.
    pub history: ClientHistory,
    /// Notes on it.
    pub notes: Vec<SealedNote>,
    /// What is planned for it.
    pub tasks: Vec<SealedTask>,
}

#[derive(FromQueryResult)]
struct CounterRow {
    value: i64,
}

impl Clients<'_, TenantTx> {
    /// Keeps many clients with contacts, tokens, tags, notes and tasks, in six statements; answers the first and the last
    /// number. At most 1,000 at a time keeps the transaction short.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a tag, status, owner or author is not of this tenant.
    pub async fn insert_many(
        &self,
        _permit: &Permit<ClientCreate>,
        clients: Vec<BulkClient>,
    ) -> Result<(i64, i64), StorageError> {
        let scope = self.0.scope();
        let count = i64::try_from(clients.len()).map_err(|_| StorageError::Corrupt("more clients than numbers"))?;
        let taken: Option<CounterRow> = scope
            .one(
                "UPDATE crm.counter SET value = value + $2 WHERE tenant_id = $1 AND name = 'client' RETURNING value",
                vec![scope.tenant(), count.into()],
            )
            .await?;
        let last = taken.ok_or(StorageError::Corrupt("counter has no row `client` for this tenant"))?.value;
        let first = last - count + 1;
        let numbers: Vec<i64> = (first..=last).collect();
        for (sql, values) in [
            clients_of(scope.tenant(), &clients, numbers.clone()),
            contacts_of(scope.tenant(), &clients),
            tokens_of(scope.tenant(), &clients, &numbers),
            tags_of(scope.tenant(), &clients),
            notes_of(scope.tenant(), &clients),
            tasks_of(scope.tenant(), &clients),
        ] {
            scope.exec(sql, values).await?;
        }
        Ok((first, last))
    }
}

type Insert = (String, Vec<Value>);

fn clients_of(tenant: Value, all: &[BulkClient], numbers: Vec<i64>) -> Insert {
    fn each<T>(all: &[BulkClient], value: impl Fn(&BulkClient) -> T) -> Vec<T> {
        all.iter().map(value).collect()
    }
    let mut c = Columns::of(tenant);
    c.uuids("id", each(all, |b| b.client.id.uuid()));
    c.add("number", "bigint", numbers, None);
    c.bytes("data_key", each(all, |b| b.client.data_key.clone()));
    c.texts("kind", each(all, |b| b.client.kind.as_str().to_owned()));
    c.texts("stage", each(all, |b| b.client.stage.as_str().to_owned()));
    c.texts("status", each(all, |b| b.client.status.as_str().to_owned()));
    c.maybe_texts("first_name", each(all, |b| b.client.names.first.clone()));
    c.maybe_texts("middle_name", each(all, |b| b.client.names.middle.clone()));
    c.maybe_texts("last_name", each(all, |b| b.client.names.last.clone()));
    c.maybe_texts("company_name", each(all, |b| b.client.names.company.clone()));
    c.texts("display_name", each(all, |b| b.client.names.display(b.client.kind)));
    c.texts("name_key", each(all, |b| crm_model::name_key(&b.client.names.sort_line(b.client.kind))));
    c.maybe_bytes("date_of_birth_sealed", each(all, |b| b.client.date_of_birth_sealed.clone()));
    c.add("under_age", "bool", each(all, |b| b.client.under_age), None);
    c.maybe_bytes("address_sealed", each(all, |b| b.client.address_sealed.clone()));
    c.maybe_texts("nationality", each(all, |b| b.client.nationality.clone()));
    c.maybe_texts("country", each(all, |b| b.client.country.clone()));
    c.maybe_texts("language", each(all, |b| b.client.language.clone()));
    c.uuids("brand_id", each(all, |b| b.client.brand.uuid()));
    c.maybe_texts("source", each(all, |b| b.client.source.clone()));
    c.maybe_texts("campaign", each(all, |b| b.client.campaign.clone()));
    let utm = |b: &BulkClient, at: usize| b.client.utm.get(at).cloned().flatten();
    c.maybe_texts("utm_source", each(all, |b| utm(b, 0)));
    c.maybe_texts("utm_medium", each(all, |b| utm(b, 1)));
    c.maybe_texts("utm_campaign", each(all, |b| utm(b, 2)));
    c.maybe_texts("referrer_code", each(all, |b| b.client.referrer_code.clone()));
    c.maybe_uuids("owner_id", each(all, |b| b.client.owner.map(|o| o.uuid())));
    c.maybe_uuids("team_id", each(all, |b| b.client.team.map(|t| t.uuid())));
    c.uuids("sales_status_id", each(all, |b| b.client.sales_status.uuid()));
    c.maybe_uuids("retention_status_id", each(all, |b| b.history.retention_status.map(|s| s.uuid())));
    c.texts("kyc_status", each(all, |b| b.history.kyc.as_str().to_owned()));
    c.texts("risk_level", each(all, |b| b.history.risk.as_str().to_owned()));
    c.add("verification_level", "int", each(all, |b| i32::from(b.history.verification_level)), None);
    c.add("pep", "bool", each(all, |b| b.history.pep), None);
    c.add("us_person", "bool", each(all, |b| b.history.us_person), None);
    c.add("marketing_consent", "bool", each(all, |b| b.client.marketing_consent), None);
    c.maybe_times("registered_at", each(all, |b| b.history.registered_at));
    c.maybe_times("converted_at", each(all, |b| b.history.converted_at));
    c.maybe_times("last_contact_at", each(all, |b| b.history.last_contact_at));
    c.maybe_times("next_follow_up_at", each(all, |b| b.history.next_follow_up_at));
    c.times("created_at", each(all, |b| b.history.created_at));
    c.times("updated_at", each(all, |b| b.history.updated_at));
    c.maybe_times("archived_at", each(all, |b| b.history.archived_at));
    c.insert("crm.client")
}

fn contacts_of(tenant: Value, all: &[BulkClient]) -> Insert {
    let rows: Vec<_> = all.iter().flat_map(|b| b.client.contacts.iter().map(move |contact| (b, contact))).collect();
    let mut c = Columns::of(tenant);
    c.uuids("client_id", rows.iter().map(|(b, _)| b.client.id.uuid()).collect());
    c.uuids("id", rows.iter().map(|(_, contact)| contact.id.uuid()).collect());
    c.texts("kind", rows.iter().map(|(_, contact)| contact.kind.as_str().to_owned()).collect());
    c.add("is_primary", "bool", rows.iter().map(|(_, contact)| contact.primary).collect::<Vec<bool>>(), None);
    c.bytes("sealed", rows.iter().map(|(_, contact)| contact.sealed.clone()).collect());
    c.texts("mask", rows.iter().map(|(_, contact)| contact.mask.clone()).collect());
    c.bytes("bidx", rows.iter().map(|(_, contact)| contact.bidx.clone()).collect());
    c.bytes("bidx_part", rows.iter().map(|(_, contact)| contact.bidx_part.clone()).collect());
    c.maybe_bytes("bidx_local", rows.iter().map(|(_, contact)| contact.bidx_local.clone()).collect());
    c.times("created_at", rows.iter().map(|(b, _)| b.history.created_at).collect());
    c.insert("crm.client_contact")
}

fn tokens_of(tenant: Value, all: &[BulkClient], numbers: &[i64]) -> Insert {
    let mut rows: Vec<(String, Uuid)> = Vec::new();
    for (b, number) in all.iter().zip(numbers) {
        let number = number.to_string();
        let named = b.client.tokens.iter().filter(|token| **token != number).cloned();
        rows.extend(named.chain([number.clone()]).map(|token| (token, b.client.id.uuid())));
    }
    // in the order of the index: neighbours go to the same page
    rows.sort_unstable();
    let (tokens, ids): (Vec<String>, Vec<Uuid>) = rows.into_iter().unzip();
    let mut c = Columns::of(tenant);
    c.texts("token", tokens);
    c.uuids("client_id", ids);
    c.insert("crm.client_token")
}

fn tags_of(tenant: Value, all: &[BulkClient]) -> Insert {
    let (clients, tags): (Vec<Uuid>, Vec<Uuid>) =
        all.iter().flat_map(|b| b.client.tags.iter().map(|tag| (b.client.id.uuid(), tag.uuid()))).unzip();
    let mut c = Columns::of(tenant);
    c.uuids("client_id", clients);
    c.uuids("tag_id", tags);
    c.insert("crm.client_tag")
}

fn notes_of(tenant: Value, all: &[BulkClient]) -> Insert {
    let rows: Vec<_> = all.iter().flat_map(|b| b.notes.iter().map(move |note| (b, note))).collect();
    let mut c = Columns::of(tenant);
    c.uuids("id", rows.iter().map(|(_, note)| note.id.uuid()).collect());
    c.uuids("client_id", rows.iter().map(|(b, _)| b.client.id.uuid()).collect());
    c.uuids("author_id", rows.iter().map(|(_, note)| note.author.uuid()).collect());
    c.bytes("text_sealed", rows.iter().map(|(_, note)| note.text_sealed.clone()).collect());
    c.add("pinned", "bool", rows.iter().map(|(_, note)| note.pinned).collect::<Vec<bool>>(), None);
    c.times("created_at", rows.iter().map(|(_, note)| note.at).collect());
    c.times("updated_at", rows.iter().map(|(_, note)| note.at).collect());
    c.insert("crm.note")
}

fn tasks_of(tenant: Value, all: &[BulkClient]) -> Insert {
    let rows: Vec<_> = all.iter().flat_map(|b| b.tasks.iter().map(move |task| (b, task))).collect();
    let owners = || rows.iter().map(|(b, _)| b.client.owner.map(|o| o.uuid())).collect();
    let mut c = Columns::of(tenant);
    c.uuids("id", rows.iter().map(|(_, task)| task.id.uuid()).collect());
    c.uuids("client_id", rows.iter().map(|(b, _)| b.client.id.uuid()).collect());
    c.texts("kind", rows.iter().map(|(_, task)| task.kind.as_str().to_owned()).collect());
    c.texts("state", rows.iter().map(|_| "open".to_owned()).collect());
    c.times("due_at", rows.iter().map(|(_, task)| task.due_at).collect());
    c.maybe_uuids("assignee_id", owners());
    c.maybe_uuids("created_by", owners());
    c.bytes("text_sealed", rows.iter().map(|(_, task)| task.text_sealed.clone()).collect());
    c.times("created_at", rows.iter().map(|(_, task)| task.at).collect());
    c.times("updated_at", rows.iter().map(|(_, task)| task.at).collect());
    c.insert("crm.task")
}

impl<T: Scoped> Clients<'_, T> {
    /// The number that was given out last.
    ///
    /// # Errors
    /// The tenant was not set up whole.
    pub async fn last_number(&self) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let row: Option<CounterRow> = scope
            .one("SELECT value FROM crm.counter WHERE tenant_id = $1 AND name = 'client'", vec![scope.tenant()])
            .await?;
        row.map(|r| r.value).ok_or(StorageError::Corrupt("counter has no row `client` for this tenant"))
    }
}
