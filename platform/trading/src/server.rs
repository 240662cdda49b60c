use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::clock::{ClockReading, ServerClock};
use crate::domain::{
    Account, AccountFilter, AccountPatch, AccountState, AccountUpdate, ActivateOrder, BalanceOperation, CancelOrder,
    Candle, CandleQuery, CloseBy, ClosePosition, CreatedAccount, Deal, DealQuery, GroupSpec, Login, MarginQuery,
    ModifyOrder, ModifyPosition, Money, NewAccount, OpenMarket, Page, PasswordKind, PendingOrder, PlacePending,
    Position, ProfitQuery, Quotes, SymbolSpec, Ticket, TradeFilter, TradeOutcome,
};
use crate::{Intent, Secret, TradingError};

/// A call's result.
pub type Result<T> = std::result::Result<T, TradingError>;

/// Which product a server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerKind {
    /// MetaTrader 5 by its Web API.
    Mt5,
    /// MetaTrader 4 by the HTTP gateway.
    Mt4,
}

/// What a server can do at all, whatever the manager's rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The product.
    pub kind: ServerKind,
    /// Has groups with one position a symbol.
    pub netting: bool,
    /// A change put again with the same reference is carried out once, and its first answer comes again.
    pub idempotent: bool,
    /// Keeps charges, corrections and bonuses apart from balance and credit. Otherwise they are booked as those, with
    /// a word before the tag.
    pub booking_kinds: bool,
    /// Trading and read-only can be switched apart from signing in.
    pub trading_switches: bool,
    /// Has stop-limit orders.
    pub stop_limit: bool,
    /// Reckons margin and profit before a trade.
    pub calculations: bool,
    /// Tells a group's own terms of a symbol, its margin among them.
    pub group_terms: bool,
    /// Can put an account away without deleting it.
    pub archive: bool,
    /// Keeps orders that ended.
    pub order_history: bool,
    /// A partial close leaves the rest under a new number.
    pub new_ticket_on_partial_close: bool,
}

/// How the way to a server is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Signed in at the moment.
    pub connected: bool,
    /// Our clock when it answered last.
    pub last_answer_at: Option<DateTime<Utc>>,
    /// Attempts that failed in a row.
    pub failures: u32,
    /// What went wrong last, until something goes right.
    pub last_error: Option<TradingError>,
    /// It does not let us in: nothing is tried until [`TradingServer::reconnect`].
    pub locked_out: bool,
}

/// A right of the manager's account, for the report of the "test" button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// See groups.
    Groups,
    /// See symbols.
    Symbols,
    /// See accounts.
    Accounts,
    /// See names, addresses and contacts of holders.
    PersonalData,
    /// See positions and orders.
    Positions,
    /// See deals.
    Deals,
    /// Change accounts.
    EditAccounts,
    /// Balance operations.
    BalanceOperations,
    /// Trade requests.
    Dealing,
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Groups => "see groups",
            Self::Symbols => "see symbols",
            Self::Accounts => "access to accounts",
            Self::PersonalData => "access to personal data",
            Self::Positions => "access to orders and positions",
            Self::Deals => "access to deals",
            Self::EditAccounts => "modify accounts",
            Self::BalanceOperations => "accountant (balance operations)",
            Self::Dealing => "dealer (trade requests)",
        })
    }
}

/// Which rights the manager's account has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Known to be missing.
    pub missing: Vec<Right>,
    /// Cannot be found out without changing something, or because an answer looks the same without the right.
    pub unknown: Vec<Right>,
}

/// A broker's MetaTrader installation.
///
/// **What an error says.** Every error but `OutcomeUnknown` means that nothing was changed. A change is written to the
/// network at most once; when its first byte left and no whole answer came, the call ends as `OutcomeUnknown`
/// (of trade commands: [`TradeOutcome::Unknown`]) and the caller looks it up by the tag of its [`Intent`]. Readings are
/// put again once on a fresh connection.
#[async_trait]
pub trait TradingServer: Send + Sync + fmt::Debug {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Its wall clock. Calibrated by [`TradingServer::server_time`].
    fn clock(&self) -> &ServerClock;

    /// How the way to it is, without asking it.
    fn health(&self) -> Health;

    /// Forgets a lock-out and the wait after failures, and begins a new connection with the next call.
    async fn reconnect(&self);

    /// Reads its clock and calibrates [`TradingServer::clock`].
    async fn server_time(&self) -> Result<ClockReading>;

