use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::num::coded;

coded! {
    /// Which server shows the accounts of a group.
    Platform {
        /// MT4 gateway.
        Mt4 = 4,
        /// MT5 Web API.
        Mt5 = 5,
    }
}

coded! {
    /// How positions are kept and margin is charged.
    MarginMode {
        /// One position a symbol.
        Netting = 0,
        /// Every deal its own position.
        Hedging = 2,
    }
}

coded! {
    /// Unit of the margin call and stop-out levels.
    StopOutMode {
        /// Per cent of margin.
        Percent = 0,
        /// Money of equity.
        Money = 1,
    }
}

coded! {
    /// Which floating result counts as free margin.
    FreeMarginMode {
        /// None of it.
        Ignore = 0,
        /// All of it.
        Use = 1,
        /// Gains only.
        Profit = 2,
        /// Losses only.
        Loss = 3,
    }
}

coded! {
    /// Unit of a commission.
    CommissionUnit {
        /// Deposit currency.
        Deposit = 0,
        /// Base currency of the symbol.
        Base = 1,
        /// Profit currency of the symbol.
        Profit = 2,
        /// Margin currency of the symbol.
        Margin = 3,
        /// Points of the price.
        Pips = 4,
        /// Per cent of the deal's value.
        Percent = 5,
    }
}

coded! {
    /// Which deals pay a commission.
    CommissionEntry {
        /// All.
        All = 0,
        /// Opening ones.
        In = 1,
        /// Closing ones.
        Out = 2,
    }
}

/// A commission taken at once with every deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commission {
    /// For people.
    pub name: String,
    /// Mask of symbol paths.
    pub path: String,
    /// What `value` counts.
    pub unit: CommissionUnit,
    /// Per lot, or once per deal.
    pub per_lot: bool,
    /// How much, positive.
    pub value: Decimal,
    /// Least amount per deal, in the deposit currency.
    pub minimal: Decimal,
    /// Which deals pay.
    pub entry: CommissionEntry,
    /// Shown as a fee instead of a commission.
    pub fee: bool,
}

/// Conditions shared by many accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Name: a path on MT5 (`real\standard`), flat and at most 15 characters on MT4.
    pub name: String,
    /// Which server shows it.
    pub platform: Platform,
    /// Company on statements.
    pub company: String,
    /// Deposit currency.
    pub currency: String,
    /// Digits of the deposit currency.
    pub digits: u32,
    /// Netting or hedging.
    pub margin_mode: MarginMode,
    /// Level of the margin call.
    pub margin_call: Decimal,
    /// Level of the stop-out.
    pub stop_out: Decimal,
    /// Unit of both levels.
    pub stop_out_mode: StopOutMode,
    /// Which floating result counts as free margin.
    pub free_margin: FreeMarginMode,
    /// Leverage of accounts that name none.
    pub default_leverage: u32,
    /// Whether positions pay and earn swap.
    pub swaps: bool,
    /// A negative balance after a stop-out is raised to zero.
    pub compensate: bool,
    /// And what is left of the credit is taken back.
    pub compensate_credit: bool,
    /// Commissions.
    pub commissions: Vec<Commission>,
    /// Points added to every spread, half to each side.
    pub spread_diff: u32,
    /// Most open positions of one account; 0 is no limit.
    pub position_limit: u32,
    /// Factor on the margin of its accounts' positions.
    #[serde(default = "one")]
    pub margin_factor: Decimal,
}

const fn one() -> Decimal {
    Decimal::ONE
}

impl Group {
    /// A hedging group in dollars with usual levels.
    #[must_use]
    pub fn new(platform: Platform, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            platform,
            company: "Simulated Broker".to_owned(),
            currency: "USD".to_owned(),
            digits: 2,
            margin_mode: MarginMode::Hedging,
            margin_call: Decimal::from(100),
            stop_out: Decimal::from(50),
            stop_out_mode: StopOutMode::Percent,
            free_margin: FreeMarginMode::Use,
            default_leverage: 100,
            swaps: true,
            compensate: true,
            compensate_credit: false,
            commissions: Vec::new(),
            spread_diff: 0,
            position_limit: 0,
            margin_factor: Decimal::ONE,
        }
    }
}
