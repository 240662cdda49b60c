//! Saved views of the list of clients: private, a team's, everybody's. A view is a way to look, never a right: its conditions
//! are asked within the reader's own reach, and those on fields that he may not read are left out and named.

mod change;
mod defaults;

pub use change::{NewViewInput, ViewChange, change, create, delete};
pub use defaults::{choose, set_of_role};

use crate::UseCaseError;
use crm_access::kinds::ClientView;
use crm_access::{FieldClass, OpContext, Permission, Reach};
use crm_model::{CustomFieldId, SavedViewId, ViewCondition, ViewDefinition, ViewField};
use crm_storage::{CustomField, CustomFields, SavedView, SavedViews, Scoped, ViewAudience, ViewReader};

/// A view as one person has it.
#[derive(Clone, Debug)]
pub struct ViewCard {
    /// The view; its filter without what this person may not read.
    pub view: SavedView,
    /// Classes of fields that it asks for and this person may not filter by.
    pub dropped: Vec<FieldClass>,
    /// Whether it is his own.
    pub mine: bool,
    /// Whether he may change it, share it otherwise and remove it.
    pub changeable: bool,
}

/// The views that there are for a person.
#[derive(Clone, Debug)]
pub struct ViewShelf {
    /// By name.
    pub views: Vec<ViewCard>,
    /// What he chose to begin with.
    pub chosen: Option<SavedViewId>,
    /// What his list opens with: his choice, else that of his roles.
    pub opens_with: Option<SavedViewId>,
}

/// The views that there are for the caller, and what his list opens with.
///
/// # Errors
/// [`UseCaseError::Access`] without `client.view`.
pub async fn shelf<T: Scoped>(op: &OpContext, tx: &T) -> Result<ViewShelf, UseCaseError> {
    op.require::<ClientView>()?;
    let reader = reader(op)?;
    let kept = SavedViews::of(tx);
    let listed = kept.list(&reader).await?;
    let fields = asked(tx, listed.iter().map(|view| &view.definition)).await?;
    let views: Vec<ViewCard> = listed.into_iter().map(|view| card(op, &fields, view)).collect();
    let beginning = kept.beginning(reader.staff, op.now()).await?;
    let there = |id: &SavedViewId| views.iter().any(|card| card.view.id == *id);
    let chosen = beginning.chosen.filter(there);
    let opens_with = chosen.or_else(|| beginning.of_role.filter(there));
    Ok(ViewShelf { views, chosen, opens_with })
}

/// One view, as the caller has it.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`].
pub async fn find<T: Scoped>(op: &OpContext, tx: &T, id: SavedViewId) -> Result<ViewCard, UseCaseError> {
    op.require::<ClientView>()?;
    let view = SavedViews::of(tx).find(&reader(op)?, id).await?.ok_or(UseCaseError::NotFound("view"))?;
    let fields = asked(tx, std::iter::once(&view.definition)).await?;
    Ok(card(op, &fields, view))
}

/// The broker's own fields, when one of these definitions asks for any.
async fn asked<'a, T: Scoped>(
    tx: &T,
    definitions: impl Iterator<Item = &'a ViewDefinition>,
) -> Result<Vec<CustomField>, UseCaseError> {
    let mut filters = definitions.filter_map(|definition| definition.filter.as_ref());
    if filters.any(|filter| filter.conditions().iter().any(|condition| condition.field == ViewField::Custom)) {
        return Ok(CustomFields::of(tx).all().await?);
    }
    Ok(Vec::new())
}

/// Who reads, and whose views there are for him.
fn reader(op: &OpContext) -> Result<ViewReader, UseCaseError> {
    let all_teams = matches!(op.reach(Permission::SavedViewShare), Some(Reach::All));
    Ok(ViewReader { staff: op.staff_id()?, teams: op.policy().teams().to_vec(), all_teams })
}

fn card(op: &OpContext, fields: &[CustomField], mut view: SavedView) -> ViewCard {
    let me = op.actor().staff().map(|s| s.id);
    let mine = view.owner.as_ref().is_some_and(|(owner, _)| Some(*owner) == me);
    let dropped = dropped(op, fields, &mut view.definition);
    ViewCard { mine, changeable: may_change(op, &view, mine), dropped, view }
}

/// A private view is its owner's; a shared one belongs to those who may share with its audience.
fn may_change(op: &OpContext, view: &SavedView, mine: bool) -> bool {
    match view.audience {
        ViewAudience::Private => mine,
        shared => may_share(op, shared),
    }
}

/// Whether the caller may let this audience have a view.
fn may_share(op: &OpContext, audience: ViewAudience) -> bool {
    match (audience, op.reach(Permission::SavedViewShare)) {
        (ViewAudience::Private, _) | (_, Some(Reach::All)) => true,
        (ViewAudience::Team(team), Some(Reach::Team(_, teams))) => teams.contains(&team),
        _ => false,
    }
}

/// The broker's own field that a condition asks for.
fn own_field<'a>(fields: &'a [CustomField], condition: &ViewCondition) -> Option<&'a CustomField> {
    let id = condition.custom.as_deref().and_then(CustomFieldId::parse)?;
    fields.iter().find(|field| field.id == id)
}

/// The class that a condition's field follows.
fn class_of(fields: &[CustomField], condition: &ViewCondition) -> Option<FieldClass> {
    match condition.field {
        ViewField::Custom => own_field(fields, condition).and_then(|field| field.class),
        ViewField::Email => Some(FieldClass::Email),
        ViewField::Phone => Some(FieldClass::Phone),
        ViewField::UnderAge => Some(FieldClass::DateOfBirth),
        _ => None,
    }
}

/// Takes out of a definition what the caller may not filter by (MASK-03), and says which classes of fields that was.
fn dropped(op: &OpContext, fields: &[CustomField], definition: &mut ViewDefinition) -> Vec<FieldClass> {
    let reach = op.reach(Permission::ClientView);
    let hidden = |condition: &ViewCondition| {
        class_of(fields, condition)
            .filter(|class| !reach.as_ref().is_some_and(|r| op.policy().may_search_by(*class, r)))
    };
    let Some(filter) = &definition.filter else { return Vec::new() };
    let (left, classes) = filter.without(hidden);
    definition.filter = left;
    classes
}
