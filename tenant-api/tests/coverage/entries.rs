//! What each operation is called with. An operation of the schema that is not here fails the tables.

use crate::actors::{Actor, everything_known, view_definition};
use crate::givens::{colleague, figure_range, give_to, side, trade};
use crate::places::Kind;
use crate::world::{World, server, team_id};
use crm_testing::{PASSWORD, totp_code};
use serde_json::{Value, json};

/// One call: who calls, which row is named, at which version.
pub struct Call<'a> {
    pub world: &'a World,
    pub me: &'a Actor,
    pub id: &'a str,
    pub version: i64,
}

/// An operation, what it names by its main id, and its variables: every argument and every place of its inputs at once.
pub struct Entry {
    pub operation: &'static str,
    pub kind: Kind,
    pub variables: fn(&Call<'_>) -> Value,
}

const fn entry(operation: &'static str, kind: Kind, variables: fn(&Call<'_>) -> Value) -> Entry {
    Entry { operation, kind, variables }
}

/// Which operations are read first: the tables run in this order, and what changes nothing goes before what does.
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
        |c| json!({"clientId": c.id, "first": 50, "kinds": ["NOTE", "CHANGE", "READ", "CREDENTIAL"]}),
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
    entry(
        "createClientStatus",
        Kind::Nothing,
        |_| json!({"input": {"kind": "SALES", "name": "In talks", "type": "ONGOING", "color": "#2f6fdb"}}),
    ),
    entry("changeClientStatus", Kind::Status, |c| {
        let next = c.me.person.broker.statuses["Converted"].to_string();
        json!({"input": {"id": c.id, "version": 1, "name": "Wants to", "type": "ONGOING", "color": "#0e8a8a", "place": 0, "anyNext": false,
            "nextIds": [next], "retired": false}})
    }),
    entry("customFields", Kind::Nothing, |_| json!({})),
    entry("profileLayout", Kind::Nothing, |_| json!({})),
    entry("clientCustomFields", Kind::Client, |c| json!({"clientIds": [c.id]})),
    entry(
        "createCustomField",
        Kind::Nothing,
        |_| json!({"input": {"key": "source_of_funds", "label": "Source of funds", "kind": "CHOICE", "class": "ADDRESS", "required": false, "choices": ["Salary"]}}),
    ),
    entry("changeCustomField", Kind::Field, |c| {
        json!({"input": {"id": c.id, "version": c.version, "label": "Level", "required": false, "archived": false,
            "choices": [{"id": side(c).choice, "label": "Golden", "retired": false}]}})
    }),
    entry(
        "changeProfileLayout",
        Kind::Nothing,
        |_| json!({"input": {"version": 0, "sections": [{"title": "Person", "fields": ["firstName", "lastName"]}]}}),
    ),
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
    entry("tradingServers", Kind::Nothing, |_| json!({})),
    entry("addTradingServer", Kind::Nothing, |c| json!({"input": server(&c.world.simulator, "Another")})),
    entry(
        "editTradingServer",
        Kind::Server,
        |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed", "secret": c.world.simulator.reach().mt5.password}}),
    ),
    entry("testTradingServer", Kind::Server, |c| json!({"id": c.id})),
    entry("archiveTradingServer", Kind::Server, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("restoreTradingServer", Kind::GoneServer, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("accountProducts", Kind::Nothing, |_| json!({})),
    entry(
        "addAccountProduct",
        Kind::Nothing,
        |c| json!({"input": {"serverId": side(c).server, "name": "Another", "group": "real\\pro", "leverages": [100], "minimumDeposit": "50.00"}}),
    ),
    entry(
        "editAccountProduct",
        Kind::Product,
        |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed"}}),
    ),
    entry("tradingAccounts", Kind::Nothing, |_| json!({"first": 50, "filter": {"environment": "DEMO"}})),
    entry("tradingAccount", Kind::Account, |c| json!({"id": c.id})),
    entry("tradingAccountEffect", Kind::Account, |c| json!({"id": c.id, "leverage": 200})),
    entry("accountOpenings", Kind::Nothing, |_| json!({})),
    entry(
        "openTradingAccount",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "productId": side(c).product, "leverage": 100}}),
    ),
    entry("settleAccountOpening", Kind::Opening, |c| json!({"id": c.id})),
    entry(
        "linkTradingAccount",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "productId": side(c).product, "login": side(c).login, "acceptOtherHolder": true, "reason": "Came over from the old CRM"}}),
    ),
    // before accounts are blocked and put away on the server, which no row puts back
    entry("tradeTicket", Kind::Account, |c| json!({"accountId": c.id, "symbol": "EURUSD"})),
    entry("tradeSymbols", Kind::Account, |c| json!({"accountId": c.id, "search": "EURUSD"})),
    entry("tradePreview", Kind::Account, |c| json!({"input": trade(c)})),
    entry(
        "tradeCommands",
        Kind::Nothing,
        |_| json!({"first": 50, "filter": {"states": ["REQUESTED", "UNKNOWN"], "kinds": ["PLACE_ORDER"]}}),
    ),
    entry("tradeCommand", Kind::Trade, |c| json!({"id": c.id})),
    entry("tradeCommandPreview", Kind::Trade, |c| json!({"id": c.id})),
    entry("dealingRule", Kind::Nothing, |_| json!({})),
    entry("clientImports", Kind::Nothing, |_| json!({"first": 50})),
    entry("clientImport", Kind::Import, |c| json!({"id": c.id})),
    entry(
        "clientImportRows",
        Kind::Import,
        |c| json!({"id": c.id, "outcomes": ["CREATE", "ERROR", "SKIP"], "first": 50}),
    ),
    entry("importFields", Kind::Nothing, |_| json!({})),
    entry("startImport", Kind::Nothing, |_| json!({"input": {"fileName": "leads.csv", "size": 100}})),
    entry(
        "readImport",
        Kind::Import,
        |c| json!({"input": {"id": c.id, "version": c.version, "encoding": "utf-8", "delimiter": ",", "quote": "\""}}),
    ),
    entry("mapImport", Kind::Import, |c| {
        let owner = c.me.person.id.to_string();
        json!({"input": {"id": c.id, "version": c.version, "headerRow": 1, "matchBy": ["EMAIL"], "onMatch": "UPDATE", "onRepeat": "SKIP",
            "columns": [{"index": 0, "field": "FIRST_NAME", "rule": "KEEP", "default": "Unknown", "tidy": true, "nameOrder": "FIRST_LAST"},
                {"index": 1, "field": "EMAIL", "rule": "ONLY_IF_BLANK", "phoneCountry": "ES", "dateOrder": "DMY"}],
            "constants": [{"field": "SOURCE", "value": "Fair", "rule": "OVERWRITE"}],
            "assignment": {"mode": "ROUND_ROBIN", "ownerIds": [owner], "teamId": team_id(c.me.team)}}})
    }),
    entry("checkImport", Kind::Import, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "fixImportCells",
        Kind::Import,
        |c| json!({"input": {"id": c.id, "version": c.version, "cells": [{"row": 3, "column": 1, "value": "nora@sand"}]}}),
    ),
    entry("commitImport", Kind::Import, |c| json!({"input": {"id": c.id, "version": c.version, "skipBadRows": true}})),
    entry("pauseImport", Kind::RunningImport, |c| json!({"id": c.id})),
    entry("resumeImport", Kind::PausedImport, |c| json!({"id": c.id})),
    entry("cancelImport", Kind::Import, |c| json!({"id": c.id})),
    entry("undoImport", Kind::WrittenImport, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "bulkPreview",
        Kind::Nothing,
        |c| json!({"selection": {"clientIds": [c.me.client, c.me.archived], "matching": null}, "act": give_to(c)}),
    ),
    entry("clientBulks", Kind::Nothing, |_| json!({})),
    entry("clientBulk", Kind::Bulk, |c| json!({"id": c.id})),
    entry("clientBulkRows", Kind::Bulk, |c| json!({"id": c.id, "outcomes": ["CHANGED", "REFUSED"], "first": 50})),
    entry("startBulk", Kind::Nothing, |c| {
        json!({"input": {"requestKey": "coverage-0001", "selection": {"clientIds": [c.me.client], "matching": null}, "act": give_to(c),
            "reason": "Nobody looks after them", "expected": 1}})
    }),
    entry("duplicateClusters", Kind::Nothing, |_| json!({"first": 4, "dismissed": false})),
    entry("mergePreview", Kind::Nothing, |c| {
        let twins = &side(c).twins;
        json!({"keptId": twins.one, "otherIds": [twins.other, twins.company]})
    }),
    entry("clientMerges", Kind::Client, |c| json!({"clientId": c.id})),
    entry("clientMergedInto", Kind::Client, |c| json!({"id": c.id})),
    entry("mergeClients", Kind::Nothing, |c| {
        let twins = &side(c).twins;
        json!({"input": {"kept": {"id": twins.one, "version": 1}, "others": [{"id": twins.other, "version": 2}],
            "choices": [{"field": "NAME", "fromId": twins.one}], "reason": "The same person twice"}})
    }),
    entry("undoMerge", Kind::Merge, |c| json!({"id": c.id})),
    entry(
        "dismissDuplicates",
        Kind::Nothing,
        |c| json!({"clientId": side(c).twins.one, "otherIds": [side(c).twins.other]}),
    ),
    entry(
        "recallDuplicates",
        Kind::Nothing,
        |c| json!({"clientId": side(c).twins.one, "otherIds": [side(c).twins.other]}),
    ),
    entry("stopBulk", Kind::Bulk, |c| json!({"id": c.id})),
    entry("undoBulk", Kind::Bulk, |c| json!({"id": c.id})),
    entry("requestTrade", Kind::Account, |c| json!({"input": trade(c)})),
    entry("approveTrade", Kind::Trade, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "declineTrade",
        Kind::Trade,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Too much for this client"}}),
    ),
    entry("cancelTrade", Kind::OwnTrade, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("findOutTrade", Kind::LostTrade, |c| json!({"id": c.id})),
    entry(
        "setDealingRule",
        Kind::Nothing,
        |_| json!({"input": {"aloneUpTo": "5", "maxSlippage": 10, "stepUp": false, "version": 0}}),
    ),
    entry(
        "changeTradingAccount",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "version": c.version, "leverage": 200, "reason": "The client asked for it"}}),
    ),
    entry(
        "switchTradingAccount",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "version": c.version, "tradingEnabled": false, "reason": "The client asked for it"}}),
    ),
    entry(
        "setTradingPassword",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "kind": "MAIN", "reason": "The client lost the old one"}}),
    ),
    entry(
        "sendTradingPasswordLink",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "kind": "INVESTOR", "reason": "The client lost the old one"}}),
    ),
    entry("clientFigures", Kind::Client, |c| json!({"clientIds": [c.id]})),
    entry("accountPasswordRule", Kind::Nothing, |_| json!({})),
    entry("setAccountPasswordRule", Kind::Nothing, |_| json!({"input": {"onlyByLink": false, "version": 0}})),
    entry("refreshTradingAccount", Kind::Account, |c| json!({"id": c.id})),
    entry(
        "archiveTradingAccount",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "The client asked for it"}}),
    ),
    entry(
        "balanceOperations",
        Kind::Nothing,
        |_| json!({"first": 50, "filter": {"states": ["REQUESTED", "UNKNOWN"], "kinds": ["DEPOSIT"]}}),
    ),
    entry("balanceTotals", Kind::Nothing, |_| json!({})),
    entry("balancePreview", Kind::Account, |c| json!({"accountId": c.id, "kind": "DEPOSIT", "amount": "5.00"})),
    entry("balanceFindings", Kind::Nothing, |_| json!({})),
    entry("balanceBands", Kind::Nothing, |_| json!({})),
    entry("requestBalanceOperation", Kind::Account, |c| {
        let key = format!("request-{}", c.id);
        json!({"input": {"requestKey": key, "accountId": c.id, "kind": "DEPOSIT", "amount": "5.00", "reason": "As agreed with the client"}})
    }),
    entry("approveBalanceOperation", Kind::Balance, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "declineBalanceOperation",
        Kind::Balance,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Not agreed with the client"}}),
    ),
    entry("cancelBalanceOperation", Kind::OwnBalance, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("findOutBalanceOperation", Kind::LostBalance, |c| json!({"id": c.id})),
    entry(
        "closeBalanceFinding",
        Kind::Finding,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Explained by the dealer"}}),
    ),
    entry(
        "setBalanceBand",
        Kind::Nothing,
        |_| json!({"input": {"currency": "USD", "version": 1, "aloneUpTo": "10.00", "aloneADay": "20.00", "approveUpTo": "30.00"}}),
    ),
    entry(
        "positions",
        Kind::Nothing,
        |_| json!({"filter": {"symbols": ["EURUSD"], "side": "BUY"}, "sort": "OPENED_NEWEST", "from": 0, "count": 50}),
    ),
    entry("pendingOrders", Kind::Nothing, |_| json!({"filter": {"symbols": ["EURUSD"]}, "from": 0, "count": 50})),
    entry("exposure", Kind::Nothing, |_| json!({"filter": {"symbols": ["EURUSD"]}})),
    entry("marginWatch", Kind::Nothing, |_| json!({"below": "150", "from": 0, "count": 50})),
    entry("deals", Kind::Nothing, |_| json!({"first": 50, "filter": {"actions": ["BUY", "BALANCE"]}})),
    entry("dealTotals", Kind::Nothing, |_| json!({})),
    entry("endedOrders", Kind::Account, |c| {
        let now = c.world.app.clock.now();
        json!({"accountId": c.id, "from": now - chrono::Duration::days(30), "before": now})
    }),
    entry("candles", Kind::Account, |c| {
        let now = c.world.app.clock.now();
        json!({"accountId": c.id, "symbol": "EURUSD", "frame": "H1", "from": now - chrono::Duration::hours(5), "to": now})
    }),
    entry("accountCurve", Kind::Account, |c| json!({"accountId": c.id, "days": 30})),
    entry("verifyAudit", Kind::Nothing, |_| json!({})),
    entry("revokeSession", Kind::Session, |c| json!({"id": c.id})),
    entry("revokeOtherSessions", Kind::Nothing, |_| json!({})),
    entry("beginTotp", Kind::Nothing, |_| json!({})),
    entry("confirmTotp", Kind::Nothing, |c| {
        let code = c.me.enrolling.as_ref().map(|secret| totp_code(secret.expose(), c.world.app.clock.now()));
        json!({"input": {"code": code.unwrap_or_else(|| "123456".to_owned())}})
    }),
    entry("disableTotp", Kind::Nothing, |_| json!({})),
    entry("renewRecoveryCodes", Kind::Nothing, |_| json!({})),
    entry(
        "changeOwnPassword",
        Kind::Nothing,
        |_| json!({"input": {"currentPassword": PASSWORD, "newPassword": "quiet copper piers 91 at dawn"}}),
    ),
    entry(
        "changePreferences",
        Kind::Nothing,
        |_| json!({"input": {"theme": "dark", "density": "compact", "locale": "en", "timeZone": "Europe/Madrid", "shortcuts": false, "dateStyle": "iso", "clock": "12", "weekStart": "sunday", "name": "Renamed"}}),
    ),
];

/// The entry of an operation.
pub fn of(operation: &str) -> &'static Entry {
    ENTRIES.iter().find(|entry| entry.operation == operation).unwrap_or_else(|| {
        panic!("the operation {operation} has no entry: add what it is called with to tests/coverage/entries.rs, so that the table says who may call it")
    })
}
