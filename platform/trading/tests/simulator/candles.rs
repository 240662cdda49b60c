//! Candles of both servers.

use crate::world::World;
use chrono::TimeDelta;
use crm_trading::{CandleQuery, Frame, TradingError};

/// Whole frames of the server's day, the same prices on both, joined to the live ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn candles_are_those_of_the_servers_day() {
    let world = World::new().await;
    let (mt5, mt4) = (world.mt5(), world.mt4());
    for bid in ["1.10050", "1.09950", "1.10020"] {
        world.advance(20);
        world.price(bid, "1.10100");
    }
    let now = world.clock.now() + TimeDelta::minutes(1);
    let ask = |frame: Frame, from: &str| CandleQuery {
        symbol: "EURUSD".to_owned(),
        frame,
        from: from.parse().unwrap(),
        to: now,
    };
    let minutes = mt5.candles(&ask(Frame::M1, "2026-07-01T09:58:00Z")).await.unwrap();
    let begins: Vec<i64> = minutes.iter().map(|candle| (candle.at.utc - world.start).num_seconds()).collect();
    assert_eq!(begins, [-120, -60, 0, 60]);
    assert_eq!(minutes[1].close, minutes[2].open);
    let live = &minutes[2];
    assert_eq!(
        (live.high, live.low, live.close),
        ("1.10050".parse().unwrap(), "1.08500".parse().unwrap(), "1.09950".parse().unwrap())
    );
    // Europe's summer: the server's day begins at nine in the evening of UTC; the weekend has no day
    let days = mt5.candles(&ask(Frame::D1, "2026-06-25T21:00:00Z")).await.unwrap();
    let begins: Vec<String> = days.iter().map(|day| day.at.utc.to_rfc3339()).collect();
    let wanted = ["2026-06-25", "2026-06-28", "2026-06-29", "2026-06-30"].map(|day| format!("{day}T21:00:00+00:00"));
    assert_eq!(begins, wanted);
    for frame in Frame::ALL {
        let question = ask(frame, "2026-06-28T20:00:00Z");
        let told = [mt5.candles(&question).await.unwrap(), mt4.candles(&question).await.unwrap()];
        assert_eq!(told[0], told[1], "{frame:?}");
        assert!(!told[0].is_empty());
        let whole = told[0].iter().all(|candle| candle.at.server_msc % (frame.seconds() * 1_000) == 0);
        assert!(whole && told[0].iter().all(|candle| candle.low <= candle.open && candle.open <= candle.high));
        assert_eq!(told[0].last().unwrap().close, "1.10020".parse().unwrap());
    }
    // a year of days is many questions for minutes; more is refused before anything is asked for
    let year = mt5.candles(&ask(Frame::D1, "2025-07-01T00:00:00Z")).await.unwrap();
    assert_eq!(year.len(), 262);
    for (server, frame, from) in [(&mt5, Frame::D1, "2024-07-01T00:00:00Z"), (&mt4, Frame::M1, "2026-06-01T00:00:00Z")]
    {
        let refused = server.candles(&ask(frame, from)).await;
        assert!(matches!(refused, Err(TradingError::Validation(_))), "{refused:?}");
    }
    for server in [&mt5, &mt4] {
        let unheard = CandleQuery { symbol: "NOSUCH".to_owned(), ..ask(Frame::H1, "2026-07-01T00:00:00Z") };
        let nothing = server.candles(&unheard).await;
        assert!(matches!(nothing, Err(TradingError::NotFound(_))), "{nothing:?}");
    }
}
