//! Live positions, orders and figures in the staff portal's GraphQL: asked once, or told as they change.

mod beats;
mod input;
mod query;

pub use beats::PositionSubscription;
pub use query::PositionQuery;
