//! The trait, one line an operation: the work is done by the files named after its nouns.

use async_trait::async_trait;

use super::Mt4;
use crate::clock::{ClockReading, ServerClock};
use crate::domain::{
    Account, AccountFilter, AccountPatch, AccountState, AccountUpdate, ActivateOrder, BalanceOperation, CancelOrder,
    Candle, CandleQuery, CloseBy, ClosePosition, CreatedAccount, Deal, DealQuery, GroupSpec, Login, MarginQuery,
    ModifyOrder, ModifyPosition, Money, NewAccount, OpenMarket, Page, PasswordKind, PendingOrder, PlacePending,
    Position, ProfitQuery, Quotes, SymbolSpec, Ticket, TradeFilter, TradeOutcome,
};
use crate::{Capabilities, Health, Intent, Result, Rights, Secret, ServerKind, TradingServer};

#[async_trait]
impl TradingServer for Mt4 {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            kind: ServerKind::Mt4,
            netting: false,
            idempotent: true,
            booking_kinds: false,
            trading_switches: false,
            group_terms: false,
            stop_limit: false,
            calculations: false,
            archive: false,
            order_history: true,
            new_ticket_on_partial_close: true,
        }
    }

    fn clock(&self) -> &ServerClock {
        &self.server_clock
    }

    fn health(&self) -> Health {
        self.line.health()
    }

    async fn reconnect(&self) {
        self.line.reconnect().await;
    }

    async fn server_time(&self) -> Result<ClockReading> {
        self.read_clock().await
    }

    async fn rights(&self) -> Result<Rights> {
        self.find_rights().await
    }

    async fn groups(&self) -> Result<Vec<GroupSpec>> {
        self.get_groups().await
    }

    async fn group(&self, name: &str) -> Result<GroupSpec> {
        self.get_group(name).await
    }

    async fn symbols(&self) -> Result<Vec<SymbolSpec>> {
        self.get_symbols().await
    }

    async fn symbol(&self, symbol: &str, group: Option<&str>) -> Result<SymbolSpec> {
        self.get_symbol(symbol, group).await
    }

    async fn create_account(&self, intent: Intent, new: &NewAccount) -> Result<CreatedAccount> {
        self.add(intent, new).await
    }

    async fn account(&self, login: Login) -> Result<Account> {
        self.get_account(login).await
    }

    async fn accounts(&self, filter: &AccountFilter) -> Result<Vec<Account>> {
        self.get_accounts(filter).await
    }

    async fn update_account(&self, intent: Intent, login: Login, patch: &AccountPatch) -> Result<AccountUpdate> {
        self.update(intent, login, patch).await
    }

    async fn change_password(&self, intent: Intent, login: Login, kind: PasswordKind, password: &Secret) -> Result<()> {
        self.set_password(intent, login, kind, password).await
    }

    async fn check_password(&self, login: Login, kind: PasswordKind, password: &Secret) -> Result<bool> {
        self.is_password(login, kind, password).await
    }

    async fn archive_account(&self, intent: Intent, login: Login) -> Result<()> {
        self.archive(intent, login).await
    }

    async fn delete_account(&self, intent: Intent, login: Login) -> Result<()> {
        self.delete(intent, login).await
    }

    async fn balance_operation(&self, intent: Intent, operation: &BalanceOperation) -> Result<Ticket> {
        self.balance(intent, operation).await
    }

    async fn account_state(&self, login: Login) -> Result<AccountState> {
        self.state(login).await
    }

    async fn account_states(&self, filter: &AccountFilter) -> Result<Vec<AccountState>> {
        self.states(filter).await
    }

    async fn positions(&self, filter: &TradeFilter) -> Result<Vec<Position>> {
        self.get_positions(filter).await
    }

    async fn orders(&self, filter: &TradeFilter) -> Result<Vec<PendingOrder>> {
        self.get_orders(filter).await
    }

    async fn deals(&self, query: &DealQuery) -> Result<Page<Deal>> {
        self.get_deals(query).await
    }

    async fn order_history(&self, query: &DealQuery) -> Result<Page<PendingOrder>> {
        self.get_order_history(query).await
    }

    async fn margin_needed(&self, query: &MarginQuery) -> Result<Money> {
        self.margin(query).await
    }

    async fn profit_of(&self, query: &ProfitQuery) -> Result<Money> {
        self.profit(query).await
    }

    async fn open_market(&self, intent: Intent, command: &OpenMarket) -> Result<TradeOutcome> {
        self.open(intent, command).await
    }

    async fn place_pending(&self, intent: Intent, command: &PlacePending) -> Result<TradeOutcome> {
        self.place(intent, command).await
    }

    async fn modify_position(&self, intent: Intent, command: &ModifyPosition) -> Result<TradeOutcome> {
        self.modify_stops(intent, command).await
    }

    async fn modify_order(&self, intent: Intent, command: &ModifyOrder) -> Result<TradeOutcome> {
        self.modify_pending(intent, command).await
    }

    async fn cancel_order(&self, intent: Intent, command: &CancelOrder) -> Result<TradeOutcome> {
        self.cancel(intent, command).await
    }

    async fn activate_order(&self, intent: Intent, command: &ActivateOrder) -> Result<TradeOutcome> {
        self.activate(intent, command).await
    }

    async fn close_position(&self, intent: Intent, command: &ClosePosition) -> Result<TradeOutcome> {
        self.close(intent, command).await
    }

    async fn close_by(&self, intent: Intent, command: &CloseBy) -> Result<TradeOutcome> {
        self.close_against(intent, command).await
    }

    async fn quotes(&self, symbols: &[String], cursor: u64) -> Result<Quotes> {
        self.get_quotes(symbols, cursor).await
    }

    async fn candles(&self, query: &CandleQuery) -> Result<Vec<Candle>> {
        self.get_candles(query).await
    }
}
