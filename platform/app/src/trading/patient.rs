//! A trading server as use cases see it: who waits for its answer holds no place of the broker's.

use crate::aside::outside;
use async_trait::async_trait;
use crm_trading::{
    Account, AccountFilter, AccountPatch, AccountState, AccountUpdate, ActivateOrder, BalanceOperation, CancelOrder,
    Candle, CandleQuery, Capabilities, ClockReading, CloseBy, ClosePosition, CreatedAccount, Deal, DealQuery,
    GroupSpec, Health, Intent, Login, MarginQuery, ModifyOrder, ModifyPosition, Money, NewAccount, OpenMarket, Page,
    PasswordKind, PendingOrder, PlacePending, Position, ProfitQuery, Quotes, Rights, Secret, ServerClock, SymbolSpec,
    Ticket, TradeFilter, TradeOutcome, TradingError, TradingServer,
};
use std::sync::Arc;

type Result<T> = std::result::Result<T, TradingError>;

/// Gives the caller's place back during each call.
#[derive(Debug)]
pub(super) struct Patient(pub(super) Arc<dyn TradingServer>);

macro_rules! calls {
    ($($name:ident($($arg:ident: $kind:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl TradingServer for Patient {
            fn capabilities(&self) -> Capabilities {
                self.0.capabilities()
            }

            fn clock(&self) -> &ServerClock {
                self.0.clock()
            }

            fn health(&self) -> Health {
                self.0.health()
            }

            $(async fn $name(&self $(, $arg: $kind)*) -> $answer {
                outside(self.0.$name($($arg),*)).await
            })*
        }
    };
}

calls! {
    reconnect() -> ();
    server_time() -> Result<ClockReading>;
    rights() -> Result<Rights>;
    groups() -> Result<Vec<GroupSpec>>;
    group(name: &str) -> Result<GroupSpec>;
    symbols() -> Result<Vec<SymbolSpec>>;
    symbol(symbol: &str, group: Option<&str>) -> Result<SymbolSpec>;
    create_account(intent: Intent, new: &NewAccount) -> Result<CreatedAccount>;
    account(login: Login) -> Result<Account>;
    accounts(filter: &AccountFilter) -> Result<Vec<Account>>;
    update_account(intent: Intent, login: Login, patch: &AccountPatch) -> Result<AccountUpdate>;
    change_password(intent: Intent, login: Login, kind: PasswordKind, password: &Secret) -> Result<()>;
    check_password(login: Login, kind: PasswordKind, password: &Secret) -> Result<bool>;
    archive_account(intent: Intent, login: Login) -> Result<()>;
    delete_account(intent: Intent, login: Login) -> Result<()>;
    balance_operation(intent: Intent, operation: &BalanceOperation) -> Result<Ticket>;
    account_state(login: Login) -> Result<AccountState>;
    account_states(filter: &AccountFilter) -> Result<Vec<AccountState>>;
    positions(filter: &TradeFilter) -> Result<Vec<Position>>;
    orders(filter: &TradeFilter) -> Result<Vec<PendingOrder>>;
    deals(query: &DealQuery) -> Result<Page<Deal>>;
    order_history(query: &DealQuery) -> Result<Page<PendingOrder>>;
    margin_needed(query: &MarginQuery) -> Result<Money>;
    profit_of(query: &ProfitQuery) -> Result<Money>;
    open_market(intent: Intent, command: &OpenMarket) -> Result<TradeOutcome>;
    place_pending(intent: Intent, command: &PlacePending) -> Result<TradeOutcome>;
    modify_position(intent: Intent, command: &ModifyPosition) -> Result<TradeOutcome>;
    modify_order(intent: Intent, command: &ModifyOrder) -> Result<TradeOutcome>;
    cancel_order(intent: Intent, command: &CancelOrder) -> Result<TradeOutcome>;
    activate_order(intent: Intent, command: &ActivateOrder) -> Result<TradeOutcome>;
    close_position(intent: Intent, command: &ClosePosition) -> Result<TradeOutcome>;
    close_by(intent: Intent, command: &CloseBy) -> Result<TradeOutcome>;
    quotes(symbols: &[String], cursor: u64) -> Result<Quotes>;
    candles(query: &CandleQuery) -> Result<Vec<Candle>>;
}
