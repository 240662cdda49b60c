//! Many clients with their past at once: an import that an operator runs, a seed. Values go the same way as in
//! [`super::register`]: read, sealed, masked and indexed; only the rows are written as sets.

use super::NewClientInput;
use super::register::{Given, parse, seal};
use crate::UseCaseError;
use chrono::{DateTime, NaiveDate, Utc};
use crm_access::OpContext;
use crm_access::kinds::ClientCreate;
use crm_model::{
    AuditAction, ClientStage, ClientStatus, Country, NoteId, NoteText, Pii, StaffId, TaskId, TaskKind, TeamId, TenantId,
};
use crm_storage::{
    AuditEvent, BulkClient, Change, ClientDefaults, ClientHistory, Clients, Scoped, SealedNote, SealedTask, TenantDb,
    note_place, task_place,
};
use crm_vault::{Sealer, TenantKeys};
use std::collections::HashMap;

/// A client as he was typed, and what has happened to him since.
#[derive(Clone, Debug)]
pub struct HistoricClient {
    /// As typed.
    pub input: NewClientInput,
    /// Stage by now.
    pub stage: ClientStage,
    /// Status by now.
    pub status: ClientStatus,
    /// The past.
    pub history: ClientHistory,
    /// Notes.
    pub notes: Vec<HistoricNote>,
    /// What is planned, for the owner.
    pub tasks: Vec<HistoricTask>,
}

/// A follow-up that somebody planned before.
#[derive(Clone, Debug)]
pub struct HistoricTask {
    /// Task or call-back.
    pub kind: TaskKind,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// What is to be done.
    pub text: Pii<String>,
    /// When it was planned.
    pub at: DateTime<Utc>,
}

/// A note of the past.
#[derive(Clone, Debug)]
pub struct HistoricNote {
    /// Who wrote it.
    pub author: StaffId,
    /// The text.
    pub text: Pii<String>,
    /// Stands on top.
    pub pinned: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// What sealing needs to know of the tenant, read once. Cheap to clone; sealing itself asks the database nothing.
#[derive(Clone, Debug)]
pub struct Sealing {
    tenant: TenantId,
    keys: TenantKeys,
    today: NaiveDate,
    defaults: ClientDefaults,
    teams: HashMap<StaffId, Option<TeamId>>,
}

/// Clients ready to be kept.
#[derive(Debug)]
pub struct SealedBatch(Vec<BulkClient>);

/// Most clients in one transaction.
pub const BATCH_MAX: usize = 1_000;

impl Sealing {
    /// Reads keys, defaults and owners of the tenant.
    ///
    /// # Errors
    /// Access, or the database is away.
    pub async fn prepare(op: &OpContext, db: &TenantDb) -> Result<Self, UseCaseError> {
        op.require_system::<ClientCreate>()?;
        let tx = db.read(op).await?;
        let clients = Clients::of(&tx);
        let teams = clients.owners().await?.into_iter().map(|owner| (owner.id, owner.team)).collect();
        Ok(Self {
            tenant: op.tenant().id,
            keys: tx.keys().clone(),
            today: op.now().date_naive(),
            defaults: clients.defaults().await?,
            teams,
        })
    }

    /// Reads, seals, masks and indexes clients. Work for the processor alone: call it on several threads.
    ///
    /// # Errors
    /// Every problem of the first client that does not fit.
    pub fn seal(&self, clients: impl IntoIterator<Item = HistoricClient>) -> Result<SealedBatch, UseCaseError> {
        clients.into_iter().map(|client| self.one(client)).collect::<Result<_, _>>().map(SealedBatch)
    }

    fn one(&self, client: HistoricClient) -> Result<BulkClient, UseCaseError> {
        let country = self.defaults.country.as_deref().and_then(Country::parse);
        let parsed = parse(&client.input, country, self.today)?;
        let unknown = || UseCaseError::invalid("ownerId", "unknown_id", "Choose an active staff member.");
        let team =
            client.input.owner.map(|owner| self.teams.get(&owner).copied().ok_or_else(unknown)).transpose()?.flatten();
        let given = Given {
            brand: self.defaults.brand,
            owner: client.input.owner,
            team,
            sales_status: client.input.sales_status.unwrap_or(self.defaults.sales_status),
            stage: client.stage,
            status: client.status,
        };
        let (new, key) = seal(self.tenant, &self.keys, self.today, &parsed, &given, &client.input)?;
        let notes = client.notes.iter().map(|note| {
            let (id, text) = (NoteId::generate(), NoteText::parse("text", note.text.expose())?);
            let text_sealed = key.seal_str(&note_place(self.tenant, id), text.expose().as_str())?;
            Ok::<_, UseCaseError>(SealedNote { id, author: note.author, text_sealed, pinned: note.pinned, at: note.at })
        });
        let notes = notes.collect::<Result<_, _>>()?;
        let tasks = client.tasks.iter().map(|task| {
            let id = TaskId::generate();
            let text_sealed = key.seal_str(&task_place(self.tenant, id), task.text.expose())?;
            Ok::<_, UseCaseError>(SealedTask { id, kind: task.kind, due_at: task.due_at, text_sealed, at: task.at })
        });
        Ok(BulkClient { notes, tasks: tasks.collect::<Result<_, _>>()?, client: new, history: client.history })
    }
}

impl SealedBatch {
    /// Puts another batch behind this one.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }
}

/// Keeps a batch in one transaction with one event; answers the first and the last number.
///
/// # Errors
/// Access; [`UseCaseError::Invalid`] for more than [`BATCH_MAX`] clients; a tag, status or author that is not there.
pub async fn keep_batch(op: &OpContext, db: &TenantDb, batch: SealedBatch) -> Result<(i64, i64), UseCaseError> {
    let permit = op.require_system::<ClientCreate>()?;
    let count = batch.0.len();
    if count == 0 || count > BATCH_MAX {
        return Err(UseCaseError::invalid("clients", "too_many", format!("Keep 1 to {BATCH_MAX} clients at a time.")));
    }
    let tx = db.begin(op).await?;
    let (first, last) = Clients::of(&tx).insert_many(&permit, batch.0).await?;
    let event = AuditEvent::new(AuditAction::ClientsImported).changes([
        Change::plain("count", None::<String>, Some(count.to_string())),
        Change::plain("first_number", None::<String>, Some(first.to_string())),
        Change::plain("last_number", None::<String>, Some(last.to_string())),
    ]);
    tx.commit(event).await?;
    Ok((first, last))
}
