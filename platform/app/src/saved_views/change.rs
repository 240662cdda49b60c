//! Making, changing, sharing and removing views.

use super::{asked, dropped, may_change, may_share, own_field, reader};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientView;
use crm_model::{AuditAction, Problem, Problems, SavedViewId, ViewDefinition, ViewField};
use crm_storage::{
    AuditEvent, Change, SavedView, SavedViews, StorageError, Team, Teams, TenantTx, ViewAudience, ViewEdit,
};

/// A view to be made; its owner is who makes it.
#[derive(Clone, Debug)]
pub struct NewViewInput {
    /// The name.
    pub name: String,
    /// Who sees it besides.
    pub audience: ViewAudience,
    /// What it shows.
    pub definition: ViewDefinition,
}

/// What is to change of a view; `None` stays as it is.
#[derive(Clone, Debug)]
pub struct ViewChange {
    /// The version that was read.
    pub version: i32,
    /// The new name.
    pub name: Option<String>,
    /// Who sees it from now on.
    pub audience: Option<ViewAudience>,
    /// What it shows from now on.
    pub definition: Option<ViewDefinition>,
}

/// The most private views of one person, and the most shared ones of a broker.
const OWN: i64 = 100;
const SHARED: i64 = 200;

/// Keeps a view.
///
/// # Errors
/// Access; problems `required`, `taken`, `too_many`, `beyond_reach`, `unknown_id`, `field_not_filterable`, and those of
/// [`ViewDefinition::check`].
pub async fn create(op: &OpContext, app: &App, input: &NewViewInput) -> Result<SavedViewId, UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let owner = op.staff_id()?;
    let mut problems = Problems::new();
    let name = name(&mut problems, &input.name);
    problems.done()?;
    let tx = app.db.begin(op).await?;
    fits(op, &tx, &input.definition).await?;
    let team = shareable(op, &tx, input.audience).await?;
    room(&tx, owner, input.audience).await?;
    let view = ViewEdit { name, audience: input.audience, definition: input.definition.clone() };
    let id = taken(SavedViews::of(&tx).create(&permit, owner, &view).await)?;
    let made = AuditEvent::on(AuditAction::SavedViewCreated, "saved_view", id.uuid())
        .changes([vec![Change::plain("name", None::<String>, Some(view.name.clone()))], told(None, &view)].concat());
    let shared =
        (view.audience != ViewAudience::Private).then(|| share_event(id, None, &words(view.audience, team.as_ref())));
    tx.commit_all([Some(made), shared].into_iter().flatten().collect()).await?;
    Ok(id)
}

/// Changes a view: its name, what it shows, who has it.
///
/// # Errors
/// As [`create`]; [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; `not_yours` for a view that one sees and may not
/// change, `hidden_parts` when it asks for fields that its changer may not read.
pub async fn change(op: &OpContext, app: &App, id: SavedViewId, input: &ViewChange) -> Result<(), UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let tx = app.db.begin(op).await?;
    if let Some(definition) = &input.definition {
        fits(op, &tx, definition).await?;
    }
    let before = held(op, &tx, id, input.version).await?;
    let fields = asked(&tx, std::iter::once(&before.definition)).await?;
    if input.definition.is_some() && !dropped(op, &fields, &mut before.definition.clone()).is_empty() {
        return Err(UseCaseError::invalid(
            "definition",
            "hidden_parts",
            "This view asks for fields that your role does not show. Save your changes as a view of your own.",
        ));
    }
    let mut problems = Problems::new();
    let view = ViewEdit {
        name: input.name.as_deref().map_or_else(|| before.name.clone(), |raw| name(&mut problems, raw)),
        audience: input.audience.unwrap_or(before.audience),
        definition: input.definition.clone().unwrap_or_else(|| before.definition.clone()),
    };
    problems.done()?;
    let mut events = Vec::new();
    let changed = AuditEvent::on(AuditAction::SavedViewChanged, "saved_view", id.uuid()).changes(
        [
            vec![Change::plain("name", Some(before.name.clone()), Some(view.name.clone()))],
            told(Some(&before.definition), &view),
        ]
        .concat(),
    );
    if changed.has_changes() {
        events.push(changed);
    }
    if view.audience != before.audience {
        let team = shareable(op, &tx, view.audience).await?;
        let owner = match (&before.owner, view.audience) {
            (None, ViewAudience::Private) => {
                return Err(UseCaseError::invalid(
                    "audience",
                    "nobodys",
                    "This view is nobody's own. Save it as a view of your own instead.",
                ));
            }
            (Some((owner, _)), _) => *owner,
            (None, _) => op.staff_id()?,
        };
        room(&tx, owner, view.audience).await?;
        let was = audience_words(before.audience, before.team_name.as_deref());
        events.push(share_event(id, Some(was), &words(view.audience, team.as_ref())));
    }
    if events.is_empty() {
        return Ok(tx.abandon().await?);
    }
    if !taken(SavedViews::of(&tx).save(&permit, id, input.version, &view).await)? {
        return Err(UseCaseError::Conflict { current: input.version + 1 });
    }
    Ok(tx.commit_all(events).await?)
}

/// Removes a view for everybody who has it.
///
/// # Errors
/// Access, [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; problem `not_yours`.
pub async fn delete(op: &OpContext, app: &App, id: SavedViewId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let tx = app.db.begin(op).await?;
    let before = held(op, &tx, id, version).await?;
    if !SavedViews::of(&tx).delete(&permit, id, version).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    let was = audience_words(before.audience, before.team_name.as_deref());
    let event = AuditEvent::on(AuditAction::SavedViewDeleted, "saved_view", id.uuid()).changes([
        Change::plain("name", Some(before.name), None::<String>),
        Change::plain("audience", Some(was), None::<String>),
    ]);
    Ok(tx.commit(event).await?)
}

