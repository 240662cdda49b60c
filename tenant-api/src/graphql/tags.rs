//! The broker's tags of clients in the staff portal's GraphQL. They are read with the viewer's broker.

use crate::graphql::notes::{DeleteInput, DeletePayload};
use crate::graphql::shared::{self, Reading, UserError, app, op, settle};
use crate::view::client::BrokerTag;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::tags::{self, TagChange};
use crm_model::TagId;

/// Changing tags.
#[derive(Default)]
pub struct TagMutation;

/// A tag to be made.
#[derive(InputObject)]
pub struct CreateTagInput {
    name: String,
    /// `#rrggbb`.
    color: String,
}

/// What is to change of a tag. Absent fields stay as they are.
#[derive(InputObject)]
pub struct ChangeTagInput {
    id: ID,
    version: i32,
    name: Option<String>,
    /// `#rrggbb`.
    color: Option<String>,
}

/// A tag after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct TagPayload {
    tag: Option<BrokerTag>,
    errors: Vec<UserError>,
}

#[Object]
impl TagMutation {
    /// Makes a tag that clients can get.
    async fn create_tag(&self, ctx: &Context<'_>, input: CreateTagInput) -> Result<TagPayload> {
        let (id, errors) = settle(tags::create(op(ctx)?, app(ctx)?, &input.name, &input.color).await)?;
        shown(ctx, id, errors).await
    }

    /// Changes a tag, on every client that has it.
    async fn change_tag(&self, ctx: &Context<'_>, input: ChangeTagInput) -> Result<TagPayload> {
        let id = shared::id(TagId::parse(&input.id), "tag")?;
        let change = TagChange { version: input.version, name: input.name, color: input.color };
        let (done, errors) = settle(tags::change(op(ctx)?, app(ctx)?, id, &change).await)?;
        shown(ctx, done.map(|()| id), errors).await
    }

    /// Deletes a tag that no client has.
    async fn delete_tag(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<DeletePayload> {
        let id = shared::id(TagId::parse(&input.id), "tag")?;
        let (done, errors) = settle(tags::delete(op(ctx)?, app(ctx)?, id, input.version).await)?;
        Ok(DeletePayload { deleted_id: done.map(|()| input.id), errors })
    }
}

async fn shown(ctx: &Context<'_>, id: Option<TagId>, errors: Vec<UserError>) -> Result<TagPayload> {
    let Some(id) = id else { return Ok(TagPayload { tag: None, errors }) };
    let all = ctx.data::<Reading>()?.tags(op(ctx)?, app(ctx)?).await?;
    Ok(TagPayload { tag: all.iter().find(|tag| tag.id == id).map(BrokerTag::from), errors })
}
