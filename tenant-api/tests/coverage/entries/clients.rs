//! Lists of clients, views, profiles, notes.

use super::{Entry, entry};
use crate::actors::{everything_known, view_definition};
use crate::givens::{colleague, side};
use crate::places::Kind;
use crate::world::team_id;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
    entry("viewer", Kind::Nothing, |_| json!({})),
    entry(
        "clients",
        Kind::Nothing,
        |_| json!({"first": 50, "search": "novak", "sort": {"field": "NAME", "direction": "ASC"}, "filter": {"country": ["ES"]}, "group": {"by": "COUNTRY", "key": "ES"}}),
    ),
    entry(
        "clientCount",
        Kind::Nothing,
        |_| json!({"search": "novak", "filter": {"archived": false}, "group": {"by": "COUNTRY", "key": "ES"}}),
    ),
    entry("clientGroups", Kind::Nothing, |_| json!({"by": "OWNER", "search": "novak", "filter": {"country": ["ES"]}})),
    entry("savedViews", Kind::Nothing, |_| json!({})),
    entry(
        "createSavedView",
        Kind::Nothing,
        |c| json!({"input": {"name": "Team's own", "audience": "TEAM", "teamId": team_id(c.me.team), "definition": view_definition(&json!([]))}}),
    ),
    entry("changeSavedView", Kind::OwnView, |c| {
        let mut input = json!({"id": c.id, "version": c.version, "name": "Renamed", "audience": "PRIVATE", "definition": view_definition(&json!([]))});
        if c.me.role == "CRM Manager" {
            (input["audience"], input["teamId"]) = (json!("TEAM"), team_id(c.me.team));
        }
        json!({ "input": input })
    }),
    entry("chooseSavedView", Kind::View, |c| json!({"input": {"viewId": c.id}})),
    entry("setRoleView", Kind::View, |c| json!({"input": {"roleId": side(c).spare_role, "viewId": c.id}})),
    entry("deleteSavedView", Kind::OwnView, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("client", Kind::Client, |c| json!({"id": c.id})),
    entry(
        "clientTimeline",
        Kind::Client,
        |c| json!({"clientId": c.id, "first": 50, "kinds": ["NOTE", "CONTACT", "MONEY", "TRADING", "CHANGE", "READ", "CREDENTIAL"]}),
    ),
    entry(
        "possibleDuplicates",
        Kind::Nothing,
        |_| json!({"probe": {"email": "tom@novak.example", "phone": "+34612345678"}}),
    ),
    entry("assignableStaff", Kind::Nothing, |_| json!({"search": "agent"})),
    entry("staffMembers", Kind::Nothing, |_| json!({})),
    entry("teams", Kind::Nothing, |_| json!({})),
    entry("roles", Kind::Nothing, |_| json!({})),
    entry("permissionCatalogue", Kind::Nothing, |_| json!({})),
    entry("apiKeys", Kind::Nothing, |_| json!({})),
    entry("apiScopes", Kind::Nothing, |_| json!({})),
    entry(
        "auditEvents",
        Kind::Nothing,
        |_| json!({"first": 50, "filter": {"actions": ["client.registered", "client.archived", "note.written", "staff.invited", "role.created"]}}),
    ),
    entry("auditActions", Kind::Nothing, |_| json!({})),
    entry("palette", Kind::Nothing, |_| json!({"search": "t"})),
    entry("sessions", Kind::Nothing, |_| json!({})),
    entry("openClient", Kind::Client, |c| json!({"id": c.id})),
    entry(
        "explainAccess",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "staffId": colleague(c).person.id.to_string()}}),
    ),
    entry("createClient", Kind::Nothing, |c| {
        let broker = &c.me.person.broker;
        let mut input = everything_known("Nadia");
        input["tagIds"] = json!([broker.tags["VIP"].to_string()]);
        input["salesStatusId"] = json!(broker.statuses["New"].to_string());
        json!({"input": input})
    }),
    entry("editClient", Kind::Client, |c| {
        let broker = &c.me.person.broker;
        json!({"input": {"id": c.id, "version": c.version, "firstName": "Olga", "lastName": "Nowak", "source": "Fair",
            "salesStatusId": broker.statuses["Interested"].to_string(), "retentionStatusId": broker.statuses["Active"].to_string(),
            "riskLevel": "HIGH", "pep": true, "marketingConsent": false, "nextFollowUpAt": "2030-01-01T10:00:00Z"}})
    }),
    entry(
        "addContact",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "kind": "PHONE", "value": "+34 655 444 333"}}),
    ),
    entry("removeContact", Kind::Client, |c| {
        let phone = c.world.phone_of(c.id);
        json!({"input": {"clientId": c.id, "contactId": phone}})
    }),
    entry("assignClient", Kind::Client, |c| {
        let to = colleague(c).person.id.to_string();
        json!({"input": {"id": c.id, "version": c.version, "ownerId": to, "participantIds": [to], "reason": "She speaks Polish"}})
    }),
    entry("changeClientTags", Kind::Client, |c| {
        let tags = &c.me.person.broker.tags;
        json!({"input": {"id": c.id, "version": c.version, "add": [tags["Newsletter"].to_string()], "remove": [tags["VIP"].to_string()]}})
    }),
    entry(
        "archiveClient",
        Kind::Client,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Asked to be forgotten"}}),
    ),
    entry(
        "restoreClient",
        Kind::Archived,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Came back after all"}}),
    ),
    entry("undo", Kind::Undo, |c| json!({"token": c.id})),
    entry(
        "changeClientEmail",
        Kind::Client,
        |c| json!({"input": {"id": c.id, "version": c.version, "email": "other@novak.example", "reason": "Wrote from the new address"}}),
    ),
    entry("resetClientPassword", Kind::Client, |c| json!({"input": {"id": c.id, "reason": "Forgot it, called us"}})),
    entry(
        "revealContact",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "contactId": c.world.phone_of(c.id), "field": "PHONE", "reason": "Call back as agreed"}}),
    ),
    entry(
        "addNote",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "text": "Wants to be called on Monday", "pinned": false}}),
    ),
    entry("editNote", Kind::Note, |c| json!({"input": {"id": c.id, "version": c.version, "pinned": false}})),
    entry("deleteNote", Kind::Note, |c| json!({"input": {"id": c.id, "version": c.version}})),
];
