use crate::graphql::account_products::{AccountProductMutation, AccountProductQuery};
use crate::graphql::api_keys::{ApiKeyMutation, ApiKeyQuery};
use crate::graphql::audit::{AuditMutation, AuditQuery};
use crate::graphql::balance_operations::{BalanceMutation, BalanceQuery};
use crate::graphql::checked::CheckedOnce;
use crate::graphql::client_bulks::{ClientBulkMutation, ClientBulkQuery};
use crate::graphql::client_imports::{ClientImportMutation, ClientImportQuery, ClientImportSubscription};
use crate::graphql::client_merges::{ClientMergeMutation, ClientMergeQuery};
use crate::graphql::client_statuses::ClientStatusMutation;
use crate::graphql::clients::{ClientMutation, ClientQuery};
use crate::graphql::covers::{CoverMutation, CoverQuery};
use crate::graphql::custom_fields::{CustomFieldMutation, CustomFieldQuery};
use crate::graphql::dealing::{DealingMutation, DealingQuery};
use crate::graphql::deals::DealQuery;
use crate::graphql::explain::ExplainMutation;
use crate::graphql::figures::FigureQuery;
use crate::graphql::live::LiveSubscription;
use crate::graphql::notes::NoteMutation;
use crate::graphql::palette::PaletteQuery;
use crate::graphql::permission_uses::PermissionUseQuery;
use crate::graphql::positions::{PositionQuery, PositionSubscription};
use crate::graphql::reminders::ReminderSubscription;
use crate::graphql::roles::{RoleMutation, RoleQuery};
use crate::graphql::saved_views::{SavedViewMutation, SavedViewQuery};
use crate::graphql::second_factor::SecondFactorMutation;
use crate::graphql::sessions::{SessionMutation, SessionQuery};
use crate::graphql::shape::Shape;
use crate::graphql::staff::{StaffMutation, StaffQuery};
use crate::graphql::tags::TagMutation;
use crate::graphql::targets::TargetMutation;
use crate::graphql::tasks::{TaskMutation, TaskQuery};
use crate::graphql::teams::{TeamMutation, TeamQuery};
use crate::graphql::trading_accounts::{TradingAccountMutation, TradingAccountQuery};
use crate::graphql::trading_news::TradingNewsSubscription;
use crate::graphql::trading_servers::{TradingServerMutation, TradingServerQuery};
use crate::graphql::viewer::{ViewerMutation, ViewerQuery};
use crate::graphql::watch::{WatchMutation, WatchQuery};
use async_graphql::{MergedObject, MergedSubscription, Schema, ValidationMode};
use crm_app::App;
use std::sync::{Arc, OnceLock};

/// The staff portal's schema.
pub type StaffSchema = Schema<Query, Mutation, Subscription>;

/// Every reading field, noun by noun.
#[derive(MergedObject, Default)]
pub struct Query(
    ViewerQuery,
    ClientQuery,
    StaffQuery,
    TeamQuery,
    RoleQuery,
    SessionQuery,
    AuditQuery,
    ApiKeyQuery,
    TradingServerQuery,
    AccountProductQuery,
    TradingAccountQuery,
    BalanceQuery,
    PositionQuery,
    DealQuery,
    DealingQuery,
    ClientImportQuery,
    ClientBulkQuery,
    ClientMergeQuery,
    PaletteQuery,
    TaskQuery,
    SavedViewQuery,
    FigureQuery,
    CoverQuery,
    WatchQuery,
    PermissionUseQuery,
    CustomFieldQuery,
);

/// Every changing field, noun by noun.
#[derive(MergedObject, Default)]
pub struct Mutation(
    ClientMutation,
    NoteMutation,
    StaffMutation,
    TeamMutation,
    RoleMutation,
    SessionMutation,
    SecondFactorMutation,
    ViewerMutation,
    AuditMutation,
    ApiKeyMutation,
    TradingServerMutation,
    AccountProductMutation,
    TradingAccountMutation,
    BalanceMutation,
    DealingMutation,
    ClientImportMutation,
    ClientBulkMutation,
    ClientMergeMutation,
    TaskMutation,
    ClientStatusMutation,
    TagMutation,
    SavedViewMutation,
    CoverMutation,
    TargetMutation,
    WatchMutation,
    ExplainMutation,
    CustomFieldMutation,
);

/// Everything that goes on.
#[derive(MergedSubscription, Default)]
#[graphql(name = "LiveSubscription")]
pub struct Subscription(
    LiveSubscription,
    PositionSubscription,
    ClientImportSubscription,
    ReminderSubscription,
    TradingNewsSubscription,
);

/// The schema with the application behind it.
#[must_use]
pub fn schema(app: &Arc<App>) -> StaffSchema {
    builder().data(Arc::clone(app)).finish()
}

/// The same for documents that [`schema`] has validated: it validates nothing again, and without an extension between each
/// field and its resolver a page of clients costs a fifth less.
#[must_use]
pub(crate) fn validated_schema(app: &Arc<App>) -> StaffSchema {
    plain().validation_mode(ValidationMode::Fast).data(Arc::clone(app)).finish()
}

fn builder() -> Builder {
    plain().extension(CheckedOnce)
}

type Builder = async_graphql::SchemaBuilder<Query, Mutation, Subscription>;

/// Introspection and suggestions are off for everybody: the schema is printed by the command line (GQL-05). Depth, cost,
/// aliases and directives are counted by `limits` with fragments and list factors.
fn plain() -> Builder {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .disable_introspection()
        .disable_suggestions()
}

/// The schema's text, as `tenant-api schema graphql` prints it.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl()
}

/// The schema's shape, read once.
pub(crate) fn shape() -> &'static Shape {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    SHAPE.get_or_init(|| {
        Shape::read(&sdl()).unwrap_or_else(|error| {
            tracing::error!(%error, "the schema's own text does not parse");
            Shape::default()
        })
    })
}
