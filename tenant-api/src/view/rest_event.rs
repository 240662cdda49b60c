//! An event as a broker's website sees it: ids, and nothing else of what it is about.

use super::rest_client::one_of;
use crm_model::EventType;
use crm_storage::EventRow;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestEvent {
    /// Its id: the same however often it is read.
    #[schema(examples("evt_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(schema_with = types)]
    pub kind: &'static str,
    /// When, RFC 3339 in UTC. Events come in the order in which the platform learnt of them.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub at: String,
    /// To whom.
    #[schema(examples("cli_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub client_id: String,
    /// On which trading account, if any.
    #[schema(examples("tac_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub trading_account_id: Option<String>,
    /// To which balance operation, if any.
    pub balance_operation_id: Option<String>,
    /// To which trade command, if any.
    pub trade_command_id: Option<String>,
    /// To which position, if any: its number on the server.
    #[schema(examples("6600123"))]
    pub position: Option<String>,
    /// By which deal, if any: its number on the server.
    #[schema(examples("7700123"))]
    pub deal: Option<String>,
    /// To which waiting order, if any: its number on the server.
    #[schema(examples("6600124"))]
    pub order: Option<String>,
}

impl From<EventRow> for RestEvent {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id.to_string(),
            kind: row.kind.as_str(),
            at: super::time(row.at),
            client_id: row.client.to_string(),
            trading_account_id: row.account.map(|id| id.to_string()),
            balance_operation_id: row.operation.map(|id| id.to_string()),
            trade_command_id: row.command.map(|id| id.to_string()),
            position: row.position.map(|ticket| ticket.to_string()),
            deal: row.deal.map(|ticket| ticket.to_string()),
            order: row.order.map(|ticket| ticket.to_string()),
        }
    }
}

fn types() -> Schema {
    one_of(EventType::ALL.iter().map(|v| v.as_str()))
}
