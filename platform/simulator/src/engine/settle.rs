use rust_decimal::Decimal;

use super::calc::profit;
use super::num::{lots, ratio, rounded, share};
use super::open::{Close, Fill, Need, Open};
use super::records::{ClosedState, ClosedTrade, Entry, OrderType, Position, Side, Tag};
use super::{Commission, CommissionEntry, CommissionUnit, Engine, MarginMode, Platform, Refusal, Way};

/// The part of a position that ends.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Closed volume.
    pub volume: i64,
    /// Volume opened in the other direction by the same deal (netting).
    pub opened: i64,
    pub price: Decimal,
    pub entry: Entry,
    pub order: u64,
    pub tag: Tag,
}

impl Engine {
    /// Closes a position or a part of it.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn close(&mut self, request: &Close) -> Result<Fill, Refusal> {
        let position = self.closable(request.login, request.position)?;
        let volume = request.volume.unwrap_or(position.volume);
        let symbol = self.symbol(position.symbol)?;
        if volume > position.volume {
            return Err(Refusal::CloseVolume);
        }
        if volume <= 0 || (volume < position.volume && volume.checked_rem(symbol.volume_step.max(1)) != Some(0)) {
            return Err(Refusal::Volume);
        }
        let group = self.group_of(request.login)?;
        let price = self.price(group, position.symbol, position.side.opposite(), request.price)?;
        self.close_at(&position, volume, price, request.tag.clone())
    }

    /// An open position of an account whose symbol trades.
    pub(super) fn closable(&self, login: u64, ticket: u64) -> Result<Position, Refusal> {
        let position = self.book.positions.get(&ticket).filter(|position| position.login == login);
        let position = position.ok_or(Refusal::PositionClosed)?;
        self.check_rights(login, position.symbol, Need::Close)?;
        Ok(position.clone())
    }

    /// Closes at a settled price, with an order of its own in the history.
    pub(super) fn close_at(
        &mut self,
        position: &Position,
        volume: i64,
        price: Decimal,
        tag: Tag,
    ) -> Result<Fill, Refusal> {
        let request = Open {
            login: position.login,
            symbol: position.symbol,
            side: position.side.opposite(),
            volume,
            price: None,
            sl: Decimal::ZERO,
            tp: Decimal::ZERO,
            skip_margin: true,
            tag: tag.clone(),
        };
        let mt4 = self.group_of(position.login)?.platform == Platform::Mt4;
        let order = if mt4 { position.ticket } else { self.record_order(&request, price, None, position.ticket)? };
        let part = Part { volume, opened: 0, price, entry: Entry::Out, order, tag };
        let (deal, rest) = self.settle(position.ticket, &part)?;
        Ok(Fill { deal, order, position: rest.unwrap_or(position.ticket), price, volume })
    }

    /// Books the end of a part. Answers the deal and, on MT4, the ticket of what is left.
    pub(super) fn settle(&mut self, ticket: u64, part: &Part) -> Result<(u64, Option<u64>), Refusal> {
        let position = self.book.positions.get(&ticket).cloned().ok_or(Refusal::PositionClosed)?;
        let group = self.group_of(position.login)?;
        let (digits, mt4) = (group.digits, group.platform == Platform::Mt4);
        let symbol = self.symbol(position.symbol)?;
        let raw = profit(symbol, position.side, part.volume, position.price_open, part.price);
        let side = position.side.opposite();
        let mut deal = self.deal_of(&position, side, part.entry, part.volume + part.opened, part.price)?;
        deal.rate_profit = self.profit_rate(symbol, group, raw, part.price);
        deal.profit_raw = raw;
        deal.profit = rounded(raw * deal.rate_profit, digits);
        deal.volume_closed = part.volume;
        deal.storage = share(position.storage, part.volume, position.volume, digits);
        let booked = share(position.commission, part.volume, position.volume, digits);
        if mt4 {
            deal.commission = booked;
        } else {
            let traded =
                Position { side, volume: part.volume + part.opened, price_open: part.price, ..position.clone() };
            (deal.commission, deal.fee) = self.commissions(&traded, part.entry)?;
        }
        deal.order = part.order;
        deal.tag = Tag { expert: position.tag.expert, ..part.tag.clone() };
        let storage = deal.storage;
        let record = mt4.then(|| closed_record(&position, part, &deal));
        let id = self.book_deal(deal)?;
        let account = self.account_mut(position.login)?;
        account.profit -= position.profit;
        account.storage -= storage;
        account.commission -= if mt4 { booked } else { Decimal::ZERO };
        let rest = self.reduce(position.clone(), part, storage, booked)?;
        if let Some(record) = record {
            self.index.add_closed(&record);
            self.book.closed.insert(record.ticket, record);
        }
        self.refresh_margin(position.login)?;
        Ok((id, rest))
    }

    /// What remains of a position: nothing, a smaller one, a turned one, or on MT4 a new ticket.
    fn reduce(
        &mut self,
        mut position: Position,
        part: &Part,
        storage: Decimal,
        commission: Decimal,
    ) -> Result<Option<u64>, Refusal> {
        let ticket = position.ticket;
        let login = position.login;
        let mt4 = self.group_of(login)?.platform == Platform::Mt4;
        self.index.remove_position(&position);
        self.book.positions.remove(&ticket);
        position.profit = Decimal::ZERO;
        position.updated = self.now;
        if part.opened > 0 {
            position.side = position.side.opposite();
            position.volume = part.opened;
            position.price_open = part.price;
            position.storage = Decimal::ZERO;
            let group = self.group_of(login)?;
            let symbol = self.symbol(position.symbol)?;
            position.rate_margin = self.margin_rate(symbol, group, position.side, part.price);
        } else if part.volume < position.volume {
            position.volume -= part.volume;
            position.storage -= storage;
            position.commission -= if mt4 { commission } else { Decimal::ZERO };
            if mt4 {
                position.tag.comment = format!("from #{ticket}");
                position.ticket = self.next_ticket();
            }
        } else {
            return Ok(None);
        }
        let rest = position.ticket;
        self.index.add_position(&position);
        self.book.positions.insert(rest, position);
        self.revalue(rest)?;
        Ok(mt4.then_some(rest))
    }

    /// Changes stop loss and take profit.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn modify_position(&mut self, login: u64, ticket: u64, sl: Decimal, tp: Decimal) -> Result<(), Refusal> {
        let position = self.closable(login, ticket)?;
        if (position.sl, position.tp) == (sl, tp) {
            return Err(Refusal::NoChanges);
        }
        self.check_stops(login, position.symbol, position.side, sl, tp, None)?;
        let now = self.now;
        if let Some(position) = self.book.positions.get_mut(&ticket) {
            (position.sl, position.tp, position.updated) = (sl, tp, now);
        }
        Ok(())
    }

    /// Changes the comment of an open position or waiting order.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn set_comment(&mut self, ticket: u64, comment: &str) -> Result<(), Refusal> {
        let position = self.book.positions.get_mut(&ticket).map(|position| &mut position.tag);
        let tag = match position {
            Some(tag) => tag,
            None => &mut self.book.orders.get_mut(&ticket).ok_or(Refusal::NotFound)?.tag,
        };
        comment.clone_into(&mut tag.comment);
        Ok(())
    }

    /// Whether stops may stand there: beyond the market, or beyond the given price.
    #[must_use]
    pub fn stops_fit(
        &self,
        login: u64,
        symbol: super::SymbolId,
        side: Side,
        sl: Decimal,
        tp: Decimal,
        price: Option<Decimal>,
    ) -> bool {
        self.check_stops(login, symbol, side, sl, tp, price).is_ok()
    }

    /// The position a request without a ticket means on a netting account.
    #[must_use]
    pub fn netting_position(&self, login: u64, symbol: super::SymbolId) -> Option<u64> {
        let netting = self.group_of(login).is_ok_and(|group| group.margin_mode == MarginMode::Netting);
        let found = self.positions_of(login).find(|position| position.symbol == symbol);
        found.filter(|_| netting).map(|position| position.ticket)
    }

    /// Commission and fee of a deal, both zero or negative.
    pub(super) fn commissions(&self, deal: &Position, entry: Entry) -> Result<(Decimal, Decimal), Refusal> {
        let group = self.group_of(deal.login)?;
        let path = &self.symbol(deal.symbol)?.path;
        let (mut commission, mut fee) = (Decimal::ZERO, Decimal::ZERO);
        for rule in &group.commissions {
            let applies = match rule.entry {
                CommissionEntry::All => true,
                CommissionEntry::In => matches!(entry, Entry::In | Entry::InOut),
                CommissionEntry::Out => !matches!(entry, Entry::In),
            };
            if applies && crate::mask::matches(&rule.path, path) {
                let amount = rounded(self.commission(rule, deal)?.max(rule.minimal), group.digits);
                if rule.fee {
                    fee -= amount;
                } else {
                    commission -= amount;
                }
            }
        }
        Ok((commission, fee))
    }

    fn commission(&self, rule: &Commission, deal: &Position) -> Result<Decimal, Refusal> {
        let group = self.group_of(deal.login)?;
        let symbol = self.symbol(deal.symbol)?;
        let times = if rule.per_lot { lots(deal.volume) } else { Decimal::ONE };
        let amount = rule.value * times;
        let convert = |currency: &str| self.rate(currency, &group.currency, Way::Pay).unwrap_or(Decimal::ONE);
        Ok(match rule.unit {
            CommissionUnit::Deposit => amount,
            CommissionUnit::Base => amount * convert(&symbol.base),
            CommissionUnit::Profit => amount * convert(&symbol.profit_currency),
            CommissionUnit::Margin => amount * convert(&symbol.margin_currency),
            CommissionUnit::Pips => {
                let points = rule.value * symbol.point();
                profit(symbol, Side::Buy, deal.volume, Decimal::ZERO, points) * convert(&symbol.profit_currency)
            }
            CommissionUnit::Percent => {
                let value = profit(symbol, Side::Buy, deal.volume, Decimal::ZERO, deal.price_open);
                ratio(value * rule.value, Decimal::ONE_HUNDRED) * convert(&symbol.profit_currency)
            }
        })
    }
}

fn closed_record(position: &Position, part: &Part, deal: &super::Deal) -> ClosedTrade {
    let state = match part.entry {
        Entry::OutBy => ClosedState::By,
        _ if part.volume < position.volume => ClosedState::Part,
        _ => ClosedState::Normal,
    };
    let note = part.tag.comment.as_str();
    let comment = if note.is_empty() { position.tag.comment.clone() } else { note.to_owned() };
    ClosedTrade {
        ticket: position.ticket,
        login: position.login,
        symbol: Some(position.symbol),
        command: OrderType::market(position.side).code(),
        volume: part.volume,
        opened: position.opened,
        closed: deal.time,
        price_open: position.price_open,
        price_close: part.price,
        sl: position.sl,
        tp: position.tp,
        profit: deal.profit,
        storage: deal.storage,
        commission: deal.commission,
        rate_margin: position.rate_margin,
        state,
        expires: 0,
        opened_by: Some(position.tag.reason),
        tag: Tag { comment, external_id: position.tag.external_id.clone(), ..part.tag.clone() },
    }
}
