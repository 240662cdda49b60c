use super::*;

#[test]
fn a_partial_close_keeps_the_ticket_and_realises_its_share() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    desk.tick("EURUSD", "1.08610", "1.08620");
    let close = desk.close(login, open.position, Some("0.3")).unwrap();
    assert_eq!(close.position, open.position);
    let deal = desk.engine.deal(close.deal).unwrap();
    assert_eq!((deal.entry, deal.action, deal.profit), (Entry::Out, DealAction::Sell, dec("30.00")));
    assert_eq!((deal.volume, deal.volume_closed, deal.position), (volume("0.3"), volume("0.3"), open.position));
    let rest = desk.engine.position(open.position).unwrap();
    assert_eq!((rest.volume, rest.profit), (volume("0.7"), dec("70.00")));
    assert_eq!(desk.state(login).balance, dec("10030.00"));
    assert_eq!(desk.close(login, open.position, Some("0.71")), Err(Refusal::CloseVolume));
    desk.close(login, open.position, None).unwrap();
    // MON-24: closing twice is refused the second time
    assert_eq!(desk.close(login, open.position, None), Err(Refusal::PositionClosed));
    let order = desk.engine.past_order(close.order).unwrap();
    assert_eq!((order.kind, order.state, order.position), (OrderType::Sell, OrderState::Filled, open.position));
}

#[test]
fn netting_adds_reduces_turns_and_closes_one_position() {
    let mut desk = Desk::open();
    let login = desk.account("real\\netting", "10000");
    let first = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    desk.tick("EURUSD", "1.08700", "1.08710");
    let second = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    assert_eq!(second.position, first.position);
    let position = desk.positions(login).pop().unwrap();
    assert_eq!((position.volume, position.price_open), (volume("2"), dec("1.08610")));

    let reduce = desk.trade(login, "EURUSD", Side::Sell, "0.5").unwrap();
    let deal = desk.engine.deal(reduce.deal).unwrap();
    assert_eq!((deal.entry, deal.profit), (Entry::Out, dec("45.00")));

    let turn = desk.trade(login, "EURUSD", Side::Sell, "2.5").unwrap();
    let deal = desk.engine.deal(turn.deal).unwrap();
    assert_eq!((deal.entry, deal.volume, deal.volume_closed), (Entry::InOut, volume("2.5"), volume("1.5")));
    assert_eq!(deal.profit, dec("135.00"));
    let position = desk.positions(login).pop().unwrap();
    assert_eq!((position.side, position.volume, position.price_open), (Side::Sell, volume("1"), dec("1.08700")));
    assert_eq!(position.ticket, first.position);

    desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    assert!(desk.positions(login).is_empty());
    assert_eq!(desk.state(login).balance, dec("10170.00"));
    assert_eq!(desk.state(login).margin, dec("0"));
}

#[test]
fn on_netting_the_stops_of_a_request_are_those_of_what_it_leaves() {
    let mut desk = Desk::open();
    let login = desk.account("real\\netting", "10000");
    desk.trade_with(login, "EURUSD", Side::Buy, "1", "1.05000", "1.12000").unwrap();
    desk.trade_with(login, "EURUSD", Side::Sell, "0.3", "1.05000", "1.12000").unwrap();
    let position = desk.positions(login).pop().unwrap();
    assert_eq!((position.volume, position.sl, position.tp), (volume("0.7"), dec("1.05000"), dec("1.12000")));
    // a long position is left, then a short one, then none
    let refused = Err(Refusal::Stops);
    assert_eq!(desk.trade_with(login, "EURUSD", Side::Sell, "0.3", "1.12000", "0"), refused);
    assert_eq!(desk.trade_with(login, "EURUSD", Side::Sell, "1", "1.05000", "0"), refused);
    desk.trade_with(login, "EURUSD", Side::Sell, "0.7", "1.05000", "1.12000").unwrap();
    assert!(desk.positions(login).is_empty());
}

