//! One block of rows into the book: all of it in one transaction, whose commit moves the cursor.

use super::assign;
use super::check::{Decision, Earlier, Tally, book, decide, kept};
use super::commit::CommitImport;
use super::custom;
use super::judge::{Judge, Judged};
use super::shelf::place;
use super::start::KEPT;
use super::work::is_wanted;
use crate::clients::register::{Given, seal};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::{ClientCreate, ClientEdit};
use crm_jobs::Enqueue;
use crm_model::{
    AuditAction, ClientId, ClientStage, ClientStatus, CustomFieldId, EventType, ImportMatchAction, ImportOutcome,
    ImportState, KycStatus, RiskLevel,
};
use crm_storage::{
    AuditEvent, BulkClient, Change, ClientHistory, Clients, CustomKept, ImportBlock, ImportRecord, ImportRowKept,
    ImportUpdate, Imports, NewClient, Owner, TenantTx,
};
use crm_vault::{FileKey, Sealer};
use std::collections::{HashMap, HashSet};

/// A block on its way: its rows, and those sealed that will most likely become clients.
pub(super) struct Ready {
    pub block: ImportBlock,
    pub judged: Vec<Judged>,
    pub sealed: HashMap<u32, NewClient>,
    pub repeats: HashMap<u32, u32>,
    /// Rows that could not be written when they were tried.
    pub failed: HashSet<u32>,
}

/// How writing a block ended.
pub(super) enum Wrote {
    /// Another block follows.
    More(i32),
    /// It was the last one, or the job hands on.
    Ended(i32),
    /// The import was stopped, or another job is at work.
    Stopped,
}

/// Seals what a valid row says as a new client.
pub(super) fn sealed(judge: &Judge, row: &Judged) -> Result<NewClient, UseCaseError> {
    let given = Given {
        brand: judge.defaults.brand,
        owner: None,
        team: None,
        sales_status: row.input.sales_status.unwrap_or(judge.defaults.sales_status),
        stage: ClientStage::Lead,
        status: ClientStatus::EmailUnverified,
    };
    let (mut new, key) = seal(judge.keys.tenant(), &judge.keys, judge.today, &row.parsed, &given, &row.input)?;
    new.custom = custom::kept(judge, &key, row)?;
    Ok(new)
}

