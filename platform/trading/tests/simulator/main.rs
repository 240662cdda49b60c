//! The drivers against the simulator, which somebody else wrote: both platforms, lost answers and late ones, and every
//! deal polled once. Doubles are counted in the simulator's own log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod candles;
#[path = "../support/mod.rs"]
mod support;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use crm_model::Clock;
use crm_trading::poll::{Baseline, Event, Machine, PollSettings, Poller};
use crm_trading::{
    AccountFilter, AccountPatch, ActivateOrder, BalanceKind, BalanceOperation, CancelOrder, CloseBy, ClosePosition,
    DealLeg, Fill, Found, Login, Lots, ModifyOrder, ModifyPosition, NewAccount, OpenMarket, OrderKind, OrderLife,
    OrderState, PasswordKind, Personal, PlacePending, Secret, Side, Ticket, TradeFilter, TradeOutcome, TradingError,
    TradingServer, check, find_account, find_balance_operation, find_trade,
};
use support::intent;
use world::World;

async fn account(server: &dyn TradingServer, group: &str) -> Login {
    let intent = intent();
    let new = NewAccount {
        login: None,
        group: group.to_owned(),
        leverage: 100,
        personal: Personal { name: Some("Olga Novak".to_owned().into()), ..Personal::default() },
        agent: None,
        comment: "test".to_owned(),
        main_password: Secret::generate_password().unwrap(),
        investor_password: Secret::generate_password().unwrap(),
    };
    let created = server.create_account(intent, &new).await.unwrap();
    created.passwords.unwrap();
    let login = created.account.login;
    assert!(server.check_password(login, PasswordKind::Main, &new.main_password).await.unwrap());
    assert!(!server.check_password(login, PasswordKind::Main, &Secret::new("Wrong-1-wrong")).await.unwrap());
    let found = find_account(server, intent.reference, group).await.unwrap();
    assert!(matches!(found, Found::One(account) if account.login == login));
    login
}

fn operation(login: Login, kind: BalanceKind, amount: &str) -> BalanceOperation {
    BalanceOperation { login, kind, amount: amount.parse().unwrap(), note: "card".to_owned(), check_margin: true }
}

fn lots(text: &str) -> Lots {
    Lots::from_decimal(text.parse().unwrap()).unwrap()
}

async fn open(server: &dyn TradingServer, login: Login, side: Side, volume: &str) -> Ticket {
    let outcome = server.open_market(intent(), &market(login, side, volume)).await.unwrap();
    assert!(matches!(outcome, TradeOutcome::Done(_)), "{outcome:?}");
    let positions = server.positions(&TradeFilter::Login(login)).await.unwrap();
    positions.iter().map(|position| position.ticket).max().unwrap()
}

fn market(login: Login, side: Side, volume: &str) -> OpenMarket {
    OpenMarket {
        login,
        symbol: "EURUSD".to_owned(),
        side,
        lots: lots(volume),
        price: None,
        stop_loss: None,
        take_profit: None,
    }
}

fn done(outcome: TradeOutcome) -> Fill {
    match outcome {
        TradeOutcome::Done(fill) => fill,
        other => panic!("{other:?}"),
    }
}

