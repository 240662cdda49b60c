//! Merges and duplicates as the staff portal shows them.

use crate::view::client::StaffRef;
use crate::view::masked::MaskedText;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::merges::{MergeBlocked, MergePreview as Preview, MergeShown, PreviewField};
use crm_storage::{ClientBrief, MoveCounts};

/// What clients share that look like the same person.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::SharedBy")]
pub enum SharedBy {
    Email,
    Phone,
    ExternalId,
}

/// A field of the client that is kept.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::MergeField")]
pub enum MergeField {
    /// First, middle and last name and the company's, together.
    Name,
    Country,
    Nationality,
    Language,
    DateOfBirth,
    Address,
    Source,
    Campaign,
    ReferrerCode,
    SalesStatus,
    RetentionStatus,
    /// The kept client's, or the first that there is.
    Owner,
    /// The furthest.
    Stage,
    /// The strictest.
    Status,
    /// The kept client's, unless another was rejected or blocked.
    KycStatus,
    /// The highest.
    RiskLevel,
    Pep,
    UsPerson,
    /// Only if everyone gave it.
    MarketingConsent,
    DoNotCall,
}

/// What moves to the client that is kept.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::MergeMove")]
pub enum MergeMove {
    Notes,
    Tasks,
    Tags,
    Participants,
    ExternalIds,
    TradingAccounts,
    BalanceOperations,
    TradeCommands,
}

/// What stands against a merge.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::MergeBlock")]
pub enum MergeBlock {
    Archived,
    OtherKind,
    OtherBrand,
    Frozen,
    AccountFrozen,
    MoneyPending,
    TradePending,
    OpeningPending,
    ImportRunning,
    BulkRunning,
    TooManyContacts,
    TooManyTags,
}

/// A client named beside a merge.
#[derive(SimpleObject)]
pub struct MergedClientRef {
    id: ID,
    number: String,
    display_name: String,
}

/// A client of a merge that is looked at, at the version that was read.
#[derive(SimpleObject)]
pub struct MergePreviewClient {
    id: ID,
    number: String,
    display_name: String,
    version: i32,
}

/// What one client has in a field.
#[derive(SimpleObject)]
pub struct MergeValue {
    client_id: ID,
    /// A name, a code or a word of the catalogue; masked as the viewer's role says.
    value: MaskedText,
}

/// One field of all the clients.
#[derive(SimpleObject)]
pub struct MergePreviewField {
    field: MergeField,
    values: Vec<MergeValue>,
    /// Whose stays unless somebody chooses.
    from_id: ID,
    /// Whether the viewer may choose; all else follows a rule.
    choosable: bool,
}

/// How much of something moves.
#[derive(SimpleObject)]
pub struct MergeMoveCount {
    what: MergeMove,
    count: i32,
}

/// What stands against the merge, and how to mend it.
#[derive(SimpleObject)]
pub struct MergeBlocker {
    block: MergeBlock,
    message: String,
    /// At whom; null when it is all of them together.
    client_id: Option<ID>,
}

/// What the kept client will look like.
#[derive(SimpleObject)]
pub struct MergePreview {
    /// The kept one first.
    clients: Vec<MergePreviewClient>,
    fields: Vec<MergePreviewField>,
    moves: Vec<MergeMoveCount>,
    /// Contacts of the kept client afterwards; null for those who do not see contacts in full.
    contacts: Option<i32>,
    blockers: Vec<MergeBlocker>,
}

/// A merge that was done.
#[derive(SimpleObject)]
pub struct ClientMerge {
    id: ID,
    kept_id: ID,
    others: Vec<MergedClientRef>,
    created_by: StaffRef,
    created_at: DateTime<Utc>,
    undo_until: DateTime<Utc>,
    undone_at: Option<DateTime<Utc>>,
    /// Whether the time to take it back is not over.
    undoable: bool,
}

impl From<ClientBrief> for MergedClientRef {
    fn from(client: ClientBrief) -> Self {
        Self { id: ID(client.id.to_string()), number: client.number, display_name: client.display_name }
    }
}

impl ClientMerge {
    /// As it stands at a time.
    pub(crate) fn at(now: DateTime<Utc>, shown: MergeShown) -> Self {
        let MergeShown { record, others } = shown;
        let undoable = !record.is_over(now);
        let (by, name) = record.created_by;
        Self {
            id: ID(record.id.to_string()),
            kept_id: ID(record.kept.to_string()),
            others: others.into_iter().map(MergedClientRef::from).collect(),
            created_by: StaffRef { id: ID(by.to_string()), name },
            created_at: record.created_at,
            undo_until: record.undo_until,
            undone_at: record.undone_at,
            undoable,
        }
    }
}

impl From<PreviewField> for MergePreviewField {
    fn from(field: PreviewField) -> Self {
        let value = |(client, value): (crm_model::ClientId, _)| MergeValue {
            client_id: ID(client.to_string()),
            value: MaskedText::from(value),
        };
        Self {
            field: field.field.into(),
            values: field.values.into_iter().map(value).collect(),
            from_id: ID(field.from.to_string()),
            choosable: field.choosable,
        }
    }
}

impl From<MergeBlocked> for MergeBlocker {
    fn from(blocked: MergeBlocked) -> Self {
        Self {
            block: blocked.block.into(),
            message: blocked.block.sentence().to_owned(),
            client_id: blocked.client.map(|id| ID(id.to_string())),
        }
    }
}

fn moves(counts: &MoveCounts) -> Vec<MergeMoveCount> {
    let all = [
        (MergeMove::Notes, counts.notes),
        (MergeMove::Tasks, counts.tasks),
        (MergeMove::Tags, counts.tags),
        (MergeMove::Participants, counts.participants),
        (MergeMove::ExternalIds, counts.external_ids),
        (MergeMove::TradingAccounts, counts.trading_accounts),
        (MergeMove::BalanceOperations, counts.balance_operations),
        (MergeMove::TradeCommands, counts.trade_commands),
    ];
    all.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| MergeMoveCount { what, count: int(n) }).collect()
}

fn int(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

impl From<Preview> for MergePreview {
    fn from(preview: Preview) -> Self {
        let client = |(brief, version): (ClientBrief, i32)| MergePreviewClient {
            id: ID(brief.id.to_string()),
            number: brief.number,
            display_name: brief.display_name,
            version,
        };
        Self {
            clients: preview.clients.into_iter().map(client).collect(),
            fields: preview.fields.into_iter().map(MergePreviewField::from).collect(),
            moves: moves(&preview.moves),
            contacts: preview.contacts.map(int),
            blockers: preview.blocked.into_iter().map(MergeBlocker::from).collect(),
        }
    }
}
