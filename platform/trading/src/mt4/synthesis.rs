//! Deals of MT4's records. An order that was opened and closed becomes a deal in and a deal out; the chain of orders
//! that partial closes make (`from #…`) becomes one deal in with the whole volume, and a deal out for each part.

use std::collections::HashMap;

use super::wire::{Command, Trade};
use crate::domain::{Deal, DealAction, DealEntry, DealId, DealLeg, DealMaker, Lots, Ticket};

/// Words before the tag of bookings that MT4 does not tell apart.
pub(super) const CHARGE: &str = "CHG ";
pub(super) const CORRECTION: &str = "COR ";
pub(super) const BONUS: &str = "BON ";

/// The order of which this one is the rest, by its comment.
pub(super) fn continued(comment: &str) -> Option<Ticket> {
    let after = comment.split("from #").nth(1)?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().map(Ticket)
}

/// The deals of all records given, each once. A record may come twice, open and closed: the closed one counts. For a
/// whole chain all its records must be there.
pub(super) fn deals(records: Vec<Trade>) -> Vec<Deal> {
    let mut by_ticket: HashMap<Ticket, Trade> = HashMap::new();
    for record in records {
        match by_ticket.get(&record.ticket) {
            Some(known) if known.closed_at.is_some() => {}
            _ => {
                by_ticket.insert(record.ticket, record);
            }
        }
    }
    let mut volumes: HashMap<Ticket, Lots> = HashMap::new();
    let roots: HashMap<Ticket, Ticket> = by_ticket.keys().map(|ticket| (*ticket, root(*ticket, &by_ticket))).collect();
    for (ticket, trade) in &by_ticket {
        let first = roots.get(ticket).copied().unwrap_or(*ticket);
        let sum = volumes.entry(first).or_default();
        *sum = sum.plus(trade.lots);
    }
    let mut deals = Vec::new();
    for trade in by_ticket.values() {
        let first = roots.get(&trade.ticket).copied().unwrap_or(trade.ticket);
        match trade.command {
            Command::Pending(_) => {}
            Command::Balance | Command::Credit => deals.push(booking(trade)),
            Command::Market(side) => {
                if first == trade.ticket {
                    let lots = volumes.get(&first).copied().unwrap_or(trade.lots);
                    deals.push(Deal {
                        action: DealAction::Trade(side),
                        entry: Some(DealEntry::In),
                        lots,
                        price: trade.open_price,
                        at: trade.opened_at,
                        ..blank(trade, DealLeg::In, first)
                    });
                }
                if let Some(closed_at) = trade.closed_at {
                    deals.push(Deal {
                        action: DealAction::Trade(side.opposite()),
                        entry: Some(if trade.closed_by { DealEntry::OutBy } else { DealEntry::Out }),
                        lots: trade.lots,
                        price: trade.close_price,
                        profit: trade.profit,
                        swap: trade.swap,
                        commission: trade.commission,
                        at: closed_at,
                        // a record says who opened it, and of its end only whether a stop was reached
                        made_by: trade.stopped.then_some(DealMaker::Server),
                        ..blank(trade, DealLeg::Out, first)
                    });
                }
            }
        }
    }
    deals.sort_by_key(|deal| (deal.at.utc, deal.id));
    deals
}

/// The first order of a chain. A link whose record is missing ends the walk at the number it names.
fn root(ticket: Ticket, records: &HashMap<Ticket, Trade>) -> Ticket {
    let mut first = ticket;
    // numbers grow along a chain, so the walk ends
    while let Some(before) = records.get(&first).and_then(|trade| continued(&trade.comment)) {
        if before >= first {
            break;
        }
        first = before;
    }
    first
}

fn booking(trade: &Trade) -> Deal {
    let is = |word: &str| trade.comment.starts_with(word);
    let action = match trade.command {
        Command::Credit if is(BONUS) => DealAction::Bonus,
        Command::Credit => DealAction::Credit,
        _ if is(CHARGE) => DealAction::Charge,
        _ if is(CORRECTION) => DealAction::Correction,
        _ => DealAction::Balance,
    };
    Deal { action, profit: trade.profit, position: None, ..blank(trade, DealLeg::Whole, trade.ticket) }
}

