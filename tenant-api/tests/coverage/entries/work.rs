//! The day's work: queues, figures, covers, watch, tasks.

use super::{Entry, entry};
use crate::givens::figure_range;
use crate::places::Kind;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
    entry("taskQueue", Kind::Nothing, |_| json!({"first": 40, "whose": "EVERYBODY"})),
    entry("freshLeads", Kind::Nothing, |_| json!({"first": 50, "whose": "EVERYBODY"})),
    entry(
        "queueCount",
        Kind::Nothing,
        |c| json!({"whose": "EVERYBODY", "dayEnd": c.world.app.clock.now() + chrono::Duration::hours(8)}),
    ),
    entry("moneyFigures", Kind::Nothing, figure_range),
    entry("newClientFigures", Kind::Nothing, figure_range),
    entry("queueFigures", Kind::Nothing, |c| json!({"dayEnd": c.world.app.clock.now() + chrono::Duration::hours(8)})),
    entry("teamBoard", Kind::Nothing, |c| {
        let now = c.world.app.clock.now();
        json!({"from": now - chrono::Duration::days(1), "before": now + chrono::Duration::days(1)})
    }),
    entry("covers", Kind::Nothing, |_| json!({})),
    entry("coverPeople", Kind::Nothing, |_| json!({})),
    entry("myCovers", Kind::Nothing, |_| json!({})),
    entry("permissionUse", Kind::SpareRole, |c| json!({"roleId": c.id, "days": 90})),
    entry("permissionHolders", Kind::Role, |c| json!({"permission": "client.view", "roleId": c.id})),
    entry("watchAlerts", Kind::Nothing, |_| json!({})),
    entry("openWatchAlerts", Kind::Nothing, |_| json!({})),
    entry("watchRules", Kind::Nothing, |_| json!({})),
    entry(
        "changeWatchRule",
        Kind::Nothing,
        |_| json!({"input": {"kind": "PROFILES_OPENED", "version": 0, "enabled": true, "most": 5, "minutes": 60, "nightFrom": 22, "nightTo": 6}}),
    ),
    entry("closeWatchAlert", Kind::Alert, |c| json!({"input": {"id": c.id, "reason": "Asked the colleague why"}})),
    entry(
        "takeAuditFile",
        Kind::Nothing,
        |c| json!({"input": {"filter": {"actorId": c.me.person.id.to_string()}, "reason": "The regulator asks for it"}}),
    ),
    entry("setCover", Kind::Staff, |c| {
        let now = c.world.app.clock.now();
        let (from, until) = (now + chrono::Duration::hours(1), now + chrono::Duration::days(1));
        let cora = &c.world.actor("Cora").person;
        let cover = if c.me.person.broker.tenant.id == c.world.north.tenant.id {
            c.world.nina.person.id
        } else if cora.id.to_string() == c.id {
            c.me.person.id
        } else {
            cora.id
        };
        json!({"input": {"absentId": c.id, "coverId": cover.to_string(), "from": from, "until": until}})
    }),
    entry(
        "setTarget",
        Kind::Staff,
        |c| json!({"input": {"staffId": c.id, "version": 0, "contactsADay": 40, "firstDepositsAMonth": 5}}),
    ),
    entry("endCover", Kind::Cover, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("createTask", Kind::Client, |c| {
        let due = c.world.app.clock.now() + chrono::Duration::days(1);
        json!({"input": {"clientId": c.id, "kind": "CALL_BACK", "dueAt": due, "assigneeId": c.me.person.id.to_string(), "text": "Ask for the papers"}})
    }),
    entry("changeTask", Kind::Task, |c| {
        let due = c.world.app.clock.now() + chrono::Duration::days(2);
        json!({"input": {"id": c.id, "version": c.version, "dueAt": due, "assigneeId": c.me.person.id.to_string(), "text": "Later", "state": "OPEN"}})
    }),
    entry("recordOutcome", Kind::Client, |c| {
        let statuses = &c.me.person.broker.statuses;
        let due = c.world.app.clock.now() + chrono::Duration::days(1);
        json!({"input": {"clientId": c.id, "version": c.version, "salesStatusId": statuses["Interested"].to_string(),
            "retentionStatusId": statuses["Active"].to_string(), "note": "Wants a demo", "doneTaskId": c.world.task_of(c.id),
            "next": {"kind": "CALL_BACK", "dueAt": due, "assigneeId": c.me.person.id.to_string(), "text": "Show the demo"}}})
    }),
    entry(
        "setDoNotCall",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "version": c.version, "doNotCall": true, "reason": "Asked us not to call again"}}),
    ),
];
