//! A saved view as it leaves, and what it is made of as it comes in.

use crate::view::client::{StaffRef, TeamRef};
use crate::view::enums::{ClientGroupField, FieldClass, ViewDensity, ViewSortField};
use async_graphql::{Enum, ID, InputObject, SimpleObject, scalar};
use chrono::{DateTime, Utc};
use crm_app::UseCaseError;
use crm_app::saved_views::{ViewCard, ViewShelf};
use crm_model::{Problem, ViewDefinition};
use crm_storage as storage;
use serde::{Deserialize, Serialize};

/// Conditions as a tree: `{"join": "all", "items": [{"field": "country", "values": ["ES"]}]}`. Groups stand in the first one
/// only. No value of a sealed field is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ViewFilter(serde_json::Value);

scalar!(
    ViewFilter,
    "ViewFilter",
    "Conditions as a tree: `{join: \"all\" | \"any\", items: [condition or tree]}`; a condition names its `field` and what is asked of it. Values of sealed fields are not taken."
);

/// Who sees a view besides its owner.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewAudience {
    Private,
    Team,
    Everybody,
}

/// The order of a view's rows.
#[derive(Clone, Copy, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "ViewSortInput")]
pub struct ViewSort {
    field: ViewSortField,
    descending: bool,
}

/// A column of a view.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "ViewColumnInput")]
pub struct ViewColumn {
    /// The portal's name of it.
    name: String,
    /// Stays in view while the others scroll.
    pinned: bool,
    /// In pixels; the usual one when it is not said.
    width: Option<i32>,
}

/// What a view shows.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(name = "ViewDefinition", input_name = "ViewDefinitionInput")]
pub struct ViewDefinitionView {
    filter: Option<ViewFilter>,
    sort: Option<ViewSort>,
    /// From the first to the last; the reader's own when there are none.
    columns: Vec<ViewColumn>,
    /// The reader's own when it is not said.
    density: Option<ViewDensity>,
    group_by: Option<ClientGroupField>,
}

/// A saved view of the list of clients.
#[derive(Clone, Debug, SimpleObject)]
pub struct SavedView {
    id: ID,
    version: i32,
    name: String,
    audience: ViewAudience,
    team: Option<TeamRef>,
    /// Nobody's when the broker began with it.
    owner: Option<StaffRef>,
    definition: ViewDefinitionView,
    /// Classes of fields that it asks for and the viewer may not filter by: those conditions are left out.
    dropped: Vec<FieldClass>,
    mine: bool,
    may_change: bool,
    /// Roles whose people begin with it.
    role_ids: Vec<ID>,
    updated_at: DateTime<Utc>,
}

/// The views that there are for the viewer.
#[derive(Clone, Debug, SimpleObject)]
pub struct SavedViews {
    views: Vec<SavedView>,
    /// What the viewer chose to begin with.
    chosen_id: Option<ID>,
    /// What the list opens with: the viewer's choice, else that of the viewer's roles.
    opens_with_id: Option<ID>,
}

impl ViewDefinitionView {
    /// As use cases take it.
    ///
    /// # Errors
    /// `invalid_condition` for a tree that nobody understands.
    pub fn read(self) -> Result<ViewDefinition, UseCaseError> {
        let filter = self.filter.map(|filter| serde_json::from_value(filter.0)).transpose().map_err(|_| {
            Problem::at("filter", "invalid_condition", "A condition asks what its field cannot answer.")
                .under("definition")
        })?;
        let column = |c: ViewColumn| crm_model::ViewColumn { id: c.name, pinned: c.pinned, width: c.width };
        Ok(ViewDefinition {
            filter,
            sort: self.sort.map(|s| crm_model::ViewSort { field: s.field.into(), descending: s.descending }),
            columns: self.columns.into_iter().map(column).collect(),
            density: self.density.map(Into::into),
            group_by: self.group_by.map(Into::into),
        })
    }
}

impl From<ViewDefinition> for ViewDefinitionView {
    fn from(kept: ViewDefinition) -> Self {
        let column = |c: crm_model::ViewColumn| ViewColumn { name: c.id, pinned: c.pinned, width: c.width };
        Self {
            filter: kept.filter.and_then(|filter| serde_json::to_value(filter).ok()).map(ViewFilter),
            sort: kept.sort.map(|s| ViewSort { field: s.field.into(), descending: s.descending }),
            columns: kept.columns.into_iter().map(column).collect(),
            density: kept.density.map(Into::into),
            group_by: kept.group_by.map(Into::into),
        }
    }
}

impl From<ViewCard> for SavedView {
    fn from(card: ViewCard) -> Self {
        let view = card.view;
        let (audience, team) = match view.audience {
            storage::ViewAudience::Private => (ViewAudience::Private, None),
            storage::ViewAudience::Team(team) => (ViewAudience::Team, Some(team)),
            storage::ViewAudience::Everybody => (ViewAudience::Everybody, None),
        };
        Self {
            id: ID(view.id.to_string()),
            version: view.version,
            name: view.name,
            audience,
            team: team.map(|team| TeamRef { id: ID(team.to_string()), name: view.team_name.unwrap_or_default() }),
            owner: view.owner.map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
            definition: view.definition.into(),
            dropped: card.dropped.into_iter().map(Into::into).collect(),
            mine: card.mine,
            may_change: card.changeable,
            role_ids: view.roles.iter().map(|role| ID(role.to_string())).collect(),
            updated_at: view.updated_at,
        }
    }
}

impl From<ViewShelf> for SavedViews {
    fn from(shelf: ViewShelf) -> Self {
        Self {
            views: shelf.views.into_iter().map(SavedView::from).collect(),
            chosen_id: shelf.chosen.map(|id| ID(id.to_string())),
            opens_with_id: shelf.opens_with.map(|id| ID(id.to_string())),
        }
    }
}
