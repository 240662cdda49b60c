use super::*;

fn history(desk: &Desk, login: u64) -> Vec<ClosedTrade> {
    desk.engine.closed_of(login, i64::MIN, i64::MAX).cloned().collect()
}

#[test]
fn a_partial_close_ends_the_ticket_and_begins_another() {
    let mut desk = Desk::open();
    let login = desk.account("standard", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    desk.tick("EURUSD", "1.08610", "1.08620");
    let close = desk.close(login, open.position, Some("0.4")).unwrap();
    assert_ne!(close.position, open.position);
    let rest = desk.engine.position(close.position).unwrap();
    assert_eq!((rest.volume, rest.tag.comment.as_str()), (volume("0.6"), format!("from #{}", open.position).as_str()));
    assert!(desk.engine.position(open.position).is_none());
    let ended = desk.engine.closed(open.position).unwrap();
    assert_eq!((ended.volume, ended.profit, ended.state), (volume("0.4"), dec("40.00"), ClosedState::Part));
    desk.close(login, close.position, None).unwrap();
    assert_eq!(desk.engine.closed(close.position).unwrap().state, ClosedState::Normal);
    assert_eq!(desk.state(login).balance, dec("10100.00"));
    // no orders of MT5's kind
    assert_eq!(desk.engine.past_orders_of(login, i64::MIN, i64::MAX).count(), 0);
}

#[test]
fn money_has_a_ticket_in_the_history() {
    let mut desk = Desk::open();
    let login = desk.account("standard", "1000");
    let (_, ticket) = desk.money(login, DealAction::Credit, "50").unwrap();
    let record = desk.engine.closed(ticket).unwrap();
    assert_eq!((record.command, record.profit), (7, dec("50")));
    assert_eq!(history(&desk, login).iter().map(|trade| trade.command).collect::<Vec<_>>(), [6, 7]);
}

#[test]
fn commission_waits_for_the_close() {
    let mut desk = Desk::open();
    let login = desk.account("pro", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    let state = desk.state(login);
    assert_eq!((state.balance, state.floating), (dec("10000"), dec("-13.50")));
    let close = desk.close(login, open.position, Some("0.5")).unwrap();
    assert_eq!(desk.engine.closed(open.position).unwrap().commission, dec("-1.75"));
    assert_eq!(desk.engine.position(close.position).unwrap().commission, dec("-1.75"));
}

#[test]
fn close_by_leaves_the_rest_under_a_new_ticket() {
    let mut desk = Desk::open();
    let login = desk.account("standard", "10000");
    let bought = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    let sold = desk.trade(login, "EURUSD", Side::Sell, "0.4").unwrap();
    let done = desk.engine.close_by(login, bought.position, sold.position, &Tag::dealer(1, "")).unwrap();
    desk.prove();
    let left = desk.positions(login);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].ticket, left[0].volume), (done.position, volume("0.6")));
    let states: Vec<_> = history(&desk, login).into_iter().skip(1).map(|trade| trade.state).collect();
    assert_eq!(states, [ClosedState::By, ClosedState::By]);
    let note = desk.engine.closed(sold.position).unwrap().tag.comment.clone();
    assert_eq!(note, format!("close hedge by #{}", bought.position));
}

#[test]
fn deleted_pending_orders_stay_in_the_history() {
    let mut desk = Desk::open();
    let login = desk.account("standard", "10000");
    let mut order = Pending {
        login,
        symbol: desk.symbol("EURUSD"),
        kind: OrderType::BuyLimit,
        volume: LOT,
        price: dec("1.08000"),
        trigger: Decimal::ZERO,
        sl: Decimal::ZERO,
        tp: Decimal::ZERO,
        time: OrderTime::Gtc,
        expires: 0,
        tag: Tag::dealer(1, ""),
    };
    let ticket = desk.engine.place(&order).unwrap();
    desk.engine.remove_order(login, ticket, "").unwrap();
    assert_eq!(desk.engine.closed(ticket).unwrap().state, ClosedState::Deleted);
    let ticket = desk.engine.place(&order).unwrap();
    desk.tick("EURUSD", "1.07980", "1.07990");
    assert_eq!(desk.engine.position(ticket).unwrap().price_open, dec("1.07990"));
    order.kind = OrderType::BuyStopLimit;
    assert_eq!(desk.engine.place(&order), Err(Refusal::OrderType));
}
