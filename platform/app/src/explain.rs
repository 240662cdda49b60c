//! Why somebody can see a client, or cannot: the roles, grants and relations that decide.
//!
//! The answer is made by the same policy that decides in that person's own session, and is held against the same door: were
//! they ever to differ, there is an error and no answer.

use crate::clients::sees_archived;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::{ClientView, StaffView};
use crm_access::{
    ActWhy, Actor, FieldClass, FieldWhy, OpContext, Permission, Policy, Record, RelationTo, SystemActor, TeamPath, Tie,
};
use crm_model::{AuditAction, ClientId, RoleId, StaffId, StaffStatus, TeamId};
use crm_storage::{
    AuditEvent, ClientRecord, Clients, RoleOfStaff, Scoped, Staff, StaffMember, Teams, TenantTx, policies_in,
};
use std::collections::HashMap;

/// What else, besides roles and their reach, keeps somebody from seeing a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The person has not joined yet, or is suspended: nobody signs in.
    NotActive,
    /// The client is archived, and the person may not archive and restore.
    Archived,
}

/// The answer, with the names that it speaks of.
#[derive(Debug)]
pub struct Explanation {
    /// The client.
    pub client: ClientRecord,
    /// Who is asked about.
    pub person: StaffMember,
    /// Whether the person sees the client at this moment.
    pub sees: bool,
    /// What keeps the person from it besides roles.
    pub obstacles: Vec<Obstacle>,
    /// Seeing: by which roles, or what each of them lacks.
    pub view: ActWhy,
    /// Everything else that can be done with a client, its accounts and its money; nothing unless the client is seen.
    pub acts: Vec<ActWhy>,
    /// What is shown; nothing unless the client is seen.
    pub fields: Vec<FieldWhy>,
    /// How the person stands to the client, as far as fields look at it.
    pub relation: RelationTo,
    /// The way from the person's team to the client's, when the person's teams hold it.
    pub path: Option<TeamPath>,
    /// When this was so.
    pub at: DateTime<Utc>,
    teams: HashMap<TeamId, String>,
    people: HashMap<StaffId, String>,
}

impl Explanation {
    /// The role's name; roles of the answer are the person's own.
    #[must_use]
    pub fn role(&self, id: RoleId) -> Option<&RoleOfStaff> {
        self.person.roles.iter().find(|role| role.id == id)
    }

    /// A team's name.
    #[must_use]
    pub fn team(&self, id: TeamId) -> Option<&str> {
        self.teams.get(&id).map(String::as_str)
    }

    /// The name of somebody whom the person covers.
    #[must_use]
    pub fn colleague(&self, id: StaffId) -> Option<&str> {
        self.people.get(&id).map(String::as_str)
    }
}

/// Answers why somebody can see a client, or cannot. Only about clients that the caller sees, so that nothing is learned of
/// others; recorded before it leaves.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view` and `client.view`; [`UseCaseError::NotFound`] for a client beyond the caller's
/// reach and for nobody.
pub async fn explain(
    op: &OpContext,
    app: &App,
    client: ClientId,
    person: StaffId,
) -> Result<Explanation, UseCaseError> {
    op.require::<StaffView>()?;
    let permit = op.require::<ClientView>()?;
    let tx = app.db.begin(op).await?;
    let clients = Clients::of(&tx);
    // within the caller's own reach; what it says of taking part is said of the person
    if clients.find(&permit, Some(op.staff_id()?), client, sees_archived(op)).await?.is_none() {
        return Err(UseCaseError::NotFound("client"));
    }
    let person = Staff::of(&tx).find(person).await?.ok_or(UseCaseError::NotFound("staff member"))?;
    let record = clients.find(&permit, Some(person.id), client, true).await?.ok_or(UseCaseError::NotFound("client"))?;
    let theirs = as_seen_by(op, &tx, person.id).await?;
    let answer = answer(&theirs, &tx, record, person).await?;
    let key = answer.client.key(tx.keys())?;
    let event =
        AuditEvent::on_client(AuditAction::AccessExplained, client, &key).target("staff", answer.person.id.uuid());
    tx.commit(event).await?;
    Ok(answer)
}

