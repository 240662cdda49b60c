//! The dry run: what would become of each row if it were written now, counted exactly.

use super::ahead::{Read, ahead};
use super::change::{Change, Facts, change, forbidden_step};
use super::judge::{Judge, Judged, ProblemCount, RowProblem, Spot};
use super::look::permitted;
use super::map;
use super::repeats::{Repeats, gather};
use super::shelf::{Opened, held, own};
use super::work::{LONGEST, News, announce, failed, int, is_wanted, wanted};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::{ClientEdit, ClientView};
use crm_jobs::{Enqueue, Job, JobError, Run};
use crm_model::{
    AuditAction, ClientId, ClientImportId, ImportMatchAction, ImportOutcome, ImportRepeatAction, ImportState,
};
use crm_storage::{
    AuditEvent, Clients, CustomValueRow, ImportRowKept, ImportUpdate, Imports, MatchedBy, Scoped, StorageError,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// Says what would become of each row.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckImport {
    import: ClientImportId,
    work: i32,
}

impl Job for CheckImport {
    const KIND: &'static str = "CheckImport";
    const LONGEST: Option<Duration> = Some(LONGEST);
}

/// What a dry run counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    pub create: i32,
    pub update: i32,
    pub skip: i32,
    pub error: i32,
    pub repeats: i32,
    pub matches: i32,
    pub problems: Vec<ProblemCount>,
}

/// What becomes of a row.
pub(super) struct Decision {
    pub line: u32,
    pub outcome: ImportOutcome,
    pub repeats: Option<u32>,
    pub client: Option<ClientId>,
    pub matched: bool,
    pub problems: Vec<RowProblem>,
    pub change: Option<Change>,
    pub external: Option<String>,
}

/// The clients that rows may be about.
#[derive(Default)]
pub(super) struct Book {
    pub found: HashMap<MatchedBy, Vec<ClientId>>,
    pub facts: HashMap<ClientId, Facts>,
}

/// What rows came to that stand before those at hand.
#[derive(Default)]
pub(super) struct Earlier {
    /// Clients that they change.
    pub changed: HashSet<ClientId>,
    /// Rows that cannot be written: later ones of the same people cannot be left out for their sake. At the commit also
    /// those at hand that could not be written when they were tried.
    pub failed: HashSet<u32>,
}

/// Problems that are counted apart.
const PROBLEMS_SHOWN: usize = 50;

const MERGED: &str =
    "It is the same person as an earlier row, which takes over what this one says, by the rule of each column.";

const EARLIER_FAILED: &str =
    "It is the same person as an earlier row, and that one cannot be written. Mend that one, or write both anew.";

const COULD_NOT: &str = "It was left out with the rows that could not be written when the file was tried, and could be now: bring it again.";

/// Begins a dry run.
///
/// # Errors
/// Access, conflict, a mapping that does not fit.
pub async fn check(op: &OpContext, app: &App, id: ClientImportId, version: i32) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, Some(version)).await?;
    own(op, &opened.record)?;
    if !matches!(opened.record.state, ImportState::Mapping | ImportState::Checked) {
        return Err(UseCaseError::Conflict { current: opened.record.version });
    }
    map::fits(op, &tx, &opened.mapping()?, opened.told()?.width).await?;
    let update = ImportUpdate::default()
        .state(ImportState::Checking)
        .counts(None)
        .done(0)
        .total(opened.record.line_count)
        .phase_at(op.now())
        .work_by(op.staff_id()?);
    Imports::of(&tx).update(id, update.new_work().seen()).await?;
    tx.put(&CheckImport { import: id, work: opened.record.work + 1 }).await?;
    tx.commit(AuditEvent::on(AuditAction::ImportChecked, "client_import", id.uuid())).await?;
    announce(op, app, id, opened.record.version + 1).await;
    Ok(())
}

/// Judges every row against the file and the book.
///
/// # Errors
/// The database.
pub async fn check_import(app: Arc<App>, run: Run, job: CheckImport) -> Result<(), JobError> {
    let Some((opened, op)) = wanted(&app, &run, job.import, job.work, ImportState::Checking).await? else {
        return Ok(());
    };
    let Some(op) = op else { return end(&app, &run.op, &job, None).await.map_err(failed) };
    let tally = dry_run(&app, &op, &job, opened).await.map_err(failed)?;
    end(&app, &op, &job, tally).await.map_err(failed)
}

