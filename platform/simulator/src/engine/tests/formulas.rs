use super::*;

#[test]
fn the_documented_profit_of_a_tenth_of_a_lot_in_pounds() {
    // vectors.json: 0.1 lot EURUSD 1.11500 → 1.12500 at 0.777508 is 77.75
    let mut desk = Desk::open();
    let login = desk.account("real\\pounds", "10000");
    let id = desk.symbol("EURUSD");
    let raw = profit(desk.engine.symbol(id).unwrap(), Side::Buy, 10_000_000, dec("1.11500"), dec("1.12500"));
    assert_eq!(raw, dec("100"));
    let rate = desk.engine.rate("USD", "GBP", Way::Receive).unwrap();
    assert_eq!(rounded(rate, 6), dec("0.777508"));
    assert_eq!(rounded(raw * rate, 2), dec("77.75"));

    desk.tick("EURUSD", "1.11490", "1.11500");
    let open = desk.trade(login, "EURUSD", Side::Buy, "0.1").unwrap();
    desk.tick("EURUSD", "1.12500", "1.12510");
    assert_eq!(desk.state(login).profit, dec("77.75"));
    desk.close(login, open.position, None).unwrap();
    assert_eq!(desk.state(login).balance, dec("10077.75"));
}

#[test]
fn the_documented_account_adds_up() {
    // vectors.json: balance 26000, profit -6.44, margin 11.73
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "26000");
    let account = desk.engine.account_mut(login).unwrap();
    (account.profit, account.margin) = (dec("-6.44"), dec("11.73"));
    let state = desk.state(login);
    assert_eq!(state.margin_free, dec("25981.83"));
    assert_eq!(state.equity, dec("25993.56"));
    assert_eq!(state.margin_level, dec("221598.98"));
}

#[test]
fn each_mode_has_its_margin_and_profit() {
    // (symbol, margin of one lot, new bid, profit of one lot)
    for (name, margin, bid, ask, profit) in [
        ("EURUSD", "1085.10", "1.08610", "1.08620", "100.00"),
        ("USDJPY", "1000.00", "151.020", "151.040", "662.16"),
        ("GOLD", "2300.50", "2310.50", "2311.00", "1000.00"),
        ("STOCK", "190.10", "200.10", "200.20", "10.00"),
        ("INDEX", "520.05", "5210.50", "5211.00", "100.00"),
        ("OIL", "1500.00", "80.52", "80.54", "500.00"),
    ] {
        let mut desk = Desk::open();
        let login = desk.account("real\\hedging", "10000");
        desk.trade(login, name, Side::Buy, "1").unwrap();
        assert_eq!(desk.state(login).margin, dec(margin), "{name}");
        desk.tick(name, bid, ask);
        assert_eq!(desk.state(login).profit, dec(profit), "{name}");
    }
}

#[test]
fn a_yen_profit_is_converted_by_the_exit_price() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let open = desk.trade(login, "USDJPY", Side::Sell, "1").unwrap();
    desk.tick("USDJPY", "148.980", "149.000");
    desk.close(login, open.position, None).unwrap();
    let deal = desk.deals(login).pop().unwrap();
    assert_eq!(deal.profit_raw, dec("100000"));
    assert_eq!(deal.profit, dec("671.14"));
    assert_eq!(deal.rate_profit, rounded(ratio(Decimal::ONE, dec("149")), 12));
}

#[test]
fn cents_are_a_hundredth_of_a_dollar() {
    let mut desk = Desk::open();
    let login = desk.account("real\\cent", "100000");
    desk.trade(login, "EURUSD", Side::Buy, "0.5").unwrap();
    assert_eq!(desk.state(login).margin, dec("54255.00"));
    desk.tick("EURUSD", "1.08610", "1.08620");
    assert_eq!(desk.state(login).profit, dec("5000.00"));
}

#[test]
fn covered_volume_pays_the_hedged_margin_only() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "100000");
    desk.trade(login, "EURUSD", Side::Buy, "2").unwrap();
    assert_eq!(desk.state(login).margin, dec("2170.20"));
    desk.trade(login, "EURUSD", Side::Sell, "1").unwrap();
    // nothing is charged per covered lot; one lot is uncovered
    assert_eq!(desk.state(login).margin, dec("1085.10"));
    desk.trade(login, "EURUSD", Side::Sell, "1").unwrap();
    assert_eq!(desk.state(login).margin, dec("0.00"));

    let mut list = symbols();
    list[0].margin_hedged = dec("100000");
    let mut charged =
        Desk { engine: Engine::new(at(NOON), Zone { minutes: 0, daylight: false }, true, list, groups()) };
    charged.tick("EURUSD", "1.00000", "1.00000");
    let login = charged.account("real\\hedging", "100000");
    charged.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    charged.trade(login, "EURUSD", Side::Sell, "1").unwrap();
    // a contract of 100 000 in the hedged field: the two are charged as one lot
    assert_eq!(charged.state(login).margin, dec("1000.00"));
}

#[test]
fn leverage_changes_the_margin_at_once() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    desk.engine.change_leverage(login, 200).unwrap();
    assert_eq!(desk.state(login).margin, dec("542.55"));
    assert_eq!(desk.engine.change_leverage(login, 501), Err(Refusal::Parameters));
    let id = desk.symbol("EURUSD");
    let effect = desk.engine.margin_effect(login, id, Side::Buy, LOT, dec("1.08510")).unwrap();
    assert_eq!(effect, (dec("542.55"), dec("1085.10")));
}
