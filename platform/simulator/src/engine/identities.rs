use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::Engine;
use super::records::Entry;

/// A sum that does not come out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    pub login: u64,
    /// What was compared.
    pub rule: &'static str,
    /// What stands on the account.
    pub found: Decimal,
    /// What the records add up to.
    pub expected: Decimal,
}

impl Engine {
    /// Adds everything up anew: balance and credit from deals, floating result from positions, margin from
    /// positions, and open volume from volume in and out. Empty when all is well.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut sums: BTreeMap<u64, [Decimal; 2]> = BTreeMap::new();
        let mut volumes: BTreeMap<(u64, u64), i64> = BTreeMap::new();
        for deal in self.book.deals.values() {
            let [balance, credit] = sums.entry(deal.login).or_default();
            *(if deal.action.moves_credit() { credit } else { balance }) += deal.amount();
            if let Some(symbol) = deal.symbol {
                let place = u64::try_from(symbol.0).unwrap_or(u64::MAX);
                *volumes.entry((deal.login, place)).or_default() += match deal.entry {
                    Entry::In => deal.volume,
                    Entry::Out | Entry::OutBy => -deal.volume,
                    Entry::InOut => deal.volume - 2 * deal.volume_closed,
                };
            }
        }
        for account in self.book.accounts.values() {
            let login = account.login;
            let [balance, credit] = sums.get(&login).copied().unwrap_or_default();
            let mut open = [Decimal::ZERO; 3];
            for position in self.positions_of(login) {
                let [profit, storage, commission] = &mut open;
                *profit += position.profit;
                *storage += position.storage;
                *commission += position.commission;
                let place = u64::try_from(position.symbol.0).unwrap_or(u64::MAX);
                *volumes.entry((login, place)).or_default() -= position.volume;
            }
            let [profit, storage, commission] = open;
            let equity = balance + credit + profit + storage + commission;
            let margin = self.margin_with(login, None).unwrap_or_default();
            for (rule, found_value, expected) in [
                ("balance = sum of deals", account.balance, balance),
                ("credit = sum of credit deals", account.credit, credit),
                ("profit = sum of positions", account.profit, profit),
                ("storage = sum of positions", account.storage, storage),
                ("commission = sum of positions", account.commission, commission),
                ("equity = balance + credit + floating", account.equity(), equity),
                ("margin = margin of positions", account.margin, margin),
            ] {
                if found_value != expected {
                    found.push(Violation { login, rule, found: found_value, expected });
                }
            }
        }
        for ((login, _), left) in volumes {
            if left != 0 {
                let rule = "volume in - volume out = open volume";
                found.push(Violation { login, rule, found: Decimal::from(left), expected: Decimal::ZERO });
            }
        }
        found
    }
}
