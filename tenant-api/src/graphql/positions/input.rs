use crate::graphql::error::Refusal;
use crate::graphql::shared;
use crate::view::live_position::TradeSide;
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Enum, ID, InputObject, Result};
use crm_app::UseCaseError;
use crm_app::positions::{self, Part, Watch};
use crm_model::{ClientId, Problem, StaffId, TeamId, TradingAccountId, TradingServerId};

/// Which positions, orders or symbols. What is absent does not count.
#[derive(InputObject, Default)]
pub struct LiveFilter {
    client_id: Option<ID>,
    account_id: Option<ID>,
    server_id: Option<ID>,
    /// Of real or of play money; both, unless said.
    environment: Option<TradingEnvironment>,
    owner_id: Option<ID>,
    team_id: Option<ID>,
    /// The number of one position or order on its server.
    ticket: Option<String>,
    symbols: Option<Vec<String>>,
    groups: Option<Vec<String>>,
    side: Option<TradeSide>,
    /// In the account's currency, this one included.
    profit_from: Option<String>,
    profit_to: Option<String>,
    /// Per cent; needs balance.view.
    margin_level_below: Option<String>,
}

/// Order of positions.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_app::positions::PositionSort")]
pub enum PositionSort {
    OpenedNewest,
    OpenedOldest,
    ProfitHighest,
    ProfitLowest,
    LotsLargest,
    Symbol,
    /// Needs balance.view.
    MarginLevelLowest,
}

impl LiveFilter {
    /// As the use case takes it.
    pub(super) fn read(self) -> Result<positions::LiveFilter> {
        let number = |given: Option<String>, field: &str| {
            given.map(|text| positions::amount(field, &text)).transpose().map_err(UseCaseError::from)
        };
        let below = |given: Option<String>| -> Result<Option<i64>, Problem> {
            given.map(|text| positions::percent("marginLevelBelow", &text)).transpose()
        };
        Ok(positions::LiveFilter {
            client: self.client_id.map(|id| shared::id(ClientId::parse(&id), "client")).transpose()?,
            account: self
                .account_id
                .map(|id| shared::id(TradingAccountId::parse(&id), "trading account"))
                .transpose()?,
            server: self.server_id.map(|id| shared::id(TradingServerId::parse(&id), "trading server")).transpose()?,
            environment: self.environment.map(Into::into),
            owner: self.owner_id.map(|id| shared::id(StaffId::parse(&id), "staff member")).transpose()?,
            team: self.team_id.map(|id| shared::id(TeamId::parse(&id), "team")).transpose()?,
            ticket: self.ticket.map(ticket).transpose()?,
            symbols: self.symbols.unwrap_or_default().into_iter().collect(),
            groups: self.groups.unwrap_or_default().into_iter().collect(),
            side: self.side.map(Into::into),
            profit_from: shared::refused(number(self.profit_from, "profitFrom"))?,
            profit_to: shared::refused(number(self.profit_to, "profitTo"))?,
            margin_level_below: shared::refused(below(self.margin_level_below).map_err(UseCaseError::from))?,
        })
    }
}

fn ticket(given: String) -> Result<u64> {
    let wrong = || {
        async_graphql::Error::new_with_source(Refusal::invalid("Give the ticket as the server has it: digits only."))
    };
    given.parse().map_err(|_| wrong())
}

pub(super) fn filter(given: Option<LiveFilter>) -> Result<positions::LiveFilter> {
    given.unwrap_or_default().read()
}

pub(super) fn sort(given: Option<PositionSort>) -> positions::PositionSort {
    given.map(Into::into).unwrap_or_default()
}

/// Rows of a window when nothing says it.
const ROWS: i32 = 50;

pub(super) fn part(from: Option<i32>, count: Option<i32>) -> Result<Part> {
    shared::refused(Part::new(from.unwrap_or(0), count.unwrap_or(ROWS)))
}

/// The margin level below which accounts are watched when nothing says it, in per cent.
const WATCHED_BELOW: &str = "150";

pub(super) fn watch(below: Option<String>, environment: Option<TradingEnvironment>) -> Result<Watch> {
    let text = below.as_deref().unwrap_or(WATCHED_BELOW);
    let below = shared::refused(positions::percent("below", text).map_err(UseCaseError::from))?;
    Ok(Watch { below, environment: environment.map(Into::into) })
}
