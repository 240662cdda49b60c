use super::{BalanceKind, Login, Lots, Money, Price, Side, Ticket};
use crate::clock::ServerTime;

/// Names one deal of a server for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DealId {
    /// Number of the deal; on MT4 of the order.
    pub ticket: Ticket,
    /// Which deal of that number.
    pub leg: DealLeg,
}

/// MT4 has one record for opening and closing, so two deals share its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DealLeg {
    /// The only one of its number: MT5, and balance operations.
    Whole,
    /// The opening half of an MT4 order.
    In,
    /// The closing half of an MT4 order.
    Out,
}

/// What a deal did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealAction {
    /// Traded.
    Trade(Side),
    /// Changed the balance; deposit or withdrawal by sign.
    Balance,
    /// Changed the credit.
    Credit,
    /// A charge.
    Charge,
    /// A correction.
    Correction,
    /// A bonus.
    Bonus,
    /// Anything else that the server books by itself: commission, interest, dividend, compensation. The server's code.
    Other(i64),
}

impl DealAction {
    /// Whether a balance operation of this kind makes a deal of this action.
    #[must_use]
    pub fn is_made_by(self, kind: BalanceKind) -> bool {
        match kind {
            BalanceKind::Deposit | BalanceKind::Withdraw => self == Self::Balance,
            BalanceKind::CreditIn | BalanceKind::CreditOut => self == Self::Credit,
            BalanceKind::BonusIn | BalanceKind::BonusOut => self == Self::Bonus,
            BalanceKind::Charge => self == Self::Charge,
            BalanceKind::Correction => self == Self::Correction,
        }
    }
}

/// How a trade changed the exposure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealEntry {
    /// Opened or added.
    In,
    /// Closed or reduced.
    Out,
    /// Turned around (netting).
    InOut,
    /// Closed by an opposite position.
    OutBy,
}

/// Who made a deal, as the server tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealMaker {
    /// The client, by a terminal, a program or a signal.
    Client,
    /// Somebody of the broker, by hand or by a program.
    Dealer,
    /// The server itself: stops, stop-out, settlement.
    Server,
}

/// An execution, or a booking of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// Its name for ever.
    pub id: DealId,
    /// Whose.
    pub login: Login,
    /// What it did.
    pub action: DealAction,
    /// How it changed the exposure; trades only.
    pub entry: Option<DealEntry>,
    /// The order that caused it.
    pub order: Option<Ticket>,
    /// The position that it belongs to. On MT4 the first number of the chain that partial closes make.
    pub position: Option<Ticket>,
    /// In what; empty for bookings.
    pub symbol: String,
    /// How much; zero for bookings.
    pub lots: Lots,
    /// At what price; zero for bookings.
    pub price: Price,
    /// Result in the account's currency; of a booking its signed amount.
    pub profit: Money,
    /// Swap realised.
    pub swap: Money,
    /// Commission and fee.
    pub commission: Money,
    /// Remark; holds the tag of the operation that caused it.
    pub comment: String,
    /// Who made it; `None` where the server does not say.
    pub made_by: Option<DealMaker>,
    /// When it was made.
    pub at: ServerTime,
}
