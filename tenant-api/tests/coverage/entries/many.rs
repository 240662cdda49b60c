//! Many clients at once: imports, bulk changes, merges.

use super::{Entry, entry};
use crate::givens::{give_to, side};
use crate::places::Kind;
use crate::world::team_id;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
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
                {"index": 1, "field": "EMAIL", "rule": "ONLY_IF_BLANK", "phoneCountry": "ES", "dateOrder": "DMY"},
                {"index": 2, "customFieldId": side(c).field, "rule": "KEEP"}],
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
];