/// What the person's own requests would hold, for reading only: no session, no step-up, no person at the keyboard.
async fn as_seen_by(op: &OpContext, tx: &TenantTx, person: StaffId) -> Result<OpContext, UseCaseError> {
    let actor = Actor::System(SystemActor { work: "Explain".to_owned(), job: None, on_behalf_of: Some(person) });
    let policies = policies_in(tx, person).await?;
    Ok(OpContext::new(op.tenant().clone(), actor, policies, op.request().clone(), op.clock().clone(), None))
}

async fn answer(
    theirs: &OpContext,
    tx: &TenantTx,
    client: ClientRecord,
    person: StaffMember,
) -> Result<Explanation, UseCaseError> {
    let (policy, at) = (theirs.policy(), theirs.now());
    let place = client.place();
    let view = policy.why_act(person.id, at, Permission::ClientView, &place);
    let mut obstacles = Vec::new();
    if person.status != StaffStatus::Active {
        obstacles.push(Obstacle::NotActive);
    }
    if client.archived_at.is_some() && !sees_archived(theirs) {
        obstacles.push(Obstacle::Archived);
    }
    let sees = view.may && obstacles.is_empty();
    let door = person.status == StaffStatus::Active && opens(theirs, tx, client.id).await?;
    if door != sees {
        return Err(UseCaseError::Internal("an explanation that differs from the door"));
    }
    let relation = policy.relation_to(Some(person.id), at, place.owner, place.team, place.participant);
    let (acts, fields) =
        if sees { (acts(policy, person.id, at, &place), shown(policy, relation)) } else { (Vec::new(), Vec::new()) };
    let path = place.team.and_then(|team| policy.path_to(team)).cloned();
    let teams = Teams::of(tx).list().await?.into_iter().map(|team| (team.id, team.name)).collect();
    let people = covered(tx, &view).await?;
    Ok(Explanation { client, person, sees, obstacles, view, acts, fields, relation, path, at, teams, people })
}

/// The door itself: the statement by which that person's requests find a client.
async fn opens(theirs: &OpContext, tx: &TenantTx, client: ClientId) -> Result<bool, UseCaseError> {
    let Ok(permit) = theirs.require::<ClientView>() else { return Ok(false) };
    Ok(Clients::of(tx).find(&permit, theirs.person(), client, sees_archived(theirs)).await?.is_some())
}

/// What can be done with one client: everything whose reach is over clients.
const ACTS: [Permission; 21] = [
    Permission::ClientEdit,
    Permission::ClientEditContact,
    Permission::ClientResetPassword,
    Permission::ClientAssign,
    Permission::ClientDelete,
    Permission::ContactReveal,
    Permission::NoteWrite,
    Permission::TaskManage,
    Permission::TradingAccountView,
    Permission::TradingAccountCreate,
    Permission::TradingAccountEdit,
    Permission::TradingAccountPassword,
    Permission::PositionView,
    Permission::PositionOpen,
    Permission::PositionModify,
    Permission::PositionClose,
    Permission::PositionApprove,
    Permission::BalanceView,
    Permission::BalanceAdjust,
    Permission::BalanceApprove,
    Permission::BalanceApproveLarge,
];

fn acts(policy: &Policy, person: StaffId, at: DateTime<Utc>, place: &Record) -> Vec<ActWhy> {
    ACTS.iter().map(|permission| policy.why_act(person, at, *permission, place)).collect()
}

fn shown(policy: &Policy, relation: RelationTo) -> Vec<FieldWhy> {
    FieldClass::ALL.iter().map(|class| policy.why_field(*class, relation)).collect()
}

/// Names of the absent colleagues of whom the answer speaks.
async fn covered(tx: &TenantTx, view: &ActWhy) -> Result<HashMap<StaffId, String>, UseCaseError> {
    let mut names = HashMap::new();
    for tie in view.grants.iter().flat_map(|grant| &grant.ties) {
        if let Tie::Cover(absent) = tie
            && !names.contains_key(absent)
            && let Some(member) = Staff::of(tx).find(*absent).await?
        {
            names.insert(*absent, member.name);
        }
    }
    Ok(names)
}
