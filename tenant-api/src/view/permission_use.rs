//! Used permissions as the staff portal sees them.

use crate::view::client::StaffRef;
use async_graphql::{ID, SimpleObject};
use chrono::NaiveDate;
use crm_app::permission_uses::UseReport;
use crm_storage::{PermissionHolder, PermissionUse};

/// How permissions were used.
#[derive(SimpleObject)]
pub struct PermissionUseReport {
    /// Since which day (UTC) uses are recorded; null before the first one.
    since: Option<NaiveDate>,
    /// From which day (UTC) on a use counts.
    from: NaiveDate,
    /// One line for each permission, in the order of the catalogue.
    lines: Vec<PermissionUseView>,
}

/// How one permission was used.
#[derive(SimpleObject)]
#[graphql(name = "PermissionUse")]
pub struct PermissionUseView {
    /// Name in the catalogue.
    permission: &'static str,
    /// What it allows.
    sentence: &'static str,
    /// How many active people hold it now.
    holders: i64,
    /// How many of them used it in the asked days.
    users: i64,
    /// The last day (UTC) on which one of them did.
    last_on: Option<NaiveDate>,
}

/// Somebody who holds a permission.
#[derive(SimpleObject)]
#[graphql(name = "PermissionHolder")]
pub struct PermissionHolderView {
    /// Who.
    staff: StaffRef,
    /// Names of the person's roles that grant it.
    roles: Vec<String>,
    /// The last day (UTC) on which the person used it.
    last_on: Option<NaiveDate>,
}

impl From<UseReport> for PermissionUseReport {
    fn from(report: UseReport) -> Self {
        let lines = report.lines.into_iter().map(Into::into).collect();
        Self { since: report.since, from: report.from, lines }
    }
}

impl From<PermissionUse> for PermissionUseView {
    fn from(line: PermissionUse) -> Self {
        Self {
            permission: line.permission.as_str(),
            sentence: line.permission.sentence(),
            holders: line.holders,
            users: line.users,
            last_on: line.last_on,
        }
    }
}

impl From<PermissionHolder> for PermissionHolderView {
    fn from(holder: PermissionHolder) -> Self {
        let (id, name) = holder.staff;
        Self { staff: StaffRef { id: ID(id.to_string()), name }, roles: holder.roles, last_on: holder.last_on }
    }
}
