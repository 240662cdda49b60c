//! Subscriptions: which news reach whom.

use crate::actors::Actor;
use crate::fields::Fields;
use crate::imports;
use crate::news;
use crate::snapshot::Table;
use crate::support::socket::Socket;
use crate::versions::version_of;
use crate::world::World;
use crm_testing::Browser;
use serde_json::{Value, json};

/// The schema's type of subscriptions.
pub const ROOT: &str = "LiveSubscription";

/// Every subscription of the schema.
pub const SUBSCRIPTIONS: [&str; 12] = [
    "clientChanged",
    "accessChanged",
    "positionBeats",
    "orderBeats",
    "exposureBeats",
    "marginWatchBeats",
    "accountBeats",
    "importChanged",
    "taskDue",
    "balanceOperationChanged",
    "tradeCommandChanged",
    "dealsChanged",
];

const CLIENTS: &str = "subscription { clientChanged { id kind version mine } }";
const ACCESS: &str = "subscription { accessChanged { accessVersion signedOut } }";
/// Whose client is changed, as the listener sees it; the listener's own comes last.
pub const PLACES: [&str; 4] = ["other broker", "other team", "team", "own"];

/// Every caller listens while clients of each place are changed, then while the rights change.
pub async fn every_subscription(
    world: &World,
    table: &mut Table,
    callers: &[(&str, &Browser, &Actor)],
    fields: &mut Fields,
) {
    let address = world.listen().await;
    let mut listening = Vec::new();
    for (name, browser, _) in callers {
        let bearer = (*name == "website key").then(|| world.ours.secrets["client.view"].as_str());
        let cookie = browser.cookie();
        let mut opened = Socket::open(address, browser, bearer).await;
        browser.set_cookie(cookie);
        if let Ok(socket) = &mut opened {
            socket.subscribe("clients", CLIENTS).await;
            socket.subscribe("access", ACCESS).await;
        }
        listening.push(opened);
    }
    // a subscription is not acknowledged: what follows is changed again until the first listener hears of it
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    change(world, &world.nina.browser, &world.nina.client).await;
    change(world, &world.vera.browser, &world.actor("Tom").client).await;
    change(world, &world.vera.browser, &world.actor("Cora").client).await;
    for (_, _, me) in callers.iter().filter(|(_, _, me)| me.person.name != "Cora") {
        change(world, &world.vera.browser, &me.client).await;
    }
    let mut words: Vec<Vec<String>> = vec![Vec::new(); PLACES.len()];
    for ((name, _, me), opened) in callers.iter().zip(&mut listening) {
        let heard = match opened {
            Ok(socket) => Ok(until_own(socket, &me.client).await),
            Err(code) => Err(code.clone()),
        };
        for (at, place) in PLACES.iter().enumerate() {
            let id = match *place {
                "other broker" => &world.nina.client,
                "other team" => &world.actor("Tom").client,
                "team" => &world.actor("Cora").client,
                _ => &me.client,
            };
            words[at].push(match &heard {
                Ok(news) if news.iter().any(|event| event["id"] == **id) => "news".to_owned(),
                Ok(_) => "silence".to_owned(),
                Err(code) => code.clone(),
            });
        }
        for event in heard.iter().flatten() {
            fields.note(name, ROOT, "clientChanged", event, None);
        }
    }
    for (place, words) in PLACES.iter().zip(words) {
        table.push(["clientChanged", place].into_iter().map(str::to_owned).chain(words).collect());
    }
    let role = "mutation { createRole(input: {name: \"Night\", description: \"\", grants: [], fields: []}) { errors { code } } }";
    assert_eq!(world.vera.browser.graphql(role, json!({})).await["createRole"]["errors"], json!([]));
    let mut words = Vec::new();
    for ((name, ..), opened) in callers.iter().zip(&mut listening) {
        words.push(match opened {
            Ok(socket) => {
                let event = next_of(socket, "access").await;
                fields.note(name, ROOT, "accessChanged", &event["accessChanged"], None);
                "news".to_owned()
            }
            Err(code) => code.clone(),
        });
    }
    table.push(["accessChanged", "-"].into_iter().map(str::to_owned).chain(words).collect());
    world.rows.restore(&world.app).await;
    imports::every_import(world, table, callers, fields, ROOT).await;
    news::every_news(world, table, callers, fields).await;
}

/// Everything heard of clients up to the news of one's own.
async fn until_own(socket: &mut Socket, own: &str) -> Vec<Value> {
    let mut news = Vec::new();
    loop {
        let event = next_of(socket, "clients").await["clientChanged"].clone();
        let last = event["id"] == own;
        news.push(event);
        if last {
            return news;
        }
    }
}

async fn next_of(socket: &mut Socket, id: &str) -> Value {
    loop {
        let said = socket.hear().await.expect("an open socket");
        assert_eq!(said["type"], "next", "{said}");
        assert!(said["payload"]["errors"].is_null(), "{said}");
        if said["id"] == id {
            return said["payload"]["data"].clone();
        }
    }
}

async fn change(world: &World, by: &Browser, client: &str) {
    let version = version_of(world, client).await;
    let edit = "mutation M($input: EditClientInput!) { editClient(input: $input) { errors { code } } }";
    let done = by.graphql(edit, json!({"input": {"id": client, "version": version, "source": "Fair"}})).await;
    assert_eq!(done["editClient"]["errors"], json!([]), "{client}");
}