    /// Finds out what the manager's account may do, by questions that change nothing.
    async fn rights(&self) -> Result<Rights>;

    /// All groups that the manager sees.
    async fn groups(&self) -> Result<Vec<GroupSpec>>;

    /// One group.
    async fn group(&self, name: &str) -> Result<GroupSpec>;

    /// All symbols that the manager sees.
    async fn symbols(&self) -> Result<Vec<SymbolSpec>>;

    /// One symbol, with the terms of a group where one is named and the server knows such.
    async fn symbol(&self, symbol: &str, group: Option<&str>) -> Result<SymbolSpec>;

    /// Creates an account; its comment begins with the tag.
    async fn create_account(&self, intent: Intent, new: &NewAccount) -> Result<CreatedAccount>;

    /// One account.
    async fn account(&self, login: Login) -> Result<Account>;

    /// Several accounts; those that do not exist are left out.
    async fn accounts(&self, filter: &AccountFilter) -> Result<Vec<Account>>;

    /// Changes an account and compares the answer with the patch.
    async fn update_account(&self, intent: Intent, login: Login, patch: &AccountPatch) -> Result<AccountUpdate>;

    /// Sets a password.
    async fn change_password(&self, intent: Intent, login: Login, kind: PasswordKind, password: &Secret) -> Result<()>;

    /// Whether a password is right.
    async fn check_password(&self, login: Login, kind: PasswordKind, password: &Secret) -> Result<bool>;

    /// Puts an account away; it can be brought back on the server.
    async fn archive_account(&self, intent: Intent, login: Login) -> Result<()>;

    /// Deletes an account.
    async fn delete_account(&self, intent: Intent, login: Login) -> Result<()>;

    /// Changes an account's money. Answers the number of the deal.
    async fn balance_operation(&self, intent: Intent, operation: &BalanceOperation) -> Result<Ticket>;

    /// The figures of one account.
    async fn account_state(&self, login: Login) -> Result<AccountState>;

    /// The figures of several accounts. Of groups only the accounts that traded since the server started.
    async fn account_states(&self, filter: &AccountFilter) -> Result<Vec<AccountState>>;

    /// Open positions.
    async fn positions(&self, filter: &TradeFilter) -> Result<Vec<Position>>;

    /// Waiting orders.
    async fn orders(&self, filter: &TradeFilter) -> Result<Vec<PendingOrder>>;

    /// Deals of a span of time.
    async fn deals(&self, query: &DealQuery) -> Result<Page<Deal>>;

    /// Orders that ended in a span of time.
    async fn order_history(&self, query: &DealQuery) -> Result<Page<PendingOrder>>;

    /// Margin that a new position would take.
    async fn margin_needed(&self, query: &MarginQuery) -> Result<Money>;

    /// Result that a trade would bring, in the group's currency.
    async fn profit_of(&self, query: &ProfitQuery) -> Result<Money>;

    /// Opens a position.
    async fn open_market(&self, intent: Intent, command: &OpenMarket) -> Result<TradeOutcome>;

    /// Places a waiting order.
    async fn place_pending(&self, intent: Intent, command: &PlacePending) -> Result<TradeOutcome>;

    /// Changes the stops of a position.
    async fn modify_position(&self, intent: Intent, command: &ModifyPosition) -> Result<TradeOutcome>;

    /// Changes a waiting order.
    async fn modify_order(&self, intent: Intent, command: &ModifyOrder) -> Result<TradeOutcome>;

    /// Cancels a waiting order.
    async fn cancel_order(&self, intent: Intent, command: &CancelOrder) -> Result<TradeOutcome>;

    /// Fills a waiting order now.
    async fn activate_order(&self, intent: Intent, command: &ActivateOrder) -> Result<TradeOutcome>;

    /// Closes a position or a part of it.
    async fn close_position(&self, intent: Intent, command: &ClosePosition) -> Result<TradeOutcome>;

    /// Closes a position by an opposite one.
    async fn close_by(&self, intent: Intent, command: &CloseBy) -> Result<TradeOutcome>;

    /// Quotes of symbols that changed since a cursor; 0 asks for all.
    async fn quotes(&self, symbols: &[String], cursor: u64) -> Result<Quotes>;

    /// How a symbol's bid price moved, oldest first: at most [`CANDLES_MAX`](crate::CANDLES_MAX) candles. The last one
    /// may not be over yet. `Busy`: the server has to fetch them first.
    async fn candles(&self, query: &CandleQuery) -> Result<Vec<Candle>>;
}
