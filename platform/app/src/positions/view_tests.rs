use super::filter::{LiveFilter, PositionSort};
use super::scope::{Scope, Shows};
use super::view::PositionKey;
use super::{exposure, window::feeds};
use crate::trading::feed::{Book, LiveAccount, TenantLive};
use chrono::{DateTime, Utc};
use crm_model::{ClientId, TradingAccountId, TradingEnvironment, TradingProduct, TradingServerId};
use crm_storage::{ClientBrief, TradingAccountRecord, TradingAccountRow, VisibleAccount};
use crm_trading::{AccountState, Login, Lots, Position, ServerTime, Side, StateSource, StopOutState, Ticket};
use std::sync::Arc;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
}

fn account(server: TradingServerId, login: i64, archived: bool) -> LiveAccount {
    let client = ClientId::generate();
    let record = TradingAccountRecord {
        id: TradingAccountId::generate(),
        client,
        server,
        product: None,
        login,
        environment: TradingEnvironment::Live,
        group: "real\\standard".to_owned(),
        currency: if login == 3 { "EUR".to_owned() } else { "USD".to_owned() },
        digits: 2,
        leverage: 100,
        login_enabled: true,
        trading_enabled: true,
        linked: false,
        version: 1,
        opened_at: at(0),
        archived_at: None,
        money_frozen_at: None,
    };
    let brief = ClientBrief { id: client, number: format!("C-{login}"), display_name: format!("Client {login}") };
    LiveAccount {
        account: TradingAccountRow {
            client: brief,
            record,
            server_name: "Live 5".to_owned(),
            server_kind: TradingProduct::Mt5,
            product_name: None,
            shows_money: true,
            figures: None,
        },
        owner: None,
        team: None,
        client_archived: archived,
    }
}

fn book(logins: &[u64], each: u64) -> Book {
    let mut book = Book::default();
    let mut ticket = 0;
    for login in logins {
        for _ in 0..each {
            ticket += 1;
            let position = Position {
                ticket: Ticket(ticket),
                continues: None,
                login: Login(*login),
                symbol: "EURUSD".to_owned(),
                side: Side::Buy,
                lots: Lots::from_units(1_000_000),
                price_open: "1.1".parse().unwrap(),
                price_current: "1.10005".parse().unwrap(),
                stop_loss: None,
                take_profit: None,
                profit: i64::try_from(ticket).unwrap().into(),
                swap: 0.into(),
                comment: String::new(),
                opened_at: ServerTime { server_msc: 0, utc: at(i64::try_from(ticket).unwrap()) },
            };
            book.by_login.insert((position.login, position.ticket));
            book.positions.insert(position.ticket, Arc::new(position));
        }
        let state = AccountState {
            login: Login(*login),
            balance: 100.into(),
            credit: 0.into(),
            equity: 100.into(),
            margin: if *login == 2 { 0.into() } else { 50.into() },
            margin_free: 50.into(),
            margin_level: i64::try_from(*login * 100).unwrap().into(),
            floating: 0.into(),
            stop_out: StopOutState::None,
            leverage: 100,
            source: StateSource::Live,
            as_of: at(0),
        };
        book.accounts.insert(state.login, Arc::new(state));
    }
    book
}

fn all(money: bool, archived: bool) -> Scope {
    Scope::All { archived, shows: Shows { money, account: true } }
}

async fn tickets(live: &TenantLive, key: &PositionKey) -> Vec<u64> {
    live.views.positions(live, key).await.rows.iter().map(|row| row.position.ticket.0).collect()
}

