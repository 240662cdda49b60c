//! Trading accounts, products and openings as the portal shows them. Figures are shown to those who may see money.

use crate::graphql::LiveOp;
use crate::graphql::shared::{app, op};
use crate::view::client::StaffRef;
use crate::view::position::FeedState;
use crate::view::trading_server::{TradingEnvironment, TradingProduct};
use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::trading_accounts::{self, ChangeEffect, Levels, Opened};
use crm_model::{TradingServerId, show_amount};
use crm_storage::{
    AccountFigures, AccountOpening as KeptOpening, AccountProduct as KeptProduct,
    AccountProductCurrency as KeptCurrency, TradingAccountRow,
};
use rust_decimal::Decimal;

/// A client named in an answer about something else.
#[derive(Clone, Debug, SimpleObject)]
pub struct ClientRef {
    id: ID,
    number: String,
    name: String,
}

impl From<crm_storage::ClientBrief> for ClientRef {
    fn from(client: crm_storage::ClientBrief) -> Self {
        Self { id: ID(client.id.to_string()), number: client.number, name: client.display_name }
    }
}

/// What clients may open: one group of a trading server for each currency.
#[derive(SimpleObject)]
pub struct AccountProduct {
    id: ID,
    version: i32,
    name: String,
    server_id: ID,
    server_name: String,
    environment: TradingEnvironment,
    /// By name, each once; at least one.
    currencies: Vec<AccountProductCurrency>,
    leverages: Vec<i32>,
    active: bool,
}

/// What a product offers in one currency.
#[derive(SimpleObject)]
pub struct AccountProductCurrency {
    currency: String,
    /// The server's group, by its full name.
    group: String,
    /// Decimals of its amounts.
    digits: i32,
    /// The smallest first deposit, as a decimal in the currency.
    minimum_deposit: String,
}

impl From<KeptCurrency> for AccountProductCurrency {
    fn from(offered: KeptCurrency) -> Self {
        Self {
            minimum_deposit: show_amount(offered.minimum_deposit, offered.digits),
            digits: i32::try_from(offered.digits).unwrap_or(0),
            currency: offered.currency,
            group: offered.group,
        }
    }
}

impl From<KeptProduct> for AccountProduct {
    fn from(product: KeptProduct) -> Self {
        Self {
            id: ID(product.id.to_string()),
            version: product.version,
            name: product.name,
            server_id: ID(product.server.to_string()),
            server_name: product.server_name,
            environment: product.environment.into(),
            currencies: product.currencies.into_iter().map(AccountProductCurrency::from).collect(),
            leverages: product.leverages,
            active: product.active,
        }
    }
}

/// Figures of a trading account as decimals in its currency, with their age.
#[derive(SimpleObject)]
pub struct TradingAccountFigures {
    balance: String,
    credit: String,
    equity: String,
    margin: String,
    margin_free: String,
    /// Per cent; null without margin.
    margin_level: Option<String>,
    floating: String,
    /// The figures are at least as new as that.
    as_of: DateTime<Utc>,
}

impl TradingAccountFigures {
    fn new(figures: &AccountFigures, digits: u32) -> Self {
        let shown = |minor| show_amount(minor, digits);
        Self {
            balance: shown(figures.balance),
            credit: shown(figures.credit),
            equity: shown(figures.equity),
            margin: shown(figures.margin),
            margin_free: shown(figures.margin_free),
            margin_level: figures.margin_level.map(|level| show_amount(level, 2)),
            floating: shown(figures.floating),
            as_of: figures.as_of,
        }
    }
}

/// A client's login on a trading server.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct TradingAccount {
    #[graphql(skip)]
    server: TradingServerId,
    id: ID,
    version: i32,
    client: ClientRef,
    server_id: ID,
    server_name: String,
    server_kind: TradingProduct,
    environment: TradingEnvironment,
    product_id: Option<ID>,
    product_name: Option<String>,
    /// Its number on the server.
    login: String,
    group: String,
    currency: String,
    /// Decimals of its amounts.
    digits: i32,
    leverage: i32,
    login_enabled: bool,
    trading_enabled: bool,
    /// It was there before and was linked.
    linked: bool,
    opened_at: DateTime<Utc>,
    archived_at: Option<DateTime<Utc>>,
    /// Since when its money waits for a difference to be explained.
    money_frozen_at: Option<DateTime<Utc>>,
    /// Whether the viewer may see its money.
    shows_figures: bool,
    /// Null before they were read first, and for those who may not see them.
    figures: Option<TradingAccountFigures>,
}

impl From<TradingAccountRow> for TradingAccount {
    fn from(row: TradingAccountRow) -> Self {
        let record = row.record;
        Self {
            server: record.server,
            id: ID(record.id.to_string()),
            version: record.version,
            client: row.client.into(),
            server_id: ID(record.server.to_string()),
            server_name: row.server_name,
            server_kind: row.server_kind.into(),
            environment: record.environment.into(),
            product_id: record.product.map(|id| ID(id.to_string())),
            product_name: row.product_name,
            login: record.login.to_string(),
            group: record.group,
            currency: record.currency,
            digits: i32::try_from(record.digits).unwrap_or(0),
            leverage: record.leverage,
            login_enabled: record.login_enabled,
            trading_enabled: record.trading_enabled,
            linked: record.linked,
            opened_at: record.opened_at,
            archived_at: record.archived_at,
            money_frozen_at: record.money_frozen_at,
            shows_figures: row.shows_money,
            figures: row.figures.as_ref().map(|figures| TradingAccountFigures::new(figures, record.digits)),
        }
    }
}