/// Money: answers lost before and after the deed, and deeds that come late.
async fn money(world: &World, server: &dyn TradingServer, group: &str, command: &str) -> Login {
    let login = account(server, group).await;
    let deposit = operation(login, BalanceKind::Deposit, "10000");
    server.balance_operation(intent(), &deposit).await.unwrap();
    assert_eq!(server.account_state(login).await.unwrap().balance, "10000".parse().unwrap());

    let small = operation(login, BalanceKind::Deposit, "500.25");
    for kind in ["drop_after", "partial", "garbage"] {
        let lost = intent();
        world.faults(&[&format!(r#"{{"commands":["{command}"],"times":1,"fault":{{"kind":"{kind}"}}}}"#)]);
        let ended = server.balance_operation(lost, &small).await;
        assert!(matches!(ended, Err(TradingError::OutcomeUnknown(_))), "{kind}: {ended:?}");
        world.advance(1);
        let found = find_balance_operation(server, lost.reference, &small, world.window()).await.unwrap();
        assert!(matches!(found, Found::One(_)), "{kind}: {found:?}");
        assert_eq!(world.booked(lost), 1, "{kind}");
    }

    let lost = intent();
    world.faults(&[&format!(r#"{{"commands":["{command}"],"times":1,"fault":{{"kind":"drop_before"}}}}"#)]);
    assert!(matches!(server.balance_operation(lost, &small).await, Err(TradingError::OutcomeUnknown(_))));
    let found = find_balance_operation(server, lost.reference, &small, world.window()).await.unwrap();
    assert_eq!((found, world.booked(lost)), (Found::Nothing, 0));

    let late = intent();
    world.faults(&[&format!(
        r#"{{"commands":["{command}"],"times":1,"fault":{{"kind":"late_apply","min_ms":30000,"max_ms":30000}}}}"#
    )]);
    assert!(matches!(server.balance_operation(late, &small).await, Err(TradingError::OutcomeUnknown(_))));
    let found = find_balance_operation(server, late.reference, &small, world.window()).await.unwrap();
    assert_eq!(found, Found::Nothing);
    world.advance(40);
    let found = find_balance_operation(server, late.reference, &small, world.window()).await.unwrap();
    assert!(matches!(found, Found::One(_)), "{found:?}");
    assert_eq!(world.booked(late), 1);
    world.faults(&[]);

    for (kind, amount) in [
        (BalanceKind::Withdraw, "100"),
        (BalanceKind::CreditIn, "50"),
        (BalanceKind::CreditOut, "20"),
        (BalanceKind::BonusIn, "10"),
        (BalanceKind::Charge, "5"),
        (BalanceKind::Correction, "-1.5"),
    ] {
        let (intent, asked) = (intent(), operation(login, kind, amount));
        server.balance_operation(intent, &asked).await.unwrap();
        let found = find_balance_operation(server, intent.reference, &asked, world.window()).await.unwrap();
        assert!(matches!(found, Found::One(_)), "{kind:?}: {found:?}");
    }
    // 10,000 and four times 500.25, less 100, 5 and 1.5; credit 50, less 20, and 10
    let state = server.account_state(login).await.unwrap();
    assert_eq!((state.balance, state.credit), ("11894.5".parse().unwrap(), "40".parse().unwrap()));
    let much = operation(login, BalanceKind::Withdraw, "1000000");
    assert!(matches!(server.balance_operation(intent(), &much).await, Err(TradingError::Rejected(_))));
    login
}

/// Trades of every kind; answers how many positions are left.
async fn trades(world: &World, server: &dyn TradingServer, login: Login) {
    let all = TradeFilter::Login(login);
    let new_number = server.capabilities().new_ticket_on_partial_close;
    // open, move the stops, close a part
    let ticket = open(server, login, Side::Buy, "1").await;
    let stops = ModifyPosition { login, ticket, stop_loss: "1.05".parse().ok(), take_profit: "1.2".parse().ok() };
    done(server.modify_position(intent(), &stops).await.unwrap());
    let position = &server.positions(&all).await.unwrap()[0];
    assert_eq!((position.stop_loss, position.take_profit), (stops.stop_loss, stops.take_profit));
    world.price("1.10100", "1.10110");
    let close = |ticket, volume: Option<&str>| ClosePosition { login, ticket, lots: volume.map(lots), price: None };
    let fill = done(server.close_position(intent(), &close(ticket, Some("0.4"))).await.unwrap());
    let left = server.positions(&all).await.unwrap();
    assert_eq!((left.len(), left[0].lots), (1, lots("0.6")));
    assert_eq!(fill.rest, Some(left[0].ticket));
    assert_eq!(left[0].ticket != ticket, new_number);
    assert_eq!(left[0].continues.is_some(), new_number);
    // close by an opposite one that is larger
    let other = open(server, login, Side::Sell, "1").await;
    let by = CloseBy { login, ticket: left[0].ticket, by: other };
    done(server.close_by(intent(), &by).await.unwrap());
    let left = server.positions(&all).await.unwrap();
    assert_eq!((left.len(), left[0].lots, left[0].side), (1, lots("0.4"), Side::Sell));
    done(server.close_position(intent(), &close(left[0].ticket, None)).await.unwrap());
    assert!(server.positions(&all).await.unwrap().is_empty());
    let again = server.close_position(intent(), &close(left[0].ticket, None)).await;
    assert!(matches!(again, Err(TradingError::NotFound(_))), "mon_24: {again:?}");
    // a waiting order: placed, changed, cancelled
    let mut pending = PlacePending {
        login,
        symbol: "EURUSD".to_owned(),
        kind: OrderKind::BuyLimit,
        lots: lots("0.5"),
        price: "1.05".parse().unwrap(),
        price_trigger: None,
        stop_loss: None,
        take_profit: None,
        life: OrderLife::Until(world.clock.now() + TimeDelta::hours(3)),
    };
    let placed = server.place_pending(intent(), &pending).await.unwrap();
    assert!(matches!(placed, TradeOutcome::Placed(_)), "{placed:?}");
    let order = server.orders(&all).await.unwrap().remove(0);
    assert_eq!((order.kind, order.life, order.price), (Some(OrderKind::BuyLimit), pending.life, pending.price));
    let change = ModifyOrder {
        login,
        ticket: order.ticket,
        price: "1.06".parse().unwrap(),
        price_trigger: None,
        stop_loss: "1.01".parse().ok(),
        take_profit: None,
        life: OrderLife::UntilCancelled,
    };
    done(server.modify_order(intent(), &change).await.unwrap());
    let order = server.orders(&all).await.unwrap().remove(0);
    assert_eq!((order.price, order.stop_loss, order.life), (change.price, change.stop_loss, change.life));
    world.advance(2);
    done(server.cancel_order(intent(), &CancelOrder { login, ticket: order.ticket }).await.unwrap());
    assert!(server.orders(&all).await.unwrap().is_empty());
    let query = crm_trading::DealQuery { filter: all.clone(), window: world.window(), cursor: None };
    let history = server.order_history(&query).await.unwrap().items;
    let ended = history.iter().find(|past| past.ticket == order.ticket).unwrap();
    assert_eq!(ended.state, OrderState::Cancelled);
    // and one that is filled by hand
    pending.life = OrderLife::UntilCancelled;
    server.place_pending(intent(), &pending).await.unwrap();
    let order = server.orders(&all).await.unwrap().remove(0);
    done(server.activate_order(intent(), &ActivateOrder { login, ticket: order.ticket, price: None }).await.unwrap());
    let position = server.positions(&all).await.unwrap().remove(0);
    assert_eq!(position.lots, lots("0.5"));
    done(server.close_position(intent(), &close(position.ticket, None)).await.unwrap());
    let refused = server.open_market(intent(), &market(login, Side::Buy, "400")).await.unwrap();
    assert!(matches!(refused, TradeOutcome::Rejected(_)), "{refused:?}");
}

/// A trade whose answer is lost is found by its tag, once.
async fn lost_trade(world: &World, server: &dyn TradingServer, login: Login, command: &str) {
    let lost = intent();
    world.faults(&[&format!(r#"{{"commands":["{command}"],"times":1,"fault":{{"kind":"drop_after"}}}}"#)]);
    let outcome = server.open_market(lost, &market(login, Side::Buy, "0.2")).await.unwrap();
    assert!(matches!(outcome, TradeOutcome::Unknown(_)), "{outcome:?}");
    world.faults(&[]);
    world.advance(1);
    let found = find_trade(server, lost.reference, login, world.window()).await.unwrap();
    assert_eq!((found.positions.len(), found.deals.len()), (1, 1), "{found:?}");
    let close = ClosePosition { login, ticket: found.positions[0].ticket, lots: None, price: None };
    done(server.close_position(intent(), &close).await.unwrap());
    assert!(find_trade(server, intent().reference, login, world.window()).await.unwrap().is_empty());
}

/// Polls while answers are lost, and compares with the simulator's log.
async fn polled(world: &World, server: Arc<dyn TradingServer>, groups: &str, reads: &str, login: Login) {
    let mut settings = PollSettings::of_groups(groups);
    settings.accounts_every = TimeDelta::seconds(2);
    settings.symbols = vec!["EURUSD".to_owned()];
    let machine = Machine::new(settings, Baseline::since(world.start), world.clock.now());
    let (poller, mut events, status) =
        Poller::new(Arc::clone(&server), machine, Clock::manual(world.clock.clone()), 16);
    let running = tokio::spawn(poller.run());
    world.faults(&[&format!(r#"{{"commands":["{reads}"],"per_million":200000,"fault":{{"kind":"drop_after"}}}}"#)]);
    let mut seen: BTreeMap<(u64, DealLeg), usize> = BTreeMap::new();
    let (mut ticks, mut accounts) = (0, 0);
    let deposit = operation(login, BalanceKind::Deposit, "1");
    for round in 0..12 {
        if round % 3 == 0 {
            server.balance_operation(intent(), &deposit).await.unwrap();
        }
        world.advance(2);
        let until = tokio::time::Instant::now() + Duration::from_millis(700);
        while let Ok(Some(brought)) = tokio::time::timeout_at(until, events.recv()).await {
            for event in brought.outcome.unwrap_or_default() {
                match event {
                    Event::DealSeen { deal, .. } if deal.login == login => {
                        *seen.entry((deal.id.ticket.0, deal.id.leg)).or_default() += 1;
                    }
                    Event::Tick(_) => ticks += 1,
                    Event::AccountChanged(_) => accounts += 1,
                    _ => {}
                }
            }
        }
    }
    world.faults(&[]);
    for _ in 0..6 {
        world.advance(2);
        let until = tokio::time::Instant::now() + Duration::from_millis(400);
        while let Ok(Some(brought)) = tokio::time::timeout_at(until, events.recv()).await {
            for event in brought.outcome.unwrap_or_default() {
                if let Event::DealSeen { deal, .. } = event
                    && deal.login == login
                {
                    *seen.entry((deal.id.ticket.0, deal.id.leg)).or_default() += 1;
                }
            }
        }
    }
    assert!(status.borrow().lag.deals.is_some() && ticks > 0 && accounts > 0);
    drop(events);
    tokio::time::timeout(Duration::from_secs(10), running).await.unwrap().unwrap();
    assert!(seen.values().all(|count| *count == 1), "{seen:?}");
    let log = world.simulator.control().deals(0, Some(login.0), 10_000);
    let bookings = log.iter().filter(|deal| deal.action >= 2).count();
    let whole = seen.keys().filter(|(_, leg)| *leg == DealLeg::Whole).count();
    if server.capabilities().new_ticket_on_partial_close {
        // trades are told as deals in and out; bookings one by one
        assert_eq!(whole, bookings);
        let volume = |entries: &[u32]| -> i64 {
            log.iter().filter(|deal| deal.action < 2 && entries.contains(&deal.entry)).map(|deal| deal.volume).sum()
        };
        let query = crm_trading::DealQuery { filter: TradeFilter::Login(login), window: world.window(), cursor: None };
        let deals = server.deals(&query).await.unwrap().items;
        let told = |leg| -> i64 { deals.iter().filter(|deal| deal.id.leg == leg).map(|deal| deal.lots.units()).sum() };
        assert_eq!(told(DealLeg::In), volume(&[0]));
        assert_eq!(seen.len(), deals.len());
    } else {
        let mut wanted: Vec<u64> = log.iter().map(|deal| deal.deal).collect();
        wanted.sort_unstable();
        let polled: Vec<u64> = seen.keys().map(|(ticket, _)| *ticket).collect();
        assert_eq!(polled, wanted);
    }
    assert!(world.simulator.control().violations().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mt5_money_trades_lost_answers_and_polling() {
    let world = World::new().await;
    let server = world.mt5();
    let report = check(server.as_ref()).await;
    assert!(report.is_good(), "{report:?}");
    assert_eq!(report.clock.unwrap().offset_seconds, 10_800);
    let login = money(&world, server.as_ref(), r"real\standard", "trade/balance").await;
    trades(&world, server.as_ref(), login).await;
    lost_trade(&world, server.as_ref(), login, "dealer/send_request").await;
    polled(&world, server, r"real\*", "deal/*", login).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mt4_money_trades_lost_answers_and_polling() {
    let world = World::new().await;
    let server = world.mt4();
    let report = check(server.as_ref()).await;
    assert!(report.is_good(), "{report:?}");
    assert_eq!(report.clock.unwrap().offset_seconds, 10_800);
    let login = money(&world, server.as_ref(), "standard", "TradeTransaction").await;
    trades(&world, server.as_ref(), login).await;
    lost_trade(&world, server.as_ref(), login, "TradeTransaction").await;
    polled(&world, server, "standard", "TradesUserHistory", login).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_comes_twice_is_not_taken_for_the_next_ones() {
    let world = World::new().await;
    let server = world.mt5();
    let login = account(server.as_ref(), r"real\standard").await;
    world.faults(&[r#"{"commands":["trade/balance"],"per_million":500000,"fault":{"kind":"duplicate"}}"#]);
    let deposit = operation(login, BalanceKind::Deposit, "1");
    let mut told = Vec::new();
    for _ in 0..16 {
        let intent = intent();
        match server.balance_operation(intent, &deposit).await {
            Ok(ticket) => told.push((ticket.0, intent)),
            // the connection was just lost and is not opened again at once
            Err(TradingError::Unreachable(_)) => tokio::time::sleep(Duration::from_millis(200)).await,
            Err(error) => assert!(matches!(error, TradingError::OutcomeUnknown(_)), "{error:?}"),
        }
    }
    world.faults(&[]);
    let log = world.simulator.control().deals(0, Some(login.0), 10_000);
    assert!(!told.is_empty());
    for (ticket, intent) in told {
        let deal = log.iter().find(|deal| deal.deal == ticket).unwrap();
        assert!(deal.comment.contains(&intent.reference.to_string()), "{deal:?}");
        assert_eq!(world.booked(intent), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_netting_account_keeps_one_position_and_its_switches_are_set() {
    let world = World::new().await;
    let server = world.mt5();
    let login = account(server.as_ref(), r"real\netting").await;
    server.balance_operation(intent(), &operation(login, BalanceKind::Deposit, "10000")).await.unwrap();
    let ticket = open(server.as_ref(), login, Side::Buy, "1").await;
    let stops = ModifyPosition { login, ticket, stop_loss: "1.05".parse().ok(), take_profit: None };
    done(server.modify_position(intent(), &stops).await.unwrap());
    // the close sends the position's stops again, which it would lose otherwise
    let close = ClosePosition { login, ticket, lots: Some(lots("0.3")), price: None };
    let fill = done(server.close_position(intent(), &close).await.unwrap());
    assert_eq!(fill.rest, Some(ticket));
    let position = server.positions(&TradeFilter::Login(login)).await.unwrap().remove(0);
    assert_eq!((position.lots, position.stop_loss), (lots("0.7"), stops.stop_loss));
    // the same side adds to the one position
    assert_eq!(open(server.as_ref(), login, Side::Buy, "0.3").await, ticket);
    let position = server.positions(&TradeFilter::Login(login)).await.unwrap().remove(0);
    assert_eq!(position.lots, lots("1"));
    let patch = AccountPatch { trading: Some(false), leverage: Some(50), ..AccountPatch::default() };
    let update = server.update_account(intent(), login, &patch).await.unwrap();
    assert!(update.ignored.is_empty() && !update.account.trading && update.account.enabled);
    let states = server.account_states(&AccountFilter::Logins(vec![login])).await.unwrap();
    assert_eq!(states.len(), 1);
    assert!(states[0].margin > "0".parse().unwrap());
}
