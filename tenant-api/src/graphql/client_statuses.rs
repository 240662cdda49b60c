//! The broker's statuses of clients in the staff portal's GraphQL. They are read with the viewer's broker.

use crate::graphql::shared::{self, Reading, UserError, app, known, op, settle};
use crate::view::client::ClientStatusOption;
use crate::view::enums::{StatusKind, StatusType};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::UseCaseError;
use crm_app::client_statuses::{self, NewStatusInput, StatusChange};
use crm_model::StatusOptionId;

/// Changing statuses.
#[derive(Default)]
pub struct ClientStatusMutation;

/// A status to be made at the end of its list.
#[derive(InputObject)]
pub struct CreateClientStatusInput {
    kind: StatusKind,
    name: String,
    r#type: StatusType,
    /// `#rrggbb`.
    color: String,
}

/// What is to change of a status. Absent fields stay as they are.
#[derive(InputObject)]
pub struct ChangeClientStatusInput {
    id: ID,
    version: i32,
    name: Option<String>,
    r#type: Option<StatusType>,
    /// `#rrggbb`.
    color: Option<String>,
    /// Its place in the list, from 0.
    place: Option<i32>,
    /// Whether every status may follow.
    any_next: Option<bool>,
    /// Which may follow, where not every one may.
    next_ids: Option<Vec<ID>>,
    /// Not to be given to clients any more.
    retired: Option<bool>,
}

/// A status after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct ClientStatusPayload {
    status: Option<ClientStatusOption>,
    errors: Vec<UserError>,
}

#[Object]
impl ClientStatusMutation {
    /// Makes a sales or retention status.
    async fn create_client_status(
        &self,
        ctx: &Context<'_>,
        input: CreateClientStatusInput,
    ) -> Result<ClientStatusPayload> {
        let new = NewStatusInput {
            kind: input.kind.into(),
            name: input.name,
            meaning: input.r#type.into(),
            color: input.color,
        };
        let (id, errors) = settle(client_statuses::create(op(ctx)?, app(ctx)?, &new).await)?;
        shown(ctx, id, errors).await
    }

    /// Changes a status: its words, its place, what may follow it, whether it is in use.
    async fn change_client_status(
        &self,
        ctx: &Context<'_>,
        input: ChangeClientStatusInput,
    ) -> Result<ClientStatusPayload> {
        let id = shared::id(StatusOptionId::parse(&input.id), "client status")?;
        let outcome = match input.read() {
            Ok(change) => client_statuses::change(op(ctx)?, app(ctx)?, id, &change).await,
            Err(error) => Err(error),
        };
        let (done, errors) = settle(outcome)?;
        shown(ctx, done.map(|()| id), errors).await
    }
}

impl ChangeClientStatusInput {
    fn read(self) -> Result<StatusChange, UseCaseError> {
        let next = |ids: Vec<ID>| {
            ids.iter().map(|id| known(StatusOptionId::parse(id), "nextIds")).collect::<Result<Vec<_>, UseCaseError>>()
        };
        Ok(StatusChange {
            version: self.version,
            name: self.name,
            meaning: self.r#type.map(Into::into),
            color: self.color,
            place: self.place.map(|n| usize::try_from(n).unwrap_or(0)),
            any_next: self.any_next,
            next: self.next_ids.map(next).transpose()?,
            retired: self.retired,
        })
    }
}

async fn shown(ctx: &Context<'_>, id: Option<StatusOptionId>, errors: Vec<UserError>) -> Result<ClientStatusPayload> {
    let Some(id) = id else { return Ok(ClientStatusPayload { status: None, errors }) };
    let all = ctx.data::<Reading>()?.statuses(op(ctx)?, app(ctx)?).await?;
    Ok(ClientStatusPayload { status: all.iter().find(|s| s.id == id).map(ClientStatusOption::from), errors })
}
