//! A symbol's candles, as the server tells them now, with the account's deals in them.

use crate::clients::sees_archived;
use crate::trading_accounts::within;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::PositionView;
use crm_access::{OpContext, Permission};
use crm_model::{CandleFrame, TradingAccountId};
use crm_storage::{DealFilter, DealReader, DealRow, Deals, PageRequest};
use crm_trading::{CandleQuery, Frame, Price, TradingError, TradingServer};

/// Which candles.
#[derive(Clone, Debug)]
pub struct ChartInput {
    /// Whose deals stand in it; also says which server is asked.
    pub account: TradingAccountId,
    /// Of what.
    pub symbol: String,
    /// How long each candle is.
    pub frame: CandleFrame,
    /// Those that end after this instant
    pub from: DateTime<Utc>,
    /// and begin before this one.
    pub to: DateTime<Utc>,
}

/// A candle of bid prices, as plain decimals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartCandle {
    /// Its beginning.
    pub at: DateTime<Utc>,
    /// First price.
    pub open: String,
    /// Highest price.
    pub high: String,
    /// Lowest price.
    pub low: String,
    /// Last price.
    pub close: String,
}

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Digits of the symbol's prices; as its deals have them when the server does not answer.
    pub digits: u32,
    /// Oldest first.
    pub candles: Vec<ChartCandle>,
    /// The account's trades in it, newest first; the newest 1,000.
    pub deals: Vec<DealRow>,
    /// When the server was asked; `None` when it did not answer.
    pub as_of: Option<DateTime<Utc>>,
    /// Why there are no candles, where there are none because of the server.
    pub said: Option<String>,
}

/// Candles of one chart at most.
const CANDLES: i64 = 2_000;
const DEALS: u16 = 1_000;
const SYMBOL_MAX: usize = 64;

/// A chart of a symbol with an account's trades.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Invalid`] for symbol or span. A server that cannot
/// be asked is a chart without candles that says so.
pub async fn chart(op: &OpContext, app: &App, input: &ChartInput) -> Result<Chart, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let frame = frame_of(input.frame);
    let symbol = input.symbol.as_str();
    if symbol.is_empty() || symbol.chars().count() > SYMBOL_MAX || symbol.chars().any(char::is_control) {
        return Err(UseCaseError::invalid("symbol", "unknown_symbol", "Name the symbol as the server does."));
    }
    if input.from >= input.to || (input.to - input.from).num_seconds() / frame.seconds() > CANDLES {
        let text = format!("Ask for at most {CANDLES} candles: choose a shorter span or longer candles.");
        return Err(UseCaseError::invalid("to", "invalid_span", text));
    }
    let tx = app.db.read(op).await?;
    let account = within(op, &tx, &permit, input.account).await?;
    let money = op.reach(Permission::BalanceView);
    let reader = DealReader { permit: &permit, money: money.as_ref(), archived_clients: sees_archived(op) };
    let filter = DealFilter {
        account: Some(input.account),
        symbols: vec![symbol.to_owned()],
        from: Some(input.from),
        before: Some(input.to),
        ..DealFilter::default()
    };
    let deals = Deals::of(&tx).list(reader, &filter, &PageRequest { first: DEALS, after: None }).await?.rows;
    drop(tx);
    let silent = |deals: Vec<DealRow>, said: String| {
        let digits = deals.iter().map(|deal| scale(&deal.price)).max().unwrap_or(0);
        Chart { digits, candles: Vec::new(), deals, as_of: None, said: Some(said) }
    };
    let held = match app.trading.hold(app, op.tenant(), account.record.server).await {
        Ok(held) => held,
        Err(error) => return Ok(silent(deals, error.problem()?.message)),
    };
    let query = CandleQuery { symbol: symbol.to_owned(), frame, from: input.from, to: input.to };
    let asked_at = app.clock.now();
    match read(held.server.as_ref(), &query).await {
        Ok((digits, candles)) => Ok(Chart { digits, candles, deals, as_of: Some(asked_at), said: None }),
        Err(error) => Ok(silent(deals, format!("The candles cannot be read now: {error}."))),
    }
}

async fn read(server: &dyn TradingServer, query: &CandleQuery) -> Result<(u32, Vec<ChartCandle>), TradingError> {
    let digits = server.symbol(&query.symbol, None).await?.digits;
    let shown = |mut price: Price| {
        price.rescale(digits);
        price.to_string()
    };
    let candles = server.candles(query).await?.into_iter().map(|candle| ChartCandle {
        at: candle.at.utc,
        open: shown(candle.open),
        high: shown(candle.high),
        low: shown(candle.low),
        close: shown(candle.close),
    });
    Ok((digits, candles.collect()))
}

/// Decimals of a price.
fn scale(price: &str) -> u32 {
    let decimals = price.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    u32::try_from(decimals).unwrap_or(0)
}

const fn frame_of(frame: CandleFrame) -> Frame {
    match frame {
        CandleFrame::M1 => Frame::M1,
        CandleFrame::M5 => Frame::M5,
        CandleFrame::M15 => Frame::M15,
        CandleFrame::M30 => Frame::M30,
        CandleFrame::H1 => Frame::H1,
        CandleFrame::H4 => Frame::H4,
        CandleFrame::D1 => Frame::D1,
    }
}
