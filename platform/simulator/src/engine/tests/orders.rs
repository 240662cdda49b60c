use super::*;

fn pending(desk: &Desk, login: u64, kind: OrderType, price: &str, trigger: &str) -> Pending {
    Pending {
        login,
        symbol: desk.symbol("EURUSD"),
        kind,
        volume: LOT,
        price: dec(price),
        trigger: dec(trigger),
        sl: Decimal::ZERO,
        tp: Decimal::ZERO,
        time: OrderTime::Gtc,
        expires: 0,
        tag: Tag::dealer(1000, "waits"),
    }
}

#[test]
fn each_kind_waits_for_its_price() {
    for (kind, price, quiet, due, filled) in [
        (OrderType::BuyLimit, "1.08400", "1.08410", "1.08395", "1.08395"),
        (OrderType::SellLimit, "1.08600", "1.08590", "1.08612", "1.08602"),
        (OrderType::BuyStop, "1.08600", "1.08590", "1.08610", "1.08610"),
        (OrderType::SellStop, "1.08400", "1.08420", "1.08405", "1.08395"),
    ] {
        let mut desk = Desk::open();
        let login = desk.account("real\\hedging", "10000");
        let ticket = desk.engine.place(&pending(&desk, login, kind, price, "0")).unwrap();
        let bid = |ask: &str| (dec(ask) - dec("0.00010")).to_string();
        let (quiet_bid, due_bid) = (bid(quiet), bid(due));
        desk.tick("EURUSD", &quiet_bid, quiet);
        assert!(desk.engine.order(ticket).is_some(), "{kind:?} waits");
        desk.tick("EURUSD", &due_bid, due);
        assert!(desk.engine.order(ticket).is_none(), "{kind:?} is done");
        let position = desk.positions(login).pop().unwrap();
        assert_eq!((position.ticket, position.price_open), (ticket, dec(filled)), "{kind:?}");
        assert_eq!(desk.engine.past_order(ticket).unwrap().state, OrderState::Filled);
    }
}

#[test]
fn a_stop_limit_becomes_a_limit_first() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let order = pending(&desk, login, OrderType::BuyStopLimit, "1.08550", "1.08700");
    let ticket = desk.engine.place(&order).unwrap();
    desk.tick("EURUSD", "1.08700", "1.08710");
    assert_eq!(desk.engine.order(ticket).unwrap().kind, OrderType::BuyLimit);
    assert!(desk.positions(login).is_empty());
    desk.tick("EURUSD", "1.08530", "1.08540");
    assert_eq!(desk.positions(login).pop().unwrap().price_open, dec("1.08540"));
}

#[test]
fn orders_are_changed_taken_back_and_activated() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let order = pending(&desk, login, OrderType::BuyLimit, "1.08400", "0");
    let ticket = desk.engine.place(&order).unwrap();
    let mut change = PendingChange {
        price: dec("1.08300"),
        trigger: Decimal::ZERO,
        sl: dec("1.08000"),
        tp: Decimal::ZERO,
        time: OrderTime::Gtc,
        expires: 0,
    };
    desk.engine.modify_order(login, ticket, &change).unwrap();
    assert_eq!(desk.engine.modify_order(login, ticket, &change), Err(Refusal::NoChanges));
    change.price = dec("1.08600");
    assert_eq!(desk.engine.modify_order(login, ticket, &change), Err(Refusal::Price));
    let fill = desk.engine.activate_order(login, ticket, None).unwrap();
    assert_eq!((fill.position, fill.price), (ticket, dec("1.08510")));
    assert_eq!(desk.engine.remove_order(login, ticket, ""), Err(Refusal::NotFound));

    let ticket = desk.engine.place(&order).unwrap();
    desk.engine.remove_order(login, ticket, "").unwrap();
    assert_eq!(desk.engine.past_order(ticket).unwrap().state, OrderState::Canceled);
    desk.prove();
}

#[test]
fn a_due_order_without_money_is_rejected() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "500");
    let ticket = desk.engine.place(&pending(&desk, login, OrderType::BuyLimit, "1.08400", "0")).unwrap();
    desk.tick("EURUSD", "1.08380", "1.08390");
    let order = desk.engine.past_order(ticket).unwrap();
    assert_eq!((order.state, order.tag.comment.as_str()), (OrderState::Rejected, "not enough money"));
}

#[test]
fn orders_expire_at_their_moment_and_at_the_end_of_the_day() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let timed = |time, expires| Pending { time, expires, ..pending(&desk, login, OrderType::BuyLimit, "1.08400", "0") };
    let soon = timed(OrderTime::Specified, at("2026-03-10T13:00:00Z"));
    let today = timed(OrderTime::Day, 0);
    let past = timed(OrderTime::Specified, at("2026-03-10T11:00:00Z"));
    assert_eq!(desk.engine.place(&past), Err(Refusal::Expiration));
    let soon = desk.engine.place(&soon).unwrap();
    let today = desk.engine.place(&today).unwrap();
    desk.engine.set_now(at("2026-03-10T13:00:00Z"));
    desk.tick("GOLD", "2300.00", "2300.50");
    assert_eq!(desk.engine.past_order(soon).unwrap().state, OrderState::Expired);
    assert!(desk.engine.order(today).is_some());
    desk.engine.set_now(at("2026-03-10T22:00:00Z"));
    desk.engine.roll_over().unwrap();
    assert_eq!(desk.engine.past_order(today).unwrap().state, OrderState::Expired);
}
