//! Staff members.

use crate::graphql::shared::{self, UserError, app, known, op, place, reader, settle};
use crate::view::enums::StaffStatus;
use crate::view::staff::StaffView;
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::{UseCaseError, staff};
use crm_model::{Pii, RoleId, StaffId, TeamId};

/// Looking at staff.
#[derive(Default)]
pub struct StaffQuery;

/// Inviting, changing and suspending staff.
#[derive(Default)]
pub struct StaffMutation;

/// A person to be invited.
#[derive(InputObject)]
pub struct InviteStaffInput {
    name: String,
    email: String,
    team_id: Option<ID>,
    role_ids: Vec<ID>,
}

/// Absent fields stay as they are; a null team takes the person out of any.
#[derive(InputObject)]
pub struct EditStaffInput {
    id: ID,
    version: i32,
    name: Option<String>,
    team_id: MaybeUndefined<ID>,
    role_ids: Option<Vec<ID>>,
    /// Until when roles hold, after the change; a role that is not named here keeps its end.
    role_ends: Option<Vec<RoleEndInput>>,
}

/// Until when somebody has a role; a null end means until it is taken away.
#[derive(InputObject)]
pub struct RoleEndInput {
    role_id: ID,
    until: Option<DateTime<Utc>>,
}

impl InviteStaffInput {
    fn read(self) -> Result<staff::InviteStaffInput, UseCaseError> {
        let team = self.team_id.as_ref().map(|id| known(TeamId::parse(id), "teamId")).transpose()?;
        Ok(staff::InviteStaffInput {
            name: self.name,
            email: Pii::new(self.email),
            team,
            roles: roles(&self.role_ids)?,
        })
    }
}

impl EditStaffInput {
    fn read(self, id: StaffId) -> Result<staff::EditStaffInput, UseCaseError> {
        let team = place(&self.team_id, |id| known(TeamId::parse(id), "teamId"))?;
        let roles = self.role_ids.as_deref().map(roles).transpose()?;
        let role_ends = self.role_ends.as_deref().unwrap_or_default().iter().map(RoleEndInput::read);
        let role_ends = role_ends.collect::<Result<Vec<_>, _>>()?;
        Ok(staff::EditStaffInput { id, version: self.version, name: self.name, team, roles, role_ends })
    }
}

impl RoleEndInput {
    fn read(&self) -> Result<staff::RoleEnd, UseCaseError> {
        Ok(staff::RoleEnd { role: known(RoleId::parse(&self.role_id), "roleEnds")?, until: self.until })
    }
}

/// Whether somebody may work, and why.
#[derive(InputObject)]
pub struct ChangeStaffStatusInput {
    id: ID,
    version: i32,
    status: StaffStatus,
    reason: String,
}

/// A staff member after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct StaffPayload {
    staff: Option<StaffView>,
    errors: Vec<UserError>,
}

#[Object]
impl StaffQuery {
    /// Everybody who works here, by name.
    async fn staff_members(&self, ctx: &Context<'_>) -> Result<Vec<StaffView>> {
        Ok(staff::list(op(ctx)?, reader(ctx).await?).await?.into_iter().map(StaffView::from).collect())
    }
}

#[Object]
impl StaffMutation {
    /// Invites a person by mail.
    async fn invite_staff(&self, ctx: &Context<'_>, input: InviteStaffInput) -> Result<StaffPayload> {
        let outcome = match input.read() {
            Ok(input) => staff::invite(op(ctx)?, app(ctx)?, &input).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Sends the invitation once more; the older link dies.
    async fn resend_invitation(&self, ctx: &Context<'_>, id: ID) -> Result<StaffPayload> {
        let id = shared::id(StaffId::parse(&id), "staff")?;
        payload(ctx, staff::resend_invitation(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }

    /// Changes name, team or roles.
    async fn edit_staff(&self, ctx: &Context<'_>, input: EditStaffInput) -> Result<StaffPayload> {
        let id = shared::id(StaffId::parse(&input.id), "staff")?;
        let outcome = match input.read(id) {
            Ok(input) => staff::edit(op(ctx)?, app(ctx)?, &input).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome.map(|()| id)).await
    }

    /// Suspends a person, which ends every session at once, or lets the person work again.
    async fn change_staff_status(&self, ctx: &Context<'_>, input: ChangeStaffStatusInput) -> Result<StaffPayload> {
        let id = shared::id(StaffId::parse(&input.id), "staff")?;
        let input = staff::ChangeStaffStatusInput {
            id,
            version: input.version,
            status: input.status.into(),
            reason: input.reason,
        };
        payload(ctx, staff::change_status(op(ctx)?, app(ctx)?, &input).await.map(|()| id)).await
    }
}

fn roles(ids: &[ID]) -> Result<Vec<RoleId>, UseCaseError> {
    ids.iter().map(|id| known(RoleId::parse(id), "roleIds")).collect()
}

/// The person is read anew after the commit.
async fn payload(ctx: &Context<'_>, outcome: Result<StaffId, UseCaseError>) -> Result<StaffPayload> {
    let (id, errors) = settle(outcome)?;
    let staff = match id {
        Some(id) => Some(staff::find(op(ctx)?, reader(ctx).await?, id).await?.into()),
        None => None,
    };
    Ok(StaffPayload { staff, errors })
}
