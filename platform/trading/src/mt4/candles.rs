//! Candles: the server makes them of every length.

use super::request::encoded;
use super::wire::Times;
use super::{Mt4, wire};
use crate::Result;
use crate::candles::{gather, span};
use crate::domain::{Candle, CandleQuery};

impl Mt4 {
    pub(super) async fn get_candles(&self, query: &CandleQuery) -> Result<Vec<Candle>> {
        let times = self.calibrated().await?;
        let span = span(query, &self.server_clock)?;
        // the gateway tells bars that lie strictly inside
        let request = self
            .history(format!("ChartRequest/{}", encoded(&query.symbol)))
            .with("period", query.frame.name())
            .with("start", Times::write_server_seconds(span.from.saturating_sub(1)))
            .with("end", Times::write_server_seconds(span.to));
        let bars = wire::each(&self.ask(request).await?.into_list(), wire::bar)?;
        Ok(gather(bars, query, &self.server_clock, times.now))
    }
}
