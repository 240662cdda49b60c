//! What the engine keeps: accounts, positions, orders, deals and MT4's closed records.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::num::coded;
use super::symbol::SymbolId;

/// Milliseconds since 1970 in UTC.
pub type Millis = i64;

coded! {
    /// Direction.
    Side {
        /// Bought.
        Buy = 0,
        /// Sold.
        Sell = 1,
    }
}

impl Side {
    /// The other direction.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

coded! {
    /// Kind of an order.
    OrderType {
        /// Buy now.
        Buy = 0,
        /// Sell now.
        Sell = 1,
        /// Buy at the price or below.
        BuyLimit = 2,
        /// Sell at the price or above.
        SellLimit = 3,
        /// Buy once the price rises.
        BuyStop = 4,
        /// Sell once the price falls.
        SellStop = 5,
        /// A buy limit that is placed once the trigger price is reached.
        BuyStopLimit = 6,
        /// A sell limit that is placed once the trigger price is reached.
        SellStopLimit = 7,
        /// Closes one position by another.
        CloseBy = 8,
    }
}

impl OrderType {
    /// Its direction; a close-by has that of a purchase.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Sell | Self::SellLimit | Self::SellStop | Self::SellStopLimit => Side::Sell,
            _ => Side::Buy,
        }
    }

    /// Whether it waits for a price.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        !matches!(self, Self::Buy | Self::Sell | Self::CloseBy)
    }

    /// The order at market of a direction.
    #[must_use]
    pub const fn market(side: Side) -> Self {
        match side {
            Side::Buy => Self::Buy,
            Side::Sell => Self::Sell,
        }
    }
}

coded! {
    /// State of an order.
    OrderState {
        /// Waits.
        Placed = 1,
        /// Taken back.
        Canceled = 2,
        /// Done.
        Filled = 4,
        /// Refused when it was due.
        Rejected = 5,
        /// Its time ran out.
        Expired = 6,
    }
}

coded! {
    /// How long an order waits.
    OrderTime {
        /// Until cancelled.
        Gtc = 0,
        /// Until the end of the server's day.
        Day = 1,
        /// Until a moment.
        Specified = 2,
        /// Until the end of a day.
        SpecifiedDay = 3,
    }
}

coded! {
    /// What a deal is.
    DealAction {
        /// Purchase.
        Buy = 0,
        /// Sale.
        Sell = 1,
        /// Deposit or withdrawal.
        Balance = 2,
        /// Credit in or out.
        Credit = 3,
        /// Charge.
        Charge = 4,
        /// Correction.
        Correction = 5,
        /// Bonus, booked on the credit.
        Bonus = 6,
        /// Balance raised to zero after a stop-out.
        SoCompensation = 19,
        /// Credit taken back after a stop-out.
        SoCompensationCredit = 20,
    }
}

impl DealAction {
    /// Whether it moves the credit instead of the balance.
    #[must_use]
    pub const fn moves_credit(self) -> bool {
        matches!(self, Self::Credit | Self::Bonus | Self::SoCompensationCredit)
    }
}

coded! {
    /// What a deal does to its position.
    Entry {
        /// Opens or adds.
        In = 0,
        /// Closes or reduces.
        Out = 1,
        /// Turns around.
        InOut = 2,
        /// Closes by an opposite position.
        OutBy = 3,
    }
}

coded! {
    /// Who or what caused an order, deal or position.
    Reason {
        /// The trader.
        Client = 0,
        /// The trader's program.
        Expert = 1,
        /// A dealer.
        Dealer = 2,
        /// Stop loss.
        StopLoss = 3,
        /// Take profit.
        TakeProfit = 4,
        /// Stop-out.
        StopOut = 5,
    }
}

coded! {
    /// How near an account is to the end.
    SoState {
        /// Not near.
        None = 0,
        /// Margin call.
        MarginCall = 1,
        /// Stop-out.
        StopOut = 2,
    }
}

/// Who an account belongs to. All fields are free text of the server's record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    pub name: String,
    pub company: String,
    pub account: String,
    pub country: String,
    pub language: String,
    pub city: String,
    pub state: String,
    pub zip: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub id: String,
    pub status: String,
    pub comment: String,
    pub color: String,
    pub lead_source: String,
    pub lead_campaign: String,
}

/// A trading account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    pub login: u64,
    /// Name of its group.
    pub group: String,
    pub person: Person,
    /// MT5's bit mask; its first three bits mean the same on MT4.
    pub rights: u64,
    pub leverage: u32,
    /// Login of the introducing broker.
    pub agent: u64,
    pub balance: Decimal,
    pub credit: Decimal,
    /// Margin in use, deposit currency.
    pub margin: Decimal,
    /// Floating profit of open positions.
    pub profit: Decimal,
    /// Swap of open positions.
    pub storage: Decimal,
    /// Commission that MT4 books when positions close.
    pub commission: Decimal,
    pub so_state: SoState,
    pub so_time: Millis,
    pub so_level: Decimal,
    pub so_equity: Decimal,
    pub so_margin: Decimal,
    pub registered: Millis,
    pub last_access: Millis,
    pub last_password_change: Millis,
    pub balance_prev_day: Decimal,
    pub equity_prev_day: Decimal,
    /// SHA-256 of login and password, hexadecimal; empty: none set.
    pub password_main: String,
    /// As the main one; it may only look.
    pub password_investor: String,
    /// As the main one, for the API.
    pub password_api: String,
    pub password_phone: String,
    /// Whether it traded since the server started (MT5 shows trading states only then).
    #[serde(skip)]
    pub active: bool,
}

