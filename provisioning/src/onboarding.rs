//! Making a broker: registered, filled, looked over, opened. Each step may be cut off and done again; the broker's hosts
//! answer only after the last.

use crate::slug::Slug;
use crate::template::Template;
use crm_access::{Actor, FieldClass, OpContext, Policies, RequestInfo, TenantRef, kinds};
use crm_app::mails::SendInvitation;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, Clock, Email, Pii, RequestId, RoleId, SpokenLanguage, StaffId, StatusKind, TeamId};
use crm_storage::{
    AuditEvent, Change, Credentials, FirstBrand, FirstSettings, Operates, ProvisionDb, ProvisionTx, Roles, SavedViews,
    Scoped, SelfTest, Staff, StorageError, TeamFields, Teams, TenantEntry, TenantStatus,
};
use crm_vault::BlindKind;
use std::collections::HashMap;
use std::sync::Arc;

/// A broker to be made.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Its short name.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// What it begins with.
    pub template: Template,
    /// The first person, who may do everything.
    pub manager: FirstManager,
    /// Whether that person is sent an invitation.
    pub invite: bool,
    /// IANA name of the time zone.
    pub time_zone: String,
    /// What differs from the template.
    pub look: Look,
}

/// The first person of a broker.
#[derive(Clone, Debug)]
pub struct FirstManager {
    /// The name.
    pub name: Pii<String>,
    /// The sign-in address.
    pub email: Pii<Email>,
}

/// How a broker shows itself; `None` takes the template's, or the broker's name.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The company behind the brand.
    pub legal_name: Option<String>,
    /// `#rrggbb`.
    pub primary_color: Option<String>,
    /// An SVG element.
    pub logo_svg: Option<String>,
    /// Where people ask for help.
    pub support_email: Option<String>,
    /// ISO 3166 code for national phone numbers.
    pub default_country: Option<String>,
    /// In which people are written to who chose none; English unless said.
    pub language: Option<SpokenLanguage>,
}

/// How far onboarding has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The broker stands in the registry, as "provisioning", with the key of its context.
    Registered,
    /// Its transaction is open and holds settings, brand, roles, statuses, tags and teams.
    Furnished,
    /// The same transaction holds the first person too.
    Staffed,
    /// That transaction is committed.
    Written,
    /// Everything that a broker needs is there.
    Tested,
    /// Its hosts answer.
    Active,
}

/// Why a broker was not made.
#[derive(Debug, thiserror::Error)]
pub enum OnboardingError {
    /// The short name is another broker's.
    #[error(
        "the slug `{slug}` belongs to {name}; choose another one, or repeat the request with that name to finish or look over that broker"
    )]
    SlugTaken {
        /// Which.
        slug: String,
        /// Whose.
        name: String,
    },
    /// Something that a broker needs is missing after all was written.
    #[error("the self-test failed; the broker stays closed:{0}")]
    SelfTest(String),
    /// The caller stopped it.
    #[error("stopped after {0:?}; repeat the request to go on")]
    Stopped(Step),
    /// A fault below.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The template grants what this work may not give.
    #[error(transparent)]
    Access(#[from] crm_access::AccessError),
}

/// What was made or found.
#[derive(Clone, Debug)]
pub struct Onboarded {
    /// The broker.
    pub entry: TenantEntry,
    /// Whether this call wrote its rows; false when they were there.
    pub written: bool,
    /// How it looks.
    pub report: SelfTest,
}

/// Told at each step; `false` stops there, as a killed process would.
pub type Progress<'a> = &'a (dyn Fn(Step) -> bool + Sync);

/// Makes a broker, or goes on where an earlier call was cut off. The same request twice, or in parallel, makes one broker
/// (PROV-01).
///
/// # Errors
/// [`OnboardingError`]; nothing half-made is ever open.
pub async fn create(
    db: &ProvisionDb,
    clock: &Clock,
    new: &NewTenant,
    progress: Progress<'_>,
) -> Result<Onboarded, OnboardingError> {
    let reached = |step: Step| if progress(step) { Ok(()) } else { Err(OnboardingError::Stopped(step)) };
    let mut entry = db.register(new.slug.as_str(), &new.name).await?;
    if entry.name != new.name {
        return Err(OnboardingError::SlugTaken { slug: new.slug.as_str().to_owned(), name: entry.name });
    }
    reached(Step::Registered)?;
    let op = operation(&entry.tenant, "tenant create", clock);
    let written = match entry.status {
        TenantStatus::Provisioning => match db.begin(&op).await? {
            Some(tx) => {
                let events = fill(&tx, new, &reached).await?;
                tx.commit_all(events).await?;
                true
            }
            None => false,
        },
        TenantStatus::Active | TenantStatus::Suspended => false,
    };
    reached(Step::Written)?;
    let report = db.self_test(&entry).await?;
    if !report.is_whole() {
        let broken = report.checks.iter().filter(|c| !c.good).map(|c| format!("\n  {}: {}", c.what, c.found));
        return Err(OnboardingError::SelfTest(broken.collect()));
    }
    reached(Step::Tested)?;
    if entry.status == TenantStatus::Provisioning {
        db.activate(&entry.tenant).await?;
        entry.status = TenantStatus::Active;
    }
    reached(Step::Active)?;
    Ok(Onboarded { report: SelfTest { status: entry.status, ..report }, entry, written })
}

