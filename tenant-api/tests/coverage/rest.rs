//! ISO-01, ISO-34, RBAC-01: every operation of the OpenAPI document by every caller on every row.

use crate::injection::payloads;
use crate::outcome::bare;
use crate::places::{Kind, Place, row};
use crate::rows::refusals;
use crate::snapshot::Table;
use crate::support::log::SecurityLog;
use crate::world::{KEYS, World};
use crm_identity::ApiKeySecret;
use crm_testing::{Answer, Browser};
use http::{Method, Request};
use serde_json::{Value, json};

/// An operation and what it is called with.
struct Entry {
    id: &'static str,
    kind: Kind,
    body: Option<fn() -> Value>,
    /// The scopes of the key that is just enough, among [`KEYS`].
    enough: &'static str,
}

/// In the order of the document. An operation that is not here fails the table.
const ENTRIES: [Entry; 11] = [
    Entry { id: "listClients", kind: Kind::Nothing, body: None, enough: KEYS[1] },
    Entry {
        id: "registerClient",
        kind: Kind::Nothing,
        body: Some(
            || json!({"first_name": "Olga", "last_name": "Sun", "email": "olga@sun.example", "phone": "+34612345678", "country": "ES"}),
        ),
        enough: KEYS[0],
    },
    Entry { id: "readClient", kind: Kind::Client, body: None, enough: KEYS[1] },
    Entry { id: "listCustomFields", kind: Kind::Nothing, body: None, enough: KEYS[0] },
    Entry { id: "listTradingAccounts", kind: Kind::Nothing, body: None, enough: KEYS[3] },
    Entry { id: "readTradingAccount", kind: Kind::Account, body: None, enough: KEYS[3] },
    Entry { id: "listDeals", kind: Kind::Account, body: None, enough: KEYS[4] },
    Entry { id: "listBalanceOperations", kind: Kind::Account, body: None, enough: KEYS[5] },
    Entry { id: "listPositions", kind: Kind::Account, body: None, enough: KEYS[4] },
    Entry { id: "listOrders", kind: Kind::Account, body: None, enough: KEYS[4] },
    Entry { id: "listEvents", kind: Kind::Nothing, body: None, enough: KEYS[6] },
];

/// Places of a row as a website sees them: the broker's, another's, nobody's.
fn places(kind: Kind) -> &'static [Place] {
    if kind != Kind::Nothing { &[Place::Other, Place::Foreign, Place::Unknown] } else { &[Place::None] }
}

/// Method, path and id of each operation that is served.
fn operations() -> Vec<(Method, String, String)> {
    let document: Value = serde_json::from_str(&tenant_api::rest::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            all.push((method.to_uppercase().parse().unwrap(), path.clone(), id));
        }
    }
    all
}

/// What a caller shows of itself.
#[derive(Clone)]
enum Shows {
    Nothing,
    Cookie(Option<String>),
    Key(String),
}

struct Door<'a> {
    world: &'a World,
    calls: u32,
}

impl Door<'_> {
    async fn call(
        &mut self,
        host: &Browser,
        shows: &Shows,
        method: &Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut browser = host.clone();
        browser.host = format!("api.{}", browser.host);
        browser.address.set_ip(std::net::Ipv4Addr::from(0xC633_6400 + self.calls).into());
        self.calls += 1;
        let mut request = Request::builder().method(method).uri(path).header("host", &browser.host);
        request = match shows {
            Shows::Nothing => request,
            Shows::Cookie(cookie) => {
                request.header("cookie", format!("__Host-bd_session={}", cookie.as_deref().unwrap()))
            }
            Shows::Key(secret) => request.header("authorization", format!("Bearer {secret}")),
        };
        let body = body.map(|body| body.to_string());
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let kept = browser.cookie();
        let answer = browser.send(request.body(body.unwrap_or_default().into()).unwrap()).await;
        browser.set_cookie(kept);
        answer
    }
}

fn callers(world: &World, entry: &Entry) -> Vec<(String, Shows)> {
    let key = |scopes: &str| Shows::Key(world.ours.secrets[scopes].clone());
    let lacking = match entry.id {
        // those who register clients and those who read them
        "listCustomFields" => KEYS[3],
        _ if entry.enough == KEYS[0] => KEYS[1],
        _ => KEYS[0],
    };
    let mut all = vec![
        ("nobody".to_owned(), Shows::Nothing),
        ("half session".to_owned(), Shows::Cookie(world.half.cookie())),
        ("stranger's key".to_owned(), Shows::Key(ApiKeySecret::generate().unwrap().expose().to_owned())),
        ("other broker's key".to_owned(), Shows::Key(world.theirs.secrets[KEYS[2]].clone())),
        ("session as key".to_owned(), Shows::Key(world.vera.browser.cookie().unwrap())),
    ];
    all.extend(world.roles().map(|actor| (actor.role.clone(), Shows::Cookie(actor.browser.cookie()))));
    all.extend([
        ("key without scope".to_owned(), key(lacking)),
        ("key with scope".to_owned(), key(entry.enough)),
        ("key, all scopes".to_owned(), key(KEYS[2])),
    ]);
    all
}

fn said(answer: &Answer) -> String {
    if answer.is_ok() { format!("ok {}", answer.status()) } else { answer.code() }
}

