//! Why somebody sees a client: a mutation, since it leaves an event before it answers.

use crate::graphql::shared::{self, app, op};
use crate::view::explanation::AccessExplanation;
use async_graphql::{Context, ID, InputObject, Object, Result};
use crm_app::explain;
use crm_model::{ClientId, StaffId};

/// Asking why.
#[derive(Default)]
pub struct ExplainMutation;

/// Who is asked about, and which client.
#[derive(InputObject)]
pub struct ExplainAccessInput {
    client_id: ID,
    staff_id: ID,
}

#[Object]
impl ExplainMutation {
    /// Says by which roles, grants and relations somebody sees a client at this moment, or what is missing. Only about clients
    /// that the viewer sees; recorded.
    async fn explain_access(&self, ctx: &Context<'_>, input: ExplainAccessInput) -> Result<AccessExplanation> {
        let client = shared::id(ClientId::parse(&input.client_id), "client")?;
        let person = shared::id(StaffId::parse(&input.staff_id), "staff member")?;
        Ok(explain::explain(op(ctx)?, app(ctx)?, client, person).await?.into())
    }
}
