//! Saved views of the list of clients.

use crate::graphql::notes::{DeleteInput, DeletePayload};
use crate::graphql::shared::{self, UserError, app, known, op, reader, settle};
use crate::view::saved_view::{SavedView, SavedViews, ViewAudience, ViewDefinitionView};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::UseCaseError;
use crm_app::saved_views::{self, NewViewInput, ViewChange};
use crm_model::{RoleId, SavedViewId, TeamId};
use crm_storage as storage;

/// Looking at views.
#[derive(Default)]
pub struct SavedViewQuery;

/// Making, changing, sharing and removing views.
#[derive(Default)]
pub struct SavedViewMutation;

/// A view to be made.
#[derive(InputObject)]
pub struct CreateSavedViewInput {
    name: String,
    audience: ViewAudience,
    /// Of an audience that is a team.
    team_id: Option<ID>,
    definition: ViewDefinitionView,
}

/// What is to change of a view. Absent fields stay as they are.
#[derive(InputObject)]
pub struct ChangeSavedViewInput {
    id: ID,
    version: i32,
    name: Option<String>,
    audience: Option<ViewAudience>,
    /// Of an audience that is a team.
    team_id: Option<ID>,
    definition: Option<ViewDefinitionView>,
}

/// What one's own list is to open with.
#[derive(InputObject)]
pub struct ChooseSavedViewInput {
    /// Null leaves it to one's roles.
    view_id: Option<ID>,
}

/// What the people of a role are to begin with.
#[derive(InputObject)]
pub struct SetRoleViewInput {
    role_id: ID,
    /// Null for the plain list.
    view_id: Option<ID>,
}

/// A view after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct SavedViewPayload {
    view: Option<SavedView>,
    errors: Vec<UserError>,
}

/// All views after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct SavedViewsPayload {
    saved_views: Option<SavedViews>,
    errors: Vec<UserError>,
}

#[Object]
impl SavedViewQuery {
    /// The views that there are for the viewer: own ones, those of the viewer's teams, and everybody's.
    async fn saved_views(&self, ctx: &Context<'_>) -> Result<SavedViews> {
        Ok(saved_views::shelf(op(ctx)?, reader(ctx).await?).await?.into())
    }
}

#[Object]
impl SavedViewMutation {
    /// Keeps a view; it is the viewer's.
    async fn create_saved_view(&self, ctx: &Context<'_>, input: CreateSavedViewInput) -> Result<SavedViewPayload> {
        let outcome = match input.read() {
            Ok(input) => saved_views::create(op(ctx)?, app(ctx)?, &input).await,
            Err(error) => Err(error),
        };
        let (id, errors) = settle(outcome)?;
        shown(ctx, id, errors).await
    }

    /// Changes a view: its name, what it shows, who has it.
    async fn change_saved_view(&self, ctx: &Context<'_>, input: ChangeSavedViewInput) -> Result<SavedViewPayload> {
        let id = shared::id(SavedViewId::parse(&input.id), "view")?;
        let outcome = match input.read() {
            Ok(change) => saved_views::change(op(ctx)?, app(ctx)?, id, &change).await,
            Err(error) => Err(error),
        };
        let (done, errors) = settle(outcome)?;
        shown(ctx, done.map(|()| id), errors).await
    }

    /// Removes a view for everybody who has it.
    async fn delete_saved_view(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<DeletePayload> {
        let id = shared::id(SavedViewId::parse(&input.id), "view")?;
        let (done, errors) = settle(saved_views::delete(op(ctx)?, app(ctx)?, id, input.version).await)?;
        Ok(DeletePayload { deleted_id: done.map(|()| input.id), errors })
    }

    /// Chooses what one's own list opens with.
    async fn choose_saved_view(&self, ctx: &Context<'_>, input: ChooseSavedViewInput) -> Result<SavedViewsPayload> {
        let parse = |id: &ID| shared::id(SavedViewId::parse(id), "view");
        let view = input.view_id.as_ref().map(parse).transpose()?;
        let (done, errors) = settle(saved_views::choose(op(ctx)?, app(ctx)?, view).await)?;
        all(ctx, done, errors).await
    }

    /// Says what the people of a role begin with, unless they chose something.
    async fn set_role_view(&self, ctx: &Context<'_>, input: SetRoleViewInput) -> Result<SavedViewsPayload> {
        let role = shared::id(RoleId::parse(&input.role_id), "role")?;
        let outcome = match input.view_id.as_ref().map(|id| known(SavedViewId::parse(id), "viewId")).transpose() {
            Ok(view) => saved_views::set_of_role(op(ctx)?, app(ctx)?, role, view).await,
            Err(error) => Err(error),
        };
        let (done, errors) = settle(outcome)?;
        all(ctx, done, errors).await
    }
}

impl CreateSavedViewInput {
    fn read(self) -> Result<NewViewInput, UseCaseError> {
        Ok(NewViewInput {
            name: self.name,
            audience: audience(self.audience, self.team_id.as_ref())?,
            definition: self.definition.read()?,
        })
    }
}

impl ChangeSavedViewInput {
    fn read(self) -> Result<ViewChange, UseCaseError> {
        let team = self.team_id.as_ref();
        Ok(ViewChange {
            version: self.version,
            name: self.name,
            audience: self.audience.map(|whose| audience(whose, team)).transpose()?,
            definition: self.definition.map(ViewDefinitionView::read).transpose()?,
        })
    }
}

fn audience(audience: ViewAudience, team: Option<&ID>) -> Result<storage::ViewAudience, UseCaseError> {
    Ok(match audience {
        ViewAudience::Private => storage::ViewAudience::Private,
        ViewAudience::Everybody => storage::ViewAudience::Everybody,
        ViewAudience::Team => {
            let team = team.ok_or_else(|| UseCaseError::invalid("teamId", "required", "Choose a team."))?;
            storage::ViewAudience::Team(known(TeamId::parse(team), "teamId")?)
        }
    })
}

async fn shown(ctx: &Context<'_>, id: Option<SavedViewId>, errors: Vec<UserError>) -> Result<SavedViewPayload> {
    let view = match id {
        Some(id) => saved_views::find(op(ctx)?, reader(ctx).await?, id).await.map(|card| Some(card.into())),
        None => Ok(None),
    };
    // made private, it is its owner's alone
    match view {
        Err(UseCaseError::NotFound(_)) => Ok(SavedViewPayload { view: None, errors }),
        view => Ok(SavedViewPayload { view: view?, errors }),
    }
}

async fn all(ctx: &Context<'_>, done: Option<()>, errors: Vec<UserError>) -> Result<SavedViewsPayload> {
    let saved_views = match done {
        Some(()) => Some(saved_views::shelf(op(ctx)?, reader(ctx).await?).await?.into()),
        None => None,
    };
    Ok(SavedViewsPayload { saved_views, errors })
}
