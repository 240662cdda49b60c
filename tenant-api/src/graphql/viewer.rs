//! The person who is signed in.

use crate::graphql::shared::{UserError, app, op, reader, settle};
use crate::view::viewer::ViewerView;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use crm_app::viewer;

/// Looking at oneself.
#[derive(Default)]
pub struct ViewerQuery;

/// Changing one's own preferences.
#[derive(Default)]
pub struct ViewerMutation;

/// Absent fields stay as they are.
#[derive(InputObject)]
pub struct ChangePreferencesInput {
    theme: Option<String>,
    density: Option<String>,
    locale: Option<String>,
    /// Empty goes back to the broker's.
    time_zone: Option<String>,
    shortcuts: Option<bool>,
    date_style: Option<String>,
    clock: Option<String>,
    week_start: Option<String>,
    name: Option<String>,
}

/// The viewer after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct ViewerPayload {
    viewer: Option<ViewerView>,
    errors: Vec<UserError>,
}

async fn read(ctx: &Context<'_>) -> Result<ViewerView> {
    let op = op(ctx)?;
    Ok(ViewerView::new(op, app(ctx)?, viewer::viewer(op, reader(ctx).await?).await?))
}

#[Object]
impl ViewerQuery {
    /// The person who is signed in, with rights, preferences and the broker's shell.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<ViewerView> {
        read(ctx).await
    }
}

#[Object]
impl ViewerMutation {
    /// Changes one's own name and preferences.
    async fn change_preferences(&self, ctx: &Context<'_>, input: ChangePreferencesInput) -> Result<ViewerPayload> {
        let input = viewer::ChangePreferencesInput {
            theme: input.theme,
            density: input.density,
            locale: input.locale,
            time_zone: input.time_zone,
            shortcuts: input.shortcuts,
            date_style: input.date_style,
            clock: input.clock,
            week_start: input.week_start,
            name: input.name,
        };
        let (done, errors) = settle(viewer::change_preferences(op(ctx)?, app(ctx)?, &input).await)?;
        let viewer = if done.is_some() { Some(read(ctx).await?) } else { None };
        Ok(ViewerPayload { viewer, errors })
    }
}
