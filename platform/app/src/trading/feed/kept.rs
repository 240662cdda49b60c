//! A book as it is kept for other processes: rows without names, so that ten thousand positions are a megabyte.

use super::prices::Prices;
use super::{Book, Known};
use chrono::{DateTime, TimeDelta, Utc};
use crm_trading::{
    AccountState, Login, Lots, OrderKind, OrderLife, OrderState, PendingOrder, Position, Quote, ServerTime, Side,
    StateSource, StopOutState, Ticket,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The form that is written. Another form is read as nothing: the next poll brings everything.
const FORM: u32 = 3;

#[derive(Serialize, Deserialize)]
struct KeptKnown(Option<DateTime<Utc>>, Option<(DateTime<Utc>, String)>, i64);

/// When something happened: on the server's clock and in truth, both in milliseconds.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct KeptTime(i64, i64);

#[derive(Serialize, Deserialize)]
struct KeptPosition(
    (u64, u64, String, bool, i64),
    (Decimal, Decimal, Option<Decimal>, Option<Decimal>),
    (Decimal, Decimal),
    KeptTime,
);

#[derive(Serialize, Deserialize)]
struct KeptOrder(
    (u64, u64, String, u8, i64, i64),
    (Decimal, Option<Decimal>, Option<Decimal>, Option<Decimal>),
    Option<DateTime<Utc>>,
    KeptTime,
);

#[derive(Serialize, Deserialize)]
struct KeptAccount(u64, [Decimal; 7], u32, DateTime<Utc>);

/// Symbol, bid, ask.
#[derive(Serialize, Deserialize)]
struct KeptQuote(String, Decimal, Decimal, KeptTime);

#[derive(Serialize, Deserialize)]
struct KeptBook {
    form: u32,
    known: [KeptKnown; 5],
    deal_delay_ms: Option<i64>,
    digits: BTreeMap<String, u32>,
    quotes: Vec<KeptQuote>,
    positions: Vec<KeptPosition>,
    orders: Vec<KeptOrder>,
    accounts: Vec<KeptAccount>,
}

const KINDS: [OrderKind; 6] = [
    OrderKind::BuyLimit,
    OrderKind::SellLimit,
    OrderKind::BuyStop,
    OrderKind::SellStop,
    OrderKind::BuyStopLimit,
    OrderKind::SellStopLimit,
];

/// A book as bytes.
pub(super) fn write(book: &Book) -> Option<Vec<u8>> {
    let known = |known: &Known| KeptKnown(known.at, known.trouble.clone(), known.every.num_milliseconds());
    let kept = KeptBook {
        form: FORM,
        known: [&book.known_positions, &book.known_orders, &book.known_accounts, &book.known_deals, &book.prices.known]
            .map(known),
        deal_delay_ms: book.deal_delay.map(|delay| delay.num_milliseconds()),
        digits: book.digits.clone(),
        quotes: book.prices.quotes.values().map(keep_quote).collect(),
        positions: book.positions.values().map(|position| keep_position(position)).collect(),
        orders: book.orders.values().filter_map(|order| keep_order(order)).collect(),
        accounts: book.accounts.values().map(|state| keep_account(state)).collect(),
    };
    serde_json::to_vec(&kept).ok()
}

/// Bytes as a book that another process wrote; `None` when they are of another form.
pub(super) fn read(bytes: &[u8], written_at: DateTime<Utc>) -> Option<Book> {
    let kept: KeptBook = serde_json::from_slice(bytes).ok().filter(|kept: &KeptBook| kept.form == FORM)?;
    let [positions, orders, accounts, deals, prices] = kept.known.map(|KeptKnown(at, trouble, every)| {
        let every = TimeDelta::milliseconds(every);
        Known { at, trouble, every }
    });
    let open: Vec<Position> = kept.positions.into_iter().filter_map(position).collect();
    Some(Book {
        by_login: open.iter().map(|position| (position.login, position.ticket)).collect(),
        positions: open.into_iter().map(|position| (position.ticket, Arc::new(position))).collect(),
        orders: kept.orders.into_iter().filter_map(order).map(|o| (o.ticket, Arc::new(o))).collect(),
        accounts: kept.accounts.into_iter().map(account).map(|state| (state.login, Arc::new(state))).collect(),
        digits: kept.digits,
        known_positions: positions,
        known_orders: orders,
        known_accounts: accounts,
        known_deals: deals,
        prices: Prices {
            quotes: kept.quotes.into_iter().filter_map(quote).map(|quote| (quote.symbol.clone(), quote)).collect(),
            known: prices,
        },
        deal_delay: kept.deal_delay_ms.map(TimeDelta::milliseconds),
        written_at: Some(written_at),
    })
}

fn time(time: ServerTime) -> KeptTime {
    KeptTime(time.server_msc, time.utc.timestamp_millis())
}

fn server_time(KeptTime(server_msc, utc): KeptTime) -> Option<ServerTime> {
    Some(ServerTime { server_msc, utc: DateTime::from_timestamp_millis(utc)? })
}

fn keep_quote(q: &Quote) -> KeptQuote {
    KeptQuote(q.symbol.clone(), q.bid, q.ask, time(q.at))
}

fn quote(KeptQuote(symbol, bid, ask, at): KeptQuote) -> Option<Quote> {
    Some(Quote { symbol, bid, ask, at: server_time(at)? })
}

fn keep_position(p: &Position) -> KeptPosition {
    KeptPosition(
        (p.ticket.0, p.login.0, p.symbol.clone(), p.side == Side::Buy, p.lots.units()),
        (p.price_open, p.price_current, p.stop_loss, p.take_profit),
        (p.profit, p.swap),
        time(p.opened_at),
    )
}

fn position(KeptPosition(terms, prices, money, opened): KeptPosition) -> Option<Position> {
    Some(Position {
        ticket: Ticket(terms.0),
        continues: None,
        login: Login(terms.1),
        symbol: terms.2,
        side: if terms.3 { Side::Buy } else { Side::Sell },
        lots: Lots::from_units(terms.4),
        price_open: prices.0,
        price_current: prices.1,
        stop_loss: prices.2,
        take_profit: prices.3,
        profit: money.0,
        swap: money.1,
        comment: String::new(),
        opened_at: server_time(opened)?,
    })
}

fn keep_order(o: &PendingOrder) -> Option<KeptOrder> {
    let kind = KINDS.iter().position(|kind| Some(*kind) == o.kind)?;
    let until = match o.life {
        OrderLife::Until(at) => Some(at),
        OrderLife::UntilCancelled | OrderLife::Day => None,
    };
    Some(KeptOrder(
        (
            o.ticket.0,
            o.login.0,
            o.symbol.clone(),
            u8::try_from(kind).ok()?,
            o.lots_initial.units(),
            o.lots_current.units(),
        ),
        (o.price, o.price_trigger, o.stop_loss, o.take_profit),
        until,
        time(o.placed_at),
    ))
}

fn order(KeptOrder(terms, prices, until, placed): KeptOrder) -> Option<PendingOrder> {
    let kind = *KINDS.get(usize::from(terms.3))?;
    Some(PendingOrder {
        ticket: Ticket(terms.0),
        login: Login(terms.1),
        symbol: terms.2,
        kind: Some(kind),
        side: kind.side(),
        lots_initial: Lots::from_units(terms.4),
        lots_current: Lots::from_units(terms.5),
        price: prices.0,
        price_trigger: prices.1,
        stop_loss: prices.2,
        take_profit: prices.3,
        life: until.map_or(OrderLife::UntilCancelled, OrderLife::Until),
        state: OrderState::Placed,
        position: None,
        comment: String::new(),
        placed_at: server_time(placed)?,
        done_at: None,
    })
}

fn keep_account(s: &AccountState) -> KeptAccount {
    let figures = [s.balance, s.credit, s.equity, s.margin, s.margin_free, s.margin_level, s.floating];
    KeptAccount(s.login.0, figures, s.leverage, s.as_of)
}

fn account(KeptAccount(login, figures, leverage, as_of): KeptAccount) -> AccountState {
    let [balance, credit, equity, margin, margin_free, margin_level, floating] = figures;
    AccountState {
        login: Login(login),
        balance,
        credit,
        equity,
        margin,
        margin_free,
        margin_level,
        floating,
        stop_out: StopOutState::None,
        leverage,
        source: StateSource::Live,
        as_of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_book_is_read_as_it_was_written() {
        let mut book = Book { deal_delay: Some(TimeDelta::milliseconds(1_250)), ..Book::default() };
        book.known_positions = Known::asked_every(TimeDelta::milliseconds(500));
        book.known_deals.at = Some(at(3));
        book.known_positions.at = Some(at(4));
        book.known_orders.failed(at(5), "no answer");
        book.digits.insert("EURUSD".to_owned(), 5);
        let (side, lots) = (Side::Sell, Lots::from_units(1_000_001));
        let opened_at = ServerTime { server_msc: 7_200_000, utc: at(0) };
        let position = Position {
            ticket: Ticket(9),
            continues: None,
            login: Login(7),
            symbol: "EURUSD".to_owned(),
            side,
            lots,
            price_open: "1.10000".parse().unwrap(),
            price_current: "1.10005".parse().unwrap(),
            stop_loss: Some("1.2".parse().unwrap()),
            take_profit: None,
            profit: "-0.50".parse().unwrap(),
            swap: "0.01".parse().unwrap(),
            comment: String::new(),
            opened_at,
        };
        book.positions.insert(position.ticket, Arc::new(position.clone()));
        let (bid, ask) = ("1.1".parse().unwrap(), "1.10002".parse().unwrap());
        book.prices.known = Known { at: Some(at(6)), ..Known::asked_every(TimeDelta::seconds(1)) };
        let quote = Quote { symbol: "EURUSD".to_owned(), bid, ask, at: opened_at };
        book.prices.quotes.insert(quote.symbol.clone(), quote);
        let kept = read(&write(&book).unwrap(), at(9)).unwrap();
        assert_eq!(*kept.positions[&Ticket(9)], position);
        assert_eq!(kept.positions_of(Login(7)).count(), 1);
        assert_eq!((&kept.known_positions, &kept.known_orders), (&book.known_positions, &book.known_orders));
        assert_eq!((&kept.known_accounts, &kept.known_deals), (&book.known_accounts, &book.known_deals));
        assert_eq!((kept.deal_delay, kept.written_at, &kept.digits), (book.deal_delay, Some(at(9)), &book.digits));
        assert_eq!(kept.prices.of("EURUSD", Side::Buy), Some((ask, at(6))));
        assert!(read(b"{}", at(9)).is_none() && read(b"\xff", at(9)).is_none());
    }
}
