//! Whatever happens in whatever order, the sums come out.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Tick { symbol: usize, per_mille: i64 },
    Trade { account: usize, symbol: usize, buys: bool, cents: i64 },
    Close { account: usize, which: usize, per_cent: i64 },
    CloseBy { account: usize, first: usize, second: usize },
    Place { account: usize, buys: bool, distance: i64 },
    Money { account: usize, action: usize, amount: i64 },
    Leverage { account: usize, leverage: u32 },
    Night,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..8_usize, -15..15_i64).prop_map(|(symbol, per_mille)| Step::Tick { symbol, per_mille }),
        5 => (0..5_usize, 0..8_usize, any::<bool>(), 1..200_i64)
            .prop_map(|(account, symbol, buys, cents)| Step::Trade { account, symbol, buys, cents }),
        4 => (0..5_usize, 0..9_usize, 1..101_i64)
            .prop_map(|(account, which, per_cent)| Step::Close { account, which, per_cent }),
        1 => (0..5_usize, 0..9_usize, 0..9_usize)
            .prop_map(|(account, first, second)| Step::CloseBy { account, first, second }),
        1 => (0..5_usize, any::<bool>(), 1..500_i64)
            .prop_map(|(account, buys, distance)| Step::Place { account, buys, distance }),
        2 => (0..5_usize, 0..5_usize, -300_000..500_000_i64)
            .prop_map(|(account, action, amount)| Step::Money { account, action, amount }),
        1 => (0..5_usize, 1..500_u32).prop_map(|(account, leverage)| Step::Leverage { account, leverage }),
        1 => Just(Step::Night),
    ];
    prop::collection::vec(step, 1..120)
}

const ACCOUNTS: [&str; 5] = ["real\\hedging", "real\\netting", "real\\credit", "pro", "real\\pounds"];
const ACTIONS: [DealAction; 5] =
    [DealAction::Balance, DealAction::Credit, DealAction::Charge, DealAction::Correction, DealAction::Bonus];

/// Takes one step; a refusal is as good as any other outcome.
fn take(desk: &mut Desk, logins: &[u64], step: &Step) {
    let ticket = |desk: &Desk, login: u64, which: usize| {
        let all = desk.positions(login);
        all.get(which % all.len().max(1)).cloned()
    };
    let tag = Tag::dealer(7, "");
    match *step {
        Step::Tick { symbol, per_mille } => {
            let id = SymbolId(symbol);
            let digits = desk.engine.symbol(id).unwrap().digits;
            let quote = desk.engine.quote(id).unwrap();
            let moved = |price: Decimal| rounded(price + price * Decimal::new(per_mille, 3), digits);
            let (bid, ask) = (moved(quote.bid), moved(quote.ask));
            desk.engine.tick(id, bid, ask.max(bid)).unwrap();
        }
        Step::Trade { account, symbol, buys, cents } => {
            let side = if buys { Side::Buy } else { Side::Sell };
            let name = desk.engine.symbols()[symbol].name.clone();
            let _ = desk.trade(logins[account], &name, side, &Decimal::new(cents, 2).to_string());
        }
        Step::Close { account, which, per_cent } => {
            if let Some(position) = ticket(desk, logins[account], which) {
                let part = position.volume * per_cent / 100 / 1_000_000 * 1_000_000;
                let close =
                    Close { login: logins[account], position: position.ticket, volume: Some(part), price: None, tag };
                let _ = desk.engine.close(&close);
            }
        }
        Step::CloseBy { account, first, second } => {
            let login = logins[account];
            if let (Some(one), Some(two)) = (ticket(desk, login, first), ticket(desk, login, second)) {
                let _ = desk.engine.close_by(login, one.ticket, two.ticket, &tag);
            }
        }
        Step::Place { account, buys, distance } => {
            let id = desk.symbol("EURUSD");
            let quote = desk.engine.quote(id).unwrap().clone();
            let away = Decimal::new(distance, 5);
            let (kind, price) =
                if buys { (OrderType::BuyLimit, quote.ask - away) } else { (OrderType::SellStop, quote.bid - away) };
            let _ = desk.engine.place(&Pending {
                login: logins[account],
                symbol: id,
                kind,
                volume: LOT / 10,
                price,
                trigger: Decimal::ZERO,
                sl: Decimal::ZERO,
                tp: Decimal::ZERO,
                time: OrderTime::Gtc,
                expires: 0,
                tag,
            });
        }
        Step::Money { account, action, amount } => {
            let _ = desk.money(logins[account], ACTIONS[action], &Decimal::new(amount, 2).to_string());
        }
        Step::Leverage { account, leverage } => desk.engine.change_leverage(logins[account], leverage).unwrap(),
        Step::Night => {
            let next = desk.engine.next_rollover();
            desk.engine.set_now(next);
            desk.engine.roll_over().unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_sums_come_out(steps in steps()) {
        let mut desk = Desk::open();
        let logins: Vec<u64> = ACCOUNTS.iter().map(|group| desk.account(group, "5000")).collect();
        for step in &steps {
            take(&mut desk, &logins, step);
            prop_assert_eq!(desk.engine.violations(), []);
            for login in &logins {
                let state = desk.state(*login);
                prop_assert_eq!(state.equity, state.balance + state.credit + state.floating);
                prop_assert_eq!(state.equity, rounded(state.equity, state.digits));
            }
        }
    }

    #[test]
    fn books_survive_a_file(steps in steps()) {
        let mut desk = Desk::open();
        let logins: Vec<u64> = ACCOUNTS.iter().map(|group| desk.account(group, "5000")).collect();
        for step in &steps {
            take(&mut desk, &logins, step);
        }
        let text = serde_json::to_string(&desk.engine.save()).unwrap();
        let mut symbols = symbols();
        symbols.reverse();
        let mut engine = Engine::new(desk.engine.now(), desk.engine.zone(), true, symbols, groups());
        engine.restore(serde_json::from_str(&text).unwrap()).unwrap();
        prop_assert_eq!(engine.violations(), []);
        for login in logins {
            prop_assert_eq!(engine.state(login), desk.engine.state(login));
        }
    }
}
