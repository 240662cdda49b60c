//! Clients' trading accounts in the staff portal's GraphQL.

use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, settle};
use crate::view::client_figures::ClientFigures;
use crate::view::trading_account::{AccountOpening, OpeningResult, TradingAccount, TradingAccountEffect};
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use crm_app::{UseCaseError, positions, trading_accounts};
use crm_model::{AccountOpeningId, AccountProductId, ClientId, TradingAccountId, TradingServerId};

/// Looking at trading accounts.
#[derive(Default)]
pub struct TradingAccountQuery;

/// Opening, linking, changing, blocking and putting away trading accounts.
#[derive(Default)]
pub struct TradingAccountMutation;

/// Which trading accounts. What is absent does not count.
#[derive(InputObject, Default)]
pub struct TradingAccountFilter {
    client_id: Option<ID>,
    server_id: Option<ID>,
    product_id: Option<ID>,
    environment: Option<TradingEnvironment>,
    group: Option<String>,
    /// The whole number on the server.
    login: Option<String>,
    /// Archived ones instead of those in use.
    archived: Option<bool>,
}

/// A trading account with its place in the list.
#[derive(SimpleObject)]
pub struct TradingAccountEdge {
    cursor: String,
    node: TradingAccount,
}

/// A page of trading accounts.
#[derive(SimpleObject)]
pub struct TradingAccountConnection {
    edges: Vec<TradingAccountEdge>,
    page_info: PageInfo,
}

/// An account to be opened.
#[derive(InputObject)]
pub struct OpenTradingAccountInput {
    client_id: ID,
    product_id: ID,
    /// One of the product's; may be left out where it has one.
    currency: Option<String>,
    leverage: i32,
    /// Show the passwords this once; needs trading_account.password.
    show_passwords: Option<bool>,
}

/// A login of a server to be linked to a client.
#[derive(InputObject)]
pub struct LinkTradingAccountInput {
    client_id: ID,
    /// Says on which server and in which groups the login may be.
    product_id: ID,
    login: String,
    /// Link it although the server names another holder.
    accept_other_holder: Option<bool>,
    reason: String,
}

/// Another product or leverage for an account.
#[derive(InputObject)]
pub struct ChangeTradingAccountInput {
    id: ID,
    version: i32,
    product_id: Option<ID>,
    leverage: Option<i32>,
    reason: String,
}

/// The two switches of an account.
#[derive(InputObject)]
pub struct SwitchTradingAccountInput {
    id: ID,
    version: i32,
    login_enabled: Option<bool>,
    trading_enabled: Option<bool>,
    reason: String,
}

/// An account to be put away.
#[derive(InputObject)]
pub struct ArchiveTradingAccountInput {
    id: ID,
    version: i32,
    reason: String,
}

/// A new password for an account.
#[derive(InputObject)]
pub struct SetTradingPasswordInput {
    id: ID,
    kind: TradingPasswordKind,
    reason: String,
}

/// Who sees trading passwords.
#[derive(SimpleObject)]
pub struct AccountPasswordRule {
    /// Clients take them by a one-time link; else who may set one sees it once.
    only_by_link: bool,
    /// 0 before the first change.
    version: i32,
}

impl From<crm_storage::AccountPasswordRule> for AccountPasswordRule {
    fn from(rule: crm_storage::AccountPasswordRule) -> Self {
        Self { only_by_link: rule.only_by_link, version: rule.version }
    }
}

/// Who shall see trading passwords.
#[derive(InputObject)]
pub struct SetAccountPasswordRuleInput {
    only_by_link: bool,
    /// 0 when none was set.
    version: i32,
}

/// The rule after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct AccountPasswordRulePayload {
    rule: Option<AccountPasswordRule>,
    errors: Vec<UserError>,
}

/// Whether a link is on its way, or what stands against it.
#[derive(SimpleObject)]
pub struct SendTradingPasswordLinkPayload {
    sent: bool,
    errors: Vec<UserError>,
}

/// Which password of an account.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_app::trading_accounts::TradingPassword")]
pub enum TradingPasswordKind {
    /// May trade.
    Main,
    /// May only look.
    Investor,
}

/// An account after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct TradingAccountPayload {
    trading_account: Option<TradingAccount>,
    errors: Vec<UserError>,
}

/// What became of an opening, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct OpenTradingAccountPayload {
    result: Option<OpeningResult>,
    trading_account: Option<TradingAccount>,
    errors: Vec<UserError>,
}

/// A password that is shown this once.
#[derive(SimpleObject)]
pub struct SetTradingPasswordPayload {
    password: Option<String>,
    errors: Vec<UserError>,
}

impl TradingAccountFilter {
    fn read(self) -> Result<crm_storage::TradingAccountFilter> {
        let client = self.client_id.map(|id| shared::id(ClientId::parse(&id), "client")).transpose()?;
        let server = self.server_id.map(|id| shared::id(TradingServerId::parse(&id), "trading server")).transpose()?;
        let product =
            self.product_id.map(|id| shared::id(AccountProductId::parse(&id), "account product")).transpose()?;
        // what is no number is the number of nothing
        let login = self.login.map(|text| text.trim().parse().unwrap_or(0));
        Ok(crm_storage::TradingAccountFilter {
            client,
            server,
            product,
            environment: self.environment.map(Into::into),
            group: self.group,
            login,
            archived: self.archived.unwrap_or(false),
        })
    }
}

