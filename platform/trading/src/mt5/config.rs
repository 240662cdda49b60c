//! Clock, groups, symbols, quotes, calculations.

use rust_decimal::Decimal;

use super::accounts::listed;
use super::envelope::{Envelope, PARTIAL, lacking, or_empty};
use super::{Mt5, wire};
use crate::clock::ClockReading;
use crate::domain::{GroupSpec, MarginQuery, Money, ProfitQuery, Quotes, SymbolSpec};
use crate::error::{Answer, Effect};
use crate::fields::{Fields, Lacks};
use crate::{Result, TradingError};

/// Entries of one `next`.
const NEXT_AT_ONCE: usize = 100;
/// Symbols in one question for ticks: it takes 4,096 characters, and names have 31 at most.
const SYMBOLS_AT_ONCE: usize = 120;

impl Mt5 {
    pub(super) async fn read_clock(&self) -> Result<ClockReading> {
        let before = self.clock.now();
        let reply = self.ask(self.read("time/server").urgent()).await?;
        let after = self.clock.now();
        let time = reply.envelope.object().words("Time");
        let seconds = time.split_whitespace().next().and_then(|seconds| seconds.parse().ok());
        let seconds = seconds.ok_or_else(|| lacking(Effect::Read, Lacks("Time")))?;
        Ok(self.server_clock.calibrate(seconds, before + (after - before) / 2))
    }

    pub(super) async fn get_groups(&self) -> Result<Vec<GroupSpec>> {
        self.everything("group/get", "group/total", "group/next", wire::group).await
    }

    pub(super) async fn get_group(&self, name: &str) -> Result<GroupSpec> {
        let reply = self.ask(self.read("group/get").with("group", name).urgent()).await?;
        reply.envelope.one(Effect::Read, wire::group)
    }

    pub(super) async fn get_symbols(&self) -> Result<Vec<SymbolSpec>> {
        self.everything("symbol/get", "symbol/total", "symbol/next", wire::symbol).await
    }

    pub(super) async fn symbol_answer(&self, symbol: &str, group: Option<&str>) -> Result<Envelope> {
        let call = match group {
            None => self.read("symbol/get"),
            Some(group) => self.read("symbol/get_group").with("group", group),
        };
        Ok(self.ask(call.with("symbol", symbol).urgent()).await?.envelope)
    }

    pub(super) async fn get_symbol(&self, symbol: &str, group: Option<&str>) -> Result<SymbolSpec> {
        self.symbol_answer(symbol, group).await?.one(Effect::Read, wire::symbol)
    }

    /// All entries of a kind: by one mask, and entry by entry where that is not everything.
    async fn everything<T>(
        &self,
        by_mask: &'static str,
        total: &'static str,
        next: &'static str,
        read: impl Fn(Fields<'_>) -> std::result::Result<T, Lacks>,
    ) -> Result<Vec<T>> {
        let asked = self.ask(self.history(by_mask).with("mask", "*")).await;
        let Some(envelope) = or_empty(asked.map(|reply| reply.envelope))? else { return Ok(Vec::new()) };
        if envelope.code != PARTIAL {
            return envelope.each(read);
        }
        let reply = self.ask(self.read(total)).await?;
        let count = reply.envelope.object().natural("Total").ok_or_else(|| lacking(Effect::Read, Lacks("Total")))?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let mut all = Vec::new();
        while all.len() < count {
            let call = self.history(next).with("index", all.len()).with("count", NEXT_AT_ONCE);
            let some = self.ask(call).await?.envelope.each(&read)?;
            if some.is_empty() {
                return Err(TradingError::Protocol(Answer::ours("the list ended before its total")));
            }
            all.extend(some);
        }
        Ok(all)
    }

    pub(super) async fn get_quotes(&self, symbols: &[String], cursor: u64) -> Result<Quotes> {
        let times = self.calibrated().await?;
        let mut quotes = Vec::new();
        let mut least: Option<u64> = None;
        for some in symbols.chunks(SYMBOLS_AT_ONCE) {
            let call = self.read("tick/last").with("symbol", listed(some)).with("trans_id", cursor);
            let call = if cursor == 0 { call.urgent() } else { call };
            let Some(envelope) = or_empty(self.ask(call).await.map(|reply| reply.envelope))? else { continue };
            quotes.extend(envelope.each(|fields| wire::quote(fields, times))?);
            let seen = envelope.root().natural("trans_id").or_else(|| envelope.object().natural("trans_id"));
            if let Some(seen) = seen {
                least = Some(least.map_or(seen, |least| least.min(seen)));
            }
        }
        Ok(Quotes { quotes, cursor: least.unwrap_or(cursor) })
    }

    pub(super) async fn margin(&self, query: &MarginQuery) -> Result<Money> {
        let call = self
            .read("trade/check_margin")
            .with("login", query.login)
            .with("symbol", &query.symbol)
            .with("type", wire::side_code(query.side))
            .with("volume", query.lots.units())
            .with("price", query.price)
            .urgent();
        let reply = self.ask(call).await?;
        let margin_of = |name: &'static str| -> Result<Decimal> {
            let account = reply.envelope.object().value(name).and_then(Fields::of);
            account.and_then(|fields| fields.decimal("Margin")).ok_or_else(|| lacking(Effect::Read, Lacks(name)))
        };
        Ok(margin_of("new")? - margin_of("current")?)
    }

    pub(super) async fn profit(&self, query: &ProfitQuery) -> Result<Money> {
        let call = self
            .read("trade/calc_profit")
            .with("group", &query.group)
            .with("symbol", &query.symbol)
            .with("type", wire::side_code(query.side))
            .with("volume", query.lots.units())
            .with("price_open", query.price_open)
            .with("price_close", query.price_close)
            .urgent();
        self.ask(call).await?.envelope.one(Effect::Read, |fields| fields.need("Profit", Fields::decimal))
    }
}
