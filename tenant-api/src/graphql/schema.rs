use crate::graphql::checked::CheckedOnce;
use crate::graphql::shape::Shape;
use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};
use crm_access::OpContext;
use crm_app::App;
use std::sync::{Arc, OnceLock};

/// The staff portal's schema.
pub type StaffSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Every reading field, noun by noun.
#[derive(Default)]
pub struct Query;

#[Object]
impl Query {
    /// Now, by the server's clock.
    async fn server_time(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<chrono::DateTime<chrono::Utc>> {
        Ok(ctx.data::<OpContext>()?.now())
    }
}

/// The schema with the application behind it.
#[must_use]
pub fn schema(app: &Arc<App>) -> StaffSchema {
    builder().data(Arc::clone(app)).finish()
}

/// Introspection and suggestions are off for everybody: the schema is printed by the command line (GQL-05). Depth, cost,
/// aliases and directives are counted by `limits` with fragments and list factors.
fn builder() -> async_graphql::SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription).disable_introspection().disable_suggestions().extension(CheckedOnce)
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
