//! Documents made from the schema's own text: every root field with every leaf that can be reached from it.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The schema, ready to make documents of.
pub struct Battery {
    objects: BTreeMap<String, Vec<FieldDefinition>>,
}

/// How deep a document goes.
const DEPTH: usize = 7;

impl Battery {
    /// Of the schema as it is served.
    pub fn of_schema() -> Self {
        let document = parse_schema(tenant_api::graphql::sdl()).expect("the schema parses");
        let mut objects = BTreeMap::new();
        for definition in document.definitions {
            if let TypeSystemDefinition::Type(found) = definition
                && let TypeKind::Object(object) = found.node.kind
            {
                objects.insert(found.node.name.node.to_string(), object.fields.into_iter().map(|f| f.node).collect());
            }
        }
        Self { objects }
    }

    /// The object types, by name.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.objects.keys().map(String::as_str)
    }

    /// The fields of a root, or of any other object type, in order.
    pub fn root(&self, root: &str) -> &[FieldDefinition] {
        self.objects.get(root).map_or(&[], Vec::as_slice)
    }

    /// Every reading field with every leaf, once for each way of asking it: `(name, document, variables)`. `known` holds
    /// the ids that arguments take: `client` within reach, `foreign` beyond it.
    pub fn reads(&self, known: &Value) -> Vec<(String, String, Value)> {
        let mut all = Vec::new();
        for field in self.root("Query") {
            for (n, variables) in arguments(field, known).into_iter().enumerate() {
                all.push((format!("{} #{n}", field.name.node), self.document("query", field), variables));
            }
        }
        all
    }

    /// A document that asks an operation, reading or changing, for everything.
    pub fn operation(&self, name: &str) -> String {
        let named = |root: &str| self.root(root).iter().find(|field| field.name.node == name);
        match (named("Query"), named("Mutation")) {
            (Some(field), _) => self.document("query", field),
            (None, Some(field)) => self.document("mutation", field),
            (None, None) => panic!("the schema has no operation {name}"),
        }
    }

    /// A document that asks one root field for everything.
    pub fn document(&self, kind: &str, field: &FieldDefinition) -> String {
        let declared: Vec<String> =
            field.arguments.iter().map(|a| format!("${}: {}", a.node.name.node, a.node.ty.node)).collect();
        let passed: Vec<String> = field.arguments.iter().map(|a| format!("{0}: ${0}", a.node.name.node)).collect();
        let wrap =
            |parts: Vec<String>| if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
        format!(
            "{kind} B{} {{ {}{}{} }}",
            wrap(declared),
            field.name.node,
            wrap(passed),
            self.selection(base(&field.ty.node), &mut Vec::new())
        )
    }

    fn selection(&self, of: &str, path: &mut Vec<String>) -> String {
        let Some(fields) = self.objects.get(of) else { return String::new() };
        path.push(of.to_owned());
        let mut parts = Vec::new();
        for field in fields {
            let inner = base(&field.ty.node);
            let object = self.objects.contains_key(inner);
            if object && (path.len() >= DEPTH || path.iter().any(|p| p == inner)) {
                continue;
            }
            parts.push(format!("{}{}", field.name.node, self.selection(inner, path)));
        }
        path.pop();
        format!(" {{ {} }}", parts.join(" "))
    }
}

/// Takes out what differs from call to call: the id of the request, the moment at which a trading server was asked, and
/// whether it has been found out by now that it does not answer.
pub fn same_each_time(answer: &mut Value) {
    for error in answer["errors"].as_array_mut().into_iter().flatten() {
        error["extensions"]["request_id"].take();
    }
    // asking leaves refusals in the trail, and so more of them the second time
    if let Some(trail) = answer.pointer_mut("/data/auditEvents") {
        trail["edges"].as_array_mut().into_iter().for_each(|edges| {
            edges.retain(|edge| edge["node"]["action"] != "access.refused");
        });
        trail["pageInfo"].take();
    }
    for asked_now in ["endedOrders", "candles"] {
        if let Some(at) = answer.pointer_mut(&format!("/data/{asked_now}/asOf")) {
            at.take();
        }
    }
    take_each("feedState", answer);
}

