//! Proves the chain from its first link to its head, and against the anchors kept outside the database.

use super::read::Audits;
use super::write::Body;
use crate::StorageError;
use crate::scope::Scoped;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A head that was seen earlier and kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The newest event then.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// What is wrong, at which row first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainProblem {
    /// A row is missing, or two changed places.
    #[error("row {0} is missing")]
    Missing(i64),
    /// The row before it is not the one it was written after.
    #[error("row {0} does not follow the row before it")]
    Unlinked(i64),
    /// The row's text is not what was hashed.
    #[error("row {0} was changed after it was written")]
    Changed(i64),
    /// A column says something else than the hashed text.
    #[error("row {0} has a column that differs from its hashed text")]
    ColumnChanged(i64),
    /// Rows after the head, or the head after the last row.
    #[error("the head of the chain is {head}, the last row is {last}: the tail was cut or added to")]
    Tail {
        /// What the head says.
        head: i64,
        /// The last row there is.
        last: i64,
    },
    /// The chain no longer holds what was anchored outside the database.
    #[error("row {0} differs from the anchor outside the database, or is gone: the chain was rewritten")]
    AnchorDiffers(i64),
    /// An anchor outside the database names this one as the one before it.
    #[error("the anchor of row {0} is gone from the store outside the database")]
    AnchorGone(i64),
    /// The store remembers more of this anchor than that it was written.
    #[error("the anchor of row {0} was deleted or written over in the store outside the database")]
    AnchorTouched(i64),
}

impl ChainProblem {
    /// The first row that is wrong.
    #[must_use]
    pub const fn seq(&self) -> i64 {
        match self {
            Self::Missing(seq)
            | Self::Unlinked(seq)
            | Self::Changed(seq)
            | Self::ColumnChanged(seq)
            | Self::AnchorDiffers(seq)
            | Self::AnchorGone(seq)
            | Self::AnchorTouched(seq) => *seq,
            Self::Tail { head, last } => {
                if *head < *last {
                    *head + 1
                } else {
                    *last + 1
                }
            }
        }
    }
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Rows looked at.
    pub checked: i64,
    /// The head.
    pub head: Anchor,
    /// The newest anchor outside the database, if any.
    pub anchored: Option<i64>,
    /// The first problem, if any.
    pub problem: Option<ChainProblem>,
}

#[derive(FromQueryResult)]
struct LinkRow {
    seq: i64,
    id: Uuid,
    at: DateTime<Utc>,
    action: String,
    refused: bool,
    actor_kind: String,
    actor_id: Option<Uuid>,
    target_kind: Option<String>,
    target_id: Option<Uuid>,
    client_id: Option<Uuid>,
    body: String,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

#[derive(FromQueryResult)]
struct HeadRow {
    seq: i64,
    hash: Vec<u8>,
}

const BATCH: i64 = 2_000;

impl<T: Scoped> Audits<'_, T> {
    /// The newest link.
    ///
    /// # Errors
    /// The database is away, or the tenant has no head.
    pub async fn head(&self) -> Result<Anchor, StorageError> {
        let scope = self.tx().scope();
        let row: Option<HeadRow> =
            scope.one("SELECT seq, hash FROM crm.audit_head WHERE tenant_id = $1", vec![scope.tenant()]).await?;
        row.map(|r| Anchor { seq: r.seq, hash: r.hash })
            .ok_or(StorageError::Corrupt("audit_head has no row for this tenant"))
    }

    /// The hash that a row of the chain has now; none when there is no such row.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hash_at(&self, seq: i64) -> Result<Option<Vec<u8>>, StorageError> {
        let scope = self.tx().scope();
        let sql = "SELECT seq, hash FROM crm.audit_event WHERE tenant_id = $1 AND seq = $2";
        let row: Option<HeadRow> = scope.one(sql, vec![scope.tenant(), seq.into()]).await?;
        Ok(row.map(|row| row.hash))
    }

    /// Walks the chain. `anchors` are heads kept outside, oldest first.
    ///
    /// # Errors
    /// The database is away. A broken chain is no error but a report.
    pub async fn verify(&self, anchors: &[Anchor]) -> Result<ChainReport, StorageError> {
        let scope = self.tx().scope();
        let head = self.head().await?;
        let mut report = ChainReport {
            checked: 0,
            head: head.clone(),
            anchored: anchors.iter().map(|a| a.seq).max(),
            problem: None,
        };
        let mut last = Anchor { seq: 0, hash: vec![0; 32] };
        let mut anchors = anchors.iter().skip_while(is_start).peekable();
        loop {
            let sql = format!(
                "SELECT seq, id, at, action, refused, actor_kind, actor_id, target_kind, target_id, client_id, body, prev_hash, hash FROM crm.audit_event WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT {BATCH}"
            );
            let rows: Vec<LinkRow> = scope.all(sql, vec![scope.tenant(), last.seq.into()]).await?;
            let Some(newest) = rows.last().map(|r| r.seq) else { break };
            for row in rows {
                if let Err(problem) = check(&row, &last, scope.tenant_id().uuid()) {
                    report.problem = Some(problem);
                    return Ok(report);
                }
                last = Anchor { seq: row.seq, hash: row.hash };
                report.checked += 1;
                while let Some(anchor) = anchors.peek().copied().filter(|a| a.seq <= last.seq) {
                    anchors.next();
                    if anchor.seq == last.seq && anchor.hash != last.hash {
                        report.problem = Some(ChainProblem::AnchorDiffers(anchor.seq));
                        return Ok(report);
                    }
                }
            }
            last.seq = newest;
        }
        if head != last {
            report.problem = Some(ChainProblem::Tail { head: head.seq, last: last.seq });
        } else if let Some(gone) = anchors.next() {
            let _ = gone;
            report.problem = Some(ChainProblem::AnchorDiffers(last.seq + 1));
        }
        Ok(report)
    }
}

/// An anchor taken before the first event proves nothing.
fn is_start(anchor: &&Anchor) -> bool {
    anchor.seq == 0
}

fn check(row: &LinkRow, last: &Anchor, tenant: Uuid) -> Result<(), ChainProblem> {
    if row.seq != last.seq + 1 {
        return Err(ChainProblem::Missing(last.seq + 1));
    }
    if row.prev_hash != last.hash {
        return Err(ChainProblem::Unlinked(row.seq));
    }
    let mut hash = Sha256::new();
    hash.update(&row.prev_hash);
    hash.update(row.seq.to_be_bytes());
    hash.update(row.body.as_bytes());
    if hash.finalize().as_slice() != row.hash.as_slice() {
        return Err(ChainProblem::Changed(row.seq));
    }
    let Ok(body) = serde_json::from_str::<Body>(&row.body) else { return Err(ChainProblem::Changed(row.seq)) };
    let same = body.tenant == tenant
        && body.id == row.id
        && body.at == row.at.to_rfc3339_opts(SecondsFormat::Micros, true)
        && body.action == row.action
        && body.refused == row.refused
        && body.actor.kind == row.actor_kind
        && body.actor.id == row.actor_id
        && body.target.as_ref().map(|t| t.kind.as_str()) == row.target_kind.as_deref()
        && body.target.as_ref().map(|t| t.id) == row.target_id
        && body.client == row.client_id;
    if same { Ok(()) } else { Err(ChainProblem::ColumnChanged(row.seq)) }
}
