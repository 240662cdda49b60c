use crate::view::client::StaffRef;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::covers::CoverRow;
use crm_model::StaffId;

/// Somebody looks after an absent colleague's clients and follow-ups for a while.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Cover")]
pub struct CoverView {
    id: ID,
    version: i32,
    absent: StaffRef,
    cover: StaffRef,
    from: DateTime<Utc>,
    /// Not included.
    until: DateTime<Utc>,
    set_by: Option<StaffRef>,
}

impl From<CoverRow> for CoverView {
    fn from(row: CoverRow) -> Self {
        let person = |(id, name): (StaffId, String)| StaffRef { id: ID(id.to_string()), name };
        Self {
            id: ID(row.id.to_string()),
            version: row.version,
            absent: person(row.absent),
            cover: person(row.cover),
            from: row.from,
            until: row.until,
            set_by: row.set_by.map(person),
        }
    }
}
