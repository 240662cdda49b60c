//! What the client of the gateway may do, as far as reading tells.

use super::Mt4;
use crate::{Result, Right, Rights, TradingError};

impl Mt4 {
    /// Only reads: the gateway has no question about a change that surely changes nothing.
    pub(super) async fn find_rights(&self) -> Result<Rights> {
        let probes = [
            (Right::Groups, self.history("GroupsGet")),
            (Right::Symbols, self.history("CfgRequestSymbol")),
            (Right::Accounts, self.read("UsersRequest").with("limit", 1)),
            (Right::Positions, self.read("TradesRequest").with("limit", 1)),
        ];
        let mut rights = Rights {
            missing: Vec::new(),
            // names of holders come empty without the right to them, as they do of accounts that have none
            unknown: vec![
                Right::PersonalData,
                Right::Deals,
                Right::EditAccounts,
                Right::BalanceOperations,
                Right::Dealing,
            ],
        };
        for (right, request) in probes {
            match self.ask(request).await {
                Err(TradingError::Permission(_)) => rights.missing.push(right),
                Err(TradingError::Busy(_)) => rights.unknown.push(right),
                Err(error @ (TradingError::Auth(_) | TradingError::Unreachable(_))) => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(rights)
    }
}
