//! A broker's trading servers in the staff portal's GraphQL.

use crate::graphql::notes::DeleteInput;
use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::trading_server::{
    TradingDaylight, TradingEnvironment, TradingProduct, TradingServer, TradingServerGroup, TradingServerTest,
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::{UseCaseError, positions, trading_servers};
use crm_model::{Pii, TradingServerId};

/// Looking at trading servers.
#[derive(Default)]
pub struct TradingServerQuery;

/// Adding, changing, testing and putting away trading servers.
#[derive(Default)]
pub struct TradingServerMutation;

/// A trading server to be added. Give a pin or authorities where its certificate is not of a public authority.
#[derive(InputObject)]
pub struct AddTradingServerInput {
    kind: TradingProduct,
    environment: TradingEnvironment,
    name: String,
    /// Without scheme, port or path; the operator must have allowed it.
    host: String,
    port: i32,
    /// MT5: the manager's login. MT4: the client id at the gateway.
    manager: String,
    /// MT5: the manager's API password. MT4: the client secret. Never shown again.
    secret: String,
    /// PEM.
    authorities: Option<String>,
    /// SHA-256 of the certificate in hex.
    pin: Option<String>,
    /// Without TLS, in the development profile only.
    plain: Option<bool>,
    authority_url: Option<String>,
    scope: Option<String>,
    platform: Option<String>,
    daylight: Option<TradingDaylight>,
}

/// A trading server to be changed. Absent fields stay, an empty text clears. A new address, manager or trust needs the secret
/// again.
#[derive(InputObject)]
pub struct EditTradingServerInput {
    id: ID,
    version: i32,
    environment: Option<TradingEnvironment>,
    name: Option<String>,
    host: Option<String>,
    port: Option<i32>,
    manager: Option<String>,
    secret: Option<String>,
    authorities: Option<String>,
    pin: Option<String>,
    /// Without TLS, in the development profile only.
    plain: Option<bool>,
    authority_url: Option<String>,
    scope: Option<String>,
    platform: Option<String>,
    daylight: Option<TradingDaylight>,
}

/// A trading server after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct TradingServerPayload {
    trading_server: Option<TradingServer>,
    errors: Vec<UserError>,
}

/// What a test found out, with the server as it is now, or why nothing was tried.
#[derive(SimpleObject)]
pub struct TestTradingServerPayload {
    test: Option<TradingServerTest>,
    trading_server: Option<TradingServer>,
    errors: Vec<UserError>,
}

#[Object]
impl TradingServerQuery {
    /// All trading servers, those in use first.
    async fn trading_servers(&self, ctx: &Context<'_>) -> Result<Vec<TradingServer>> {
        positions::freshen(op(ctx)?, app(ctx)?).await?;
        let rows = trading_servers::list(op(ctx)?, reader(ctx).await?).await?;
        Ok(rows.into_iter().map(TradingServer::from).collect())
    }

    /// The groups that a trading server shows now, by name, for products of them. Changes nothing.
    async fn trading_server_groups(&self, ctx: &Context<'_>, id: ID) -> Result<Vec<TradingServerGroup>> {
        let groups = trading_servers::groups(op(ctx)?, app(ctx)?, self::id(&id)?).await;
        Ok(shared::refused(groups)?.into_iter().map(TradingServerGroup::from).collect())
    }
}

#[Object]
impl TradingServerMutation {
    /// Adds a trading server. Nothing is asked of it before it is tested.
    async fn add_trading_server(
        &self,
        ctx: &Context<'_>,
        input: AddTradingServerInput,
    ) -> Result<TradingServerPayload> {
        let input = trading_servers::NewTradingServerInput {
            kind: input.kind.into(),
            environment: input.environment.into(),
            name: input.name,
            host: input.host,
            port: input.port,
            manager: input.manager,
            secret: Pii::new(input.secret),
            authorities: input.authorities,
            pin: input.pin,
            plain: input.plain.unwrap_or(false),
            authority_url: input.authority_url,
            scope: input.scope,
            platform: input.platform,
            daylight: input.daylight.unwrap_or(TradingDaylight::None).into(),
        };
        changed(ctx, trading_servers::add(op(ctx)?, app(ctx)?, &input).await).await
    }

    /// Changes a trading server.
    async fn edit_trading_server(
        &self,
        ctx: &Context<'_>,
        input: EditTradingServerInput,
    ) -> Result<TradingServerPayload> {
        let id = id(&input.id)?;
        let input = trading_servers::EditTradingServerInput {
            id,
            version: input.version,
            environment: input.environment.map(Into::into),
            name: input.name,
            host: input.host,
            port: input.port,
            manager: input.manager,
            secret: input.secret.map(Pii::new),
            authorities: input.authorities,
            pin: input.pin,
            plain: input.plain,
            authority_url: input.authority_url,
            scope: input.scope,
            platform: input.platform,
            daylight: input.daylight.map(Into::into),
        };
        let done = trading_servers::edit(op(ctx)?, app(ctx)?, &input).await;
        changed(ctx, done.map(|()| id)).await
    }

    /// Tries a trading server: signs in, reads its clock, groups and symbols, names each missing right. Changes nothing there.
    async fn test_trading_server(&self, ctx: &Context<'_>, id: ID) -> Result<TestTradingServerPayload> {
        let id = self::id(&id)?;
        let (test, errors) = settle(trading_servers::test(op(ctx)?, app(ctx)?, id).await)?;
        let trading_server = match &test {
            Some(_) => Some(trading_servers::find(op(ctx)?, reader(ctx).await?, id).await?.into()),
            None => None,
        };
        Ok(TestTradingServerPayload { test: test.map(TradingServerTest::from), trading_server, errors })
    }

    /// Puts a trading server away: nothing more is asked of it.
    async fn archive_trading_server(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<TradingServerPayload> {
        let id = id(&input.id)?;
        let done = trading_servers::archive(op(ctx)?, app(ctx)?, id, input.version).await;
        changed(ctx, done.map(|()| id)).await
    }

    /// Takes an archived trading server back into use.
    async fn restore_trading_server(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<TradingServerPayload> {
        let id = id(&input.id)?;
        let done = trading_servers::restore(op(ctx)?, app(ctx)?, id, input.version).await;
        changed(ctx, done.map(|()| id)).await
    }
}

fn id(text: &ID) -> Result<TradingServerId> {
    shared::id(TradingServerId::parse(text), "trading server")
}

async fn changed(ctx: &Context<'_>, outcome: Result<TradingServerId, UseCaseError>) -> Result<TradingServerPayload> {
    let (id, errors) = settle(outcome)?;
    let trading_server = match id {
        Some(id) => Some(trading_servers::find(op(ctx)?, reader(ctx).await?, id).await?.into()),
        None => None,
    };
    Ok(TradingServerPayload { trading_server, errors })
}