async fn dry_run(
    app: &Arc<App>,
    op: &OpContext,
    job: &CheckImport,
    opened: Opened,
) -> Result<Option<Tally>, UseCaseError> {
    let judge = Arc::new(judge_of(app, op, &opened).await?);
    let (blocks, opened) = (opened.record.block_count, Arc::new(opened));
    let total = opened.record.line_count;
    let merging = judge.mapping.on_repeat == ImportRepeatAction::Merge;
    let mut repeats = if merging {
        let Some(all) = gather(app, op, job.work, &opened, &judge).await? else { return Ok(None) };
        Repeats::Gathered(all)
    } else {
        Repeats::Sought(HashMap::new())
    };
    let mut earlier = Earlier::default();
    let mut tally = Tally::default();
    let mut problems: HashMap<RowProblem, i32> = HashMap::new();
    let mut news = News::new();
    let mut next = ahead(app, op, &opened, &judge, 0);
    for n in 0..blocks {
        let Read { block, judged, .. } = next.await.map_err(|_| UseCaseError::Internal("judging rows"))??;
        next = ahead(app, op, &opened, &judge, n + 1);
        let tx = app.db.import_work(op.tenant()).await?;
        let imports = Imports::of(&tx);
        let repeats = repeats.of_block(&judge, &judged);
        let book = book(op, &tx, &judge, job.import, &judged, &repeats).await?;
        let decisions = decide(&judge, &judged, &repeats, &book, &mut earlier)?;
        for decision in &decisions {
            tally.count(decision);
            for problem in &decision.problems {
                *problems.entry(problem.clone()).or_default() += 1;
            }
        }
        let rows = decisions.into_iter().map(|decision| kept(decision, None)).collect::<Result<_, _>>()?;
        imports.keep_rows(job.import, (block.first_line, block.last_line), rows).await?;
        if news.due() {
            let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
            if !is_wanted(&record, job.work, ImportState::Checking) {
                return Ok(None);
            }
            // where rows are merged, the file was gone through once already
            let done = if merging { total.midpoint(block.last_line) } else { block.last_line };
            imports.update(job.import, ImportUpdate::default().done(done)).await?;
            tx.keep().await?;
            announce(op, app, job.import, record.version).await;
        } else {
            tx.keep().await?;
        }
    }
    let mut counted: Vec<ProblemCount> =
        problems.into_iter().map(|(problem, count)| ProblemCount { problem, count }).collect();
    counted.sort_by(|a, b| b.count.cmp(&a.count).then(a.problem.column.cmp(&b.problem.column)));
    counted.truncate(PROBLEMS_SHOWN);
    Ok(Some(Tally { problems: counted, ..tally }))
}

async fn end(app: &App, op: &OpContext, job: &CheckImport, tally: Option<Tally>) -> Result<(), UseCaseError> {
    let tx = app.db.import_work(op.tenant()).await?;
    let imports = Imports::of(&tx);
    let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
    if !is_wanted(&record, job.work, ImportState::Checking) {
        return Ok(());
    }
    let counts = tally.map(|tally| serde_json::to_string(&tally)).transpose();
    let counts = counts.map_err(|_| UseCaseError::Internal("counts"))?;
    let state = if counts.is_some() { ImportState::Checked } else { ImportState::Mapping };
    let update = ImportUpdate::default().state(state).counts(counts).done(record.total).seen();
    imports.update(job.import, update).await?;
    tx.keep().await?;
    announce(op, app, job.import, record.version + 1).await;
    Ok(())
}

/// The judge of an import under the rights that its person has now.
pub(super) async fn judge_of(app: &App, op: &OpContext, opened: &Opened) -> Result<Judge, UseCaseError> {
    let tx = app.db.read(op).await?;
    let mapping = permitted(op, &tx, opened.mapping()?).await?;
    Judge::new(op, &tx, mapping, opened.told()?.width).await
}