#[ComplexObject]
impl TradingAccount {
    /// How far its figures can be believed; null without figures, and for an archived account, whose figures are its last.
    async fn feed_state(&self, ctx: &Context<'_>) -> Result<Option<FeedState>> {
        let Some(figures) = self.figures.as_ref().filter(|_| self.archived_at.is_none()) else { return Ok(None) };
        let state = match ctx.data_opt::<LiveOp>() {
            Some(live) => trading_accounts::feed_state(&live.now(), app(ctx)?, self.server, figures.as_of),
            None => trading_accounts::feed_state(op(ctx)?, app(ctx)?, self.server, figures.as_of),
        };
        Ok(Some(state.into()))
    }
}

/// Where the opening of a trading account stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::AccountOpeningState")]
pub enum AccountOpeningState {
    /// On its way.
    Sending,
    /// The account is there.
    Confirmed,
    /// The server refused, or nothing was sent.
    Rejected,
    /// No answer came: it is looked up, never sent again.
    Unknown,
    /// Looked up: the server never made it.
    NotApplied,
}

/// The opening of a trading account.
#[derive(SimpleObject)]
pub struct AccountOpening {
    id: ID,
    client: ClientRef,
    product_name: String,
    leverage: i32,
    state: AccountOpeningState,
    /// What the server said, or what happened.
    said: Option<String>,
    account_id: Option<ID>,
    sent_by: Option<StaffRef>,
    sent_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<KeptOpening> for AccountOpening {
    fn from(opening: KeptOpening) -> Self {
        Self {
            id: ID(opening.id.to_string()),
            client: opening.client.into(),
            product_name: opening.product_name,
            leverage: opening.leverage,
            state: opening.state.into(),
            said: opening.said,
            account_id: opening.account.map(|id| ID(id.to_string())),
            sent_by: opening.sent_by.map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
            sent_at: opening.sent_at,
            ended_at: opening.ended_at,
        }
    }
}

/// What became of an opening just now.
#[derive(SimpleObject)]
pub struct OpeningResult {
    opening_id: ID,
    state: AccountOpeningState,
    /// What the server said, or what happened.
    said: Option<String>,
    /// Shown this once.
    main_password: Option<String>,
    /// Shown this once.
    investor_password: Option<String>,
}

impl From<&Opened> for OpeningResult {
    fn from(opened: &Opened) -> Self {
        let shown = |pick: fn(&crm_app::trading_accounts::Passwords) -> &crm_model::Pii<String>| {
            opened.passwords.as_ref().map(|passwords| pick(passwords).expose().clone())
        };
        Self {
            opening_id: ID(opened.opening.to_string()),
            state: opened.state.into(),
            said: opened.said.clone(),
            main_password: shown(|passwords| &passwords.main),
            investor_password: shown(|passwords| &passwords.investor),
        }
    }
}

/// Levels of a group at which an account is called, and closed out.
#[derive(SimpleObject)]
pub struct MarginLevels {
    margin_call: String,
    stop_out: String,
    /// Whether both are equity in the account's currency, not per cent of the margin.
    are_money: bool,
}

impl From<Levels> for MarginLevels {
    fn from(levels: Levels) -> Self {
        Self {
            margin_call: levels.margin_call.normalize().to_string(),
            stop_out: levels.stop_out.normalize().to_string(),
            are_money: levels.are_money,
        }
    }
}

/// What a change of product or leverage would do to the margin.
#[derive(SimpleObject)]
pub struct TradingAccountEffect {
    open_positions: i32,
    margin: String,
    margin_after: String,
    margin_free: String,
    margin_free_after: String,
    /// Equity in per cent of the margin; null without margin.
    margin_level: Option<String>,
    margin_level_after: Option<String>,
    levels: MarginLevels,
    /// Of the group that it would be in.
    levels_after: MarginLevels,
    /// Why the change would be refused; null when it would not.
    refusal: Option<String>,
    remarks: Vec<String>,
}

impl From<ChangeEffect> for TradingAccountEffect {
    fn from(effect: ChangeEffect) -> Self {
        let shown = |minor| show_amount(minor, effect.account.record.digits);
        let level = |level: Option<Decimal>| level.map(|level| format!("{level:.2}"));
        Self {
            open_positions: effect.open_positions,
            margin: shown(effect.margin),
            margin_after: shown(effect.margin_after),
            margin_free: shown(effect.margin_free),
            margin_free_after: shown(effect.margin_free_after),
            margin_level: level(effect.margin_level),
            margin_level_after: level(effect.margin_level_after),
            levels: effect.levels.into(),
            levels_after: effect.levels_after.into(),
            refusal: effect.refusal.map(|refusal| refusal.message),
            remarks: effect.remarks,
        }
    }
}
