//! Rows of a file that are one person: which earlier row each repeats.

use super::ahead::{Read, ahead_as_it_stands};
use super::judge::{Judge, Judged};
use super::merge::{Cells, Merge, column_of};
use super::shelf::Opened;
use super::work::{News, announce, int, is_wanted};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{ImportMatchAction, ImportMatchField, ImportRepeatAction, ImportState};
use crm_storage::{BlockKind, ImportBlock, ImportUpdate, ImportWrites, Imports, MatchedBy};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Bytes that are held before they are put away. In a file that says everything twice in another order, each time opens and
/// seals nearly every block: that has to be seldom. A debug build does it sooner, so that tests do it at all.
const HELD: usize = if cfg!(debug_assertions) { 256 * 1024 } else { 16 * 1024 * 1024 };

/// What a cell takes beside its text.
const CELL: usize = 64;

/// By what people of earlier rows are known, and in which row they stood first: some 30 bytes each, so that a million rows
/// fit.
type Seen = HashMap<[u8; 16], u32>;

/// By what a person is known: which of it each first row has, so that a later one brings only what is missing.
#[derive(Default)]
struct Known {
    seen: Seen,
    /// By the first row's line.
    has: Vec<u8>,
}

impl Known {
    /// From now on `line` is found by these keys, as far as they are `fresh` and nobody else's.
    fn enter(&mut self, line: u32, keys: &[(ImportMatchField, [u8; 16])], fresh: impl Fn(ImportMatchField) -> bool) {
        let place = usize::try_from(line).unwrap_or_default();
        if self.has.len() <= place {
            self.has.resize(place + 1, 0);
        }
        let Some(has) = self.has.get_mut(place) else { return };
        let had = *has;
        for (by, key) in keys.iter().filter(|(by, _)| had & bit(*by) == 0 && fresh(*by)) {
            if *self.seen.entry(*key).or_insert(line) == line {
                *has |= bit(*by);
            }
        }
    }
}

const fn bit(by: ImportMatchField) -> u8 {
    match by {
        ImportMatchField::Email => 1,
        ImportMatchField::Phone => 2,
        ImportMatchField::ExternalId => 4,
    }
}

/// The earlier row that each row repeats.
pub(super) enum Repeats {
    /// Looked for row by row.
    Sought(Seen),
    /// Known of the whole file, because what later rows say was gathered first.
    Gathered(HashMap<u32, u32>),
}

impl Repeats {
    pub(super) fn of_block(&mut self, judge: &Judge, judged: &[Judged]) -> HashMap<u32, u32> {
        match self {
            Self::Sought(seen) => seek(judge, judged, seen),
            Self::Gathered(all) => {
                judged.iter().filter_map(|row| Some((row.line, all.get(&row.line).copied()?))).collect()
            }
        }
    }
}

fn short(by: &MatchedBy) -> [u8; 16] {
    let mut short = [0; 16];
    let whole = match by {
        MatchedBy::Contact(bidx) => bidx.clone(),
        MatchedBy::ExternalId(name) => Sha256::digest(name.as_bytes()).to_vec(),
    };
    short.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
    short
}

/// Whether a row can become something by itself, so that later ones can repeat it.
fn stands(judge: &Judge, row: &Judged) -> bool {
    !row.is_bad() && !row.blank && (row.lacking.is_empty() || judge.mapping.on_match == ImportMatchAction::Update)
}

fn seek(judge: &Judge, judged: &[Judged], seen: &mut Seen) -> HashMap<u32, u32> {
    let mut found = HashMap::new();
    for row in judged.iter().filter(|row| stands(judge, row)) {
        let earlier = row.known_by.iter().filter_map(|(_, by)| seen.get(&short(by)).copied()).min();
        match earlier {
            Some(earlier) if judge.mapping.on_repeat == ImportRepeatAction::Skip => {
                found.insert(row.line, earlier);
            }
            _ => {
                for (_, by) in &row.known_by {
                    seen.entry(short(by)).or_insert(row.line);
                }
            }
        }
    }
    found
}

/// Whether nothing of a row can be taken over.
fn is_of_no_use(judge: &Judge, row: &Judged) -> bool {
    row.is_bad() || row.blank || (row.cannot_begin() && judge.mapping.on_match != ImportMatchAction::Update)
}

