use crate::{
    AccessError, Actor, ApiScope, People, Permission, PermissionKind, Permit, Policies, Policy, Preview, Reach,
    RelationTo, RoleRules, Uses,
};
use chrono::{DateTime, Duration, Utc};
use crm_model::{Clock, RequestId, RoleId, StaffId, TeamId, TenantId};
use std::net::IpAddr;
use std::sync::Arc;

/// Which broker, resolved once from an exact verified host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRef {
    /// The tenant.
    pub id: TenantId,
    /// Its short name in hosts.
    pub slug: Arc<str>,
}

/// Where a request came from. Server values only; what the client claims is never kept here (AUD-08).
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// Made by the server for this request.
    pub id: RequestId,
    /// The peer, or what a trusted proxy says of it.
    pub ip: Option<IpAddr>,
    /// At most 400 characters, control characters removed.
    pub user_agent: Option<String>,
}

/// How a step-up was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUpFactor {
    /// Only lifts enough to enrol the first second factor.
    Password,
    /// A code of the authenticator app or a recovery code.
    SecondFactor,
}

/// The latest step-up of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepUp {
    /// When.
    pub at: DateTime<Utc>,
    /// By what.
    pub factor: StepUpFactor,
}

impl StepUp {
    /// How long a step-up lasts (SECURITY 18).
    pub const LASTS: Duration = Duration::minutes(10);
}

/// Everything an operation knows of its caller. The first argument of every use case.
#[derive(Clone, Debug)]
pub struct OpContext {
    tenant: TenantRef,
    actor: Actor,
    policies: Arc<Policies>,
    request: RequestInfo,
    clock: Clock,
    step_up: Option<StepUp>,
    preview: Option<Preview>,
    uses: Option<Arc<Uses>>,
}

impl OpContext {
    /// Put together by the authentication layer (or by the worker, from the job row).
    #[must_use]
    pub const fn new(
        tenant: TenantRef,
        actor: Actor,
        policies: Arc<Policies>,
        request: RequestInfo,
        clock: Clock,
        step_up: Option<StepUp>,
    ) -> Self {
        Self { tenant, actor, policies, request, clock, step_up, preview: None, uses: None }
    }

    /// The same caller, whose permissions are noted as they are made use of: a person in a session of his own.
    #[must_use]
    pub fn noting(self, uses: &Arc<Uses>) -> Self {
        Self { uses: Some(Arc::clone(uses)), ..self }
    }

    /// The same caller looking at the portal as a role would: with what the role gives and the caller holds, and nothing else.
    #[must_use]
    pub fn previewing(self, preview: Preview, rules: &RoleRules) -> Self {
        // a new role has no id yet; any that is nobody else's will do
        let role = preview.as_who.role().unwrap_or_else(RoleId::generate);
        let policies = Arc::new(self.policies.narrowed(role, rules));
        Self { policies, preview: Some(preview), uses: None, ..self }
    }

    /// As which role the caller looks at the portal, if so.
    #[must_use]
    pub const fn preview(&self) -> Option<&Preview> {
        self.preview.as_ref()
    }

    /// Whatever changes something is not for a preview.
    ///
    /// # Errors
    /// [`AccessError::Preview`].
    pub fn refuse_preview(&self) -> Result<(), AccessError> {
        if self.preview.is_some() { Err(AccessError::Preview) } else { Ok(()) }
    }

    /// For what is written about a preview itself: its end, the trail of a refusal, and of a profile that was looked at.
    #[must_use]
    pub fn recording(&self) -> Self {
        Self { preview: None, ..self.clone() }
    }

    /// Checks a permission, a fresh second factor where the catalogue asks for one, and hands out the proof.
    ///
    /// # Errors
    /// [`AccessError`]: forbidden first, so that nobody learns of a step-up for what he may not do anyway.
    pub fn require<P: PermissionKind>(&self) -> Result<Permit<P>, AccessError> {
        let reach = self.reach_of(P::PERMISSION).ok_or(AccessError::Forbidden(P::PERMISSION))?;
        if P::PERMISSION.needs_step_up() {
            self.require_step_up()?;
        }
        if let (Some(uses), Some(staff)) = (&self.uses, self.actor.staff()) {
            uses.note(&self.tenant, staff.id, P::PERMISSION, self.now());
        }
        Ok(Permit::new(reach))
    }

    /// Checks a scope of an API key; the proof reaches over all clients of the tenant.
    ///
    /// # Errors
    /// [`AccessError`] when the caller is no key, or the key lacks the scope.
    pub fn require_scope<P: PermissionKind>(&self, scope: ApiScope) -> Result<Permit<P>, AccessError> {
        match &self.actor {
            Actor::Website(website) if scope.implies() == P::PERMISSION && website.scopes.contains(&scope) => {
                Ok(Permit::new(Reach::All))
            }
            Actor::Website(_) => Err(AccessError::Forbidden(P::PERMISSION)),
            _ => Err(AccessError::WrongActor),
        }
    }

