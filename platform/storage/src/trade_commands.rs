//! What people of a broker ask trading servers for: each row moves forward only, and is committed before anything is sent.

use crate::clients::ClientBrief;
use crate::clients::reach::{Values, condition};
use crate::scope::{Operates, Scoped};
use crate::trade_rows::{Row, SELECT};
use crate::trade_terms::{TradeFill, TradePicture, TradeTerms};
use crate::{Cursor, StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit};
use crm_model::{
    PendingKind, StaffId, TenantId, TradeCommandId, TradeSide, TradeState, TradingAccountId, TradingEnvironment,
    TradingServerId,
};
use crm_vault::{ClientKey, Place, Sealer, VaultError};
use sea_orm::Value;

/// A command as it is kept.
#[derive(Clone, Debug)]
pub struct TradeCommand {
    /// Which.
    pub id: TradeCommandId,
    /// On which account.
    pub account: TradingAccountId,
    /// Its number on the server.
    pub login: i64,
    /// The currency's digits of the account.
    pub account_digits: u32,
    /// On which server.
    pub server: TradingServerId,
    /// What people call the server.
    pub server_name: String,
    /// Of real or of play money.
    pub environment: TradingEnvironment,
    /// Whose account.
    pub client: ClientBrief,
    /// What is asked.
    pub terms: TradeTerms,
    /// Its name on the server for ever.
    pub reference: [u8; 10],
    /// Where it stands.
    pub state: TradeState,
    /// A second person must agree.
    pub needs_approval: bool,
    pub(crate) reason_sealed: Vec<u8>,
    /// How the position or order stood before.
    pub before: Option<TradePicture>,
    /// How it stands after.
    pub after: Option<TradePicture>,
    /// What the server did.
    pub fill: TradeFill,
    /// What the server said, or what happened.
    pub said: Option<String>,
    /// Milliseconds from the first byte to the answer.
    pub took_ms: Option<i32>,
    /// Grows with each step.
    pub version: i32,
    /// Who asked, with the name of today.
    pub requested_by: (StaffId, String),
    /// When.
    pub requested_at: DateTime<Utc>,
    /// The second person, with the name of today.
    pub decided_by: Option<(StaffId, String)>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was committed to be sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When its end was known.
    pub ended_at: Option<DateTime<Utc>>,
}

impl TradeCommand {
    /// Why it was asked for.
    ///
    /// # Errors
    /// The key is another client's, or the row was moved.
    pub fn reason(&self, tenant: TenantId, key: &ClientKey) -> Result<String, VaultError> {
        key.open_str(&trade_reason_place(tenant, self.id), &self.reason_sealed)
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let value = Some(self.requested_at.timestamp_micros().to_string());
        Cursor { sort: "requested".to_owned(), value, id: self.id.uuid() }
    }
}

/// Where the sealed reason of a command lives.
#[must_use]
pub const fn trade_reason_place(tenant: TenantId, command: TradeCommandId) -> Place {
    Place { tenant, table: "trade_command", column: "reason_sealed", row: command.uuid() }
}

/// A command to be kept.
#[derive(Debug)]
pub struct NewTradeCommand<'a> {
    /// Which.
    pub id: TradeCommandId,
    /// On which account.
    pub account: TradingAccountId,
    /// What is asked.
    pub terms: &'a TradeTerms,
    /// What the caller calls it: the same name twice is the same command.
    pub request_key: &'a str,
    /// Its name on the server.
    pub reference: [u8; 10],
    /// `Requested`, or `Sending` when nobody else must agree.
    pub state: TradeState,
    /// A second person must agree.
    pub needs_approval: bool,
    /// Why.
    pub reason: &'a str,
    /// How the position or order stands.
    pub before: Option<TradePicture>,
    /// Who asks.
    pub requested_by: StaffId,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A step of a command, from the version that was read.
#[derive(Clone, Debug)]
pub struct TradeStep<'a> {
    /// Where it stands then.
    pub to: TradeState,
    /// The second person, with this step.
    pub decided_by: Option<StaffId>,
    /// What the server said.
    pub said: Option<&'a str>,
    /// How the position or order stood when it was sent.
    pub before: Option<TradePicture>,
    /// How it stands after.
    pub after: Option<TradePicture>,
    /// What the server did.
    pub fill: TradeFill,
    /// Milliseconds from the first byte to the answer.
    pub took_ms: Option<i32>,
    /// Now.
    pub now: DateTime<Utc>,
}

impl TradeStep<'_> {
    /// A step that says nothing more than where to.
    #[must_use]
    pub fn to(to: TradeState, now: DateTime<Utc>) -> Self {
        let fill = TradeFill::default();
        Self { to, decided_by: None, said: None, before: None, after: None, fill, took_ms: None, now }
    }
}

/// The trade commands of a broker.
pub struct TradeCommands<'a, T>(pub(super) &'a T);