#[tokio::test]
async fn iso_01_every_operation_of_the_website_door_by_every_caller() {
    let world = World::new().await;
    let log = SecurityLog::listen();
    let mut door = Door { world: &world, calls: 0 };
    let names = callers(&world, &ENTRIES[0]).into_iter().map(|(name, _)| name);
    let mut table = Table::new(["operation", "row"].into_iter().map(str::to_owned).chain(names).collect());
    let here = world.app.browser(&world.atlas);
    let there = world.app.browser(&world.north);
    for (method, template, id) in operations() {
        let entry = ENTRIES
            .iter()
            .find(|entry| entry.id == id)
            .unwrap_or_else(|| panic!("{method} {template} ({id}) has no entry: add it to tests/coverage/rest.rs"));
        let mut rows = Vec::new();
        for place in places(entry.kind) {
            let path = template.replace("{id}", &row(&world, &world.vera, entry.kind, *place));
            if *place != Place::Unknown {
                let (host, side) =
                    if *place == Place::Foreign { (&there, &world.theirs) } else { (&here, &world.ours) };
                let twin = door
                    .call(host, &Shows::Key(side.secrets[KEYS[2]].clone()), &method, &path, entry.body.map(|b| b()))
                    .await;
                assert!(twin.is_ok(), "the allowed twin of {id}: {}", twin.text());
                world.rows.restore(&world.app).await;
            }
            let mut answers = Vec::new();
            for (name, shows) in callers(&world, entry) {
                let told = refusals(&world.app).await;
                let answer = door.call(&here, &shows, &method, &path, entry.body.map(|b| b())).await;
                let what = format!("{id} on {} by {name}: {}", place.name(), said(&answer));
                if answer.is_ok() {
                    world.rows.restore(&world.app).await;
                } else {
                    assert_eq!(world.rows.written(&world.app).await, Vec::<String>::new(), "{what}");
                    assert_eq!(log.lines(answer.header("x-request-id").unwrap()).len(), 1, "{what}: one line");
                    let known = name.contains("key") && name != "session as key";
                    assert_eq!(refusals(&world.app).await - told, i64::from(known), "{what}: rows in the trail");
                }
                answers.push(answer);
            }
            rows.push((place, answers));
        }
        if entry.kind != Kind::Nothing {
            for (foreign, unknown) in rows[1].1.iter().zip(&rows[2].1) {
                assert_eq!(bare(foreign), bare(unknown), "ISO-01: {id} tells another broker's id from nobody's");
            }
        }
        for (place, answers) in rows {
            let words = answers.iter().map(said);
            table.push([format!("{method} {template}"), place.name().to_owned()].into_iter().chain(words).collect());
        }
    }
    assert_eq!(operations().len(), ENTRIES.len(), "an entry has no operation any more");
    table.check("rest.tsv");
}

#[tokio::test]
async fn iso_34_no_text_of_the_website_door_is_taken_for_sql() {
    let world = World::new().await;
    let mut door = Door { world: &world, calls: 0 };
    let here = world.app.browser(&world.atlas);
    let key = Shows::Key(world.ours.secrets[KEYS[2]].clone());
    let document: Value = serde_json::from_str(&tenant_api::rest::openapi()).unwrap();
    let texts = |schema: &str| {
        let properties = document["components"]["schemas"][schema]["properties"].as_object().unwrap().clone();
        properties
            .into_iter()
            .filter(|(_, p)| p["type"] == "string" || p["type"] == json!(["string", "null"]))
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    let mut places: Vec<String> = texts("NewClient").into_iter().map(|name| format!("/{name}")).collect();
    places.push("/custom_fields/tier".to_owned());
    places.extend(texts("NewAddress").into_iter().map(|name| format!("/address/{name}")));
    let account = row(&world, &world.vera, Kind::Account, Place::Other);
    let there = format!("SELECT count(*) FROM crm.client WHERE tenant_id = '{}'", world.north.tenant.id.uuid());
    let theirs = world.app.number(&there).await;
    let escaped = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    for payload in payloads(&world) {
        for place in &places {
            let mut body = json!({"last_name": "Sun", "address": {"line1": "Calle Mayor 1"}});
            match place[1..].split_once('/') {
                Some((holder, name)) => body[holder][name] = json!(payload),
                None => body[&place[1..]] = json!(payload),
            }
            let answer = door.call(&here, &key, &Method::POST, "/v1/clients", Some(body)).await;
            assert!(
                answer.status() < 500 && !answer.text().contains("Nina"),
                "{payload} at {place}: {}",
                answer.text()
            );
        }
        for path in [
            format!("/v1/clients/{}", escaped(&payload)),
            format!("/v1/clients?cursor={}", escaped(&payload)),
            format!("/v1/clients?limit={}", escaped(&payload)),
            format!("/v1/trading-accounts/{}", escaped(&payload)),
            format!("/v1/trading-accounts?client_id={}", escaped(&payload)),
            format!("/v1/trading-accounts/{}/deals", escaped(&payload)),
            format!("/v1/trading-accounts/{account}/deals?cursor={}", escaped(&payload)),
            format!("/v1/trading-accounts/{account}/balance-operations?limit={}", escaped(&payload)),
            format!("/v1/trading-accounts/{account}/positions?cursor={}", escaped(&payload)),
            format!("/v1/trading-accounts/{}/orders", escaped(&payload)),
            format!("/v1/events?types={}", escaped(&payload)),
            format!("/v1/events?after={}", escaped(&payload)),
        ] {
            let answer = door.call(&here, &key, &Method::GET, &path, None).await;
            assert!(
                (400..500).contains(&answer.status()) && !answer.text().contains("Nina"),
                "{path}: {}",
                answer.text()
            );
        }
        world.rows.restore(&world.app).await;
        world.app.advance(chrono::Duration::minutes(1));
        assert_eq!(door.world.app.number(&there).await, theirs);
    }
}