#[Object]
impl TradingAccountQuery {
    /// Trading accounts of clients within reach, newest first.
    async fn trading_accounts(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<TradingAccountFilter>,
    ) -> Result<TradingAccountConnection> {
        let page = shared::page(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().read()?;
        positions::freshen(op(ctx)?, app(ctx)?).await?;
        let found = trading_accounts::list(op(ctx)?, reader(ctx).await?, &filter, &page).await?;
        let more = found.more;
        let edges: Vec<TradingAccountEdge> = found
            .rows
            .into_iter()
            .map(|row| TradingAccountEdge { cursor: row.cursor().encode(), node: row.into() })
            .collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(TradingAccountConnection { page_info: PageInfo::of(&cursors, more, after.is_some()), edges })
    }

    /// One trading account.
    async fn trading_account(&self, ctx: &Context<'_>, id: ID) -> Result<TradingAccount> {
        positions::freshen(op(ctx)?, app(ctx)?).await?;
        Ok(trading_accounts::find(op(ctx)?, reader(ctx).await?, account_id(&id)?).await?.into())
    }

    /// What a change of product or leverage would do to the margin, from figures read now. Changes nothing.
    async fn trading_account_effect(
        &self,
        ctx: &Context<'_>,
        id: ID,
        product_id: Option<ID>,
        leverage: Option<i32>,
    ) -> Result<TradingAccountEffect> {
        let product = product_id.as_ref().map(product_id_of).transpose()?;
        let effect = trading_accounts::effect(op(ctx)?, app(ctx)?, account_id(&id)?, product, leverage).await;
        Ok(shared::refused(effect)?.into())
    }

    /// What these clients have on live accounts in use, at most 200 of them; nothing of a client whose accounts or money the
    /// viewer does not see.
    async fn client_figures(&self, ctx: &Context<'_>, client_ids: Vec<ID>) -> Result<Vec<ClientFigures>> {
        let clients: Vec<ClientId> =
            client_ids.iter().map(|id| shared::id(ClientId::parse(id), "client")).collect::<Result<_>>()?;
        positions::freshen(op(ctx)?, app(ctx)?).await?;
        let found = trading_accounts::by_client(op(ctx)?, app(ctx)?, reader(ctx).await?, &clients).await;
        Ok(shared::refused(found)?.into_iter().map(ClientFigures::from).collect())
    }

    /// Who sees trading passwords.
    async fn account_password_rule(&self, ctx: &Context<'_>) -> Result<AccountPasswordRule> {
        Ok(trading_accounts::password_rule(op(ctx)?, reader(ctx).await?).await?.into())
    }

    /// Openings whose end is not known, and those that ended within a week.
    async fn account_openings(&self, ctx: &Context<'_>) -> Result<Vec<AccountOpening>> {
        let openings = trading_accounts::openings(op(ctx)?, reader(ctx).await?).await?;
        Ok(openings.into_iter().map(AccountOpening::from).collect())
    }
}

#[Object]
impl TradingAccountMutation {
    /// Opens an account for a client. After a lost answer the result is UNKNOWN: it is looked up, never sent again.
    async fn open_trading_account(
        &self,
        ctx: &Context<'_>,
        input: OpenTradingAccountInput,
    ) -> Result<OpenTradingAccountPayload> {
        let input = trading_accounts::OpenTradingAccount {
            client: shared::id(ClientId::parse(&input.client_id), "client")?,
            product: product_id_of(&input.product_id)?,
            currency: input.currency,
            leverage: input.leverage,
            show_passwords: input.show_passwords.unwrap_or(false),
        };
        opened(ctx, trading_accounts::open(op(ctx)?, app(ctx)?, &input).await).await
    }

    /// Finds out now what became of an opening. Nothing is sent again.
    async fn settle_account_opening(&self, ctx: &Context<'_>, id: ID) -> Result<OpenTradingAccountPayload> {
        let id = shared::id(AccountOpeningId::parse(&id), "opening")?;
        opened(ctx, trading_accounts::settle(op(ctx)?, app(ctx)?, id).await).await
    }

    /// Links a login that is on the server already.
    async fn link_trading_account(
        &self,
        ctx: &Context<'_>,
        input: LinkTradingAccountInput,
    ) -> Result<TradingAccountPayload> {
        let input = trading_accounts::LinkTradingAccount {
            client: shared::id(ClientId::parse(&input.client_id), "client")?,
            product: product_id_of(&input.product_id)?,
            login: input.login,
            accept_other_holder: input.accept_other_holder.unwrap_or(false),
            reason: input.reason,
        };
        changed(ctx, trading_accounts::link(op(ctx)?, app(ctx)?, &input).await).await
    }