/// Takes the value of a field out wherever it stands.
fn take_each(field: &str, answer: &mut Value) {
    match answer {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == field {
                    value.take();
                } else {
                    take_each(field, value);
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| take_each(field, value)),
        _ => {}
    }
}

pub fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}

/// The ways in which each argument is asked. A new required argument without a way fails.
fn ways(field: &str, argument: &str, known: &Value) -> Option<Vec<Value>> {
    Some(match (field, argument) {
        ("client", "id") | ("clientTimeline", "clientId") => vec![known["client"].clone(), known["foreign"].clone()],
        ("tradingAccount" | "tradingAccountEffect", "id") => {
            vec![known["account"].clone(), known["foreignAccount"].clone()]
        }
        ("balanceOperations" | "balanceTotals", "filter") => vec![
            json!({"accountId": known["foreignAccount"]}),
            json!({"clientId": known["foreign"]}),
            json!({"accountId": known["account"], "kinds": ["DEPOSIT"]}),
            json!({"states": ["REQUESTED"]}),
            json!({"states": ["CONFIRMED"]}),
            json!({"firstDeposits": true, "live": true, "currency": "USD", "bookedFrom": "2026-01-01T00:00:00Z"}),
        ],
        ("balanceOperations", "first") => vec![json!(1)],
        ("balancePreview", "accountId") => vec![known["account"].clone(), known["foreignAccount"].clone()],
        ("balancePreview", "kind") => vec![json!("DEPOSIT"), json!("WITHDRAWAL")],
        ("balancePreview", "amount") => vec![json!("5.00"), json!("5.001")],
        ("positions" | "pendingOrders" | "exposure", "filter") => {
            vec![json!({"clientId": known["client"]}), json!({"clientId": known["foreign"]})]
        }
        ("endedOrders" | "accountCurve" | "candles", "accountId") => {
            vec![known["account"].clone(), known["foreignAccount"].clone()]
        }
        ("accountCurve", "days") => vec![json!(90), json!(1)],
        ("candles", "symbol") => vec![json!("EURUSD")],
        ("candles", "frame") => vec![json!("D1")],
        ("candles", "to") => vec![json!("2026-02-01T00:00:00Z")],
        ("endedOrders" | "candles", "from") => vec![json!("2026-01-01T00:00:00Z")],
        ("endedOrders", "before") => vec![json!("2026-02-01T00:00:00Z")],
        ("deals" | "dealTotals", "filter") => vec![
            json!({"accountId": known["account"]}),
            json!({"accountId": known["foreignAccount"]}),
            json!({"clientId": known["foreign"]}),
            json!({"symbols": ["EURUSD"], "actions": ["BUY", "BALANCE"]}),
        ],
        ("possibleDuplicates", "probe") => vec![
            json!({"email": "olga.novak@example.com", "phone": "+34612345678"}),
            json!({"email": "oksana@somewhere.com"}),
        ],
        ("palette", "search") => vec![json!(""), json!("o"), json!("boris"), json!("gleb")],
        ("clients" | "clientCount", "search") => [
            "olga",
            "boris",
            "gleb",
            "nova",
            "5678",
            "9978",
            "olga.novak@example.com",
            "oksana@somewhere.com",
            "@somewhere.com",
            "C-1",
        ]
        .iter()
        .map(|t| json!(t))
        .collect(),
        ("clients" | "clientCount", "filter") => vec![
            json!({"country": ["ES"]}),
            json!({"country": ["FR"]}),
            json!({"source": ["Elsewhere"]}),
            json!({"hasSource": false}),
            json!({"hasCountry": true}),
            json!({"email": {"domain": "somewhere.com"}}),
            json!({"underAge": true}),
            json!({"archived": true}),
        ],
        ("clients", "sort") => {
            vec![json!({"field": "NAME", "direction": "ASC"}), json!({"field": "UPDATED_AT", "direction": "DESC"})]
        }
        ("clients" | "clientCount", "group") => {
            vec![json!({"by": "COUNTRY", "key": "ES"}), json!({"by": "COUNTRY", "key": "FR"}), json!({"by": "OWNER"})]
        }
        ("clientGroups", "by") => {
            ["COUNTRY", "OWNER", "TEAM", "SALES_STATUS", "RETENTION_STATUS"].iter().map(|by| json!(by)).collect()
        }
        ("clientGroups", "search") => vec![json!("olga"), json!("oksana@somewhere.com")],
        ("taskQueue" | "freshLeads" | "queueCount", "whose") => vec![json!("EVERYBODY"), json!("MINE")],
        ("moneyFigures" | "newClientFigures", "range") => vec![
            json!({"beforeFrom": "2025-12-01T00:00:00Z", "days": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-02-01T00:00:00Z"]}),
            json!({"beforeFrom": "2026-01-01T00:00:00Z", "days": ["2026-01-30T00:00:00Z", "2026-12-31T00:00:00Z"]}),
        ],
        ("teamBoard", "from") => vec![json!("2026-01-01T00:00:00Z")],
        ("teamBoard", "before") => vec![json!("2026-02-01T00:00:00Z"), json!("2025-02-01T00:00:00Z")],
        ("queueCount" | "queueFigures", "dayEnd") => vec![json!("2026-02-01T00:00:00Z")],
        ("tradeTicket" | "tradeSymbols", "accountId") => vec![known["account"].clone(), known["foreignAccount"].clone()],
        ("tradePreview", "input") => ["account", "foreignAccount"]
            .iter()
            .map(|whose| {
                json!({"requestKey": "battery-0001", "accountId": known[whose], "kind": "OPEN", "symbol": "EURUSD", "side": "BUY", "lots": "0.10", "reason": ""})
            })
            .collect(),
        ("clientFigures" | "clientCustomFields", "clientIds") => {
            vec![json!([known["client"]]), json!([known["foreign"]]), json!([known["client"], known["foreign"]])]
        }
        ("tradingServerGroups", "id") => vec![json!("srv_00000000000000000000000000")],
        ("tradeCommand" | "tradeCommandPreview", "id") => {
            let unknown = json!("trd_00000000000000000000000000");
            vec![known.get("trade").cloned().unwrap_or(unknown)]
        }
        ("clientImport" | "clientImportRows", "id") => {
            let unknown = json!("imp_00000000000000000000000000");
            vec![known.get("import").cloned().unwrap_or(unknown)]
        }
        ("clientBulk" | "clientBulkRows", "id") => {
            let unknown = json!("blk_00000000000000000000000000");
            vec![known.get("bulk").cloned().unwrap_or(unknown)]
        }
        ("bulkPreview", "selection") => vec![
            json!({"clientIds": [known["client"]]}),
            json!({"clientIds": [known["foreign"]]}),
            json!({"matching": {"search": "novak"}}),
        ],
        ("mergePreview", "keptId") | ("clientMerges", "clientId") | ("clientMergedInto", "id") => {
            vec![known["client"].clone(), known["foreign"].clone()]
        }
        ("mergePreview", "otherIds") => vec![json!([known["foreign"]]), json!([known["client"]])],
        ("permissionUse", "days") => vec![json!(90), json!(1)],
        ("permissionHolders", "permission") => vec![json!("client.view"), json!("note.write")],
        ("bulkPreview", "act") => vec![json!({"kind": "ARCHIVE"}), json!({"kind": "ASSIGN", "ownerIds": []})],
        ("tradeCommands", "filter") => vec![
            json!({"accountId": known["foreignAccount"]}),
            json!({"clientId": known["foreign"]}),
            json!({"accountId": known["account"], "kinds": ["OPEN"]}),
            json!({"states": ["REQUESTED"]}),
        ],
        _ => return None,
    })
}

fn arguments(field: &FieldDefinition, known: &Value) -> Vec<Value> {
    let name = field.name.node.as_str();
    let mut base = Map::new();
    for argument in &field.arguments {
        if !argument.node.ty.node.nullable {
            let ways = ways(name, argument.node.name.node.as_str(), known)
                .unwrap_or_else(|| panic!("the battery has no way to ask {name}({})", argument.node.name.node));
            base.insert(argument.node.name.node.to_string(), ways[0].clone());
        }
    }
    let mut all = vec![Value::Object(base.clone())];
    for argument in &field.arguments {
        for way in ways(name, argument.node.name.node.as_str(), known).unwrap_or_default() {
            let mut variables = base.clone();
            variables.insert(argument.node.name.node.to_string(), way);
            all.push(Value::Object(variables));
        }
    }
    all
}