#[test]
fn close_by_ends_the_smaller_and_keeps_the_rest_of_the_larger() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let bought = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    desk.tick("EURUSD", "1.08710", "1.08720");
    let sold = desk.trade(login, "EURUSD", Side::Sell, "0.4").unwrap();
    let tag = Tag::dealer(1000, "");
    assert_eq!(desk.engine.close_by(login, bought.position, bought.position, &tag), Err(Refusal::Request));
    let done = desk.engine.close_by(login, bought.position, sold.position, &tag).unwrap();
    desk.prove();
    assert_eq!((done.volume, done.price), (volume("0.4"), dec("1.08710")));
    let outs: Vec<_> = desk.deals(login).into_iter().filter(|deal| deal.entry == Entry::OutBy).collect();
    assert_eq!(outs.iter().map(|deal| deal.profit).collect::<Vec<_>>(), [dec("80.00"), dec("0")]);
    let left = desk.positions(login);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].ticket, left[0].volume), (bought.position, volume("0.6")));
}

#[test]
fn stops_close_at_the_market_with_their_reason() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let won = desk.trade_with(login, "EURUSD", Side::Buy, "1", "1.08000", "1.09000").unwrap();
    let lost = desk.trade_with(login, "EURUSD", Side::Sell, "1", "1.09000", "1.08000").unwrap();
    desk.tick("EURUSD", "1.08900", "1.08990");
    assert_eq!(desk.positions(login).len(), 2);
    desk.tick("EURUSD", "1.09005", "1.09015");
    assert!(desk.positions(login).is_empty());
    let of = |ticket| {
        desk.deals(login).into_iter().find(|deal| deal.position == ticket && deal.entry == Entry::Out).unwrap()
    };
    let (won, lost) = (of(won.position), of(lost.position));
    assert_eq!(
        (won.tag.reason, won.price, won.tag.comment.as_str()),
        (Reason::TakeProfit, dec("1.09005"), "[tp 1.09000]")
    );
    assert_eq!((lost.tag.reason, lost.price), (Reason::StopLoss, dec("1.09015")));
}

#[test]
fn stops_are_checked_when_they_change() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    let mut change = |sl: &str, tp: &str| desk.engine.modify_position(login, open.position, dec(sl), dec(tp));
    assert_eq!(change("1.08000", "1.09000"), Ok(()));
    assert_eq!(change("1.08000", "1.09000"), Err(Refusal::NoChanges));
    for (sl, tp) in [("1.08600", "0"), ("0", "1.08400"), ("-1", "0"), ("1.080001", "0")] {
        assert_eq!(change(sl, tp), Err(Refusal::Stops), "{sl} {tp}");
    }
}

#[test]
fn nonsense_is_refused_and_changes_nothing() {
    // MON-24: nonsense of volume and price, foreign tickets
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let stranger = desk.account("real\\hedging", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    assert_eq!(desk.close(stranger, open.position, None), Err(Refusal::PositionClosed));
    for lots in ["0", "0.005", "-1", "501"] {
        assert_eq!(desk.trade(login, "EURUSD", Side::Buy, lots), Err(Refusal::Volume), "{lots}");
    }
    assert_eq!(desk.trade(login, "EURUSD", Side::Buy, "50"), Err(Refusal::NoMoney));
    for price in ["2", "-1.08", "1.085001"] {
        let request =
            Close { login, position: open.position, volume: None, price: Some(dec(price)), tag: Tag::dealer(1000, "") };
        assert_eq!(desk.engine.close(&request), Err(Refusal::Price), "{price}");
    }
    desk.engine.edit_account(login, |_, rights, _| *rights |= 4).unwrap();
    assert_eq!(desk.trade(login, "EURUSD", Side::Buy, "0.1"), Err(Refusal::TradeDisabled));
    desk.close(login, open.position, None).unwrap();
}

#[test]
fn the_market_sleeps_on_weekends_but_coins_do_not() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    desk.engine.set_now(at("2026-03-14T12:00:00Z"));
    assert_eq!(desk.trade(login, "EURUSD", Side::Buy, "0.1"), Err(Refusal::MarketClosed));
    desk.trade(login, "COIN", Side::Buy, "0.1").unwrap();
}

#[test]
fn a_dealers_price_is_taken_when_it_is_near_the_market() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let request = Open {
        login,
        symbol: desk.symbol("EURUSD"),
        side: Side::Buy,
        volume: LOT,
        price: Some(dec("1.08400")),
        sl: Decimal::ZERO,
        tp: Decimal::ZERO,
        skip_margin: false,
        tag: Tag::dealer(1000, "by phone"),
    };
    assert_eq!(desk.engine.open(&request).unwrap().price, dec("1.08400"));
    assert_eq!(desk.state(login).profit, dec("100.00"));
}
