//! How trade commands are read.

use crate::StorageError;
use crate::clients::ClientBrief;
use crate::trade_commands::TradeCommand;
use crate::trade_terms::{TradeFill, TradePicture, TradeTerms};
use chrono::{DateTime, Utc};
use crm_model::{
    ClientId, PendingKind, StaffId, TradeCommandId, TradeKind, TradeSide, TradeState, TradingAccountId,
    TradingEnvironment, TradingServerId,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    account_id: Uuid,
    login: i64,
    account_digits: i16,
    server_id: Uuid,
    server_name: String,
    environment: String,
    client_id: Uuid,
    client_number: i64,
    client_name: String,
    kind: String,
    symbol: String,
    digits: i16,
    side: Option<String>,
    pending_kind: Option<String>,
    lots: i64,
    ticket: Option<i64>,
    by_ticket: Option<i64>,
    price: Option<i64>,
    price_trigger: Option<i64>,
    stop_loss: Option<i64>,
    take_profit: Option<i64>,
    max_slippage: i32,
    expires_at: Option<DateTime<Utc>>,
    reference: Vec<u8>,
    state: String,
    needs_approval: bool,
    reason_sealed: Vec<u8>,
    before_lots: Option<i64>,
    before_price: Option<i64>,
    before_stop_loss: Option<i64>,
    before_take_profit: Option<i64>,
    after_lots: Option<i64>,
    after_price: Option<i64>,
    after_stop_loss: Option<i64>,
    after_take_profit: Option<i64>,
    filled_lots: Option<i64>,
    filled_price: Option<i64>,
    slippage: Option<i64>,
    deal: Option<i64>,
    order_ticket: Option<i64>,
    said: Option<String>,
    took_ms: Option<i32>,
    version: i32,
    requested_by: Uuid,
    requested_by_name: String,
    requested_at: DateTime<Utc>,
    decided_by: Option<Uuid>,
    decided_by_name: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

pub(super) const SELECT: &str = "SELECT o.id, o.account_id, a.login, a.digits AS account_digits, a.server_id, t.name AS server_name, a.environment, a.client_id, c.number AS client_number, c.display_name AS client_name,
    o.kind, o.symbol, o.digits, o.side, o.pending_kind, o.lots, o.ticket, o.by_ticket, o.price, o.price_trigger, o.stop_loss, o.take_profit, o.max_slippage, o.expires_at, o.reference, o.state, o.needs_approval, o.reason_sealed,
    o.before_lots, o.before_price, o.before_stop_loss, o.before_take_profit, o.after_lots, o.after_price, o.after_stop_loss, o.after_take_profit, o.filled_lots, o.filled_price, o.slippage, o.deal, o.order_ticket, o.said, o.took_ms, o.version,
    o.requested_by, r.name AS requested_by_name, o.requested_at, o.decided_by, d.name AS decided_by_name, o.decided_at, o.sent_at, o.ended_at
  FROM crm.trade_command o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id JOIN crm.trading_server t ON t.tenant_id = $1 AND t.id = a.server_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id
    JOIN crm.staff r ON r.tenant_id = $1 AND r.id = o.requested_by LEFT JOIN crm.staff d ON d.tenant_id = $1 AND d.id = o.decided_by WHERE o.tenant_id = $1";

impl TryFrom<Row> for TradeCommand {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        let read = |text: &Option<String>| text.as_deref().map(TradeSide::from_text);
        let side = match read(&row.side) {
            Some(None) => return Err(odd("trade_command.side")),
            side => side.flatten(),
        };
        let pending = match row.pending_kind.as_deref().map(PendingKind::from_text) {
            Some(None) => return Err(odd("trade_command.pending_kind")),
            pending => pending.flatten(),
        };
        Ok(Self {
            id: TradeCommandId::from_uuid(row.id),
            account: TradingAccountId::from_uuid(row.account_id),
            login: row.login,
            account_digits: u32::try_from(row.account_digits).map_err(|_| odd("trading_account.digits"))?,
            server: TradingServerId::from_uuid(row.server_id),
            server_name: row.server_name,
            environment: TradingEnvironment::from_text(&row.environment).ok_or(odd("trading_account.environment"))?,
            client: ClientBrief {
                id: ClientId::from_uuid(row.client_id),
                number: format!("C-{}", row.client_number),
                display_name: row.client_name,
            },
            terms: TradeTerms {
                kind: TradeKind::from_text(&row.kind).ok_or(odd("trade_command.kind"))?,
                symbol: row.symbol,
                digits: u32::try_from(row.digits).map_err(|_| odd("trade_command.digits"))?,
                side,
                pending,
                lots: row.lots,
                ticket: row.ticket,
                by_ticket: row.by_ticket,
                price: row.price,
                price_trigger: row.price_trigger,
                stop_loss: row.stop_loss,
                take_profit: row.take_profit,
                max_slippage: row.max_slippage,
                expires_at: row.expires_at,
            },
            reference: row.reference.try_into().map_err(|_| odd("trade_command.reference"))?,
            state: TradeState::from_text(&row.state).ok_or(odd("trade_command.state"))?,
            needs_approval: row.needs_approval,
            reason_sealed: row.reason_sealed,
            before: picture(row.before_lots, row.before_price, row.before_stop_loss, row.before_take_profit),
            after: picture(row.after_lots, row.after_price, row.after_stop_loss, row.after_take_profit),
            fill: TradeFill {
                lots: row.filled_lots,
                price: row.filled_price,
                slippage: row.slippage,
                deal: row.deal,
                order: row.order_ticket,
            },
            said: row.said,
            took_ms: row.took_ms,
            version: row.version,
            requested_by: (StaffId::from_uuid(row.requested_by), row.requested_by_name),
            requested_at: row.requested_at,
            decided_by: row.decided_by.map(StaffId::from_uuid).zip(row.decided_by_name),
            decided_at: row.decided_at,
            sent_at: row.sent_at,
            ended_at: row.ended_at,
        })
    }
}

fn picture(
    lots: Option<i64>,
    price: Option<i64>,
    stop_loss: Option<i64>,
    take_profit: Option<i64>,
) -> Option<TradePicture> {
    let picture = TradePicture { lots, price, stop_loss, take_profit };
    (picture != TradePicture::default()).then_some(picture)
}
