//! API keys of the broker's websites in the staff portal's GraphQL.

use crate::graphql::notes::DeleteInput;
use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::api_key::{ApiKey, ApiScope};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::api_keys::{self, MadeApiKey};
use crm_model::ApiKeyId;
use crm_storage::ApiKey as Kept;

/// Looking at keys.
#[derive(Default)]
pub struct ApiKeyQuery;

/// Making, changing and ending keys.
#[derive(Default)]
pub struct ApiKeyMutation;

/// A key to be made. An empty list of networks is anywhere.
#[derive(InputObject)]
pub struct CreateApiKeyInput {
    name: String,
    scopes: Vec<String>,
    ip_allow_list: Vec<String>,
    expires_at: Option<DateTime<Utc>>,
}

/// A key to be changed. Absent fields stay as they are.
#[derive(InputObject)]
pub struct EditApiKeyInput {
    id: ID,
    version: i32,
    name: Option<String>,
    scopes: Option<Vec<String>>,
    ip_allow_list: Option<Vec<String>>,
}

/// A key to be replaced; the old one goes on for some hours.
#[derive(InputObject)]
pub struct RollApiKeyInput {
    id: ID,
    version: i32,
    overlap_hours: i32,
}

/// A key after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct ApiKeyPayload {
    api_key: Option<ApiKey>,
    /// Shown this once.
    secret: Option<String>,
    errors: Vec<UserError>,
}

#[Object]
impl ApiKeyQuery {
    /// All keys, newest first, ended ones too.
    async fn api_keys(&self, ctx: &Context<'_>) -> Result<Vec<ApiKey>> {
        let op = op(ctx)?;
        let keys = api_keys::list(op, reader(ctx).await?).await?;
        Ok(keys.into_iter().map(|key| ApiKey::new(key, op.now())).collect())
    }

    /// The scopes that the viewer could give a key.
    async fn api_scopes(&self, ctx: &Context<'_>) -> Result<Vec<ApiScope>> {
        Ok(api_keys::scopes(op(ctx)?)?.into_iter().map(ApiScope::from).collect())
    }
}

#[Object]
impl ApiKeyMutation {
    /// Makes a key.
    async fn create_api_key(&self, ctx: &Context<'_>, input: CreateApiKeyInput) -> Result<ApiKeyPayload> {
        let input = api_keys::NewApiKeyInput {
            name: input.name,
            scopes: input.scopes,
            ip_allow_list: input.ip_allow_list,
            expires_at: input.expires_at,
        };
        made(ctx, api_keys::create(op(ctx)?, app(ctx)?, &input).await)
    }

    /// Changes name, scopes or networks of a key.
    async fn edit_api_key(&self, ctx: &Context<'_>, input: EditApiKeyInput) -> Result<ApiKeyPayload> {
        let id = shared::id(ApiKeyId::parse(&input.id), "API key")?;
        let input = api_keys::EditApiKeyInput {
            id,
            version: input.version,
            name: input.name,
            scopes: input.scopes,
            ip_allow_list: input.ip_allow_list,
        };
        changed(ctx, api_keys::edit(op(ctx)?, app(ctx)?, &input).await)
    }

    /// Makes a successor with the same rights; the old key ends by itself after the overlap.
    async fn roll_api_key(&self, ctx: &Context<'_>, input: RollApiKeyInput) -> Result<ApiKeyPayload> {
        let id = shared::id(ApiKeyId::parse(&input.id), "API key")?;
        let hours = u32::try_from(input.overlap_hours).unwrap_or(u32::MAX);
        made(ctx, api_keys::roll(op(ctx)?, app(ctx)?, id, input.version, hours).await)
    }

    /// Ends a key at once.
    async fn revoke_api_key(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<ApiKeyPayload> {
        let id = shared::id(ApiKeyId::parse(&input.id), "API key")?;
        changed(ctx, api_keys::revoke(op(ctx)?, app(ctx)?, id, input.version).await)
    }
}

fn made(ctx: &Context<'_>, outcome: Result<MadeApiKey, crm_app::UseCaseError>) -> Result<ApiKeyPayload> {
    let (made, errors) = settle(outcome)?;
    let (key, secret) = made.map(|made| (made.key, made.secret.expose().to_owned())).unzip();
    payload(ctx, key, secret, errors)
}

fn changed(ctx: &Context<'_>, outcome: Result<Kept, crm_app::UseCaseError>) -> Result<ApiKeyPayload> {
    let (key, errors) = settle(outcome)?;
    payload(ctx, key, None, errors)
}

fn payload(
    ctx: &Context<'_>,
    key: Option<Kept>,
    secret: Option<String>,
    errors: Vec<UserError>,
) -> Result<ApiKeyPayload> {
    let now = op(ctx)?.now();
    Ok(ApiKeyPayload { api_key: key.map(|key| ApiKey::new(key, now)), secret, errors })
}
