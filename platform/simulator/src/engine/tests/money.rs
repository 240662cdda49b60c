use super::*;

#[test]
fn each_kind_of_money_moves_balance_or_credit() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "1000");
    for (action, amount, balance, credit) in [
        (DealAction::Credit, "200", "1000", "200"),
        (DealAction::Bonus, "50", "1000", "250"),
        (DealAction::Charge, "-10", "990", "250"),
        (DealAction::Correction, "5.50", "995.50", "250"),
        (DealAction::Credit, "-200", "995.50", "50"),
        (DealAction::Balance, "-95.50", "900", "50"),
    ] {
        desk.money(login, action, amount).unwrap();
        let state = desk.state(login);
        assert_eq!((state.balance, state.credit), (dec(balance), dec(credit)), "{action:?} {amount}");
        assert_eq!(state.equity, state.balance + state.credit);
    }
}

#[test]
fn too_much_is_refused() {
    // MON-07
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "1000");
    assert_eq!(desk.money(login, DealAction::Balance, "-1000.01"), Err(Refusal::NoMoney));
    assert_eq!(desk.money(login, DealAction::Credit, "-0.01"), Err(Refusal::NoMoney));
    assert_eq!(desk.money(login, DealAction::Balance, "1000000000.01"), Err(Refusal::MoneyLimit));
    assert_eq!(desk.money(login, DealAction::Balance, "0.001"), Err(Refusal::Parameters));
    assert_eq!(desk.money(login, DealAction::SoCompensation, "5"), Err(Refusal::Parameters));
    desk.trade(login, "EURUSD", Side::Buy, "0.5").unwrap();
    let free = desk.state(login).margin_free;
    assert_eq!(desk.money(login, DealAction::Balance, &format!("-{}", free + dec("0.01"))), Err(Refusal::NoMoney));
    desk.money(login, DealAction::Balance, &format!("-{free}")).unwrap();
    // a correction does not look at the free margin
    desk.money(login, DealAction::Correction, "-1").unwrap();
}

#[test]
fn a_comment_is_cut_at_31_characters() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "1000");
    let tag = Tag::dealer(1000, "0123456789012345678901234567890123456789");
    let op = MoneyOp { login, action: DealAction::Balance, amount: dec("1"), check_margin: true, tag };
    let (deal, _) = desk.engine.move_money(&op).unwrap();
    assert_eq!(desk.engine.deal(deal).unwrap().tag.comment.len(), 31);
}

#[test]
fn commission_is_taken_with_each_deal() {
    let mut desk = Desk::open();
    let login = desk.account("real\\ecn", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "0.5").unwrap();
    assert_eq!(desk.engine.deal(open.deal).unwrap().commission, dec("-1.75"));
    desk.close(login, open.position, Some("0.2")).unwrap();
    let paid: Vec<_> = desk.deals(login).iter().map(|deal| deal.commission).collect();
    assert_eq!(paid, [dec("0"), dec("-1.75"), dec("-0.70")]);
    // other symbols are outside the mask
    let gold = desk.trade(login, "GOLD", Side::Buy, "0.1").unwrap();
    assert_eq!(desk.engine.deal(gold.deal).unwrap().commission, dec("0"));
}

#[test]
fn swap_counts_three_nights_on_its_day_and_none_on_weekends() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "10000");
    let free = desk.account("real\\swapfree", "10000");
    let open = desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    desk.trade(free, "EURUSD", Side::Buy, "1").unwrap();
    // -6.5 points of a lot are -6.50 a night; from Tuesday to Monday
    let mut seen = Vec::new();
    for day in 10..17 {
        desk.engine.set_now(at(&format!("2026-03-{day}T22:00:00Z")));
        desk.engine.roll_over().unwrap();
        desk.prove();
        seen.push(desk.state(login).storage.to_string());
    }
    assert_eq!(seen, ["-6.50", "-26.00", "-32.50", "-39.00", "-39.00", "-39.00", "-45.50"]);
    assert_eq!(desk.state(free).storage, dec("0"));
    desk.close(login, open.position, Some("0.5")).unwrap();
    assert_eq!(desk.deals(login).pop().unwrap().storage, dec("-22.75"));
    assert_eq!(desk.state(login).storage, dec("-22.75"));
}
