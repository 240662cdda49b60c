//! What the positions within reach add up to, by symbol. Real and play money are never added together.

use super::beat::Beats;
use super::filter::{LiveFilter, PositionSort};
use super::scope::Viewer;
use super::view::{CurrencyProfit, LivePosition, totals};
use super::window::{FeedShown, feeds, look};
use crate::trading::feed::TenantLive;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{ClientId, TradingEnvironment};
use crm_trading::{Lots, Side};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// Positions in one symbol together, those of real or those of play money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposureRow {
    /// In what.
    pub symbol: String,
    /// Of which money.
    pub environment: TradingEnvironment,
    /// How many positions.
    pub positions: usize,
    /// Of how many clients.
    pub clients: usize,
    /// Bought.
    pub buy: Lots,
    /// Sold.
    pub sell: Lots,
    /// Results by currency.
    pub profits: Vec<CurrencyProfit>,
}

impl ExposureRow {
    /// Bought without sold.
    #[must_use]
    pub const fn net(&self) -> Lots {
        self.buy.minus(self.sell)
    }
}

/// Exposure by symbol: real money before play money, in each the largest net volume first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// By symbol.
    pub rows: Vec<ExposureRow>,
    /// How old it is, by server.
    pub feeds: Vec<FeedShown>,
}

/// What the positions within reach add up to.
///
/// # Errors
/// As [`super::positions`].
pub async fn exposure(op: &OpContext, app: &App, filter: &LiveFilter) -> Result<Exposure, UseCaseError> {
    let (viewer, live) = look(op, app).await?;
    of(op, &live, &viewer, filter).await
}

async fn of(op: &OpContext, live: &TenantLive, viewer: &Viewer, filter: &LiveFilter) -> Result<Exposure, UseCaseError> {
    let sort = PositionSort::Symbol;
    filter.check(viewer, sort)?;
    let view = live.views.positions(live, &(viewer.scope.clone(), filter.clone(), sort)).await;
    let feeds = feeds(live, &viewer.scope, filter, op.now(), |book| &book.known_positions);
    Ok(Exposure { rows: rows(&view.rows), feeds })
}

pub(super) fn rows(positions: &[LivePosition]) -> Vec<ExposureRow> {
    let mut symbols: BTreeMap<(&str, TradingEnvironment), Vec<&LivePosition>> = BTreeMap::new();
    for row in positions {
        let environment = row.account.account.record.environment;
        symbols.entry((&row.position.symbol, environment)).or_default().push(row);
    }
    let sum = |rows: &[&LivePosition], side: Side| {
        let of = rows.iter().filter(|row| row.position.side == side);
        of.fold(Lots::ZERO, |sum, row| sum.plus(row.position.lots))
    };
    let mut shown: Vec<ExposureRow> = symbols
        .into_iter()
        .map(|((symbol, environment), rows)| {
            let clients: HashSet<ClientId> = rows.iter().map(|row| row.account.account.record.client).collect();
            ExposureRow {
                symbol: symbol.to_owned(),
                environment,
                positions: rows.len(),
                clients: clients.len(),
                buy: sum(&rows, Side::Buy),
                sell: sum(&rows, Side::Sell),
                profits: totals(rows.iter().map(|row| (row.account.as_ref(), row.position.as_ref()))),
            }
        })
        .collect();
    shown.sort_by_key(|row| (row.environment, Reverse(row.net().units().unsigned_abs())));
    shown
}

/// Exposure as it changes.
#[derive(Debug)]
pub struct ExposureBeats {
    filter: LiveFilter,
    sent: Option<Exposure>,
}

impl ExposureBeats {
    /// Of the positions under a filter.
    #[must_use]
    pub const fn new(filter: LiveFilter) -> Self {
        Self { filter, sent: None }
    }
}

impl Beats for ExposureBeats {
    type Beat = Exposure;

    async fn beat(
        &mut self,
        op: &OpContext,
        live: &TenantLive,
        viewer: &Viewer,
        due: bool,
    ) -> Result<Option<Exposure>, UseCaseError> {
        let now = of(op, live, viewer, &self.filter).await?;
        let same = self
            .sent
            .as_ref()
            .is_some_and(|sent| sent.rows == now.rows && super::beat::same_state(&sent.feeds, &now.feeds));
        if same && !due {
            return Ok(None);
        }
        self.sent = Some(now.clone());
        Ok(Some(now))
    }
}
