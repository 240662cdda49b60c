use crate::domain::{
    Account, AccountFilter, BalanceOperation, Deal, DealQuery, Login, PendingOrder, Position, TradeFilter, Window,
};
use crate::reference::Reference;
use crate::{TradingError, TradingServer};

/// What a search by tag brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// Nothing carries the tag.
    Nothing,
    /// Exactly one, and it is what was asked for.
    One(T),
    /// One carries the tag but differs in amount or kind, or several carry it: for people to look at.
    Doubtful(Vec<T>),
}

impl<T> Found<T> {
    fn of(mut tagged: Vec<T>, fits: impl Fn(&T) -> bool) -> Self {
        match tagged.pop() {
            None => Self::Nothing,
            Some(only) if tagged.is_empty() && fits(&only) => Self::One(only),
            Some(last) => {
                tagged.push(last);
                Self::Doubtful(tagged)
            }
        }
    }
}

/// Everything that carries the tag of a trade command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundTrade {
    /// Deals, oldest first. An MT4 order's two halves share the comment: once it is closed, both are here.
    pub deals: Vec<Deal>,
    /// Open positions.
    pub positions: Vec<Position>,
    /// Waiting orders.
    pub orders: Vec<PendingOrder>,
}

impl FoundTrade {
    /// Whether the command left no trace. It may still be applied late: ask again until the quarantine is over.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.deals.is_empty() && self.positions.is_empty() && self.orders.is_empty()
    }
}

/// Looks a balance operation up among the account's deals by its tag and compares the kind and the amount. The window
/// should reach from before the write to now.
///
/// # Errors
/// Those of a reading.
pub async fn find_balance_operation(
    server: &dyn TradingServer,
    reference: Reference,
    operation: &BalanceOperation,
    window: Window,
) -> Result<Found<Deal>, TradingError> {
    let mut tagged = tagged_deals(server, operation.login, reference, window).await?;
    tagged.sort_by_key(|deal| deal.id);
    Ok(Found::of(tagged, |deal| {
        deal.action.is_made_by(operation.kind) && operation.signed().is_some_and(|signed| signed == deal.profit)
    }))
}

/// Looks the traces of a trade command up by its tag. Commands that only change an order or a position may leave none:
/// compare the order or the position itself.
///
/// # Errors
/// Those of a reading.
pub async fn find_trade(
    server: &dyn TradingServer,
    reference: Reference,
    login: Login,
    window: Window,
) -> Result<FoundTrade, TradingError> {
    let is_tagged = |comment: &str| Reference::find_in(comment) == Some(reference);
    // orders before positions before deals: what moves on between two readings is met in the later one
    let mut orders = server.orders(&TradeFilter::Login(login)).await?;
    orders.retain(|order| is_tagged(&order.comment));
    let mut positions = server.positions(&TradeFilter::Login(login)).await?;
    positions.retain(|position| is_tagged(&position.comment));
    let mut deals = tagged_deals(server, login, reference, window).await?;
    deals.sort_by_key(|deal| (deal.at.utc, deal.id));
    Ok(FoundTrade { deals, positions, orders })
}

/// Looks an account up by the tag in its comment, after a creation whose answer was lost.
///
/// # Errors
/// Those of a reading.
pub async fn find_account(
    server: &dyn TradingServer,
    reference: Reference,
    group: &str,
) -> Result<Found<Account>, TradingError> {
    let mut accounts = server.accounts(&AccountFilter::Groups(group.to_owned())).await?;
    accounts.retain(|account| Reference::find_in(&account.comment) == Some(reference));
    Ok(Found::of(accounts, |account| account.group == group))
}

async fn tagged_deals(
    server: &dyn TradingServer,
    login: Login,
    reference: Reference,
    window: Window,
) -> Result<Vec<Deal>, TradingError> {
    let mut query = DealQuery { filter: TradeFilter::Login(login), window, cursor: None };
    let mut tagged: Vec<Deal> = Vec::new();
    loop {
        let page = server.deals(&query).await?;
        for deal in page.items {
            // pages may overlap when the history grows between them
            let known = tagged.iter().any(|seen| seen.id == deal.id);
            if !known && deal.login == login && Reference::find_in(&deal.comment) == Some(reference) {
                tagged.push(deal);
            }
        }
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
    }
    Ok(tagged)
}
