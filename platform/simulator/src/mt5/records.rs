//! Positions, waiting orders, past orders and deals: one, how many, a page, many.

use super::answer::Answer;
use super::json::{Object, array};
use super::params::Params;
use super::users::{by_group, own, visible};
use super::{needed, show};
use crate::engine::{Engine, Millis, Refusal};
use crate::world::World;

/// Most rows of one page.
const PAGE: usize = 100;

pub(super) fn run(world: &mut World, command: &str, params: &Params) -> Result<Answer, Refusal> {
    let spelling = world.config.mt5_build.documented_spelling;
    if command == "order/cancel" {
        let ticket = needed(params, "ticket")?;
        let login = world.engine.order(ticket).ok_or(Refusal::NotFound)?.login;
        visible(&world.engine, login)?;
        return world.engine.remove_order(login, ticket, "").map(|()| Answer::done());
    }
    let engine = &world.engine;
    let Some((noun, verb)) = command.split_once('/') else { return Ok(Answer::code(12_000)) };
    let kind = match noun {
        "position" => Kind::Position,
        "order" => Kind::Order,
        "history" => Kind::History,
        _ => Kind::Deal,
    };
    let rows = Rows { engine, kind, spelling };
    match verb {
        "get" => rows.one(params),
        "get_total" => {
            let total = rows.of_login(params)?.len();
            Ok(Answer::with(&Object::new().with("Total", total).done()))
        }
        "get_page" => rows.page(params),
        "get_batch" => rows.batch(params),
        _ => Ok(Answer::code(12_000)),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Position,
    Order,
    History,
    Deal,
}

struct Rows<'a> {
    engine: &'a Engine,
    kind: Kind,
    spelling: bool,
}

impl Rows<'_> {
    fn one(&self, params: &Params) -> Result<Answer, Refusal> {
        let ticket = if self.kind == Kind::Position {
            // On a hedging account this is the first of several.
            let account = own(self.engine, params)?;
            let symbol = self.engine.symbol_id(params.text("symbol").unwrap_or_default()).ok_or(Refusal::NotFound)?;
            let mut positions = self.engine.positions_of(account.login);
            positions.find(|position| position.symbol == symbol).ok_or(Refusal::NotFound)?.ticket
        } else {
            needed(params, "ticket")?
        };
        Ok(Answer::with(&self.row(ticket).ok_or(Refusal::NotFound)?))
    }

    fn page(&self, params: &Params) -> Result<Answer, Refusal> {
        let (offset, total) = (needed(params, "offset")?, needed::<usize>(params, "total")?.min(PAGE));
        let tickets = self.of_login(params)?.into_iter().skip(offset).take(total);
        Ok(Answer::with(&array(tickets.filter_map(|ticket| self.row(ticket)))))
    }

    fn batch(&self, params: &Params) -> Result<Answer, Refusal> {
        let lists = (params.numbers("login"), params.text("group"), params.numbers("ticket"));
        let tickets: Vec<u64> = match lists {
            (Some(logins), None, None) => {
                let window = self.window(params)?;
                let shown = logins.into_iter().filter(|login| visible(self.engine, *login).is_ok());
                shown.flat_map(|login| self.tickets(login, window)).collect()
            }
            (None, Some(group), None) => {
                let window = self.window(params)?;
                by_group(self.engine, group).flat_map(|account| self.tickets(account.login, window)).collect()
            }
            (None, None, Some(tickets)) => tickets,
            _ => return Err(Refusal::Parameters),
        };
        let symbols = params.text("symbol");
        let wanted = |ticket: &u64| symbols.is_none_or(|mask| self.is_on(*ticket, mask));
        let rows = tickets.into_iter().filter(wanted).filter_map(|ticket| self.row(ticket));
        Ok(Answer::with(&array(rows)))
    }

    /// Both ends of `from` … `to`, which histories need and open things do not have.
    fn window(&self, params: &Params) -> Result<(Millis, Millis), Refusal> {
        if matches!(self.kind, Kind::Position | Kind::Order) {
            return Ok((Millis::MIN, Millis::MAX));
        }
        let moment = |name| -> Result<Millis, Refusal> {
            let seconds: i64 = needed(params, name)?;
            Ok(self.engine.zone().utc(seconds.clamp(0, 99_999_999_999) * 1_000))
        };
        Ok((moment("from")?, moment("to")? + 999))
    }

    fn of_login(&self, params: &Params) -> Result<Vec<u64>, Refusal> {
        let login = own(self.engine, params)?.login;
        Ok(self.tickets(login, self.window(params)?))
    }

    fn tickets(&self, login: u64, (from, to): (Millis, Millis)) -> Vec<u64> {
        match self.kind {
            Kind::Position => self.engine.positions_of(login).map(|position| position.ticket).collect(),
            Kind::Order => self.engine.orders_of(login).map(|order| order.ticket).collect(),
            Kind::History => self.engine.past_orders_of(login, from, to).map(|order| order.ticket).collect(),
            Kind::Deal => self.engine.deals_of(login, from, to).map(|deal| deal.id).collect(),
        }
    }

    fn is_on(&self, ticket: u64, mask: &str) -> bool {
        let symbol = match self.kind {
            Kind::Position => self.engine.position(ticket).map(|position| position.symbol),
            Kind::Order => self.engine.order(ticket).map(|order| order.symbol),
            Kind::History => self.engine.past_order(ticket).map(|order| order.symbol),
            Kind::Deal => self.engine.deal(ticket).and_then(|deal| deal.symbol),
        };
        let symbol = symbol.and_then(|id| self.engine.symbol(id).ok());
        symbol.is_some_and(|symbol| crate::mask::matches(mask, &symbol.name))
    }

    /// A row as it is shown; none when it is not there or belongs to another server.
    fn row(&self, ticket: u64) -> Option<String> {
        let shown = |login| visible(self.engine, login).ok();
        match self.kind {
            Kind::Position => {
                let position = self.engine.position(ticket).filter(|position| shown(position.login).is_some())?;
                show::position(self.engine, position, self.spelling).ok()
            }
            Kind::Order | Kind::History => {
                let order = match self.kind {
                    Kind::Order => self.engine.order(ticket),
                    _ => self.engine.past_order(ticket),
                };
                show::order(self.engine, order.filter(|order| shown(order.login).is_some())?, self.spelling).ok()
            }
            Kind::Deal => {
                let deal = self.engine.deal(ticket).filter(|deal| shown(deal.login).is_some())?;
                show::deal(self.engine, deal, self.spelling).ok()
            }
        }
    }
}
