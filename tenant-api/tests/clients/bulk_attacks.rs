//! One act on many clients, by those who may not, who lose their rights, or whose worker dies.

use super::bulk::{Acts, counts};
use super::world::{World, world};
use crate::support::worker::worker;
use chrono::Duration;
use serde_json::{Value, json};
use std::time::Duration as Time;

/// What a role may, as an administrator sets it.
async fn grant(w: &World, role: &str, permission: &str, reach: Option<&str>) {
    let role = w.atlas.role(role).uuid();
    let sql = match reach {
        Some(reach) => format!(
            "UPDATE crm.role_grant SET reach = '{reach}' WHERE role_id = '{role}' AND permission = '{permission}'"
        ),
        None => format!("DELETE FROM crm.role_grant WHERE role_id = '{role}' AND permission = '{permission}'"),
    };
    w.app.sql(&sql).await;
    w.app.access_changed(&w.atlas).await;
}

#[tokio::test]
async fn rbac_05_an_act_reaches_as_far_as_the_act_on_one_client() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let mine = w.one(&manager, 1, json!({"ownerId": w.ana.id.to_string()})).await;
    let toms = w.one(&manager, 2, json!({"ownerId": w.tom.id.to_string()})).await;
    let act = json!({"kind": "TAGS", "addTagIds": [w.atlas.tags["VIP"].to_string()]});
    let both = json!({"clientIds": [mine["id"], toms["id"]]});
    // who does not see a client does not choose him either
    let ana = w.app.sign_in(&w.ana).await;
    let seen = Acts { browser: &ana }.preview(&both, &act).await;
    assert_eq!(seen["preview"]["selected"], 1, "{seen}");
    let theirs = Acts { browser: &ana }.preview(&json!({"clientIds": [toms["id"]]}), &act).await;
    assert_eq!(theirs["errors"][0]["code"], "nothing_selected");
    // who sees everybody and changes his own changes his own
    grant(&w, "Agent", "client.view", Some("all")).await;
    let ana = w.app.sign_in(&w.ana).await;
    let acts = Acts { browser: &ana };
    let seen = acts.preview(&both, &act).await["preview"].clone();
    assert_eq!((&seen["change"], &seen["refused"][0]["code"]), (&json!(1), &json!("not_reached")), "{seen}");
    let bulk = acts.began("reach-0001", &both, &act, json!({})).await;
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&bulk["id"]).await), [1, 0, 1, 0, 0]);
    assert_eq!(acts.row(&bulk["id"], &toms).await["code"], "not_reached");
    assert_eq!(w.seen(&manager, &toms).await["tags"], json!([]));
    // once he sees less again, the file names whom he sees, and nobody else
    grant(&w, "Agent", "client.view", Some("own")).await;
    let ana = w.app.sign_in(&w.ana).await;
    let text = ana.get(&format!("/bulk/{}/failed.csv", bulk["id"].as_str().unwrap())).await.text();
    assert!(!text.contains("Lead2") && !text.contains(toms["number"].as_str().unwrap()), "{text}");
    assert!(text.contains("Not changed"), "{text}");
}

#[tokio::test]
async fn iso_02_other_peoples_acts_and_other_brokers_clients_are_not_there() {
    let w = world().await;
    let (manager, tom) = (w.app.sign_in(&w.manager).await, w.app.sign_in(&w.tom).await);
    let acts = Acts { browser: &manager };
    let north = w.app.tenant("northwind").await;
    let nina = w.app.staff(&north, "CRM Manager").await;
    let next_door = w.app.sign_in(&nina).await;
    let mine = w.one(&manager, 1, json!({})).await;
    let theirs = w.one(&next_door, 2, json!({})).await;
    let act = json!({"kind": "ASSIGN", "ownerIds": [w.tom.id.to_string()]});
    let foreign = acts.start("foreign-01", &json!({"clientIds": [theirs["id"]]}), &act, json!({})).await;
    assert_eq!(foreign["errors"][0]["code"], "nothing_selected");
    let with = acts.began("foreign-02", &json!({"clientIds": [theirs["id"], mine["id"]]}), &act, json!({})).await;
    assert_eq!(with["total"], 1);
    let strangers = json!({"kind": "ASSIGN", "ownerIds": [nina.id.to_string()]});
    let owner = acts.start("foreign-03", &json!({"clientIds": [mine["id"]]}), &strangers, json!({})).await;
    assert_eq!(owner["errors"][0]["code"], "unknown_id");
    w.app.run_jobs().await;
    let all = acts.now(&with["id"]).await;
    assert_eq!((&all["state"], counts(&all)), (&json!("DONE"), [1, 0, 0, 0, 0]));
    let file = format!("/bulk/{}/failed.csv", with["id"].as_str().unwrap());
    for stranger in [&tom, &next_door] {
        for document in [
            "query Q($id: ID!) { clientBulk(id: $id) { id } }",
            "query Q($id: ID!) { clientBulkRows(id: $id) { edges { cursor } } }",
            "mutation Q($id: ID!) { stopBulk(id: $id) { errors { code } } }",
            "mutation Q($id: ID!) { undoBulk(id: $id) { errors { code } } }",
        ] {
            assert_eq!(stranger.graphql_refusal(document, json!({"id": with["id"]})).await, "not_found", "{document}");
        }
        assert_eq!(stranger.get(&file).await.status(), 404);
        let latest = stranger.graphql("{ clientBulks { id } }", json!({})).await;
        assert_eq!(latest["clientBulks"], json!([]));
    }
    assert_eq!(manager.get(&file).await.status(), 200);
    let latest = manager.graphql("{ clientBulks { id } }", json!({})).await;
    assert_eq!(latest["clientBulks"][0]["id"], with["id"]);
}

