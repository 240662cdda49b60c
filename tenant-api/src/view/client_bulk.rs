//! Acts on many clients as the staff portal shows them.

use crate::view::client::StaffRef;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::bulk::{BulkPreview as Preview, BulkRowShown, BulkShown, message};
use crm_storage::ClientBrief;

/// What is done to every client of a selection.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BulkActKind")]
pub enum BulkActKind {
    /// Given to one owner, or in turn to several.
    Assign,
    SalesStatus,
    RetentionStatus,
    Tags,
    Archive,
}

/// How far an act on many clients has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BulkState")]
pub enum BulkState {
    Running,
    Done,
    /// Somebody stopped it, or its rights ended; what was changed stays.
    Stopped,
    Undoing,
    Undone,
}

/// What became of one client.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BulkOutcome")]
pub enum BulkOutcome {
    /// Not worked off.
    Waiting,
    Changed,
    /// There was nothing to do.
    Same,
    /// Left as the client is, for a reason.
    Refused,
    /// Changed and taken back.
    Undone,
    /// Changed; undo left the client as he is, for a reason.
    UndoRefused,
}

/// How many clients would be left as they are for one reason.
#[derive(SimpleObject)]
pub struct BulkRefusal {
    code: String,
    message: String,
    count: i32,
}

/// How many clients a person would be given.
#[derive(SimpleObject)]
pub struct BulkShare {
    owner: StaffRef,
    count: i32,
}

/// What an act would do to a selection, under the caller's reach for that act.
#[derive(SimpleObject)]
pub struct BulkPreview {
    selected: i32,
    /// When several people take turns, clients that one of them has already are among these.
    change: i32,
    same: i32,
    refused: Vec<BulkRefusal>,
    shares: Vec<BulkShare>,
}

/// An act on many clients: who began it alone sees it.
#[derive(SimpleObject)]
pub struct ClientBulk {
    id: ID,
    version: i32,
    state: BulkState,
    act: BulkActKind,
    /// People, a status or tags that it sets, by name.
    sets: Vec<String>,
    /// Tags that it takes away, by name.
    takes: Vec<String>,
    /// The team whose people take turns.
    team: Option<String>,
    total: i32,
    changed: i32,
    same: i32,
    refused: i32,
    undone: i32,
    undo_refused: i32,
    created_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    undo_until: DateTime<Utc>,
    /// Whether it can be taken back now.
    undoable: bool,
}

/// A client named beside a row.
#[derive(SimpleObject)]
pub struct BulkClientRef {
    id: ID,
    number: String,
    display_name: String,
}

/// What became of one client of a selection.
#[derive(SimpleObject)]
pub struct BulkRow {
    row: i32,
    /// Null for a client that the viewer does not reach now.
    client: Option<BulkClientRef>,
    outcome: BulkOutcome,
    code: Option<String>,
    /// Why the client was left, and what to do about it.
    message: Option<String>,
    /// Before and after, by name.
    was: Option<String>,
    became: Option<String>,
}

fn int(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

impl From<Preview> for BulkPreview {
    fn from(preview: Preview) -> Self {
        let refusal = |(code, count): (&'static str, i64)| BulkRefusal {
            code: code.to_owned(),
            message: message(code).to_owned(),
            count: int(count),
        };
        let share = |(owner, count): (crm_storage::Owner, i64)| BulkShare {
            owner: StaffRef { id: ID(owner.id.to_string()), name: owner.name },
            count: int(count),
        };
        Self {
            selected: int(preview.selected),
            change: int(preview.change),
            same: int(preview.same),
            refused: preview.refused.into_iter().map(refusal).collect(),
            shares: preview.shares.into_iter().map(share).collect(),
        }
    }
}

impl ClientBulk {
    /// As it stands at a time.
    pub(crate) fn at(now: DateTime<Utc>, shown: BulkShown) -> Self {
        let BulkShown { record, sets, takes, team } = shown;
        let [changed, same, refused] = record.written;
        let [undone, undo_refused] = record.undone;
        let left = matches!(
            record.state,
            crm_model::BulkState::Running | crm_model::BulkState::Done | crm_model::BulkState::Stopped
        );
        let busy = record.state == crm_model::BulkState::Running;
        Self {
            id: ID(record.id.to_string()),
            version: record.version,
            state: record.state.into(),
            act: record.act.into(),
            sets,
            takes,
            team,
            total: record.total,
            changed,
            same,
            refused,
            undone,
            undo_refused,
            created_at: record.created_at,
            ended_at: record.ended_at,
            undo_until: record.undo_until,
            undoable: left && (busy || changed > undone + undo_refused) && record.undo_until > now,
        }
    }
}

impl From<BulkRowShown> for BulkRow {
    fn from(shown: BulkRowShown) -> Self {
        let row = shown.row;
        let client = |client: ClientBrief| BulkClientRef {
            id: ID(client.id.to_string()),
            number: client.number,
            display_name: client.display_name,
        };
        Self {
            row: row.n,
            client: shown.client.map(client),
            outcome: row.outcome.into(),
            message: row.code.as_deref().map(|code| message(code).to_owned()),
            code: row.code,
            was: row.was,
            became: row.became,
        }
    }
}
