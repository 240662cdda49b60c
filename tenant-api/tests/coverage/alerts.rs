//! Alerts of unusual reading: one that is open, about somebody who is no caller, and one that was closed.

use crate::actors::Actor;
use crm_model::{StaffId, WatchAlertId};
use crm_testing::TestApp;

/// Gives the open one.
pub async fn alert_about(app: &TestApp, manager: &Actor, person: &str) -> String {
    let (open, closed) = (WatchAlertId::generate(), WatchAlertId::generate());
    let (tenant, me) = (manager.person.broker.tenant.id.uuid(), manager.person.id.uuid());
    let (person, now) = (StaffId::parse(person).unwrap().uuid(), app.clock.now());
    app.sql(&format!(
        "INSERT INTO crm.watch_alert (tenant_id, id, kind, staff_id, most, minutes, count, first_at, last_at, raised_at, closed_at, closed_by)
         VALUES ('{tenant}', '{}', 'contacts_revealed', '{person}', 20, 60, 21, '{now}', '{now}', '{now}', NULL, NULL),
                ('{tenant}', '{}', 'profiles_opened', '{person}', 60, 60, 61, '{now}', '{now}', '{now}', '{now}', '{me}')",
        open.uuid(),
        closed.uuid()
    ))
    .await;
    open.to_string()
}