impl Account {
    /// Result of open positions: profit, swap and, on MT4, commission.
    #[must_use]
    pub fn floating(&self) -> Decimal {
        self.profit + self.storage + self.commission
    }

    /// Balance, credit and floating result.
    #[must_use]
    pub fn equity(&self) -> Decimal {
        self.balance + self.credit + self.floating()
    }
}

/// An open position; on MT4 an open order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Position {
    pub ticket: u64,
    pub login: u64,
    pub symbol: SymbolId,
    pub side: Side,
    /// 1e-8 lots.
    pub volume: i64,
    pub price_open: Decimal,
    pub price_current: Decimal,
    /// Stop loss, 0 none.
    pub sl: Decimal,
    /// Take profit, 0 none.
    pub tp: Decimal,
    pub opened: Millis,
    pub updated: Millis,
    pub profit: Decimal,
    pub storage: Decimal,
    /// Booked at the close, MT4 only.
    pub commission: Decimal,
    pub rate_profit: Decimal,
    /// Margin currency to deposit currency, fixed at the opening.
    pub rate_margin: Decimal,
    pub tag: Tag,
}

/// What a request says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub comment: String,
    pub external_id: String,
    pub reason: Reason,
    /// Login of the dealer, 0 none.
    pub dealer: u64,
    pub expert: u64,
}

impl Tag {
    /// A dealer's request.
    #[must_use]
    pub fn dealer(login: u64, comment: &str) -> Self {
        Self {
            comment: comment.to_owned(),
            external_id: String::new(),
            reason: Reason::Dealer,
            dealer: login,
            expert: 0,
        }
    }

    pub(crate) fn server(reason: Reason, comment: String) -> Self {
        Self { comment, external_id: String::new(), reason, dealer: 0, expert: 0 }
    }
}

/// An order, waiting or in the history.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    pub ticket: u64,
    pub login: u64,
    pub symbol: SymbolId,
    pub kind: OrderType,
    pub state: OrderState,
    pub volume_initial: i64,
    pub volume_current: i64,
    pub price: Decimal,
    /// Stop-limit only: the price at which the limit order is placed.
    pub trigger: Decimal,
    pub price_current: Decimal,
    pub sl: Decimal,
    pub tp: Decimal,
    pub time: OrderTime,
    /// 0 none.
    pub expires: Millis,
    pub setup: Millis,
    /// 0 while it waits.
    pub done: Millis,
    pub position: u64,
    pub position_by: u64,
    /// 0 none, 1 pending, 2 stop-limit, 3 expiration, 4 stop-out.
    pub activation: u32,
    pub rate_margin: Decimal,
    pub tag: Tag,
}

/// Something that was booked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deal {
    pub id: u64,
    pub login: u64,
    pub order: u64,
    pub position: u64,
    /// None for money operations.
    pub symbol: Option<SymbolId>,
    pub action: DealAction,
    pub entry: Entry,
    pub time: Millis,
    pub price: Decimal,
    pub price_position: Decimal,
    pub sl: Decimal,
    pub tp: Decimal,
    pub volume: i64,
    pub volume_closed: i64,
    /// Booked profit, deposit currency; the amount of a money operation.
    pub profit: Decimal,
    /// Profit in the profit currency.
    pub profit_raw: Decimal,
    pub storage: Decimal,
    pub commission: Decimal,
    pub fee: Decimal,
    pub rate_profit: Decimal,
    pub rate_margin: Decimal,
    pub bid: Decimal,
    pub ask: Decimal,
    pub tag: Tag,
}

impl Deal {
    /// What it added to the balance or credit.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.profit + self.storage + self.commission + self.fee
    }
}

coded! {
    /// How an MT4 record ended.
    ClosedState {
        /// Closed.
        Normal = 3,
        /// A part of it.
        Part = 4,
        /// By another.
        By = 5,
        /// A pending order taken back.
        Deleted = 6,
    }
}

/// A record of MT4's history: a closed or deleted order, or a money operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClosedTrade {
    pub ticket: u64,
    pub login: u64,
    pub symbol: Option<SymbolId>,
    /// OP_*: 0–5 trades, 6 balance, 7 credit.
    pub command: u32,
    pub volume: i64,
    pub opened: Millis,
    pub closed: Millis,
    pub price_open: Decimal,
    pub price_close: Decimal,
    pub sl: Decimal,
    pub tp: Decimal,
    pub profit: Decimal,
    pub storage: Decimal,
    pub commission: Decimal,
    pub rate_margin: Decimal,
    pub state: ClosedState,
    pub expires: Millis,
    /// Who opened it, where somebody else ended it.
    #[serde(default)]
    pub opened_by: Option<Reason>,
    pub tag: Tag,
}
