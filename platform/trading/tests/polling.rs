//! Polling: every deal once, whatever happens to the answers; and what opened, changed and closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use crm_model::Clock;
use crm_trading::poll::{Ask, Baseline, Change, Event, Lag, Machine, Next, PollSettings, Poller, Question, Reply};
use crm_trading::{
    AccountState, Cursor, Deal, DealAction, DealId, DealLeg, DealQuery, Login, Lots, Page, Position, Quote, Quotes,
    ServerTime, Side, StateSource, StopOutState, Ticket,
};
use proptest::prelude::*;
use support::{Act, Stub, mt5, say};

fn start() -> DateTime<Utc> {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn server_time(at: DateTime<Utc>) -> ServerTime {
    ServerTime { server_msc: at.timestamp_millis() + 7_200_000, utc: at }
}

fn deal(number: u64, at: DateTime<Utc>) -> Deal {
    Deal {
        id: DealId { ticket: Ticket(number), leg: DealLeg::Whole },
        login: Login(7),
        action: DealAction::Balance,
        entry: None,
        order: None,
        position: None,
        symbol: String::new(),
        lots: Lots::ZERO,
        price: Default::default(),
        profit: Default::default(),
        swap: Default::default(),
        commission: Default::default(),
        comment: String::new(),
        made_by: None,
        at: server_time(at),
    }
}

fn only_deals() -> PollSettings {
    let settings = PollSettings::of_groups("*");
    // the deep look would mend what the usual windows lose
    PollSettings { deals_every: TimeDelta::seconds(1), deep_overlap: settings.overlap, ..settings }
}

/// A server's deals: each is made at a time and shown a little later.
struct Server {
    deals: Vec<(Deal, DateTime<Utc>)>,
    page: usize,
}

impl Server {
    fn answer(&self, query: &DealQuery, now: DateTime<Utc>, shuffle: u64) -> Page<Deal> {
        let mut shown: Vec<Deal> = self
            .deals
            .iter()
            .filter(|(deal, shown_at)| *shown_at <= now && query.window.holds(deal.at.utc))
            .map(|(deal, _)| deal.clone())
            .collect();
        // pages by number, which says nothing of the time
        shown.sort_by_key(|deal| deal.id);
        let offset = query.cursor.as_ref().map_or(0, |cursor| cursor.as_text().parse().unwrap());
        let mut items: Vec<Deal> = shown.iter().skip(offset).take(self.page).cloned().collect();
        let next = (offset + self.page < shown.len()).then(|| Cursor::from_text((offset + self.page).to_string()));
        items.sort_by_key(|deal| deal.id.ticket.0.wrapping_mul(shuffle | 1));
        // some answers hold a deal twice
        if shuffle.is_multiple_of(3) {
            items.extend(items.first().cloned());
        }
        Page { items, next }
    }
}

#[derive(Clone, Copy, Debug)]
enum Fate {
    Answered,
    Cut,
    Twice,
    /// The answer comes, and an old one after it.
    WithAnOldOne,
    /// Cut, and the answer comes after all, later.
    LateAfterCut,
}

fn fates() -> impl Strategy<Value = Vec<(Fate, u64)>> {
    let fate = prop_oneof![
        4 => Just(Fate::Answered),
        2 => Just(Fate::Cut),
        1 => Just(Fate::Twice),
        1 => Just(Fate::WithAnOldOne),
        1 => Just(Fate::LateAfterCut),
    ];
    prop::collection::vec((fate, any::<u64>()), 20..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_cut_repetition_or_reordering_of_answers_brings_every_deal_once(
        made in prop::collection::vec((0_i64..240_000, 0_i64..4_900), 0..120),
        page in 1_usize..40,
        fates in fates(),
    ) {
        let deals = made.iter().enumerate().map(|(number, (at, late))| {
            let at = start() + TimeDelta::milliseconds(*at);
            (deal(u64::try_from(number).unwrap() + 1, at), at + TimeDelta::milliseconds(*late))
        });
        let server = Server { deals: deals.collect(), page };
        let mut machine = Machine::new(only_deals(), Baseline::since(start()), start());
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        let mut old: Vec<(u64, Reply)> = Vec::new();
        let mut now = start();
        let mut fates = fates.into_iter();
        let end = start() + TimeDelta::seconds(300);
        while now < end {
            let Question { id, ask } = match machine.next(now) {
                Next::Wait(until) => { now = until.max(now + TimeDelta::milliseconds(1)); continue; }
                Next::Ask(question) => question,
            };
            let Ask::Deals(query) = ask else {
                machine.failed(id, now);
                continue;
            };
            now += TimeDelta::milliseconds(40);
            let (fate, shuffle) = fates.next().unwrap_or((Fate::Answered, 1));
            let reply = Reply::Deals(server.answer(&query, now, shuffle));
            let mut events = Vec::new();
            match fate {
                Fate::Answered => events = machine.answer(id, reply.clone(), now),
                Fate::Cut => machine.failed(id, now),
                Fate::Twice => {
                    events = machine.answer(id, reply.clone(), now);
                    events.extend(machine.answer(id, reply.clone(), now));
                }
                Fate::WithAnOldOne => {
                    events = machine.answer(id, reply.clone(), now);
                    if !old.is_empty() {
                        let at = usize::try_from(shuffle).unwrap_or(7) % old.len();
                        let (id, reply) = old[at].clone();
                        events.extend(machine.answer(id, reply, now));
                    }
                }
                Fate::LateAfterCut => {
                    machine.failed(id, now);
                    events = machine.answer(id, reply.clone(), now);
                }
            }
            old.push((id, reply));
            for event in events {
                if let Event::DealSeen { deal, delay } = event {
                    prop_assert!(delay >= TimeDelta::zero());
                    *counts.entry(deal.id.ticket.0).or_default() += 1;
                }
            }
        }
        let all: BTreeMap<u64, usize> = (1..=u64::try_from(made.len()).unwrap()).map(|number| (number, 1)).collect();
        prop_assert_eq!(counts, all);
    }
}

/// Answers what the machine asks until it has nothing to ask at this instant.
fn round(machine: &mut Machine, now: DateTime<Utc>, answer: impl Fn(&Ask) -> Option<Reply>) -> Vec<Event> {
    let mut events = Vec::new();
    while let Next::Ask(Question { id, ask }) = machine.next(now) {
        match answer(&ask) {
            Some(reply) => events.extend(machine.answer(id, reply, now)),
            None => machine.failed(id, now),
        }
    }
    events
}

fn empty(ask: &Ask) -> Reply {
    match ask {
        Ask::Clock => Reply::Clock,
        Ask::Ticks { cursor, .. } => Reply::Ticks(Quotes { quotes: Vec::new(), cursor: *cursor }),
        Ask::Deals(_) => Reply::Deals(Page::whole(Vec::new())),
        Ask::Positions(_) => Reply::Positions(Vec::new()),
        Ask::Orders(_) => Reply::Orders(Vec::new()),
        Ask::Accounts(_) => Reply::Accounts(Vec::new()),
    }
}

#[test]
fn a_gap_is_filled_after_a_reconnect_and_what_is_kept_does_not_come_again() {
    let mut baseline = Baseline::since(start());
    baseline.seen = vec![(deal(1, start()).id, start())];
    let mut machine = Machine::new(only_deals(), baseline, start());
    let mut now = start();
    // an hour without an answer
    for _ in 0..720 {
        assert!(round(&mut machine, now, |_| None).is_empty());
        now += TimeDelta::seconds(5);
    }
    assert_eq!(machine.lag(now), Lag::default());
    let kept = deal(1, start());
    let missed = deal(2, start() + TimeDelta::minutes(20));
    let events = round(&mut machine, now, |ask| match ask {
        Ask::Deals(query) => {
            assert!(query.window.from <= start() && query.window.to >= now);
            Some(Reply::Deals(Page::whole(vec![kept.clone(), missed.clone()])))
        }
        other => Some(empty(other)),
    });
    assert_eq!(events, [Event::DealSeen { deal: missed, delay: TimeDelta::minutes(40) }]);
    assert_eq!(machine.lag(now).deal_delay, Some(TimeDelta::minutes(40)));
    assert_eq!(machine.lag(now + TimeDelta::seconds(9)).deals, Some(TimeDelta::seconds(9)));
}

fn position(ticket: u64) -> Position {
    Position {
        ticket: Ticket(ticket),
        continues: None,
        login: Login(7),
        symbol: "EURUSD".to_owned(),
        side: Side::Buy,
        lots: Lots::from_units(100_000_000),
        price_open: "1.1".parse().unwrap(),
        price_current: "1.1".parse().unwrap(),
        stop_loss: None,
        take_profit: None,
        profit: Default::default(),
        swap: Default::default(),
        comment: String::new(),
        opened_at: server_time(start()),
    }
}

#[test]
fn positions_open_change_and_close_also_over_a_restart() {
    let baseline = Baseline { positions: vec![position(1), position(2)], ..Baseline::since(start()) };
    let mut machine = Machine::new(PollSettings::of_groups("*"), baseline, start());
    let show = |shown: Vec<Position>| {
        move |ask: &Ask| {
            Some(match ask {
                Ask::Positions(_) => Reply::Positions(shown.clone()),
                other => empty(other),
            })
        }
    };
    // while the CRM was away 1 was closed and 3 opened
    let mut now = start();
    let events = round(&mut machine, now, show(vec![position(2), position(3)]));
    assert_eq!(events, [Event::PositionOpened(position(3)), Event::PositionClosed(position(1))]);
    now += TimeDelta::seconds(2);
    let moved = Position { price_current: "1.2".parse().unwrap(), ..position(2) };
    let halved = Position { lots: Lots::from_units(50_000_000), ..position(3) };
    let events = round(&mut machine, now, show(vec![moved.clone(), halved.clone()]));
    assert_eq!(
        events,
        [
            Event::PositionChanged { position: moved.clone(), change: Change::Figures },
            Event::PositionChanged { position: halved.clone(), change: Change::Terms },
        ]
    );
    // no answer is not "nothing is open"
    now += TimeDelta::seconds(2);
    assert!(round(&mut machine, now, |_| None).is_empty());
    now += TimeDelta::seconds(5);
    assert!(round(&mut machine, now, show(vec![moved.clone(), halved.clone()])).is_empty());
    now += TimeDelta::seconds(2);
    let events = round(&mut machine, now, show(Vec::new()));
    assert_eq!(events, [Event::PositionClosed(moved), Event::PositionClosed(halved)]);
}

#[test]
fn accounts_and_prices_are_told_when_they_change() {
    let mut settings = PollSettings::of_groups("*");
    settings.symbols = vec!["EURUSD".to_owned()];
    let mut machine = Machine::new(settings, Baseline::since(start()), start());
    let mut now = start();
    let state = |equity: &str, as_of| AccountState {
        login: Login(7),
        balance: "100".parse().unwrap(),
        credit: Default::default(),
        equity: equity.parse().unwrap(),
        margin: Default::default(),
        margin_free: Default::default(),
        margin_level: Default::default(),
        floating: Default::default(),
        stop_out: StopOutState::None,
        leverage: 100,
        source: StateSource::Live,
        as_of,
    };
    let quote = |bid: &str| Quote {
        symbol: "EURUSD".to_owned(),
        bid: bid.parse().unwrap(),
        ask: "1.2".parse().unwrap(),
        at: server_time(start()),
    };
    // known before a restart, and on no list since
    let other = |login| AccountState { login: Login(login), ..state("5", start()) };
    let baseline = Baseline { accounts: vec![other(7), other(8)], ..Baseline::since(start()) };
    let mut restarted = Machine::new(PollSettings::of_groups("*"), baseline, start());
    let events = round(&mut restarted, start(), |ask| {
        Some(if let Ask::Accounts(_) = ask { Reply::Accounts(vec![other(7)]) } else { empty(ask) })
    });
    assert_eq!(events, [Event::AccountGone(Login(8))]);
    let mut told = Vec::new();
    for (equity, bid) in [("100", "1.1"), ("100", "1.1"), ("101", "1.1"), ("101", "1.15")] {
        let events = round(&mut machine, now, |ask| {
            Some(match ask {
                Ask::Accounts(_) => Reply::Accounts(vec![state(equity, now)]),
                Ask::Ticks { cursor, .. } => Reply::Ticks(Quotes { quotes: vec![quote(bid)], cursor: cursor + 1 }),
                other => empty(other),
            })
        });
        told.push(events.len());
        now += TimeDelta::seconds(5);
    }
    assert_eq!(told, [2, 0, 1, 1]);
}

#[test]
fn whose_prices_are_watched_may_change_while_it_polls() {
    let mut machine = Machine::new(PollSettings::of_groups("*"), Baseline::since(start()), start());
    let mut now = start();
    let mut asked = |machine: &mut Machine| {
        let ticks = std::cell::RefCell::new(Vec::new());
        round(machine, now, |ask| {
            if let Ask::Ticks { symbols, cursor } = ask {
                ticks.borrow_mut().push((symbols.join(","), *cursor));
                return Some(Reply::Ticks(Quotes { quotes: Vec::new(), cursor: cursor + 10 }));
            }
            Some(empty(ask))
        });
        now += TimeDelta::seconds(1);
        ticks.into_inner()
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(asked(&mut machine), [], "nobody watches");
    machine.watch(names(&["EURUSD"]), start());
    assert_eq!(asked(&mut machine), [("EURUSD".to_owned(), 0)]);
    assert_eq!(asked(&mut machine), [("EURUSD".to_owned(), 10)]);
    machine.watch(names(&["EURUSD", "XAUUSD"]), start());
    assert_eq!(asked(&mut machine), [("EURUSD,XAUUSD".to_owned(), 0)], "what is new has no price yet");
    machine.watch(names(&["XAUUSD"]), start());
    assert_eq!(asked(&mut machine), [("XAUUSD".to_owned(), 10)]);
    machine.watch(Vec::new(), start());
    assert_eq!(asked(&mut machine), []);
}

#[tokio::test]
async fn the_poller_carries_questions_to_a_server_and_events_out_and_outlives_an_outage() {
    let now = Clock::system().now();
    let away = Arc::new(AtomicBool::new(false));
    let outage = Arc::clone(&away);
    let stub = Stub::tls(mt5(move |seen| {
        if outage.load(Ordering::SeqCst) {
            return Some(Act::Close);
        }
        match seen.path() {
            "/api/deal/get_batch" => Some(Act::Say(format!(
                r#"{{"retcode":"0 Done","answer":[{{"Deal":"9","Login":"7","Action":"2","Profit":"50.00","TimeMsc":"{}","Comment":"D:x"}}]}}"#,
                now.timestamp_millis()
            ))),
            "/api/position/get_batch" => say(
                r#"{"retcode":"0","answer":[{"Position":"40","Login":"7","Symbol":"EURUSD","Action":"1","Volume":"10000","PriceOpen":"1.1"}]}"#,
            ),
            _ => None,
        }
    }))
    .await;
    let mut settings = PollSettings::of_groups("real*");
    settings.deals_every = TimeDelta::milliseconds(20);
    settings.positions_every = TimeDelta::milliseconds(20);
    let machine = Machine::new(settings, Baseline::since(now - TimeDelta::minutes(1)), now);
    let (poller, mut events, status) = Poller::new(stub.open_mt5(), machine, Clock::system(), 1);
    let running = tokio::spawn(poller.run());
    let (mut deals, mut positions) = (0, 0);
    while deals + positions < 2 {
        for event in events.recv().await.unwrap().outcome.unwrap_or_default() {
            match event {
                Event::DealSeen { deal, .. } => {
                    assert_eq!(deal.profit, "50".parse().unwrap());
                    deals += 1;
                }
                Event::PositionOpened(position) => {
                    assert_eq!((position.side, position.lots), (Side::Sell, Lots::from_units(100_000_000)));
                    positions += 1;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!((deals, positions), (1, 1));
    away.store(true, Ordering::SeqCst);
    // what comes meanwhile is read, or a full channel would hold the poller up
    let rest = tokio::spawn(async move {
        let mut more = Vec::new();
        while let Ok(Some(brought)) = tokio::time::timeout(std::time::Duration::from_secs(1), events.recv()).await {
            more.push(brought);
            if more.iter().any(|brought| brought.outcome.is_err())
                && more.last().is_some_and(|last| last.outcome.is_ok())
            {
                break;
            }
        }
        (events, more)
    });
    tokio::time::timeout(std::time::Duration::from_secs(10), async {
        while status.borrow().last_failure.is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        away.store(false, Ordering::SeqCst);
        while status.borrow().last_failure.is_some() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap();
    assert!(status.borrow().lag.deals.is_some());
    // nothing came twice through the outage
    let (events, more) = rest.await.unwrap();
    assert!(more.iter().any(|brought| brought.outcome.is_err()));
    assert!(more.iter().all(|brought| brought.outcome.as_ref().is_ok_and(Vec::is_empty) || brought.outcome.is_err()));
    drop(events);
    tokio::time::timeout(std::time::Duration::from_secs(10), running).await.unwrap().unwrap();
}
