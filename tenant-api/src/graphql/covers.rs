//! Covers of absent colleagues in the staff portal's GraphQL.

use crate::graphql::shared::{self, UserError, app, known, op, reader, settle};
use crate::view::client::StaffRef;
use crate::view::cover::CoverView;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::UseCaseError;
use crm_app::covers::{self, SetCover};
use crm_model::{CoverId, StaffId};

/// Looking at covers.
#[derive(Default)]
pub struct CoverQuery;

/// Setting covers and ending them.
#[derive(Default)]
pub struct CoverMutation;

/// Who covers whom, and until when.
#[derive(InputObject)]
pub struct SetCoverInput {
    absent_id: ID,
    cover_id: ID,
    /// From now on when it is not said.
    from: Option<DateTime<Utc>>,
    /// Not included.
    until: DateTime<Utc>,
}

/// A cover to be ended now, at the version that was read.
#[derive(InputObject)]
pub struct EndCoverInput {
    id: ID,
    version: i32,
}

/// The cover, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct CoverPayload {
    cover: Option<CoverView>,
    errors: Vec<UserError>,
}

/// Who may be absent and who may cover, for the viewer.
#[derive(SimpleObject)]
pub struct CoverPeople {
    absent: Vec<StaffRef>,
    covers: Vec<StaffRef>,
}

/// Which cover ended, or what stands against it.
#[derive(SimpleObject)]
pub struct EndCoverPayload {
    ended_id: Option<ID>,
    errors: Vec<UserError>,
}

impl SetCoverInput {
    fn read(&self, absent: StaffId) -> Result<SetCover, UseCaseError> {
        let cover = known(StaffId::parse(&self.cover_id), "coverId")?;
        Ok(SetCover { absent, cover, from: self.from, until: self.until })
    }
}

#[Object]
impl CoverQuery {
    /// Covers that are not over, of people for whom the viewer may set one; the first to end first.
    async fn covers(&self, ctx: &Context<'_>) -> Result<Vec<CoverView>> {
        let all = covers::list(op(ctx)?, reader(ctx).await?).await?;
        Ok(all.into_iter().map(CoverView::from).collect())
    }

    /// Active people for whom the viewer may set a cover, and those who may be the cover.
    async fn cover_people(&self, ctx: &Context<'_>) -> Result<CoverPeople> {
        let (absent, covers) = covers::people(op(ctx)?, reader(ctx).await?).await?;
        let shown = |all: Vec<crm_storage::Owner>| {
            all.into_iter().map(|o| StaffRef { id: ID(o.id.to_string()), name: o.name }).collect()
        };
        Ok(CoverPeople { absent: shown(absent), covers: shown(covers) })
    }

    /// Covers that hold now in which the viewer is absent or covers.
    async fn my_covers(&self, ctx: &Context<'_>) -> Result<Vec<CoverView>> {
        let all = covers::mine(op(ctx)?, reader(ctx).await?).await?;
        Ok(all.into_iter().map(CoverView::from).collect())
    }
}

#[Object]
impl CoverMutation {
    /// Says who covers somebody. It begins and ends by itself.
    async fn set_cover(&self, ctx: &Context<'_>, input: SetCoverInput) -> Result<CoverPayload> {
        let absent = shared::id(StaffId::parse(&input.absent_id), "staff member")?;
        let outcome = match input.read(absent) {
            Ok(cover) => covers::set(op(ctx)?, app(ctx)?, &cover).await,
            Err(error) => Err(error),
        };
        let (cover, errors) = settle(outcome)?;
        Ok(CoverPayload { cover: cover.map(CoverView::from), errors })
    }

    /// Ends a cover now, before its date.
    async fn end_cover(&self, ctx: &Context<'_>, input: EndCoverInput) -> Result<EndCoverPayload> {
        let id = shared::id(CoverId::parse(&input.id), "cover")?;
        let (done, errors) = settle(covers::end(op(ctx)?, app(ctx)?, id, input.version).await)?;
        Ok(EndCoverPayload { ended_id: done.map(|()| input.id), errors })
    }
}