/// Writes a block; `hand_on` puts the next piece of work in, in the same commit.
pub(super) async fn block(
    app: &App,
    op: &OpContext,
    judge: &Judge,
    key: &FileKey,
    job: &CommitImport,
    ready: Ready,
    hand_on: bool,
) -> Result<Wrote, UseCaseError> {
    let Ready { block, judged, sealed: mut prepared, repeats, failed } = ready;
    let (creates, edits) = (op.require::<ClientCreate>(), op.require::<ClientEdit>());
    let tx = app.db.begin(op).await?;
    let imports = Imports::of(&tx);
    let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
    if !is_wanted(&record, job.work, ImportState::Committing) || record.next_block != block.n {
        tx.abandon().await?;
        return Ok(Wrote::Stopped);
    }
    let clients = Clients::of(&tx);
    clients.hold_numbers().await?;
    let mut found = book(op, &tx, judge, job.import, &judged, &repeats).await?;
    let mut earlier = Earlier { failed, ..Earlier::default() };
    let firsts: Vec<i32> = repeats.values().filter_map(|line| i32::try_from(*line).ok()).collect();
    if !firsts.is_empty() {
        let lines = imports.failed_of(job.import, firsts).await?;
        earlier.failed.extend(lines.into_iter().filter_map(|line| u32::try_from(line).ok()));
    }
    if judge.mapping.on_match == ImportMatchAction::Update && !found.found.is_empty() {
        // read anew once they are held: nobody changes them between the look and the write
        clients.hold_many(&found.clients()).await?;
        found = book(op, &tx, judge, job.import, &judged, &repeats).await?;
        earlier.changed.extend(imports.changed_before(job.import, block.first_line, &found.clients()).await?);
    }
    let decisions = decide(judge, &judged, &repeats, &found, &mut earlier)?;
    let turns = assign::hold(&tx, &assign::turns(&tx, &judge.mapping.assign).await?).await?;
    let mut out = Written::new(op, record.turn, turns);
    let mut tally = Tally::default();
    for (decision, row) in decisions.into_iter().zip(&judged) {
        tally.count(&decision);
        let fresh = match (decision.outcome, prepared.remove(&row.line)) {
            (ImportOutcome::Create, None) => Some(sealed(judge, row)?),
            (_, prepared) => prepared,
        };
        out.take(op, key, decision, fresh)?;
    }
    let made: Vec<ClientId> = out.new.iter().map(|new| new.client.id).collect();
    let altered: Vec<ClientId> = out.changes.iter().map(|(_, change)| change.rewrite.id).collect();
    let numbers = match (out.new.is_empty(), creates) {
        (true, _) => None,
        (false, permit) => {
            let permit = permit?;
            let numbers = clients.insert_many(&permit, std::mem::take(&mut out.new)).await?;
            if !out.custom.is_empty() {
                clients.set_custom_values_of(&permit, std::mem::take(&mut out.custom)).await?;
            }
            Some(numbers)
        }
    };
    out.keep_changes(&tx, edits, op).await?;
    imports.keep_rows(job.import, (block.first_line, block.last_line), std::mem::take(&mut out.rows)).await?;
    let last = block.n + 1 >= record.block_count;
    let mut update =
        ImportUpdate::default().wrote(tally.written(), out.given).next_block(block.n + 1).done(block.last_line);
    let wrote = event(&record, &block, &tally, numbers);
    let mut events = vec![wrote.telling(EventType::ClientCreated, made).telling(EventType::ClientChanged, altered)];
    if last {
        update = update.state(ImportState::Committed).kept_until(op.now() + KEPT).seen();
        events.push(AuditEvent::on(AuditAction::ImportFinished, "client_import", job.import.uuid()));
    } else if hand_on {
        tx.put(&CommitImport { import: job.import, work: job.work }).await?;
    }
    imports.update(job.import, update).await?;
    tx.commit_all(events).await?;
    let version = record.version + i32::from(last);
    Ok(if last || hand_on { Wrote::Ended(version) } else { Wrote::More(version) })
}

fn event(record: &ImportRecord, block: &ImportBlock, tally: &Tally, numbers: Option<(i64, i64)>) -> AuditEvent {
    let plain = |name, value: String| Change::plain(name, None::<String>, Some(value));
    let mut changes = vec![
        plain("rows", format!("{}-{}", block.first_line, block.last_line)),
        plain("count", tally.create.to_string()),
        plain("updated", tally.update.to_string()),
    ];
    if let Some((first, last)) = numbers {
        changes.extend([plain("first_number", first.to_string()), plain("last_number", last.to_string())]);
    }
    AuditEvent::on(AuditAction::ClientsImported, "client_import", record.id.uuid()).changes(changes)
}

/// What a block comes to.
struct Written {
    new: Vec<BulkClient>,
    rows: Vec<ImportRowKept>,
    changes: Vec<(usize, super::change::Change)>,
    externals: Vec<(ClientId, String)>,
    /// Values of the broker's own fields of the new ones.
    custom: Vec<(ClientId, CustomFieldId, Option<CustomKept>)>,
    turns: Vec<Option<Owner>>,
    turn: usize,
    given: i32,
    history: ClientHistory,
}

