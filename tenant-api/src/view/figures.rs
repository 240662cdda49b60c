//! The figures of the home page as the portal shows them. Amounts are plain decimals of one currency each.

use crate::view::client::StaffRef;
use async_graphql::{ID, SimpleObject};
use crm_app::figures::{BoardRow as Board, ClientCount, ClientPart, MoneyDay, Queues};
use crm_model::{StaffTarget, show_amount};
use std::collections::BTreeMap;

/// Money of live accounts in one currency and one span of time.
#[derive(SimpleObject)]
pub struct MoneyFigure {
    /// Clients whose first deposit fell into it.
    first_count: i64,
    /// What they deposited by it.
    first_amount: String,
    /// Deposits and withdrawals.
    count: i64,
    deposits: String,
    withdrawals: String,
    /// Deposits less withdrawals.
    net: String,
}

/// One day of a range that had any money.
#[derive(SimpleObject)]
pub struct MoneyFigureDay {
    /// Which day of the range, from 1.
    day: i32,
    first_count: i64,
    first_amount: String,
    net: String,
}

/// Money of live accounts in one currency.
#[derive(SimpleObject)]
pub struct CurrencyFigures {
    currency: String,
    now: MoneyFigure,
    /// The period before.
    before: MoneyFigure,
    days: Vec<MoneyFigureDay>,
}

/// How many new clients, now and in the period before.
#[derive(SimpleObject)]
pub struct NewClientCount {
    /// Null where it is not set.
    name: Option<String>,
    now: i64,
    before: i64,
}

/// New clients of one day of a range that had any.
#[derive(SimpleObject)]
pub struct NewClientDay {
    /// Which day of the range, from 1.
    day: i32,
    count: i64,
}

/// New clients that are not archived.
#[derive(SimpleObject)]
pub struct NewClientFigures {
    now: i64,
    /// The period before.
    before: i64,
    days: Vec<NewClientDay>,
    /// The eight with the most, and those without one.
    sources: Vec<NewClientCount>,
    /// From a source that is not among them.
    other_sources: NewClientCount,
    /// The eight with the most, and those without one.
    countries: Vec<NewClientCount>,
    /// From a country that is not among them.
    other_countries: NewClientCount,
}

/// How much waits now. Null where the viewer may not see the list.
#[derive(SimpleObject)]
pub struct QueueFigures {
    balance_waiting: Option<i64>,
    balance_unknown: Option<i64>,
    commands_waiting: Option<i64>,
    commands_unknown: Option<i64>,
    overdue: Option<i64>,
    fresh: Option<i64>,
    kyc_pending: Option<i64>,
}

/// What one person did in a span of time, and what waits for the person.
#[derive(SimpleObject)]
pub struct BoardRow {
    staff: StaffRef,
    team: Option<String>,
    /// Clients of whom the person recorded an outcome.
    contacts: i64,
    /// Clients that the person owns whose first deposit was booked. Null where the viewer may not see money.
    conversions: Option<i64>,
    /// Open tasks and call-backs that are overdue now.
    overdue: i64,
    target: TargetView,
}

/// What is expected of a person. Null where nothing is.
#[derive(SimpleObject)]
#[graphql(name = "StaffTarget")]
pub struct TargetView {
    /// Grows with each change; 0 where none was ever set.
    version: i32,
    /// Clients spoken to on a working day.
    contacts_a_day: Option<i32>,
    /// First deposits of the person's clients in a month. Null, too, where the viewer may not see money.
    first_deposits_a_month: Option<i32>,
}

impl From<StaffTarget> for TargetView {
    fn from(target: StaffTarget) -> Self {
        Self {
            version: target.version,
            contacts_a_day: target.contacts_a_day,
            first_deposits_a_month: target.first_deposits_a_month,
        }
    }
}

impl From<Board> for BoardRow {
    fn from(row: Board) -> Self {
        let (id, name) = row.staff;
        Self {
            staff: StaffRef { id: ID(id.to_string()), name },
            team: row.team,
            contacts: row.contacts,
            conversions: row.conversions,
            overdue: row.overdue,
            target: row.target.into(),
        }
    }
}

/// What days come to, in minor units.
#[derive(Default)]
struct Sum {
    first_count: i64,
    first_amount: i64,
    count: i64,
    deposits: i64,
    withdrawals: i64,
}

impl Sum {
    const fn add(&mut self, day: &MoneyDay) {
        self.first_count = self.first_count.saturating_add(day.first_count);
        self.first_amount = self.first_amount.saturating_add(day.first_amount);
        self.count = self.count.saturating_add(day.count);
        self.deposits = self.deposits.saturating_add(day.deposits);
        self.withdrawals = self.withdrawals.saturating_add(day.withdrawals);
    }

    fn shown(&self, digits: u32) -> MoneyFigure {
        let text = |minor| show_amount(minor, digits);
        MoneyFigure {
            first_count: self.first_count,
            first_amount: text(self.first_amount),
            count: self.count,
            deposits: text(self.deposits),
            withdrawals: text(self.withdrawals),
            net: text(self.deposits.saturating_sub(self.withdrawals)),
        }
    }
}

