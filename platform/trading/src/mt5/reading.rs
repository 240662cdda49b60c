//! Positions, orders, deals, histories.

use super::accounts::listed;
use super::envelope::{PARTIAL, or_empty};
use super::wire::Times;
use super::{Call, Mt5, wire};
use crate::domain::{Cursor, Deal, DealQuery, Login, Page, PendingOrder, Position, TradeFilter, Window};
use crate::error::Answer;
use crate::fields::{Fields, Lacks};
use crate::{Result, TradingError};

/// Entries of one page: the server gives no more.
const PAGE: usize = 100;
/// Tickets in one question.
const TICKETS_AT_ONCE: usize = 100;
/// Times that a list which changes under our hands is read anew.
const ROUNDS: usize = 3;
/// Pieces of a span of time that is too rich for one answer.
const PIECES_MAX: usize = 4_096;

type Read<T> = fn(Fields<'_>, Times<'_>) -> std::result::Result<T, Lacks>;

/// The spellings of one kind of list.
struct Lists {
    page: &'static str,
    batch: &'static str,
    total: &'static str,
}

const POSITIONS: Lists = Lists { page: "position/get_page", batch: "position/get_batch", total: "position/get_total" };
const ORDERS: Lists = Lists { page: "order/get_page", batch: "order/get_batch", total: "order/get_total" };

impl Mt5 {
    pub(super) async fn get_positions(&self, filter: &TradeFilter) -> Result<Vec<Position>> {
        self.open_list(&POSITIONS, filter, wire::position).await
    }

    pub(super) async fn get_orders(&self, filter: &TradeFilter) -> Result<Vec<PendingOrder>> {
        self.open_list(&ORDERS, filter, wire::order).await
    }

    pub(super) async fn get_deals(&self, query: &DealQuery) -> Result<Page<Deal>> {
        self.past("deal/get_page", "deal/get_batch", query, wire::deal).await
    }

    pub(super) async fn get_order_history(&self, query: &DealQuery) -> Result<Page<PendingOrder>> {
        self.past("history/get_page", "history/get_batch", query, wire::order).await
    }

    async fn open_list<T>(&self, lists: &Lists, filter: &TradeFilter, read: Read<T>) -> Result<Vec<T>> {
        match filter {
            TradeFilter::Login(login) => self.paged(lists, *login, read).await,
            TradeFilter::Groups(mask) => self.list(self.history(lists.batch).with("group", mask), read).await,
            TradeFilter::Tickets(tickets) => {
                let mut all = Vec::new();
                for some in tickets.chunks(TICKETS_AT_ONCE) {
                    let call = self.read(lists.batch).with("ticket", listed(some)).urgent();
                    all.extend(self.list(call, read).await?);
                }
                Ok(all)
            }
        }
    }

    /// Page by page. When the list changed meanwhile, an entry may have slipped from one page to another: the total
    /// tells, and it is read anew.
    async fn paged<T>(&self, lists: &Lists, login: Login, read: Read<T>) -> Result<Vec<T>> {
        let mut all = Vec::new();
        for _ in 0..ROUNDS {
            all.clear();
            loop {
                let call =
                    self.read(lists.page).with("login", login).with("offset", all.len()).with("total", PAGE).urgent();
                let some = self.list(call, read).await?;
                let is_last = some.len() < PAGE;
                all.extend(some);
                if is_last {
                    break;
                }
            }
            if all.len() < PAGE {
                break;
            }
            let reply = self.ask(self.read(lists.total).with("login", login).urgent()).await?;
            let total = reply.envelope.object().natural("Total").and_then(|total| usize::try_from(total).ok());
            if total.is_none_or(|total| total == all.len()) {
                break;
            }
        }
        Ok(all)
    }

    async fn list<T>(&self, call: Call, read: Read<T>) -> Result<Vec<T>> {
        let times = self.calibrated().await?;
        let command = call.command;
        let Some(envelope) = or_empty(self.ask(call).await.map(|reply| reply.envelope))? else {
            return Ok(Vec::new());
        };
        if envelope.code == PARTIAL {
            let words = format!("{command} is too rich for one answer: ask for fewer groups");
            return Err(TradingError::Validation(Answer::ours(words)));
        }
        envelope.each(|fields| read(fields, times))
    }

    async fn past<T>(
        &self,
        page: &'static str,
        batch: &'static str,
        query: &DealQuery,
        read: Read<T>,
    ) -> Result<Page<T>> {
        self.calibrated().await?;
        match &query.filter {
            TradeFilter::Login(login) => {
                let offset: usize = match &query.cursor {
                    None => 0,
                    Some(Cursor(offset)) => {
                        offset.parse().map_err(|_| TradingError::Validation(Answer::ours("the cursor is not ours")))?
                    }
                };
                let (from, to) = self.server_clock.server_span(query.window.from, query.window.to);
                let call = self.history(page).with("login", *login).with("from", from).with("to", to);
                let items = self.list(call.with("offset", offset).with("total", PAGE), read).await?;
                let next = (items.len() >= PAGE).then(|| Cursor(offset.saturating_add(items.len()).to_string()));
                Ok(Page { items, next })
            }
            TradeFilter::Groups(mask) => Ok(Page::whole(self.pieces(batch, mask, query.window, read).await?)),
            TradeFilter::Tickets(tickets) => {
                let mut items = Vec::new();
                for some in tickets.chunks(TICKETS_AT_ONCE) {
                    items.extend(self.list(self.history(batch).with("ticket", listed(some)), read).await?);
                }
                Ok(Page::whole(items))
            }
        }
    }

    /// A span of time of whole groups; halved as often as an answer is too rich.
    async fn pieces<T>(&self, batch: &'static str, mask: &str, window: Window, read: Read<T>) -> Result<Vec<T>> {
        let times = self.calibrated().await?;
        let mut items = Vec::new();
        let mut spans = vec![self.server_clock.server_span(window.from, window.to)];
        let mut asked = 0;
        while let Some((from, to)) = spans.pop() {
            asked += 1;
            if asked > PIECES_MAX {
                return Err(TradingError::Protocol(Answer::ours("the server cuts every answer short")));
            }
            let call = self.history(batch).with("group", mask).with("from", from).with("to", to);
            let Some(envelope) = or_empty(self.ask(call).await.map(|reply| reply.envelope))? else { continue };
            if envelope.code != PARTIAL {
                items.extend(envelope.each(|fields| read(fields, times))?);
            } else if to > from {
                let middle = from + (to - from) / 2;
                spans.push((middle + 1, to));
                spans.push((from, middle));
            } else {
                return Err(TradingError::Protocol(Answer::ours("one second is too rich for one answer")));
            }
        }
        Ok(items)
    }
}