impl Written {
    fn new(op: &OpContext, turn: i32, turns: Vec<Option<Owner>>) -> Self {
        let now = op.now();
        let history = ClientHistory {
            created_at: now,
            updated_at: now,
            registered_at: None,
            converted_at: None,
            last_contact_at: None,
            next_follow_up_at: None,
            archived_at: None,
            retention_status: None,
            kyc: KycStatus::NotStarted,
            risk: RiskLevel::Low,
            verification_level: 0,
            pep: false,
            us_person: false,
        };
        let turn = usize::try_from(turn).unwrap_or(0);
        let (new, rows, changes, externals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { new, rows, changes, externals, custom: Vec::new(), turns, turn, given: 0, history }
    }

    fn take(
        &mut self,
        op: &OpContext,
        key: &FileKey,
        mut decision: Decision,
        fresh: Option<NewClient>,
    ) -> Result<(), UseCaseError> {
        let change = decision.change.take();
        match decision.outcome {
            ImportOutcome::Create => {
                let mut client = fresh.ok_or(UseCaseError::Internal("a new client was not sealed"))?;
                let owner = self.next_owner();
                client.owner = owner.as_ref().map(|owner| owner.id);
                client.team = owner.and_then(|owner| owner.team);
                decision.client = Some(client.id);
                let custom = std::mem::take(&mut client.custom);
                self.custom.extend(custom.into_iter().map(|(field, kept)| (client.id, field, kept)));
                self.externals.extend(decision.external.take().map(|name| (client.id, name)));
                self.new.push(BulkClient {
                    client,
                    history: self.history.clone(),
                    notes: Vec::new(),
                    tasks: Vec::new(),
                });
                self.rows.push(kept(decision, Some(1))?);
            }
            ImportOutcome::Update => {
                let change = change.ok_or(UseCaseError::Internal("a change was lost"))?;
                let before = serde_json::to_vec(&change.before).map_err(|_| UseCaseError::Internal("a picture"))?;
                let mut row = kept(decision, None)?;
                row.before = Some(key.seal(&place(op.tenant().id, record_id(key)), &before)?);
                self.changes.push((self.rows.len(), change));
                self.rows.push(row);
            }
            _ => self.rows.push(kept(decision, None)?),
        }
        Ok(())
    }

    fn next_owner(&mut self) -> Option<Owner> {
        if self.turns.is_empty() {
            return None;
        }
        let owner = self.turns.get(self.turn % self.turns.len()).cloned().flatten();
        self.turn += 1;
        self.given += 1;
        owner
    }

    async fn keep_changes(
        &mut self,
        tx: &TenantTx,
        permit: Result<crm_access::Permit<ClientEdit>, crm_access::AccessError>,
        op: &OpContext,
    ) -> Result<(), UseCaseError> {
        let clients = Clients::of(tx);
        let changes = std::mem::take(&mut self.changes);
        let id = |change: &super::change::Change| change.rewrite.id;
        self.externals.extend(changes.iter().filter_map(|(_, c)| Some((id(c), c.external.clone()?))));
        if !self.externals.is_empty() {
            clients.add_external_ids(&self.externals).await?;
        }
        if changes.is_empty() {
            return Ok(());
        }
        let permit = permit?;
        let rewrites: Vec<_> = changes.iter().map(|(_, change)| change.rewrite.clone()).collect();
        let versions: HashMap<ClientId, i32> =
            clients.rewrite_many(&permit, &rewrites, op.now()).await?.into_iter().collect();
        let contacts: Vec<_> =
            changes.iter().flat_map(|(_, c)| c.contacts.iter().map(move |contact| (id(c), contact.clone()))).collect();
        if !contacts.is_empty() {
            clients.add_contacts(&permit, &contacts, op.now()).await?;
        }
        let tags: Vec<_> = changes.iter().flat_map(|(_, c)| c.tags.iter().map(move |tag| (id(c), *tag))).collect();
        if !tags.is_empty() {
            clients.add_tags(&tags).await?;
        }
        let tokens: Vec<_> = changes.iter().filter_map(|(_, c)| Some((id(c), c.number, c.tokens.clone()?))).collect();
        if !tokens.is_empty() {
            clients.replace_tokens_of(&tokens).await?;
        }
        let custom: Vec<_> = changes
            .iter()
            .flat_map(|(_, c)| c.custom.iter().map(move |(field, kept)| (id(c), *field, Some(kept.clone()))))
            .collect();
        if !custom.is_empty() {
            clients.set_custom_values_of(&permit, custom).await?;
        }
        for (place, change) in &changes {
            let version = versions.get(&id(change)).copied().ok_or(UseCaseError::Internal("a held client is gone"))?;
            if let Some(row) = self.rows.get_mut(*place) {
                row.client_version = Some(version);
            }
        }
        Ok(())
    }
}

fn record_id(key: &FileKey) -> crm_model::ClientImportId {
    crm_model::ClientImportId::from_uuid(key.file())
}