/// Goes through the whole file once, and puts away what each row takes over from later rows of the same person. Answers
/// which row repeats which; nothing when the dry run is not wanted any more.
pub(super) async fn gather(
    app: &Arc<App>,
    op: &OpContext,
    work: i32,
    opened: &Arc<Opened>,
    judge: &Arc<Judge>,
) -> Result<Option<HashMap<u32, u32>>, UseCaseError> {
    let chosen = opened.mapping()?;
    let Some(merge) = Merge::of(&chosen) else { return Ok(Some(HashMap::new())) };
    let taken = |by| column_of(&chosen, by).is_some_and(|column| merge.takes(column));
    let mut shelf = Shelf { app, op, work, opened, merge: &merge, ends: Vec::new(), taken: BTreeMap::new(), held: 0 };
    if !shelf.clear().await? {
        return Ok(None);
    }
    let (mut people, mut repeats) = (Known::default(), HashMap::new());
    let mut news = News::new();
    let mut next = ahead_as_it_stands(app, op, opened, judge, 0);
    for n in 0..opened.record.block_count {
        let Read { block, mut rows, judged } = next.await.map_err(|_| UseCaseError::Internal("judging rows"))??;
        next = ahead_as_it_stands(app, op, opened, judge, n + 1);
        shelf.ends.push((block.first_line, block.last_line));
        for (row, judged) in rows.iter_mut().zip(&judged).filter(|(_, judged)| !is_of_no_use(judge, judged)) {
            let known: Vec<_> = judged.known_by.iter().map(|(by, value)| (*by, short(value))).collect();
            let first = known.iter().filter_map(|(_, key)| people.seen.get(key).copied()).min();
            if let Some(first) = first {
                // what another earlier row is known by stays with that one
                let others = known.iter().filter(|(_, key)| people.seen.get(key).is_some_and(|line| *line != first));
                let others: Vec<usize> = others.filter_map(|(by, _)| column_of(&chosen, *by)).collect();
                repeats.insert(row.line, first);
                merge.write_out_phone(row, judged);
                shelf.add(first, merge.says(row, judged.input.country.as_deref(), &others));
                people.enter(first, &known, taken);
            } else if stands(judge, judged) {
                people.enter(row.line, &known, |_| true);
            }
        }
        let full = shelf.held > HELD;
        if (full || news.due()) && !shelf.report(block.last_line, full).await? {
            return Ok(None);
        }
    }
    let end = opened.record.line_count;
    Ok(shelf.report(end, true).await?.then_some(repeats))
}

/// What rows take over, on its way into blocks.
struct Shelf<'a> {
    app: &'a Arc<App>,
    op: &'a OpContext,
    work: i32,
    opened: &'a Opened,
    merge: &'a Merge,
    /// The first and last line of each block so far.
    ends: Vec<(i32, i32)>,
    taken: BTreeMap<u32, Cells>,
    held: usize,
}

impl Shelf<'_> {
    fn add(&mut self, first: u32, says: Cells) {
        self.held += says.values().map(|text| text.len() + CELL).sum::<usize>();
        self.merge.absorb(self.taken.entry(first).or_default(), says);
    }

    /// Forgets what an earlier dry run put away; whether this one is still wanted.
    async fn clear(&self) -> Result<bool, UseCaseError> {
        let tx = self.app.db.import_work(self.op.tenant()).await?;
        let imports = Imports::of(&tx);
        let record = imports.hold(self.opened.record.id).await?.ok_or(UseCaseError::NotFound("import"))?;
        if !is_wanted(&record, self.work, ImportState::Checking) {
            return Ok(false);
        }
        imports.forget_merged(record.id).await?;
        tx.keep().await?;
        Ok(true)
    }

    /// Says how far the file was gone through, and first puts away what is held where `put_away`; whether the dry run is
    /// still wanted. It is half done at the end of the file.
    async fn report(&mut self, line: i32, put_away: bool) -> Result<bool, UseCaseError> {
        let id = self.opened.record.id;
        let tx = self.app.db.import_work(self.op.tenant()).await?;
        let imports = Imports::of(&tx);
        let record = imports.hold(id).await?.ok_or(UseCaseError::NotFound("import"))?;
        if !is_wanted(&record, self.work, ImportState::Checking) {
            return Ok(false);
        }
        if put_away {
            self.put_away(&imports).await?;
        }
        imports.update(id, ImportUpdate::default().done(line / 2)).await?;
        tx.keep().await?;
        announce(self.op, self.app, id, record.version).await;
        Ok(true)
    }

    /// Adds what is held to the blocks.
    async fn put_away(&mut self, imports: &Imports<'_, impl ImportWrites>) -> Result<(), UseCaseError> {
        let id = self.opened.record.id;
        let mut rest = std::mem::take(&mut self.taken);
        self.held = 0;
        for (n, (first, last)) in (0..).zip(&self.ends) {
            if rest.is_empty() {
                break;
            }
            let behind = rest.split_off(&u32::try_from(last.saturating_add(1)).unwrap_or(u32::MAX));
            let fresh = std::mem::replace(&mut rest, behind);
            if fresh.is_empty() {
                continue;
            }
            let there = imports.blocks(id, BlockKind::Merged, n, 1).await?;
            let mut whole = match there.first() {
                Some(block) => self.opened.merged(block)?,
                None => BTreeMap::new(),
            };
            for (line, cells) in fresh {
                self.merge.absorb(whole.entry(line).or_default(), cells);
            }
            let plain = serde_json::to_vec(&whole).map_err(|_| UseCaseError::Internal("merged rows"))?;
            let sealed = self.opened.seal_block(BlockKind::Merged, n, &plain)?;
            let block = ImportBlock { n, first_line: *first, last_line: *last, size: int(whole.len()), sealed };
            imports.keep_block(id, BlockKind::Merged, block).await?;
        }
        Ok(())
    }
}