/// What the book says of rows that could become something.
pub(super) async fn book(
    op: &OpContext,
    tx: &impl Scoped,
    judge: &Judge,
    import: ClientImportId,
    judged: &[Judged],
    repeats: &HashMap<u32, u32>,
) -> Result<Book, UseCaseError> {
    let mut book = Book::default();
    let Ok(permit) = op.require::<ClientView>() else { return Ok(book) };
    let asked = judged.iter().filter(|row| !row.is_bad() && !repeats.contains_key(&row.line));
    let (mut contacts, mut externals) = (Vec::new(), Vec::new());
    for (by, value) in asked.flat_map(|row| &row.known_by) {
        if judge.mapping.match_by.contains(by) {
            match value {
                MatchedBy::Contact(bidx) => contacts.push(bidx.clone()),
                MatchedBy::ExternalId(name) => externals.push(name.clone()),
            }
        }
    }
    for found in Imports::of(tx).book(&permit, import, contacts, externals).await? {
        book.found.entry(found.by).or_default().push(found.client);
    }
    if judge.mapping.on_match == ImportMatchAction::Update {
        book.facts = facts(op, tx, judge, &book.clients()).await?;
    }
    Ok(book)
}

impl Book {
    pub(super) fn clients(&self) -> Vec<ClientId> {
        let mut all: Vec<ClientId> = self.found.values().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What may be changed of clients, as far as the person may change them.
async fn facts(
    op: &OpContext,
    tx: &impl Scoped,
    judge: &Judge,
    ids: &[ClientId],
) -> Result<HashMap<ClientId, Facts>, UseCaseError> {
    let Ok(permit) = op.require::<ClientEdit>() else { return Ok(HashMap::new()) };
    let clients = Clients::of(tx);
    let found = clients.find_many(&permit, op.person(), ids, false).await?;
    let contacts = clients.contacts(ids).await?;
    let externals = clients.external_ids(ids).await?;
    let mut custom: HashMap<ClientId, Vec<CustomValueRow>> = HashMap::new();
    if judge.mapping.changes_custom() {
        for row in clients.custom_values(ids).await? {
            custom.entry(row.client).or_default().push(row);
        }
    }
    let facts = found.into_iter().map(|client| {
        let id = client.id;
        let kinds = contacts.iter().filter(|contact| contact.client == id).map(|contact| contact.kind).collect();
        let externals = externals.iter().filter(|(of, _)| *of == id).map(|(_, name)| name.clone()).collect();
        (id, Facts { client, kinds, externals, custom: custom.remove(&id).unwrap_or_default() })
    });
    Ok(facts.collect())
}

/// What becomes of each row.
pub(super) fn decide(
    judge: &Judge,
    judged: &[Judged],
    repeats: &HashMap<u32, u32>,
    book: &Book,
    earlier: &mut Earlier,
) -> Result<Vec<Decision>, UseCaseError> {
    let next = |row: &Judged| {
        let could_not = earlier.failed.contains(&row.line);
        let mut decision = one(judge, row, repeats.get(&row.line).copied(), book, earlier)?;
        if could_not && matches!(decision.outcome, ImportOutcome::Create | ImportOutcome::Update) {
            // left out with the bad rows, as was chosen; nobody looked either whether later rows repeat it
            if let (Some(_), Some(client)) = (decision.change.take(), decision.client) {
                earlier.changed.remove(&client);
            }
            decision = decision.fail("could_not_be_written", COULD_NOT);
        }
        if decision.outcome == ImportOutcome::Error {
            earlier.failed.insert(row.line);
        }
        Ok(decision)
    };
    judged.iter().map(next).collect()
}

fn one(
    judge: &Judge,
    row: &Judged,
    repeats: Option<u32>,
    book: &Book,
    earlier: &mut Earlier,
) -> Result<Decision, UseCaseError> {
    let mut decision = Decision {
        line: row.line,
        outcome: ImportOutcome::Error,
        repeats,
        client: None,
        matched: false,
        problems: row.problems.clone(),
        change: None,
        external: row.external.clone(),
    };
    if row.blank {
        return Ok(decision.skip("blank_row", "Nothing stands in this row."));
    }
    if row.is_bad() {
        return Ok(decision);
    }
    if repeats.is_some_and(|first| earlier.failed.contains(&first)) {
        return Ok(decision.fail("earlier_row_failed", EARLIER_FAILED));
    }
    if repeats.is_some() {
        return Ok(match judge.mapping.on_repeat {
            ImportRepeatAction::Merge => decision.skip("merged_row", MERGED),
            _ => decision.skip("repeats_row", "It is the same person as an earlier row."),
        });
    }
    let chosen = row.known_by.iter().filter(|(by, _)| judge.mapping.match_by.contains(by));
    let mut found: Vec<ClientId> = chosen.filter_map(|(_, by)| book.found.get(by)).flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    decision.matched = !found.is_empty();
    decision.client = found.first().copied().filter(|_| found.len() == 1);
    match (judge.mapping.on_match, found.as_slice()) {
        (ImportMatchAction::Create, _) | (_, []) => {
            decision.client = None;
            if row.lacking.is_empty() {
                decision.outcome = ImportOutcome::Create;
            }
            decision.problems.extend(row.lacking.iter().cloned());
            Ok(decision)
        }
        (ImportMatchAction::Skip, _) => Ok(decision.skip("in_the_book", "The client is in the book already.")),
        (ImportMatchAction::Update, [client]) => update(judge, row, *client, book, &mut earlier.changed, decision),
        (ImportMatchAction::Update, _) => Ok(decision
            .fail("several_matches", "Several clients fit this row. Merge them, or find clients by one field only.")),
    }
}

fn update(
    judge: &Judge,
    row: &Judged,
    client: ClientId,
    book: &Book,
    changed: &mut HashSet<ClientId>,
    mut decision: Decision,
) -> Result<Decision, UseCaseError> {
    let Some(facts) = book.facts.get(&client) else {
        return Ok(decision.fail("may_not_change", "You may see this client and not change it. Leave such rows out."));
    };
    if changed.contains(&client) {
        return Ok(decision.skip("changed_by_earlier_row", "An earlier row of the file changes this client."));
    }
    if let Some(problem) = forbidden_step(judge, facts, row) {
        decision.problems.push(problem);
        return Ok(decision);
    }
    match change(judge, facts, row)? {
        None => Ok(decision.skip("nothing_to_change", "The client has all of this already.")),
        Some(found) => {
            changed.insert(client);
            decision.outcome = ImportOutcome::Update;
            decision.change = Some(found);
            Ok(decision)
        }
    }
}

impl Decision {
    fn note(&mut self, code: &str, message: &str, warning: bool) {
        self.problems.push(Spot::default().says(code, message, warning));
    }

    fn skip(mut self, code: &str, message: &str) -> Self {
        self.outcome = ImportOutcome::Skip;
        self.note(code, message, true);
        self
    }

    fn fail(mut self, code: &str, message: &str) -> Self {
        self.outcome = ImportOutcome::Error;
        self.note(code, message, false);
        self
    }
}

impl Tally {
    pub(super) fn count(&mut self, decision: &Decision) {
        match decision.outcome {
            ImportOutcome::Create => self.create += 1,
            ImportOutcome::Update => self.update += 1,
            ImportOutcome::Skip => self.skip += 1,
            ImportOutcome::Error | ImportOutcome::UndoRefused | ImportOutcome::Undone => self.error += 1,
        }
        self.repeats += i32::from(decision.repeats.is_some() && decision.outcome == ImportOutcome::Skip);
        self.matches += i32::from(decision.matched);
    }

    pub(super) const fn written(&self) -> [i32; 6] {
        [self.create, self.update, self.skip, self.error, self.repeats, self.matches]
    }
}

/// A decision as it rests; `written` is the client's version once it is no mere plan.
pub(super) fn kept(decision: Decision, written: Option<i32>) -> Result<ImportRowKept, UseCaseError> {
    let problems = (!decision.problems.is_empty()).then(|| serde_json::to_string(&decision.problems)).transpose();
    Ok(ImportRowKept {
        line: int(usize::try_from(decision.line).unwrap_or(usize::MAX)),
        outcome: decision.outcome,
        repeats: decision.repeats.map(|line| int(usize::try_from(line).unwrap_or(usize::MAX))),
        client: decision.client,
        client_version: written,
        before: None,
        problems: problems.map_err(|_| UseCaseError::Storage(StorageError::Corrupt("problems")))?,
        unwritten: false,
    })
}