#[tokio::test]
async fn mask_03_levels_that_are_hidden_cannot_be_found_by_filter_or_order() {
    let server = TradingServerId::generate();
    let accounts: Vec<LiveAccount> = (1..=3).map(|login| account(server, login, false)).collect();
    let some = |money: [bool; 3]| {
        let each = accounts.iter().zip(money);
        let mut seen: Vec<VisibleAccount> =
            each.map(|(one, money)| VisibleAccount { id: one.account.record.id, money, account: true }).collect();
        seen.sort_unstable();
        Scope::Some(seen.into())
    };
    let live = TenantLive::of_test(server, book(&[1, 2, 3], 1), accounts.clone());
    let below = LiveFilter { margin_level_below: Some(100_000), ..LiveFilter::default() };
    let lowest = PositionSort::MarginLevelLowest;
    // the second one has no margin, and so no level
    assert_eq!(tickets(&live, &(all(true, false), below.clone(), lowest)).await, [1, 3]);
    assert_eq!(tickets(&live, &(some([true, true, true]), below.clone(), lowest)).await, [1, 3]);
    assert_eq!(tickets(&live, &(some([false, true, true]), below, lowest)).await, [3]);
    let any = LiveFilter::default();
    assert_eq!(tickets(&live, &(all(true, false), any.clone(), lowest)).await, [1, 3, 2]);
    assert_eq!(tickets(&live, &(some([false, true, true]), any.clone(), lowest)).await, [3, 1, 2]);
    let view = live.views.positions(&live, &(some([false, true, true]), any, PositionSort::OpenedOldest)).await;
    let levels: Vec<Option<i64>> = view.rows.iter().map(|row| row.margin_level).collect();
    assert_eq!(levels, [None, None, Some(30_000)]);
    let totals: Vec<(&str, String)> =
        view.totals.iter().map(|total| (total.currency.as_str(), total.profit.to_string())).collect();
    assert_eq!(totals, [("EUR", "3".to_owned()), ("USD", "3".to_owned())], "currencies are not added up");
}

/// Play money is never added to real money, whatever is asked for.
#[tokio::test]
async fn real_and_play_money_are_added_up_apart() {
    let server = TradingServerId::generate();
    let mut accounts = vec![account(server, 1, false), account(server, 2, false)];
    accounts[1].account.record.environment = TradingEnvironment::Demo;
    let live = TenantLive::of_test(server, book(&[1, 2], 2), accounts);
    let key = |environment| {
        let filter = LiveFilter { environment, ..LiveFilter::default() };
        (all(true, false), filter, PositionSort::OpenedOldest)
    };
    assert_eq!(tickets(&live, &key(Some(TradingEnvironment::Live))).await, [1, 2]);
    assert_eq!(tickets(&live, &key(Some(TradingEnvironment::Demo))).await, [3, 4]);
    let both = live.views.positions(&live, &key(None)).await;
    let totals: Vec<(TradingEnvironment, String)> =
        both.totals.iter().map(|total| (total.environment, total.profit.to_string())).collect();
    assert_eq!(totals, [(TradingEnvironment::Live, "3".to_owned()), (TradingEnvironment::Demo, "7".to_owned())]);
    let exposure: Vec<(TradingEnvironment, usize, Lots)> =
        exposure::rows(&both.rows).iter().map(|row| (row.environment, row.positions, row.net())).collect();
    let two = Lots::from_units(2_000_000);
    assert_eq!(exposure, [(TradingEnvironment::Live, 2, two), (TradingEnvironment::Demo, 2, two)]);
    // the feed of a server of real money says nothing of play money
    let names = |environment| {
        let filter = LiveFilter { environment, ..LiveFilter::default() };
        feeds(&live, &all(true, false), &filter, at(0), |book| &book.known_positions).len()
    };
    assert_eq!((names(None), names(Some(TradingEnvironment::Live)), names(Some(TradingEnvironment::Demo))), (1, 1, 0));
}

#[tokio::test]
async fn strangers_logins_and_archived_clients_are_not_there() {
    let server = TradingServerId::generate();
    let accounts = vec![account(server, 1, false), account(server, 2, true)];
    let live = TenantLive::of_test(server, book(&[1, 2, 77], 2), accounts);
    let key = |scope| (scope, LiveFilter::default(), PositionSort::OpenedNewest);
    assert_eq!(tickets(&live, &key(all(true, false))).await, [2, 1]);
    assert_eq!(tickets(&live, &key(all(true, true))).await, [4, 3, 2, 1]);
    assert_eq!(tickets(&live, &key(Scope::Some(Vec::new().into()))).await, Vec::<u64>::new());
}

/// Who sees the same shares the work; another version is worked out anew.
#[tokio::test]
async fn ten_thousand_positions_are_sorted_once_for_all() {
    let server = TradingServerId::generate();
    let accounts: Vec<LiveAccount> = (1..=1_000).map(|login| account(server, login, false)).collect();
    let logins: Vec<u64> = (1..=1_000).collect();
    let live = TenantLive::of_test(server, book(&logins, 10), accounts);
    let key = (all(true, false), LiveFilter::default(), PositionSort::ProfitHighest);
    let first = live.views.positions(&live, &key).await;
    assert_eq!((first.rows.len(), first.rows[0].position.ticket.0), (10_000, 10_000));
    let again = live.views.positions(&live, &key).await;
    assert!(Arc::ptr_eq(&first, &again));
}