#[tokio::test]
async fn sess_09_an_act_ends_with_the_rights_of_who_began_it() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.one(&manager, 1, json!({})).await;
    let selection = json!({"clientIds": [client["id"]]});
    let act = json!({"kind": "TAGS", "addTagIds": [w.atlas.tags["VIP"].to_string()]});
    let acts = Acts { browser: &manager };
    let bulk = acts.began("rights-001", &selection, &act, json!({})).await;
    grant(&w, "CRM Manager", "client.edit", None).await;
    w.app.run_jobs().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    let now = acts.now(&bulk["id"]).await;
    assert_eq!((&now["state"], counts(&now)), (&json!("STOPPED"), [0; 5]));
    assert_eq!(w.seen(&manager, &client).await["tags"], json!([]));
    let undo = "mutation U($id: ID!) { undoBulk(id: $id) { errors { code } } }";
    assert_eq!(manager.graphql_refusal(undo, json!({"id": bulk["id"]})).await, "forbidden");
}

#[tokio::test]
async fn a_client_that_somebody_changes_after_the_start_is_left() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    let (quiet, busy) = (w.one(&manager, 1, json!({})).await, w.one(&manager, 2, json!({})).await);
    let gone = w.one(&manager, 3, json!({})).await;
    let act = json!({"kind": "ASSIGN", "ownerIds": [w.ana.id.to_string()]});
    let all = json!({"matching": {"search": "novak"}});
    let bulk = acts.began("changed-01", &all, &act, json!({})).await;
    assert_eq!(bulk["total"], 3);
    let assign = "mutation M($input: AssignClientInput!) { assignClient(input: $input) { errors { code } } }";
    let input = json!({"id": busy["id"], "version": busy["version"], "ownerId": w.tom.id.to_string()});
    manager.graphql(assign, json!({ "input": input })).await;
    let archive = "mutation M($input: ArchiveClientInput!) { archiveClient(input: $input) { errors { code } } }";
    let input = json!({"id": gone["id"], "version": gone["version"], "reason": "Asked to be forgotten"});
    manager.graphql(archive, json!({ "input": input })).await;
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&bulk["id"]).await), [1, 0, 2, 0, 0]);
    assert_eq!(acts.row(&bulk["id"], &busy).await["code"], "changed");
    assert_eq!(acts.row(&bulk["id"], &gone).await["code"], "archived");
    assert_eq!(w.seen(&manager, &busy).await["owner"]["name"], json!(w.tom.name));
    assert_eq!(w.seen(&manager, &quiet).await["owner"]["name"], json!(w.ana.name));
}

#[tokio::test(flavor = "multi_thread")]
async fn r_01_an_act_that_is_broken_off_changes_each_client_once() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let first = w.one(&manager, 1, json!({})).await;
    w.app.sql("INSERT INTO crm.client SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', c.number + n))).* FROM crm.client c, generate_series(1, 3999) n").await;
    let acts = Acts { browser: &manager };
    let act = json!({"kind": "ASSIGN", "ownerIds": [w.ana.id.to_string(), w.tom.id.to_string()]});
    let bulk = acts.began("kills-0001", &json!({"matching": {}}), &act, json!({"expected": 4_000})).await;
    assert_eq!(bulk["total"], 4_000);
    let mut broken = 0;
    for lives in [30_u64, 120, 200, 300, 90, 250] {
        let ended =
            std::thread::scope(|scope| scope.spawn(|| worker(&w.app, Time::from_millis(lives))).join().unwrap());
        broken += i32::from(!ended);
        // the lease of what was begun ends
        w.app.advance(Duration::seconds(121));
    }
    assert!(broken > 0, "nothing was broken off");
    w.app.advance(Duration::seconds(121));
    w.app.run_jobs().await;
    assert_eq!(w.app.number("SELECT changed::int8 FROM crm.client_bulk WHERE state = 'done'").await, 4_000);
    let twice = "SELECT count(*) FROM crm.client WHERE version <> 2";
    assert_eq!(w.app.number(twice).await, 0, "each client was changed once");
    let uneven = "SELECT max(n) - min(n) FROM (SELECT count(*) AS n FROM crm.client GROUP BY owner_id) x";
    assert_eq!(w.app.number(uneven).await, 0, "the turns are even whatever happened");
    let batches = "SELECT count(*) FROM crm.audit_event WHERE action = 'client_bulk.written'";
    assert_eq!(w.app.number(batches).await, 8, "one event a batch of 500");
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    acts.step("undoBulk", &bulk["id"]).await;
    w.app.run_jobs().await;
    let now = acts.now(&bulk["id"]).await;
    assert_eq!((&now["state"], counts(&now)), (&json!("UNDONE"), [4_000, 0, 0, 4_000, 0]));
    assert_eq!(w.seen(&manager, &first).await["owner"], Value::Null);
}
