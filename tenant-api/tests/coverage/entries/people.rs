//! Staff, teams, roles, API keys.

use super::{Entry, entry};
use crate::givens::colleague;
use crate::places::Kind;
use crate::world::team_id;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
    entry("inviteStaff", Kind::Nothing, |c| {
        let role = c.me.person.broker.role("Agent").to_string();
        json!({"input": {"name": "Paul", "email": "paul@people.example", "teamId": team_id(c.me.team), "roleIds": [role]}})
    }),
    entry("resendInvitation", Kind::Invited, |c| json!({"id": c.id})),
    entry("editStaff", Kind::Staff, |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed"}})),
    entry(
        "changeStaffStatus",
        Kind::Staff,
        |c| json!({"input": {"id": c.id, "version": c.version, "status": "SUSPENDED", "reason": "On leave"}}),
    ),
    entry(
        "createTeam",
        Kind::Nothing,
        |c| json!({"input": {"name": "Porto", "desk": "SALES", "parentId": team_id(c.me.team), "leaderId": colleague(c).person.id.to_string()}}),
    ),
    entry("editTeam", Kind::Team, |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed"}})),
    entry("deleteTeam", Kind::EmptyTeam, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("createRole", Kind::Nothing, |_| {
        json!({"input": {"name": "Night shift", "description": "After ten", "grants": [{"permission": "client.view", "reach": "OWN"}],
            "fields": [{"field": "EMAIL", "relation": "ANY", "visibility": "PARTIAL"}]}})
    }),
    entry("editRole", Kind::Role, |c| json!({"input": {"id": c.id, "version": c.version, "description": "Changed"}})),
    entry("startPreview", Kind::Role, |c| json!({"id": c.id})),
    entry("startDraftPreview", Kind::Role, |c| {
        json!({"input": {"roleId": c.id, "name": "Night shift", "grants": [{"permission": "client.view", "reach": "OWN"}],
            "fields": [{"field": "EMAIL", "relation": "ANY", "visibility": "PARTIAL"}]}})
    }),
    entry("endPreview", Kind::Nothing, |_| json!({})),
    entry("deleteRole", Kind::SpareRole, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "createApiKey",
        Kind::Nothing,
        |_| json!({"input": {"name": "Shop", "scopes": ["client.create"], "ipAllowList": ["203.0.113.0/24"]}}),
    ),
    entry("editApiKey", Kind::Key, |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed"}})),
    entry("rollApiKey", Kind::Key, |c| json!({"input": {"id": c.id, "version": c.version, "overlapHours": 1}})),
    entry("revokeApiKey", Kind::Key, |c| json!({"input": {"id": c.id, "version": c.version}})),
];
