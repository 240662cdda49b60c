//! What a broker sets up: statuses, its own fields, the layout of the profile.

use super::{Entry, entry};
use crate::givens::side;
use crate::places::Kind;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
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
    entry("createTag", Kind::Nothing, |_| json!({"input": {"name": "Partner", "color": "#2f6fdb"}})),
    entry(
        "changeTag",
        Kind::Tag,
        |c| json!({"input": {"id": c.id, "version": 1, "name": "Letters", "color": "#0e8a8a"}}),
    ),
    entry("deleteTag", Kind::Tag, |c| json!({"input": {"id": c.id, "version": 1}})),
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
];
