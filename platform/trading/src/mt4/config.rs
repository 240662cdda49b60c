//! Clock, groups, symbols, quotes; and the calculations that the gateway does not offer.

use super::request::encoded;
use super::{Mt4, wire};
use crate::clock::ClockReading;
use crate::domain::{GroupSpec, MarginQuery, Money, ProfitQuery, Quotes, SymbolSpec};
use crate::error::Answer;
use crate::fields::Fields;
use crate::{Result, TradingError};

/// With more symbols than this all are asked for at once.
const ONE_BY_ONE: usize = 3;

impl Mt4 {
    pub(super) async fn read_clock(&self) -> Result<ClockReading> {
        let before = self.clock.now();
        let answer = self.ask(self.read("ServerTime").urgent()).await?;
        let after = self.clock.now();
        let text = answer.data.as_str().map(ToOwned::to_owned).or_else(|| {
            let fields = answer.object()?;
            fields.text("time").or_else(|| fields.text("serverTime")).or_else(|| fields.text("timestamp"))
        });
        let text = text.or_else(|| answer.data.as_i64().map(|seconds| seconds.to_string()));
        let msc = text.and_then(|text| wire::wall_clock(&text));
        let msc = msc.ok_or_else(|| TradingError::Protocol(Answer::ours("the server's time cannot be read")))?;
        Ok(self.server_clock.calibrate(msc.div_euclid(1_000), before + (after - before) / 2))
    }

    pub(super) async fn get_groups(&self) -> Result<Vec<GroupSpec>> {
        wire::each(&self.ask(self.history("GroupsGet")).await?.into_list(), wire::group)
    }

    pub(super) async fn get_group(&self, name: &str) -> Result<GroupSpec> {
        let answer = self.ask(self.read(format!("GroupRecordGet/{}", encoded(name))).urgent()).await?;
        first(wire::each(&answer.into_list(), wire::group)?, "group")
    }

    pub(super) async fn get_symbols(&self) -> Result<Vec<SymbolSpec>> {
        wire::each(&self.ask(self.history("CfgRequestSymbol")).await?.into_list(), wire::symbol)
    }

    /// A group's own terms are not known to the gateway in this shape.
    pub(super) async fn get_symbol(&self, symbol: &str, _group: Option<&str>) -> Result<SymbolSpec> {
        let answer = self.ask(self.read(format!("CfgRequestSymbol/{}", encoded(symbol))).urgent()).await?;
        first(wire::each(&answer.into_list(), wire::symbol)?, "symbol")
    }

    /// The cursor is the newest time on the server's wall clock in milliseconds. Times are whole seconds, so the last
    /// second comes again.
    pub(super) async fn get_quotes(&self, symbols: &[String], cursor: u64) -> Result<Quotes> {
        let times = self.calibrated().await?;
        let mut quotes = Vec::new();
        if symbols.len() <= ONE_BY_ONE {
            for symbol in symbols {
                let request = self.read(format!("TickInfoLast/{}", encoded(symbol)));
                // who asks from the start waits for it; who polls does not go before others
                let request = if cursor == 0 { request.urgent() } else { request };
                match self.ask(request).await {
                    Ok(answer) => quotes.extend(wire::each(&answer.into_list(), |f| wire::quote(f, times))?),
                    Err(TradingError::NotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        } else {
            let list = self.ask(self.read("TickInfoLast")).await?.into_list();
            quotes.extend(wire::each(&list, |fields| wire::quote(fields, times))?);
            quotes.retain(|quote| symbols.contains(&quote.symbol));
        }
        let since = i64::try_from(cursor).unwrap_or(i64::MAX);
        let newest = quotes.iter().map(|quote| quote.at.server_msc).max().unwrap_or(since).max(since);
        quotes.retain(|quote| quote.at.server_msc >= since);
        Ok(Quotes { quotes, cursor: u64::try_from(newest).unwrap_or(cursor) })
    }

    #[expect(clippy::unused_async, reason = "the trait asks")]
    pub(super) async fn margin(&self, _query: &MarginQuery) -> Result<Money> {
        Err(not_offered("reckoning of margin"))
    }

    #[expect(clippy::unused_async, reason = "the trait asks")]
    pub(super) async fn profit(&self, _query: &ProfitQuery) -> Result<Money> {
        Err(not_offered("reckoning of profit"))
    }
}

pub(super) fn not_offered(what: &str) -> TradingError {
    TradingError::Validation(Answer::ours(format!("this server offers no {what}")))
}

pub(super) fn first<T>(list: Vec<T>, what: &str) -> Result<T> {
    let nothing = || TradingError::NotFound(Answer::ours(format!("the server has no such {what}")));
    list.into_iter().next().ok_or_else(nothing)
}

/// The fields of an answer that must be one object.
pub(super) fn only<'a>(object: Option<Fields<'a>>) -> Result<Fields<'a>> {
    object.ok_or_else(|| TradingError::Protocol(Answer::ours("the answer holds no object")))
}