    /// Proof for work of the deployment itself, behind which no person stands: onboarding, a seed. Reaches over all
    /// records of the tenant.
    ///
    /// # Errors
    /// [`AccessError::WrongActor`] for everybody else, and for jobs on somebody's behalf.
    pub fn require_system<P: PermissionKind>(&self) -> Result<Permit<P>, AccessError> {
        match &self.actor {
            Actor::System(system) if system.on_behalf_of.is_none() => Ok(Permit::new(Reach::All)),
            _ => Err(AccessError::WrongActor),
        }
    }

    /// A second factor not older than ten minutes.
    ///
    /// # Errors
    /// [`AccessError::TotpNotEnrolled`] or [`AccessError::StepUpRequired`].
    pub fn require_step_up(&self) -> Result<(), AccessError> {
        let staff = self.actor.staff().ok_or(AccessError::WrongActor)?;
        if !staff.totp_enrolled {
            return Err(AccessError::TotpNotEnrolled);
        }
        match self.step_up_until() {
            Some(until)
                if self.step_up.is_some_and(|s| s.factor == StepUpFactor::SecondFactor) && until > self.now() =>
            {
                Ok(())
            }
            _ => Err(AccessError::StepUpRequired),
        }
    }

    /// Before a second factor is changed: a fresh second factor, or the password where none is enrolled yet (AUTH-14).
    ///
    /// # Errors
    /// [`AccessError::StepUpRequired`].
    pub fn require_step_up_for_factors(&self) -> Result<(), AccessError> {
        let staff = self.actor.staff().ok_or(AccessError::WrongActor)?;
        if staff.totp_enrolled {
            return self.require_step_up();
        }
        if self.step_up_until().is_some_and(|until| until > self.now()) {
            Ok(())
        } else {
            Err(AccessError::StepUpRequired)
        }
    }

    /// When the latest step-up ends.
    #[must_use]
    pub fn step_up_until(&self) -> Option<DateTime<Utc>> {
        self.step_up.map(|s| s.at + StepUp::LASTS)
    }

    /// Whether the caller holds a permission, however far.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.policy().reach(permission).is_some()
    }

    /// How far the caller's permission reaches, if he holds it.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> Option<Reach> {
        self.reach_of(permission)
    }

    /// The person whose rights count: who calls, or on whose behalf a job works. Jobs hold no rights unless they were given
    /// that person's policy as it is now.
    #[must_use]
    pub fn person(&self) -> Option<StaffId> {
        match &self.actor {
            Actor::Staff(staff) => Some(staff.id),
            Actor::System(system) => system.on_behalf_of,
            Actor::Website(_) | Actor::Client(_) => None,
        }
    }

    fn reach_of(&self, permission: Permission) -> Option<Reach> {
        let (staff, policy) = (self.person()?, self.policy());
        Some(policy.reach_at(policy.reach(permission)?, staff, self.now()))
    }

    fn people(&self, staff: StaffId) -> People {
        People::new(staff, self.policy().covered(self.now()))
    }

    /// Whether the caller covers this person now.
    #[must_use]
    pub fn covers(&self, absent: Option<StaffId>) -> bool {
        absent.is_some_and(|absent| self.policy().covered(self.now()).contains(&absent))
    }

    /// The caller and whom the caller covers now: whose follow-ups are the caller's.
    ///
    /// # Errors
    /// [`AccessError::WrongActor`] for websites and jobs.
    pub fn day_of(&self) -> Result<People, AccessError> {
        Ok(self.people(self.staff_id()?))
    }

    /// How the caller stands to a record with this owner and team. What a covered colleague owns is taken part in.
    #[must_use]
    pub fn relation_to(&self, owner: Option<StaffId>, team: Option<TeamId>, participant: bool) -> RelationTo {
        let me = self.actor.staff().map(|s| s.id);
        self.policy().relation_to(me, self.now(), owner, team, participant)
    }

    /// The compiled policy as it holds now, for views.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        self.policies.at(self.now())
    }

    /// Which broker.
    #[must_use]
    pub const fn tenant(&self) -> &TenantRef {
        &self.tenant
    }

    /// Who is calling.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The staff member who is calling.
    ///
    /// # Errors
    /// [`AccessError::WrongActor`] for websites and jobs.
    pub fn staff_id(&self) -> Result<StaffId, AccessError> {
        self.actor.staff().map(|s| s.id).ok_or(AccessError::WrongActor)
    }

    /// Where the request came from.
    #[must_use]
    pub const fn request(&self) -> &RequestInfo {
        &self.request
    }

    /// The instant now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The clock, to hand on.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }
}