impl<'a, T: Scoped> TradeCommands<'a, T> {
    /// The commands of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// One command on an account of a client within reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        id: TradeCommandId,
    ) -> Result<Option<TradeCommand>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let wanted = values.push(id.uuid());
        let reach = condition(permit.reach(), &mut values);
        let row: Option<Row> = scope.one(format!("{SELECT} AND o.id = {wanted} AND {reach}"), values.0).await?;
        row.map(TradeCommand::try_from).transpose()
    }

    /// The command that carries a caller's name for it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_request_key(&self, key: &str) -> Result<Option<TradeCommand>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND o.request_key = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), key.into()]).await?;
        row.map(TradeCommand::try_from).transpose()
    }

    /// Commands whose end is not known and that were sent before an instant, oldest first: of one account, or of all for the
    /// job that looks them up.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unsettled(
        &self,
        account: Option<TradingAccountId>,
        before: DateTime<Utc>,
    ) -> Result<Vec<TradeCommand>, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "{SELECT} AND o.state IN ('sending', 'unknown') AND o.sent_at <= $2 AND ($3::uuid IS NULL OR o.account_id = $3) ORDER BY o.sent_at LIMIT 500"
        );
        let values = vec![scope.tenant(), before.into(), account.map(TradingAccountId::uuid).into()];
        let rows: Vec<Row> = scope.all(sql, values).await?;
        rows.into_iter().map(TradeCommand::try_from).collect()
    }
}

impl<T: Operates> TradeCommands<'_, T> {
    /// Keeps a new command; the permit is the one of its kind.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Taken`] when the caller's name for it is known.
    pub async fn create<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        command: &NewTradeCommand<'_>,
        key: &ClientKey,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sealed = key.seal_str(&trade_reason_place(scope.tenant_id(), command.id), command.reason)?;
        let terms = command.terms;
        let digits = i16::try_from(terms.digits).map_err(|_| StorageError::Corrupt("trade_command.digits"))?;
        let before = command.before.unwrap_or_default();
        let sending = command.state == TradeState::Sending;
        let values: Vec<Value> = vec![
            scope.tenant(),
            command.id.uuid().into(),
            command.account.uuid().into(),
            terms.kind.as_str().into(),
            terms.symbol.as_str().into(),
            digits.into(),
            terms.side.map(TradeSide::as_str).into(),
            terms.pending.map(PendingKind::as_str).into(),
            terms.lots.into(),
            terms.ticket.into(),
            terms.by_ticket.into(),
            terms.price.into(),
            terms.price_trigger.into(),
            terms.stop_loss.into(),
            terms.take_profit.into(),
            terms.max_slippage.into(),
            terms.expires_at.into(),
            command.request_key.into(),
            command.reference.to_vec().into(),
            command.state.as_str().into(),
            command.needs_approval.into(),
            sealed.into(),
            before.lots.into(),
            before.price.into(),
            before.stop_loss.into(),
            before.take_profit.into(),
            command.requested_by.uuid().into(),
            command.now.into(),
            sending.then_some(command.now).into(),
        ];
        scope.exec("INSERT INTO crm.trade_command (tenant_id, id, account_id, kind, symbol, digits, side, pending_kind, lots, ticket, by_ticket, price, price_trigger, stop_loss, take_profit, max_slippage, expires_at, request_key, reference, state, needs_approval, reason_sealed,
              before_lots, before_price, before_stop_loss, before_take_profit, requested_by, requested_at, sent_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)", values).await?;
        Ok(())
    }
}

impl TradeCommands<'_, TenantTx> {
    /// Moves a command on, if nobody did since it was read and the machine allows it; answers whether that was so.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Corrupt`] for a step that is none.
    pub async fn step(&self, command: &TradeCommand, step: &TradeStep<'_>) -> Result<bool, StorageError> {
        if !command.state.may_become(step.to) {
            return Err(StorageError::Corrupt("a step of a trade command that is none"));
        }
        let scope = self.0.scope();
        let ended = !matches!(step.to, TradeState::Sending | TradeState::Unknown | TradeState::Requested);
        let before = step.before.or(command.before).unwrap_or_default();
        let after = step.after.unwrap_or_default();
        let values: Vec<Value> = vec![
            scope.tenant(),
            command.id.uuid().into(),
            command.version.into(),
            command.state.as_str().into(),
            step.to.as_str().into(),
            step.decided_by.map(StaffId::uuid).into(),
            step.now.into(),
            (step.to == TradeState::Sending).into(),
            ended.into(),
            step.said.map(|text| text.chars().take(400).collect::<String>()).into(),
            before.lots.into(),
            before.price.into(),
            before.stop_loss.into(),
            before.take_profit.into(),
            after.lots.into(),
            after.price.into(),
            after.stop_loss.into(),
            after.take_profit.into(),
            step.fill.lots.into(),
            step.fill.price.into(),
            step.fill.slippage.into(),
            step.fill.deal.into(),
            step.fill.order.into(),
            step.took_ms.into(),
        ];
        let touched = scope.exec("UPDATE crm.trade_command SET state = $5, decided_by = coalesce($6, decided_by), decided_at = CASE WHEN $6::uuid IS NULL THEN decided_at ELSE $7 END, sent_at = CASE WHEN $8 THEN $7 ELSE sent_at END, ended_at = CASE WHEN $9 THEN $7 ELSE ended_at END,
              said = coalesce($10, said), before_lots = $11, before_price = $12, before_stop_loss = $13, before_take_profit = $14, after_lots = $15, after_price = $16, after_stop_loss = $17, after_take_profit = $18,
              filled_lots = $19, filled_price = $20, slippage = $21, deal = $22, order_ticket = $23, took_ms = coalesce($24, took_ms), version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3 AND state = $4", values).await?;
        Ok(touched == 1)
    }
}