    /// Changes product or leverage of an account.
    async fn change_trading_account(
        &self,
        ctx: &Context<'_>,
        input: ChangeTradingAccountInput,
    ) -> Result<TradingAccountPayload> {
        let id = account_id(&input.id)?;
        let input = trading_accounts::ChangeTradingAccount {
            id,
            version: input.version,
            product: input.product_id.as_ref().map(product_id_of).transpose()?,
            leverage: input.leverage,
            reason: input.reason,
        };
        changed(ctx, trading_accounts::change(op(ctx)?, app(ctx)?, &input).await.map(|()| id)).await
    }

    /// Lets a client sign in and trade, or not.
    async fn switch_trading_account(
        &self,
        ctx: &Context<'_>,
        input: SwitchTradingAccountInput,
    ) -> Result<TradingAccountPayload> {
        let id = account_id(&input.id)?;
        let input = trading_accounts::SwitchTradingAccount {
            id,
            version: input.version,
            login_enabled: input.login_enabled,
            trading_enabled: input.trading_enabled,
            reason: input.reason,
        };
        changed(ctx, trading_accounts::switch(op(ctx)?, app(ctx)?, &input).await.map(|()| id)).await
    }

    /// Puts an account away: its client can neither sign in nor trade. Nothing may be open on it.
    async fn archive_trading_account(
        &self,
        ctx: &Context<'_>,
        input: ArchiveTradingAccountInput,
    ) -> Result<TradingAccountPayload> {
        let id = account_id(&input.id)?;
        let done = trading_accounts::archive(op(ctx)?, app(ctx)?, id, input.version, &input.reason).await;
        changed(ctx, done.map(|()| id)).await
    }

    /// Sets a new password, which is shown this once.
    async fn set_trading_password(
        &self,
        ctx: &Context<'_>,
        input: SetTradingPasswordInput,
    ) -> Result<SetTradingPasswordPayload> {
        let id = account_id(&input.id)?;
        let set = trading_accounts::set_password(op(ctx)?, app(ctx)?, id, input.kind.into(), &input.reason).await;
        let (password, errors) = settle(set)?;
        Ok(SetTradingPasswordPayload { password: password.map(|password| password.expose().clone()), errors })
    }

    /// Sends the account's client a one-time link to a new password, which nobody of the staff sees.
    async fn send_trading_password_link(
        &self,
        ctx: &Context<'_>,
        input: SetTradingPasswordInput,
    ) -> Result<SendTradingPasswordLinkPayload> {
        let id = account_id(&input.id)?;
        let sent =
            trading_accounts::send_password_link(op(ctx)?, app(ctx)?, id, input.kind.into(), &input.reason).await;
        let (sent, errors) = settle(sent)?;
        Ok(SendTradingPasswordLinkPayload { sent: sent.is_some(), errors })
    }

    /// Says who sees trading passwords.
    async fn set_account_password_rule(
        &self,
        ctx: &Context<'_>,
        input: SetAccountPasswordRuleInput,
    ) -> Result<AccountPasswordRulePayload> {
        let SetAccountPasswordRuleInput { only_by_link, version } = input;
        let after = crm_storage::AccountPasswordRule { only_by_link, version };
        let (rule, errors) = settle(trading_accounts::set_password_rule(op(ctx)?, app(ctx)?, after).await)?;
        Ok(AccountPasswordRulePayload { rule: rule.map(AccountPasswordRule::from), errors })
    }

    /// Reads an account's figures now.
    async fn refresh_trading_account(&self, ctx: &Context<'_>, id: ID) -> Result<TradingAccountPayload> {
        let id = account_id(&id)?;
        changed(ctx, trading_accounts::refresh(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }
}

fn account_id(id: &ID) -> Result<TradingAccountId> {
    shared::id(TradingAccountId::parse(id), "trading account")
}

fn product_id_of(id: &ID) -> Result<AccountProductId> {
    shared::id(AccountProductId::parse(id), "account product")
}

async fn changed(ctx: &Context<'_>, outcome: Result<TradingAccountId, UseCaseError>) -> Result<TradingAccountPayload> {
    let (id, errors) = settle(outcome)?;
    Ok(TradingAccountPayload { trading_account: shown(ctx, id).await?, errors })
}

async fn opened(
    ctx: &Context<'_>,
    outcome: Result<trading_accounts::Opened, UseCaseError>,
) -> Result<OpenTradingAccountPayload> {
    let (opened, errors) = settle(outcome)?;
    let trading_account = shown(ctx, opened.as_ref().and_then(|opened| opened.account)).await?;
    Ok(OpenTradingAccountPayload { result: opened.as_ref().map(OpeningResult::from), trading_account, errors })
}

/// One who may change an account and not look at it gets none back.
async fn shown(ctx: &Context<'_>, id: Option<TradingAccountId>) -> Result<Option<TradingAccount>> {
    let Some(id) = id else { return Ok(None) };
    match trading_accounts::find(op(ctx)?, reader(ctx).await?, id).await {
        Ok(row) => Ok(Some(row.into())),
        Err(UseCaseError::NotFound(_) | UseCaseError::Access(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