impl CurrencyFigures {
    /// By currency, in the order of their names. Currencies are never added to each other.
    #[must_use]
    pub fn of(days: &[MoneyDay]) -> Vec<Self> {
        let mut currencies: BTreeMap<(&str, i16), Vec<&MoneyDay>> = BTreeMap::new();
        for day in days {
            currencies.entry((&day.currency, day.digits)).or_default().push(day);
        }
        currencies.into_iter().map(|((currency, digits), days)| Self::one(currency, digits, &days)).collect()
    }

    fn one(currency: &str, digits: i16, days: &[&MoneyDay]) -> Self {
        let digits = u32::try_from(digits).unwrap_or(0);
        let (mut now, mut before) = (Sum::default(), Sum::default());
        for day in days {
            if day.day > 0 { now.add(day) } else { before.add(day) }
        }
        let shown = |day: &&MoneyDay| MoneyFigureDay {
            day: day.day,
            first_count: day.first_count,
            first_amount: show_amount(day.first_amount, digits),
            net: show_amount(day.deposits.saturating_sub(day.withdrawals), digits),
        };
        Self {
            currency: currency.to_owned(),
            now: now.shown(digits),
            before: before.shown(digits),
            days: days.iter().filter(|day| day.day > 0).map(shown).collect(),
        }
    }
}

impl NewClientFigures {
    /// All parts together.
    #[must_use]
    pub fn of(counts: &[ClientCount]) -> Self {
        let of_days = |count: &&ClientCount| matches!(count.part, ClientPart::Day(_));
        let sum = |counts: &mut dyn Iterator<Item = &ClientCount>| {
            counts.fold((0_i64, 0_i64), |(now, before), count| (now + count.now, before + count.before))
        };
        let (now, before) = sum(&mut counts.iter().filter(of_days));
        let part = |part: ClientPart| {
            let named: Vec<&ClientCount> = counts.iter().filter(|count| count.part == part).collect();
            let (own, earlier) = sum(&mut named.iter().copied());
            let rest = NewClientCount { name: None, now: now - own, before: before - earlier };
            let shown =
                |count: &ClientCount| NewClientCount { name: count.name.clone(), now: count.now, before: count.before };
            (named.into_iter().map(shown).collect(), rest)
        };
        let (sources, other_sources) = part(ClientPart::Source);
        let (countries, other_countries) = part(ClientPart::Country);
        let day = |count: &ClientCount| match count.part {
            ClientPart::Day(day) if day > 0 => Some(NewClientDay { day, count: count.now }),
            _ => None,
        };
        let days = counts.iter().filter_map(day).collect();
        Self { now, before, days, sources, other_sources, countries, other_countries }
    }
}

impl From<Queues> for QueueFigures {
    fn from(queues: Queues) -> Self {
        Self {
            balance_waiting: queues.balance_waiting,
            balance_unknown: queues.balance_unknown,
            commands_waiting: queues.commands_waiting,
            commands_unknown: queues.commands_unknown,
            overdue: queues.overdue,
            fresh: queues.fresh,
            kyc_pending: queues.kyc_pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(currency: &str, digits: i16, day: i32, deposits: i64, withdrawals: i64) -> MoneyDay {
        let currency = currency.to_owned();
        MoneyDay { currency, digits, day, first_count: 1, first_amount: 100, count: 2, deposits, withdrawals }
    }

    #[test]
    fn currencies_stay_apart_and_day_0_is_the_period_before() {
        let days = [day("JPY", 0, 1, 5_000, 0), day("USD", 2, 0, 700, 0), day("USD", 2, 2, 250, 1_000)];
        let figures = CurrencyFigures::of(&days);
        let [yen, dollars] = &figures[..] else { panic!("two currencies") };
        assert_eq!((yen.now.net.as_str(), yen.before.net.as_str()), ("5000", "0"));
        assert_eq!((dollars.now.net.as_str(), dollars.before.net.as_str()), ("-7.50", "7.00"));
        assert_eq!((dollars.days.len(), dollars.days[0].day, dollars.days[0].net.as_str()), (1, 2, "-7.50"));
    }

    #[test]
    fn what_is_not_named_is_the_rest() {
        let count =
            |part, name: Option<&str>, now, before| ClientCount { part, name: name.map(str::to_owned), now, before };
        let figures = NewClientFigures::of(&[
            count(ClientPart::Day(0), None, 0, 4),
            count(ClientPart::Day(3), None, 9, 0),
            count(ClientPart::Source, Some("Website"), 5, 1),
            count(ClientPart::Source, None, 1, 0),
            count(ClientPart::Country, Some("ES"), 9, 4),
        ]);
        assert_eq!((figures.now, figures.before, figures.days.len()), (9, 4, 1));
        assert_eq!((figures.other_sources.now, figures.other_sources.before), (3, 3));
        assert_eq!((figures.other_countries.now, figures.other_countries.before), (0, 0));
    }
}