/// The view, for one who may change it, at the version that he read.
async fn held(op: &OpContext, tx: &TenantTx, id: SavedViewId, version: i32) -> Result<SavedView, UseCaseError> {
    let view = SavedViews::of(tx).find(&reader(op)?, id).await?.ok_or(UseCaseError::NotFound("view"))?;
    let me = op.staff_id()?;
    if !may_change(op, &view, view.owner.as_ref().is_some_and(|(owner, _)| *owner == me)) {
        return Err(UseCaseError::invalid(
            "id",
            "not_yours",
            "This view is shared with you; you may not change it. Save your changes as a view of your own.",
        ));
    }
    if view.version != version {
        return Err(UseCaseError::Conflict { current: view.version });
    }
    Ok(view)
}

/// A definition that may be kept, by one who may ask all that it asks.
async fn fits(op: &OpContext, tx: &TenantTx, definition: &ViewDefinition) -> Result<(), UseCaseError> {
    definition.check().map_err(|problem| problem.under("definition"))?;
    let fields = asked(tx, std::iter::once(definition)).await?;
    let custom = definition.filter.iter().flat_map(|filter| filter.conditions());
    for condition in custom.filter(|condition| condition.field == ViewField::Custom) {
        let kinds = condition.custom_kinds().unwrap_or_default();
        if !own_field(&fields, condition).is_some_and(|field| kinds.contains(&field.kind)) {
            let words = "A condition asks what its field cannot answer.";
            return Err(Problem::at("filter", "invalid_condition", words).under("definition").into());
        }
    }
    if dropped(op, &fields, &mut definition.clone()).is_empty() {
        return Ok(());
    }
    Err(Problem::at(
        "filter",
        "field_not_filterable",
        "Your role does not read this field in full, so it cannot be filtered by.",
    )
    .under("definition")
    .into())
}

/// The team of an audience, which must be there; refused for one with whom the caller may not share.
async fn shareable(op: &OpContext, tx: &TenantTx, audience: ViewAudience) -> Result<Option<Team>, UseCaseError> {
    let team = match audience {
        ViewAudience::Team(id) => Some(Teams::of(tx).find(id).await?.ok_or_else(|| {
            UseCaseError::invalid("teamId", "unknown_id", "This team does not exist any more. Load the list again.")
        })?),
        ViewAudience::Private | ViewAudience::Everybody => None,
    };
    if may_share(op, audience) {
        return Ok(team);
    }
    Err(UseCaseError::invalid(
        "audience",
        "beyond_reach",
        "Your role does not include sharing views so widely. Keep it private, or choose a team of yours.",
    ))
}

async fn room(tx: &TenantTx, owner: crm_model::StaffId, audience: ViewAudience) -> Result<(), UseCaseError> {
    let private = audience == ViewAudience::Private;
    let most = if private { OWN } else { SHARED };
    if SavedViews::of(tx).count(private.then_some(owner)).await? < most {
        return Ok(());
    }
    Err(UseCaseError::invalid("name", "too_many", format!("There are {most} views already. Remove one first.")))
}

fn name(problems: &mut Problems, raw: &str) -> String {
    let name = problems.text("name", Some(raw), 80);
    if name.is_none() && problems.is_empty() {
        problems.push(Problem::at("name", "required", "Write a name."));
    }
    name.unwrap_or_default()
}

fn taken<T>(outcome: Result<T, StorageError>) -> Result<T, UseCaseError> {
    outcome.map_err(|error| match error {
        StorageError::Taken { .. } => {
            UseCaseError::invalid("name", "taken", "There is a view of this name here. Choose another name.")
        }
        other => other.into(),
    })
}

fn words(audience: ViewAudience, team: Option<&Team>) -> String {
    audience_words(audience, team.map(|team| team.name.as_str()))
}

fn audience_words(audience: ViewAudience, team: Option<&str>) -> String {
    match audience {
        ViewAudience::Private => "private".to_owned(),
        ViewAudience::Team(_) => format!("team {}", team.unwrap_or_default()),
        ViewAudience::Everybody => "everybody".to_owned(),
    }
}

fn share_event(id: SavedViewId, was: Option<String>, now: &str) -> AuditEvent {
    AuditEvent::on(AuditAction::SavedViewShared, "saved_view", id.uuid()).changes([Change::plain(
        "audience",
        was,
        Some(now.to_owned()),
    )])
}

/// What a view shows, before and after, part by part. No value of a sealed field stands in it.
fn told(before: Option<&ViewDefinition>, after: &ViewEdit) -> Vec<Change> {
    let after = &after.definition;
    let text = |part: Option<serde_json::Value>| part.filter(|p| !p.is_null()).map(|p| p.to_string());
    let part = |name: &'static str, of: fn(&ViewDefinition) -> Option<serde_json::Value>| {
        Change::plain(name, text(before.and_then(of)), text(of(after)))
    };
    vec![
        part("filter", |d| serde_json::to_value(&d.filter).ok()),
        part("sort", |d| serde_json::to_value(d.sort).ok()),
        part("columns", |d| (!d.columns.is_empty()).then(|| serde_json::to_value(&d.columns).ok()).flatten()),
        part("density", |d| serde_json::to_value(d.density).ok()),
        part("groupBy", |d| serde_json::to_value(d.group_by).ok()),
    ]
}
