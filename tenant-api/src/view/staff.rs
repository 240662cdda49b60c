//! Staff members and teams as they leave.

use crate::view::client::{StaffRef, TeamRef};
use crate::view::enums::{Desk, StaffStatus};
use crate::view::masked::MaskedText;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::staff::StaffCard;
use crm_model::{StaffId, TeamId};
use crm_storage::{RoleOfStaff, Team};

/// A staff member, for one reader.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "StaffMember")]
pub struct StaffView {
    id: ID,
    version: i32,
    name: String,
    /// In full for the person and for those who manage staff.
    email: MaskedText,
    status: StaffStatus,
    team: Option<TeamRef>,
    roles: Vec<RoleRef>,
    totp_enabled: bool,
    /// To the minute.
    last_seen_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

/// A role in somebody's hands, by name.
#[derive(Clone, Debug, SimpleObject)]
pub struct RoleRef {
    id: ID,
    name: String,
    /// Until when it holds, not included; it ends by itself.
    until: Option<DateTime<Utc>>,
}

/// A team with who belongs to it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Team")]
pub struct TeamView {
    id: ID,
    version: i32,
    name: String,
    desk: Desk,
    parent_id: Option<ID>,
    leader: Option<StaffRef>,
    members: Vec<StaffRef>,
    member_count: usize,
}

impl From<StaffCard> for StaffView {
    fn from(card: StaffCard) -> Self {
        let member = card.member;
        let email = match card.email {
            Some(email) => MaskedText::whole(email.expose().as_str().to_owned()),
            None => MaskedText::mask_only(member.email_mask),
        };
        Self {
            id: ID(member.id.to_string()),
            version: member.version,
            name: member.name,
            email,
            status: member.status.into(),
            team: member.team.map(team_ref),
            roles: member.roles.iter().map(RoleRef::from).collect(),
            totp_enabled: member.totp_enrolled,
            last_seen_at: member.last_seen_at,
            created_at: member.created_at,
        }
    }
}

impl From<&RoleOfStaff> for RoleRef {
    fn from(role: &RoleOfStaff) -> Self {
        Self { id: ID(role.id.to_string()), name: role.name.clone(), until: role.until }
    }
}

impl From<Team> for TeamView {
    fn from(team: Team) -> Self {
        Self {
            id: ID(team.id.to_string()),
            version: team.version,
            name: team.name,
            desk: team.desk.into(),
            parent_id: team.parent.map(|id| ID(id.to_string())),
            leader: team.leader.map(staff_ref),
            member_count: team.members.len(),
            members: team.members.into_iter().map(staff_ref).collect(),
        }
    }
}

fn staff_ref((id, name): (StaffId, String)) -> StaffRef {
    StaffRef { id: ID(id.to_string()), name }
}

fn team_ref((id, name): (TeamId, String)) -> TeamRef {
    TeamRef { id: ID(id.to_string()), name }
}
