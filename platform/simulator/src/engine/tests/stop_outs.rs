use super::*;

#[test]
fn the_largest_loss_goes_first_until_the_level_recovers() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "2500");
    let small = desk.trade(login, "EURUSD", Side::Buy, "0.5").unwrap();
    let large = desk.trade(login, "EURUSD", Side::Buy, "1.5").unwrap();
    // margin 2170.20; the call is below that equity, the stop-out below half of it
    desk.tick("EURUSD", "1.08300", "1.08310");
    assert_eq!(desk.engine.account(login).unwrap().so_state, SoState::MarginCall);
    desk.tick("EURUSD", "1.07790", "1.07800");
    let left = desk.positions(login);
    assert_eq!(left.iter().map(|position| position.ticket).collect::<Vec<_>>(), [small.position]);
    let deal = desk.deals(login).pop().unwrap();
    assert_eq!((deal.tag.reason, deal.position), (Reason::StopOut, large.position));
    assert_eq!(desk.engine.account(login).unwrap().so_state, SoState::None);
}

#[test]
fn a_balance_below_zero_is_raised_and_the_credit_taken_back() {
    for (group, credit_after) in [("real\\hedging", "100"), ("real\\credit", "0")] {
        let mut desk = Desk::open();
        let login = desk.account(group, "1000");
        desk.money(login, DealAction::Credit, "100").unwrap();
        desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
        desk.tick("EURUSD", "1.07000", "1.07010");
        let state = desk.state(login);
        assert_eq!((state.balance, state.credit), (dec("0"), dec(credit_after)), "{group}");
        let compensation = desk.deals(login).pop().unwrap();
        assert_eq!((compensation.action, compensation.profit), (DealAction::SoCompensation, dec("510.00")));
    }
}

#[test]
fn opening_needs_free_margin_but_hedging_is_free() {
    let mut desk = Desk::open();
    let login = desk.account("real\\hedging", "1100");
    desk.trade(login, "EURUSD", Side::Buy, "1").unwrap();
    assert_eq!(desk.trade(login, "EURUSD", Side::Buy, "0.1"), Err(Refusal::NoMoney));
    desk.trade(login, "EURUSD", Side::Sell, "1").unwrap();
}
