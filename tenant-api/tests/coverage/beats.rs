//! Live figures by subscription: who is told of them, and of which accounts.

use crate::actors::Actor;
use crate::fields::Fields;
use crate::live::{ROOT, SUBSCRIPTIONS};
use crate::snapshot::Table;
use crate::support::battery::Battery;
use crate::support::socket::Socket;
use crate::world::World;
use crm_testing::Browser;
use serde_json::{Value, json};

/// Whose client's accounts are asked for, as the listener sees it.
const PLACES: [&str; 3] = ["own", "other team", "other broker"];

/// The first beat of every subscription of live figures, for every caller.
pub async fn every_beat(
    world: &World,
    battery: &Battery,
    table: &mut Table,
    callers: &[(&str, &Browser, &Actor)],
    fields: &mut Fields,
) {
    let address = world.listen().await;
    let mut rows: Vec<(&str, &str, Vec<String>)> = Vec::new();
    // news of clients, of rights, of imports and of trading come when something happens: others ask for those
    for name in SUBSCRIPTIONS[2..].iter().filter(|name| !name.ends_with("Changed")) {
        let places: &[&str] = if *name == "accountBeats" { &PLACES } else { &["-"] };
        rows.extend(places.iter().map(|place| (*name, *place, Vec::new())));
    }
    for (caller, browser, me) in callers {
        let bearer = (*caller == "website key").then(|| world.ours.secrets["client.view"].as_str());
        let cookie = browser.cookie();
        let mut opened = Socket::open(address, browser, bearer).await;
        browser.set_cookie(cookie);
        for (at, (name, place, words)) in rows.iter_mut().enumerate() {
            let socket = match &mut opened {
                Ok(socket) => socket,
                Err(code) => {
                    words.push(code.clone());
                    continue;
                }
            };
            let client = match *place {
                "other team" => &world.actor("Tom").client,
                "other broker" => &world.nina.client,
                _ => &me.client,
            };
            let variables = match *name {
                "accountBeats" => json!({ "clientId": client }),
                "taskDue" => json!({ "since": world.app.clock.now() - chrono::Duration::hours(6) }),
                _ => json!({}),
            };
            let field = battery.root(ROOT).iter().find(|field| field.name.node == *name).unwrap();
            let id = at.to_string();
            socket.subscribe_with(&id, &battery.document("subscription", field), &variables).await;
            let said = first(socket, &id).await;
            let refusal = said["errors"][0]["extensions"]["code"].as_str();
            let data = &said["data"][*name];
            fields.note(caller, ROOT, name, data, refusal);
            words.push(refusal.map_or_else(|| told(data), str::to_owned));
        }
    }
    for (name, place, words) in rows {
        table.push([name, place].into_iter().map(str::to_owned).chain(words).collect());
    }
}

/// How many rows a first beat holds.
fn told(beat: &Value) -> String {
    if beat["taskId"].is_string() {
        return "reminder".to_owned();
    }
    let rows = beat.as_array().or_else(|| beat["changed"].as_array()).or_else(|| beat["rows"].as_array());
    format!("beat({})", rows.unwrap_or_else(|| panic!("{beat}")).len())
}

async fn first(socket: &mut Socket, id: &str) -> Value {
    loop {
        let said = socket.hear().await.expect("an open socket");
        if said["id"] == id && said["type"] == "next" {
            return said["payload"].clone();
        }
    }
}
