//! What is expected of people, in the staff portal's GraphQL.

use crate::graphql::shared::{self, UserError, app, op, settle};
use crate::view::figures::TargetView;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::targets;
use crm_model::{StaffId, StaffTarget};

/// Saying what is expected of people.
#[derive(Default)]
pub struct TargetMutation;

/// What is expected of somebody. A number that is missing is no target.
#[derive(InputObject)]
pub struct SetTargetInput {
    staff_id: ID,
    /// The version that was read; 0 where none was ever set.
    version: i32,
    /// Clients spoken to on a working day, 1 to 10,000.
    contacts_a_day: Option<i32>,
    /// First deposits of the person's clients in a month, 1 to 10,000.
    first_deposits_a_month: Option<i32>,
}

/// The target, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct TargetPayload {
    target: Option<TargetView>,
    errors: Vec<UserError>,
}

#[Object]
impl TargetMutation {
    /// Says what is expected of a person of the viewer's teams, or that nothing is any more.
    async fn set_target(&self, ctx: &Context<'_>, input: SetTargetInput) -> Result<TargetPayload> {
        let person = shared::id(StaffId::parse(&input.staff_id), "staff member")?;
        let target = StaffTarget {
            contacts_a_day: input.contacts_a_day,
            first_deposits_a_month: input.first_deposits_a_month,
            version: input.version,
        };
        let (target, errors) = settle(targets::set(op(ctx)?, app(ctx)?, person, target).await)?;
        Ok(TargetPayload { target: target.map(TargetView::from), errors })
    }
}