/// Work of the platform on one broker, as its trail shows it.
#[must_use]
pub fn operation(tenant: &TenantRef, work: &str, clock: &Clock) -> OpContext {
    let actor = Actor::System(crm_access::SystemActor { work: work.to_owned(), job: None, on_behalf_of: None });
    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    OpContext::new(tenant.clone(), actor, Arc::new(Policies::nothing()), request, clock.clone(), None)
}

async fn fill(
    tx: &ProvisionTx,
    new: &NewTenant,
    reached: &impl Fn(Step) -> Result<(), OnboardingError>,
) -> Result<Vec<AuditEvent>, OnboardingError> {
    let template = &new.template;
    tx.begin_tenant(&settings(new)).await?;
    tx.add_brand(&brand(new)).await?;
    let roles = add_roles(tx, template).await?;
    for (kind, statuses) in
        [(StatusKind::Sales, &template.sales_statuses), (StatusKind::Retention, &template.retention_statuses)]
    {
        for (position, status) in (1_i32..).zip(statuses) {
            tx.add_status(kind, &status.name, status.meaning, &status.color, position).await?;
        }
    }
    for tag in &template.tags {
        tx.add_tag(&tag.name, &tag.color).await?;
    }
    add_views(tx, template, &roles).await?;
    add_teams(tx, template).await?;
    reached(Step::Furnished)?;
    let staff = add_manager(tx, new, roles.first().map(|(id, _)| *id)).await?;
    reached(Step::Staffed)?;
    let created = AuditEvent::on(AuditAction::TenantCreated, "tenant", tx.op().tenant().id.uuid()).changes([
        Change::plain("name", None::<String>, Some(new.name.clone())),
        Change::plain("slug", None::<String>, Some(new.slug.as_str())),
        Change::plain("template", None::<String>, Some(format!("{} {}", template.name, template.version))),
    ]);
    let role = roles.first().map(|(_, name)| name.clone());
    let invited = AuditEvent::on(AuditAction::StaffInvited, "staff", staff.uuid()).changes([
        Change::private("name", None, Some(new.manager.name.expose().clone())),
        Change::personal("email", FieldClass::Email, None, Some(new.manager.email.expose().as_str().to_owned())),
        Change::plain("roles", None::<String>, role),
    ]);
    Ok(vec![created, invited])
}

fn settings(new: &NewTenant) -> FirstSettings {
    let of_template = &new.template.settings;
    FirstSettings {
        time_zone: new.time_zone.clone(),
        language: new.look.language.unwrap_or(SpokenLanguage::English),
        default_country: new.look.default_country.clone(),
        session_idle_s: of_template.session_idle_s,
        session_absolute_s: of_template.session_absolute_s,
        reveals_per_hour: of_template.reveals_per_hour,
        money_freeze_h: of_template.money_freeze_h,
        client_numbers_after: of_template.client_numbers_after,
    }
}

fn brand(new: &NewTenant) -> FirstBrand {
    FirstBrand {
        name: new.name.clone(),
        legal_name: new.look.legal_name.clone().unwrap_or_else(|| new.name.clone()),
        primary_color: new.look.primary_color.clone().unwrap_or_else(|| new.template.primary_color.clone()),
        logo_svg: new.look.logo_svg.clone(),
        support_email: new.look.support_email.clone(),
    }
}

async fn add_roles(tx: &ProvisionTx, template: &Template) -> Result<Vec<(RoleId, String)>, OnboardingError> {
    let permit = tx.op().require_system::<kinds::RoleManage>()?;
    let mut made = Vec::new();
    for role in &template.roles {
        made.push((
            Roles::of(tx).create(&permit, &role.name, &role.description, &role.rules).await?,
            role.name.clone(),
        ));
    }
    Ok(made)
}

async fn add_views(tx: &ProvisionTx, template: &Template, roles: &[(RoleId, String)]) -> Result<(), OnboardingError> {
    let permit = tx.op().require_system::<kinds::SavedViewShare>()?;
    for view in &template.views {
        let begin: Vec<RoleId> =
            roles.iter().filter(|(_, name)| view.roles.contains(name)).map(|(id, _)| *id).collect();
        SavedViews::of(tx).furnish(&permit, &view.name, &view.definition, &begin).await?;
    }
    Ok(())
}

async fn add_teams(tx: &ProvisionTx, template: &Template) -> Result<(), OnboardingError> {
    let permit = tx.op().require_system::<kinds::TeamManage>()?;
    let mut made: HashMap<&str, TeamId> = HashMap::new();
    for team in &template.teams {
        let parent = team.below.as_deref().and_then(|name| made.get(name).copied());
        let fields = TeamFields { name: team.name.clone(), desk: team.desk, parent, leader: None };
        made.insert(&team.name, Teams::of(tx).create(&permit, &fields).await?);
    }
    Ok(())
}

async fn add_manager(tx: &ProvisionTx, new: &NewTenant, role: Option<RoleId>) -> Result<StaffId, OnboardingError> {
    let permit = tx.op().require_system::<kinds::StaffManage>()?;
    let (staff, email) = (Staff::of(tx), &new.manager.email);
    let id = staff.create(&permit, new.manager.name.expose(), email, None).await?;
    Credentials::of(tx).create(id, tx.keys().blind(BlindKind::Email, &email.expose().normalised())).await?;
    staff.add_roles(&permit, id, role.as_slice()).await?;
    if new.invite {
        tx.put(&SendInvitation { staff: id, invited_by: None }).await?;
    }
    Ok(id)
}