fn blank(trade: &Trade, leg: DealLeg, first: Ticket) -> Deal {
    Deal {
        id: DealId { ticket: trade.ticket, leg },
        login: trade.login,
        action: DealAction::Balance,
        entry: None,
        order: (leg != DealLeg::Whole).then_some(trade.ticket),
        position: Some(first),
        symbol: trade.symbol.clone(),
        lots: Lots::ZERO,
        price: rust_decimal::Decimal::ZERO,
        profit: rust_decimal::Decimal::ZERO,
        swap: rust_decimal::Decimal::ZERO,
        commission: rust_decimal::Decimal::ZERO,
        comment: trade.comment.clone(),
        made_by: trade.made_by,
        at: trade.opened_at,
    }
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Times, trade};
    use super::*;
    use crate::clock::ServerClock;
    use crate::fields::Fields;
    use serde_json::{Value, json};

    fn read(records: &[Value]) -> Vec<Deal> {
        let clock = ServerClock::default();
        let times = Times { clock: &clock, now: "2026-02-01T00:00:00Z".parse().unwrap() };
        deals(records.iter().map(|record| trade(Fields::of(record).unwrap(), times).unwrap()).collect())
    }

    fn market(ticket: u64, volume: i64, state: &str, closed: Option<&str>, comment: &str) -> Value {
        json!({"order": ticket, "login": 7, "symbol": "EURUSD", "tradeCommand": "Buy", "volume": volume,
            "tradeRecordState": state, "openPrice": 1.1, "closePrice": 1.2, "openTime": "2026-01-01T10:00:00",
            "closeTime": closed.unwrap_or("1970-01-01T00:00:00"), "profit": 5, "storage": -1, "commission": -2,
            "comment": comment})
    }

    #[test]
    fn a_chain_of_partial_closes_is_one_deal_in_and_a_deal_out_for_each_part() {
        let made = read(&[
            market(100, 30, "ClosedPart", Some("2026-01-01T11:00:00"), "to #101"),
            market(101, 20, "ClosedPart", Some("2026-01-01T12:00:00"), "from #100"),
            market(102, 50, "OpenNormal", None, "from #101"),
        ]);
        let short: Vec<_> = made.iter().map(|d| (d.id.ticket.0, d.entry.unwrap(), d.lots.to_string())).collect();
        assert_eq!(
            short,
            [
                (100, DealEntry::In, "1".to_owned()),
                (100, DealEntry::Out, "0.3".to_owned()),
                (101, DealEntry::Out, "0.2".to_owned())
            ]
        );
        assert!(made.iter().all(|deal| deal.position == Some(Ticket(100))));
    }

    #[test]
    fn the_deal_in_stays_the_same_through_the_life_of_a_chain() {
        let open = read(&[market(100, 100, "OpenNormal", None, "D:x")]);
        let closed = read(&[
            market(100, 40, "ClosedPart", Some("2026-01-01T11:00:00"), "D:x"),
            market(101, 60, "ClosedNormal", Some("2026-01-01T12:00:00"), "from #100"),
        ]);
        assert_eq!(open[0], closed[0]);
        assert_eq!(closed.iter().filter(|deal| deal.entry == Some(DealEntry::In)).count(), 1);
    }

    #[test]
    fn bookings_are_told_apart_by_the_word_before_the_tag() {
        let record = |ticket: u64, command: &str, comment: &str| {
            json!({"order": ticket, "login": 7, "tradeCommand": command, "profit": -12.5, "comment": comment,
                "openTime": "2026-01-01T10:00:00", "tradeRecordState": "ClosedNormal"})
        };
        let actions: Vec<DealAction> = read(&[
            record(1, "Balance", "D:x"),
            record(2, "Balance", "CHG D:x"),
            record(3, "Balance", "COR D:x"),
            record(4, "Credit", "D:x"),
            record(5, "Credit", "BON D:x"),
        ])
        .iter()
        .map(|deal| deal.action)
        .collect();
        use DealAction::{Balance, Bonus, Charge, Correction, Credit};
        assert_eq!(actions, [Balance, Charge, Correction, Credit, Bonus]);
    }

    #[test]
    fn a_record_says_who_opened_it_and_whether_a_stop_ended_it() {
        let made_by = |reason: &str, activation: &str| {
            let mut record = market(7, 10, "ClosedNormal", Some("2026-01-01T11:00:00"), "");
            record["tradeRecordReason"] = json!(reason);
            record["activationType"] = json!(activation);
            read(&[record]).iter().map(|deal| deal.made_by).collect::<Vec<_>>()
        };
        use DealMaker::{Client, Dealer, Server};
        assert_eq!(made_by("Mobile", "None"), [Some(Client), None]);
        assert_eq!(made_by("Client", "SL"), [Some(Client), Some(Server)]);
        assert_eq!(made_by("API", "Stopout"), [Some(Dealer), Some(Server)]);
        assert_eq!(made_by("", "None"), [None, None]);
    }

    #[test]
    fn a_record_that_comes_open_and_closed_counts_once() {
        let closed = market(5, 10, "ClosedNormal", Some("2026-01-01T11:00:00"), "");
        let open = market(5, 10, "OpenNormal", None, "");
        assert_eq!(read(&[open.clone(), closed.clone()]), read(&[closed, open]));
    }

    #[test]
    fn a_comment_that_points_at_itself_ends() {
        assert_eq!(read(&[market(5, 10, "OpenNormal", None, "from #5")]).len(), 1);
        assert_eq!(continued("from #12[sl]"), Some(Ticket(12)));
        assert_eq!(continued("from #"), None);
    }
}
