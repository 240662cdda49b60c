//! Positions, orders, deals, histories.

use super::request::encoded;
use super::wire::{Times, Trade};
use super::{Mt4, synthesis, wire};
use crate::domain::{AccountFilter, Deal, DealQuery, Login, Page, PendingOrder, Position, Ticket, TradeFilter, Window};
use crate::{Result, TradingError};

/// Logins in one report.
const LOGINS_AT_ONCE: usize = 100;
/// Records in one question.
const TICKETS_AT_ONCE: usize = 100;
/// Orders that close between two readings must not fall between them.
const BEYOND_NOW_SECONDS: i64 = 7_200;

impl Mt4 {
    pub(super) async fn get_positions(&self, filter: &TradeFilter) -> Result<Vec<Position>> {
        Ok(self.open_trades(filter).await?.into_iter().filter_map(Trade::position).collect())
    }

    pub(super) async fn get_orders(&self, filter: &TradeFilter) -> Result<Vec<PendingOrder>> {
        let open = self.open_trades(filter).await?.into_iter().filter(|trade| trade.closed_at.is_none());
        Ok(open.filter_map(Trade::order).collect())
    }

    pub(super) async fn get_deals(&self, query: &DealQuery) -> Result<Page<Deal>> {
        let records = match &query.filter {
            TradeFilter::Tickets(tickets) => return Ok(Page::whole(synthesis::deals(self.records(tickets).await?))),
            filter => self.all_since(filter, query.window).await?,
        };
        let mut deals = synthesis::deals(records);
        deals.retain(|deal| query.window.holds(deal.at.utc));
        Ok(Page::whole(deals))
    }

    pub(super) async fn get_order_history(&self, query: &DealQuery) -> Result<Page<PendingOrder>> {
        let records = match &query.filter {
            TradeFilter::Tickets(tickets) => self.records(tickets).await?,
            filter => self.closed(filter, query.window).await?,
        };
        let mut orders: Vec<PendingOrder> = records.into_iter().filter_map(Trade::order).collect();
        orders.retain(|order| order.done_at.is_some_and(|done| query.window.holds(done.utc)));
        Ok(Page::whole(orders))
    }

    /// What closed since the beginning of the window, and what is open: a chain of partial closes is whole then.
    /// First the open ones: what closes meanwhile is met again among the closed.
    async fn all_since(&self, filter: &TradeFilter, window: Window) -> Result<Vec<Trade>> {
        let mut records = self.open_trades(filter).await?;
        records.extend(self.closed(filter, window).await?);
        Ok(records)
    }

    async fn open_trades(&self, filter: &TradeFilter) -> Result<Vec<Trade>> {
        let times = self.calibrated().await?;
        let list = match filter {
            TradeFilter::Login(login) => {
                let group = self.get_account(*login).await?.group;
                let path = format!("TradesGetByLogin/{login}/{}", encoded(&group));
                match self.ask(self.read(path).urgent()).await {
                    Ok(answer) => answer.into_list(),
                    Err(TradingError::NotFound(_)) => Vec::new(),
                    Err(error) => return Err(error),
                }
            }
            TradeFilter::Groups(mask) => self.pages(self.history("TradesRequest").with("group", mask)).await?,
            TradeFilter::Tickets(tickets) => {
                let mut records = self.records(tickets).await?;
                records.retain(|record| record.closed_at.is_none());
                return Ok(records);
            }
        };
        wire::each(&list, |fields| wire::trade(fields, times))
    }

    async fn records(&self, tickets: &[Ticket]) -> Result<Vec<Trade>> {
        let times = self.calibrated().await?;
        let mut records = Vec::new();
        for some in tickets.chunks(TICKETS_AT_ONCE) {
            let mut request = self.read("TradeRecordsRequest").urgent();
            for ticket in some {
                request = request.with("orders", ticket);
            }
            match self.ask(request).await {
                Ok(answer) => records.extend(wire::each(&answer.into_list(), |f| wire::trade(f, times))?),
                Err(TradingError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }

    async fn closed(&self, filter: &TradeFilter, window: Window) -> Result<Vec<Trade>> {
        let times = self.calibrated().await?;
        let (from, to) = self.server_clock.server_span(window.from, times.now.max(window.to));
        let (from, to) =
            (Times::write_server_seconds(from), Times::write_server_seconds(to.saturating_add(BEYOND_NOW_SECONDS)));
        match filter {
            TradeFilter::Login(login) => self.closed_of(*login, &from, &to).await,
            TradeFilter::Groups(mask) => {
                let accounts = self.get_accounts(&AccountFilter::Groups(mask.clone())).await?;
                let logins: Vec<Login> = accounts.iter().map(|account| account.login).collect();
                let mut records = Vec::new();
                for some in logins.chunks(LOGINS_AT_ONCE) {
                    let mut request =
                        self.history("ReportsRequest").with("from", &from).with("to", &to).with("name", mask);
                    for login in some {
                        request = request.with("logins", login);
                    }
                    match self.ask(request).await {
                        Ok(answer) => records.extend(wire::each(&answer.into_list(), |f| wire::trade(f, times))?),
                        // a gateway without reports: account by account
                        Err(TradingError::NotFound(_)) => {
                            for login in some {
                                records.extend(self.closed_of(*login, &from, &to).await?);
                            }
                        }
                        Err(error) => return Err(error),
                    }
                }
                Ok(records)
            }
            TradeFilter::Tickets(tickets) => self.records(tickets).await,
        }
    }

    async fn closed_of(&self, login: Login, from: &str, to: &str) -> Result<Vec<Trade>> {
        let times = self.times();
        let path = format!("TradesUserHistory/{login}");
        let request = self.history(path).with("fromTime", from).with("toTime", to).urgent();
        let list = self.ask(request).await?.into_list();
        wire::each(&list, |fields| wire::trade(fields, times))
    }
}
