//! Judges a block of rows while another is worked on.

use super::judge::{Judge, Judged, Own, Spot};
use super::merge::Merge;
use super::shelf::Opened;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_sheets::Row;
use crm_storage::{BlockKind, ImportBlock, Imports};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const TAKES_OVER: &str = "Takes over what later rows say of the same person, by the rule of each column.";

/// A block of rows as it was judged.
pub(super) struct Read {
    pub block: ImportBlock,
    pub rows: Vec<Row>,
    pub judged: Vec<Judged>,
}

type Ahead = tokio::task::JoinHandle<Result<Read, UseCaseError>>;

/// Judges a block beside what else goes on, on both processors; rows with what they take over from later ones, where rows
/// are merged.
pub(super) fn ahead(app: &Arc<App>, op: &OpContext, opened: &Arc<Opened>, judge: &Arc<Judge>, n: i32) -> Ahead {
    read_ahead(app, op, opened, judge, n, true)
}

/// The same without a look at other rows.
pub(super) fn ahead_as_it_stands(
    app: &Arc<App>,
    op: &OpContext,
    opened: &Arc<Opened>,
    judge: &Arc<Judge>,
    n: i32,
) -> Ahead {
    read_ahead(app, op, opened, judge, n, false)
}

fn read_ahead(app: &Arc<App>, op: &OpContext, opened: &Arc<Opened>, judge: &Arc<Judge>, n: i32, merges: bool) -> Ahead {
    let (app, op, opened, judge) = (Arc::clone(app), op.clone(), Arc::clone(opened), Arc::clone(judge));
    tokio::spawn(async move {
        // as it was chosen: rows of a file are no clients, whom the person may not change
        let merge = if merges { Merge::of(&opened.mapping()?) } else { None };
        let tx = app.db.read(&op).await?;
        let imports = Imports::of(&tx);
        let blocks = imports.blocks(opened.record.id, BlockKind::Rows, n, 1).await?;
        let Some(block) = blocks.into_iter().next() else {
            let block = ImportBlock { n, first_line: 0, last_line: 0, size: 0, sealed: Vec::new() };
            return Ok(Read { block, rows: Vec::new(), judged: Vec::new() });
        };
        let cells = imports.cells(opened.record.id, block.first_line, block.last_line).await?;
        let merged = match merge {
            Some(merge) => {
                let block = imports.blocks(opened.record.id, BlockKind::Merged, n, 1).await?.pop();
                block.map(|block| (merge, block))
            }
            None => None,
        };
        drop(tx);
        let work = tokio::task::spawn_blocking(move || {
            let mut rows = opened.open_rows(&block, &cells)?;
            rows.retain(|row| row.line > judge.mapping.header);
            let mut taken = match &merged {
                Some((_, block)) => opened.merged(block)?,
                None => BTreeMap::new(),
            };
            let mut own: HashMap<u32, Own> = HashMap::new();
            for row in &mut rows {
                if let (Some((merge, _)), Some(cells)) = (&merged, taken.remove(&row.line)) {
                    let alone = judge.row(row);
                    merge.write_out_phone(row, &alone);
                    if let Some(took) = merge.put(row, alone.input.country.as_deref(), cells) {
                        let address_country = took.address_country;
                        own.insert(row.line, Own { address_country, corporate: alone.is_corporate() });
                    }
                }
            }
            let (first, second) = rows.split_at(rows.len() / 2);
            let own = &own;
            let one = |row: &Row| own.get(&row.line).map_or_else(|| judge.row(row), |own| judge.row_that(own, row));
            let all = |rows: &[Row]| rows.iter().map(one).collect::<Vec<Judged>>();
            let (mut judged, second) = std::thread::scope(|scope| {
                let beside = scope.spawn(|| all(second));
                (all(first), beside.join())
            });
            judged.extend(second.map_err(|_| UseCaseError::Internal("judging rows"))?);
            for row in judged.iter_mut().filter(|row| own.contains_key(&row.line)) {
                row.problems.push(Spot::default().says("takes_over", TAKES_OVER, true));
            }
            Ok(Read { block, rows, judged })
        });
        work.await.map_err(|_| UseCaseError::Internal("judging rows"))?
    })
}
