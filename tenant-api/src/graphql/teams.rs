//! Teams.

use crate::graphql::notes::{DeleteInput, DeletePayload};
use crate::graphql::shared::{self, UserError, app, known, op, place, reader, settle};
use crate::view::enums::Desk;
use crate::view::staff::TeamView;
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use crm_app::{UseCaseError, teams};
use crm_model::{StaffId, TeamId};
use crm_storage::Team;

/// Looking at teams.
#[derive(Default)]
pub struct TeamQuery;

/// Making, changing and removing teams.
#[derive(Default)]
pub struct TeamMutation;

/// A team to be made.
#[derive(InputObject)]
pub struct CreateTeamInput {
    name: String,
    desk: Desk,
    parent_id: Option<ID>,
    leader_id: Option<ID>,
}

/// Absent fields stay as they are; null clears.
#[derive(InputObject)]
pub struct EditTeamInput {
    id: ID,
    version: i32,
    name: Option<String>,
    desk: Option<Desk>,
    parent_id: MaybeUndefined<ID>,
    leader_id: MaybeUndefined<ID>,
}

impl CreateTeamInput {
    fn read(self) -> Result<teams::CreateTeamInput, UseCaseError> {
        let parent = self.parent_id.as_ref().map(team).transpose()?;
        let leader = self.leader_id.as_ref().map(leader).transpose()?;
        Ok(teams::CreateTeamInput { name: self.name, desk: self.desk.into(), parent, leader })
    }
}

impl EditTeamInput {
    fn read(self, id: TeamId) -> Result<teams::EditTeamInput, UseCaseError> {
        let (parent, leader) = (place(&self.parent_id, team)?, place(&self.leader_id, leader)?);
        Ok(teams::EditTeamInput {
            id,
            version: self.version,
            name: self.name,
            desk: self.desk.map(Into::into),
            parent,
            leader,
        })
    }
}

fn team(id: &ID) -> Result<TeamId, UseCaseError> {
    known(TeamId::parse(id), "parentId")
}

fn leader(id: &ID) -> Result<StaffId, UseCaseError> {
    known(StaffId::parse(id), "leaderId")
}

/// A team after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct TeamPayload {
    team: Option<TeamView>,
    errors: Vec<UserError>,
}

#[Object]
impl TeamQuery {
    /// All teams, by name.
    async fn teams(&self, ctx: &Context<'_>) -> Result<Vec<TeamView>> {
        Ok(teams::list(op(ctx)?, reader(ctx).await?).await?.into_iter().map(TeamView::from).collect())
    }
}

#[Object]
impl TeamMutation {
    /// Makes a team.
    async fn create_team(&self, ctx: &Context<'_>, input: CreateTeamInput) -> Result<TeamPayload> {
        payload(match input.read() {
            Ok(input) => teams::create(op(ctx)?, app(ctx)?, &input).await,
            Err(error) => Err(error),
        })
    }

    /// Changes a team.
    async fn edit_team(&self, ctx: &Context<'_>, input: EditTeamInput) -> Result<TeamPayload> {
        let id = shared::id(TeamId::parse(&input.id), "team")?;
        payload(match input.read(id) {
            Ok(input) => teams::edit(op(ctx)?, app(ctx)?, &input).await,
            Err(error) => Err(error),
        })
    }

    /// Removes a team that nothing belongs to.
    async fn delete_team(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<DeletePayload> {
        let id = shared::id(TeamId::parse(&input.id), "team")?;
        let (done, errors) = settle(teams::delete(op(ctx)?, app(ctx)?, id, input.version).await)?;
        Ok(DeletePayload { deleted_id: done.map(|()| input.id), errors })
    }
}

fn payload(outcome: Result<Team, UseCaseError>) -> Result<TeamPayload> {
    let (team, errors) = settle(outcome)?;
    Ok(TeamPayload { team: team.map(TeamView::from), errors })
}
