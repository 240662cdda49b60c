//! Candles: the Web API keeps minutes, so longer ones are made here.

use super::envelope::{Envelope, PARTIAL};
use super::{Mt5, wire};
use crate::candles::{Bar, gather, span};
use crate::domain::{Candle, CandleQuery};
use crate::error::Answer;
use crate::{Result, TradingError};

/// Seconds of one question: a week of minutes is half a megabyte, so that dealing does not wait long behind it.
const PIECE: i64 = 7 * 86_400;
/// Longest time of one chart, in seconds: 400 days are about 60 pieces.
const LONGEST: i64 = 400 * 86_400;
/// The access server has no bars yet; it fetches them.
const LATER: i64 = 1;

impl Mt5 {
    pub(super) async fn get_candles(&self, query: &CandleQuery) -> Result<Vec<Candle>> {
        let times = self.calibrated().await?;
        let span = span(query, &self.server_clock)?;
        if span.to.saturating_sub(span.from) > LONGEST {
            let words = "this server keeps minutes only: choose a time of at most 400 days";
            return Err(TradingError::Validation(Answer::ours(words)));
        }
        let mut bars = Vec::new();
        let mut from = span.from;
        while from < span.to {
            let next = from.saturating_add(PIECE).min(span.to);
            self.minutes(&query.symbol, from, next - 1, &mut bars).await?;
            from = next;
        }
        Ok(gather(bars, query, &self.server_clock, times.now))
    }

    /// Adds the minutes of a span, both ends included. An answer that is too rich goes on from its last row.
    async fn minutes(&self, symbol: &str, from: i64, to: i64, bars: &mut Vec<Bar>) -> Result<()> {
        let mut from = from;
        loop {
            let call = self.history("chart/get").with("symbol", symbol).with("from", from).with("to", to);
            let envelope = self.ask(call.with("data", wire::BAR_COLUMNS)).await?.envelope;
            if envelope.code == LATER {
                let words = "the server has to fetch these prices first: ask again in a minute";
                return Err(TradingError::Busy(Answer::ours(words)));
            }
            bars.extend(rows(&envelope)?.into_iter().filter(|bar| (from..=to).contains(&bar.second)));
            if envelope.code != PARTIAL {
                return Ok(());
            }
            let last = bars.pop().map(|bar| bar.second).filter(|second| *second > from);
            let stuck = || TradingError::Protocol(Answer::ours("the server tells the same part of its prices again"));
            from = last.ok_or_else(stuck)?;
        }
    }
}

fn rows(envelope: &Envelope) -> Result<Vec<Bar>> {
    let senseless = || TradingError::Protocol(Answer::ours("the answer has no usable bars"));
    let rows = envelope.answer().and_then(serde_json::Value::as_array).ok_or_else(senseless)?;
    rows.iter().map(|row| wire::bar(row).ok_or_else(senseless)).collect()
}
