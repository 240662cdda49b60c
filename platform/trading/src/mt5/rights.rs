//! What the manager's account may do, found out without changing anything.

use serde_json::Map;

use super::wire::put;
use super::{Call, Mt5};
use crate::{Result, Right, Rights, TradingError};

impl Mt5 {
    /// Reads of each kind; and changes that name the account 0, which no server has, and no amount or volume. A server
    /// asks for the right first, so "no right" is the only answer that counts.
    pub(super) async fn find_rights(&self) -> Result<Rights> {
        let limits = self.limits;
        let change = |command| Call::change(command, limits.change, None).with("login", 0);
        let now = self.clock.now().timestamp();
        let mut request = Map::new();
        for (name, value) in [("Action", "200"), ("Login", "0"), ("Volume", "0"), ("Type", "0")] {
            put(&mut request, name, value);
        }
        let probes = [
            (Right::Groups, self.read("group/total")),
            (Right::Symbols, self.read("symbol/total")),
            (Right::Accounts, self.read("user/get").with("login", 0)),
            (Right::Positions, self.read("position/get_total").with("login", 0)),
            (Right::Deals, self.read("deal/get_total").with("login", 0).with("from", now).with("to", now)),
            (Right::EditAccounts, change("user/update")),
            (
                Right::BalanceOperations,
                change("trade/balance").with("type", 2).with("balance", 0).with("comment", "test of rights"),
            ),
            (Right::Dealing, Call::change("dealer/send_request", limits.change, None).body(request)),
        ];
        // without it names of holders come empty, as they do of accounts that have none: only use shows it
        let mut rights = Rights { unknown: vec![Right::PersonalData], ..Rights::default() };
        for (right, call) in probes {
            match self.ask(call).await {
                Err(TradingError::Permission(_)) => rights.missing.push(right),
                Err(TradingError::OutcomeUnknown(_) | TradingError::Busy(_)) => rights.unknown.push(right),
                Err(error @ (TradingError::Auth(_) | TradingError::Unreachable(_))) => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(rights)
    }
}
