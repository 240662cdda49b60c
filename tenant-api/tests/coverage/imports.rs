//! Imports of the tables: one of every person's, and some of a broker in other states; and which news of them reach whom.

use crate::actors::Actor;
use crate::fields::Fields;
use crate::snapshot::Table;
use crate::support::socket::Socket;
use crate::world::World;
use bytes::Bytes;
use crm_model::ClientImportId;
use crm_testing::{Browser, Person, TestApp};
use serde_json::{Value, json};

/// An import of a person, tried out; a manager brings its file, since few may. One row is a client who is there already.
pub async fn import_of(app: &TestApp, manager: &Browser, person: &Person, state: &str, known: &str) -> String {
    let file = format!("First name,E-mail,Source\nNadia,nadia@sand.example,{0}\nNobody,none,{0}\n,,{0}\n", person.id);
    let file = format!("{file}{state},{state}@sand.example,Fair\n{state} again,{known},Fair\n");
    let start = "mutation($input: StartImportInput!) { startImport(input: $input) { import { id } errors { code } } }";
    let started = manager.graphql(start, json!({"input": {"fileName": "leads.csv", "size": file.len()}})).await;
    let id = started["startImport"]["import"]["id"].as_str().unwrap().to_owned();
    let mut request = manager.request(http::Method::POST, &format!("/imports/{id}/parts/0"), None);
    request.headers_mut().insert("content-type", "application/octet-stream".parse().unwrap());
    *request.body_mut() = Bytes::from(file);
    assert_eq!(manager.send(request).await.status(), 204);
    let mapping = json!({"id": id, "version": 3, "headerRow": 1, "matchBy": ["EMAIL"], "onMatch": "SKIP", "onRepeat": "SKIP",
        "columns": [{"index": 0, "field": "FIRST_NAME"}, {"index": 1, "field": "EMAIL"}, {"index": 2, "field": "SOURCE"}],
        "assignment": {"mode": "ROUND_ROBIN", "ownerIds": [person.id.to_string()]}});
    for (mutation, input, value) in [
        ("readImport", "ReadImportInput", json!({"id": id, "version": 1})),
        ("mapImport", "MapImportInput", mapping),
        ("checkImport", "StepImportInput", json!({"id": id, "version": 4})),
    ] {
        let document =
            format!("mutation($input: {input}!) {{ {mutation}(input: $input) {{ errors {{ code message }} }} }}");
        let done = manager.graphql(&document, json!({"input": value})).await;
        assert_eq!(done[mutation]["errors"], json!([]), "{mutation}");
        app.run_jobs().await;
    }
    let uuid = ClientImportId::parse(&id).unwrap().uuid();
    let state = if state == "checked" { String::new() } else { format!(", state = '{state}', committed_at = now()") };
    let person = person.id.uuid();
    app.sql(&format!("UPDATE crm.client_import SET created_by = '{person}', work_by = '{person}', counts = replace(counts, '\"error\":2', '\"error\":0'){state} WHERE id = '{uuid}'")).await;
    id
}

/// Who hears of an import that moves on.
pub async fn every_import(
    world: &World,
    table: &mut Table,
    callers: &[(&str, &Browser, &Actor)],
    fields: &mut Fields,
    root: &str,
) {
    let address = world.listen().await;
    let places = [("broker's", &world.vera), ("other broker", &world.nina)];
    let mut words: Vec<Vec<String>> = vec![Vec::new(); places.len()];
    for (name, browser, _) in callers {
        let bearer = (*name == "website key").then(|| world.ours.secrets["client.view"].as_str());
        let cookie = browser.cookie();
        let opened = Socket::open(address, browser, bearer).await;
        browser.set_cookie(cookie);
        let heard = match opened {
            Ok(mut socket) => listen(world, &mut socket).await,
            Err(code) => Err(code),
        };
        for (at, (_, whose)) in places.iter().enumerate() {
            words[at].push(match &heard {
                Ok(news) if news.iter().any(|event| event["id"] == *whose.import) => "news".to_owned(),
                Ok(_) => "silence".to_owned(),
                Err(code) => code.clone(),
            });
        }
        for event in heard.iter().flatten() {
            fields.note(name, root, "importChanged", event, None);
        }
    }
    for ((place, _), words) in places.iter().zip(words) {
        table.push(["importChanged", place].into_iter().map(str::to_owned).chain(words).collect());
    }
}

/// What is heard until one's own broker's import moved; or the code of the refusal.
async fn listen(world: &World, socket: &mut Socket) -> Result<Vec<Value>, String> {
    socket.subscribe("imports", "subscription { importChanged { id version state } }").await;
    // a subscription is not acknowledged
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let cancel = "mutation($id: ID!) { cancelImport(id: $id) { errors { code } } }";
    for who in [&world.nina, &world.vera] {
        who.browser.graphql(cancel, json!({"id": who.import})).await;
    }
    let mut news = Vec::new();
    let heard = loop {
        let said = socket.hear().await.expect("an open socket");
        if let Some(code) =
            said.pointer("/payload/errors/0/extensions/code").or(said.pointer("/payload/0/extensions/code"))
        {
            break Err(code.as_str().unwrap().to_owned());
        }
        if said["type"] != "next" {
            continue;
        }
        let event = said["payload"]["data"]["importChanged"].clone();
        let last = event["id"] == *world.vera.import || event["id"] == *world.nina.import;
        news.push(event);
        if last {
            break Ok(news);
        }
    };
    world.rows.restore(&world.app).await;
    heard
}
