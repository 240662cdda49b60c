//! What an event happened to: its noun and its typed id, both ways.

use crm_model::{
    AccountProductId, ApiKeyId, BalanceOperationId, ClientBulkId, ClientId, ClientImportId, NoteId, RoleId,
    SavedViewId, SessionId, StaffId, StatusOptionId, TagId, TaskId, TeamId, TradeCommandId, TradingAccountId,
    TradingServerId,
};
use crm_storage::Target;
use uuid::Uuid;

type Noun = (&'static str, fn(&str) -> Option<Uuid>, fn(Uuid) -> String);

const NOUNS: [Noun; 18] = [
    ("client", |text| ClientId::parse(text).map(ClientId::uuid), |id| ClientId::from_uuid(id).to_string()),
    ("note", |text| NoteId::parse(text).map(NoteId::uuid), |id| NoteId::from_uuid(id).to_string()),
    ("task", |text| TaskId::parse(text).map(TaskId::uuid), |id| TaskId::from_uuid(id).to_string()),
    ("staff", |text| StaffId::parse(text).map(StaffId::uuid), |id| StaffId::from_uuid(id).to_string()),
    ("team", |text| TeamId::parse(text).map(TeamId::uuid), |id| TeamId::from_uuid(id).to_string()),
    ("role", |text| RoleId::parse(text).map(RoleId::uuid), |id| RoleId::from_uuid(id).to_string()),
    ("api_key", |text| ApiKeyId::parse(text).map(ApiKeyId::uuid), |id| ApiKeyId::from_uuid(id).to_string()),
    (
        "trading_server",
        |text| TradingServerId::parse(text).map(TradingServerId::uuid),
        |id| TradingServerId::from_uuid(id).to_string(),
    ),
    (
        "account_product",
        |text| AccountProductId::parse(text).map(AccountProductId::uuid),
        |id| AccountProductId::from_uuid(id).to_string(),
    ),
    (
        "trading_account",
        |text| TradingAccountId::parse(text).map(TradingAccountId::uuid),
        |id| TradingAccountId::from_uuid(id).to_string(),
    ),
    (
        "balance_operation",
        |text| BalanceOperationId::parse(text).map(BalanceOperationId::uuid),
        |id| BalanceOperationId::from_uuid(id).to_string(),
    ),
    (
        "trade_command",
        |text| TradeCommandId::parse(text).map(TradeCommandId::uuid),
        |id| TradeCommandId::from_uuid(id).to_string(),
    ),
    (
        "client_import",
        |text| ClientImportId::parse(text).map(ClientImportId::uuid),
        |id| ClientImportId::from_uuid(id).to_string(),
    ),
    (
        "client_bulk",
        |text| ClientBulkId::parse(text).map(ClientBulkId::uuid),
        |id| ClientBulkId::from_uuid(id).to_string(),
    ),
    ("saved_view", |text| SavedViewId::parse(text).map(SavedViewId::uuid), |id| SavedViewId::from_uuid(id).to_string()),
    ("tag", |text| TagId::parse(text).map(TagId::uuid), |id| TagId::from_uuid(id).to_string()),
    (
        "client_status",
        |text| StatusOptionId::parse(text).map(StatusOptionId::uuid),
        |id| StatusOptionId::from_uuid(id).to_string(),
    ),
    ("session", |text| SessionId::parse(text).map(SessionId::uuid), |id| SessionId::from_uuid(id).to_string()),
];

/// Reads a typed id of any noun of the trail.
pub(crate) fn parse(text: &str) -> Option<Target> {
    NOUNS.iter().find_map(|(kind, parse, _)| parse(text).map(|id| Target { kind, id }))
}

/// The wire form of a target's id.
pub(crate) fn shown(kind: &str, id: Uuid) -> String {
    NOUNS.iter().find(|(noun, ..)| *noun == kind).map_or_else(|| id.to_string(), |(_, _, show)| show(id))
}
