//! One act on many clients: counted before, carried out by a job, row by row, and taken back.

use super::documents::{AUDIT, TIMELINE};
use super::world::{World, olga, with, world};
use crm_testing::Browser;
use serde_json::{Value, json};

const BULK: &str = "id state act sets takes team total changed same refused undone undoRefused undoable";

/// What the caller's acts ask and are answered.
pub struct Acts<'a> {
    pub browser: &'a Browser,
}

impl Acts<'_> {
    pub async fn preview(&self, selection: &Value, act: &Value) -> Value {
        let document = "query P($selection: BulkSelectionInput!, $act: BulkActInput!) { bulkPreview(selection: $selection, act: $act) {
            preview { selected change same refused { code message count } shares { owner { name } count } } errors { code path } } }";
        self.browser.graphql(document, json!({"selection": selection, "act": act})).await["bulkPreview"].clone()
    }

    pub async fn start(&self, key: &str, selection: &Value, act: &Value, more: Value) -> Value {
        let document = format!(
            "mutation S($input: StartBulkInput!) {{ startBulk(input: $input) {{ bulk {{ {BULK} }} errors {{ code path message }} }} }}"
        );
        let input = with(json!({"requestKey": key, "selection": selection, "act": act}), more);
        self.browser.graphql(&document, json!({ "input": input })).await["startBulk"].clone()
    }

    pub async fn began(&self, key: &str, selection: &Value, act: &Value, more: Value) -> Value {
        let answer = self.start(key, selection, act, more).await;
        assert_eq!(answer["errors"], json!([]), "{answer}");
        answer["bulk"].clone()
    }

    pub async fn step(&self, name: &str, id: &Value) -> Value {
        let document = format!("mutation S($id: ID!) {{ {name}(id: $id) {{ bulk {{ {BULK} }} errors {{ code }} }} }}");
        self.browser.graphql(&document, json!({ "id": id })).await[name].clone()
    }

    pub async fn now(&self, id: &Value) -> Value {
        let document = format!("query B($id: ID!) {{ clientBulk(id: $id) {{ {BULK} }} }}");
        self.browser.graphql(&document, json!({ "id": id })).await["clientBulk"].clone()
    }

    pub async fn rows(&self, id: &Value) -> Vec<Value> {
        let document = "query R($id: ID!) { clientBulkRows(id: $id, first: 200) { edges { node { row client { id number displayName } outcome code message was became } } } }";
        let data = self.browser.graphql(document, json!({ "id": id })).await;
        data["clientBulkRows"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
    }

    /// The row of a client.
    pub async fn row(&self, id: &Value, client: &Value) -> Value {
        let rows = self.rows(id).await;
        let found = rows.iter().find(|row| row["client"]["id"] == client["id"]);
        found.unwrap_or_else(|| panic!("no row of {client} in {rows:?}")).clone()
    }
}

/// What was counted, without the words.
pub fn counts(bulk: &Value) -> [i64; 5] {
    ["changed", "same", "refused", "undone", "undoRefused"].map(|name| bulk[name].as_i64().unwrap())
}

impl World {
    /// A client of somebody's, as a manager types one in.
    pub async fn one(&self, manager: &Browser, n: usize, more: Value) -> Value {
        let own = json!({"firstName": format!("Lead{n}"), "email": format!("lead{n}@mail.example"), "phone": format!("+346123456{n:02}")});
        self.create(manager, with(with(olga(), own), more)).await
    }

    /// A client as the list shows it now.
    pub async fn seen(&self, browser: &Browser, client: &Value) -> Value {
        browser.graphql(&super::documents::find(), json!({"id": client["id"]})).await["client"].clone()
    }
}

fn named(clients: &[&Value]) -> Value {
    json!({"clientIds": clients.iter().map(|client| client["id"].clone()).collect::<Vec<_>>()})
}

#[tokio::test]
async fn clients_are_given_away_evenly_with_their_follow_ups_and_come_back() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    let mut clients = Vec::new();
    for n in 0..5 {
        clients.push(w.one(&manager, n, json!({"ownerId": w.ana.id.to_string()})).await);
    }
    let plan = "mutation M($input: CreateTaskInput!) { createTask(input: $input) { task { id } errors { code } } }";
    let due = w.app.clock.now() + chrono::Duration::hours(1);
    let input = json!({"clientId": clients[0]["id"], "kind": "CALL_BACK", "dueAt": due, "text": "Ask for the papers"});
    manager.graphql(plan, json!({ "input": input })).await;
    let selection = named(&clients.iter().collect::<Vec<_>>());
    let act = json!({"kind": "ASSIGN", "ownerIds": [w.tom.id.to_string(), w.manager.id.to_string()]});
    let seen = acts.preview(&selection, &act).await["preview"].clone();
    assert_eq!((&seen["selected"], &seen["change"], &seen["refused"]), (&json!(5), &json!(5), &json!([])), "{seen}");
    assert_eq!((&seen["shares"][0]["count"], &seen["shares"][1]["count"]), (&json!(3), &json!(2)));
    let bulk = acts.began("evenly-0001", &selection, &act, json!({})).await;
    assert_eq!((&bulk["state"], &bulk["total"]), (&json!("RUNNING"), &json!(5)));
    w.app.run_jobs().await;
    let bulk = acts.now(&bulk["id"]).await;
    assert_eq!((&bulk["state"], counts(&bulk)), (&json!("DONE"), [5, 0, 0, 0, 0]), "{bulk}");
    let of = async |person: &crm_testing::Person| {
        w.app.number(&format!("SELECT count(*) FROM crm.client WHERE owner_id = '{}'", person.id.uuid())).await
    };
    assert_eq!((of(&w.ana).await, of(&w.tom).await, of(&w.manager).await), (0, 3, 2));
    let teams = "SELECT count(*) FROM crm.client c JOIN crm.staff s ON s.id = c.owner_id WHERE c.team_id IS DISTINCT FROM s.team_id";
    assert_eq!(w.app.number(teams).await, 0, "the team follows the owner");
    let strays = "SELECT count(*) FROM crm.task t JOIN crm.client c ON c.id = t.client_id WHERE t.assignee_id IS DISTINCT FROM c.owner_id";
    assert_eq!(w.app.number(strays).await, 0, "a follow-up goes along with its client");
    // AUD: one event tells of the batch, and stands in each client's timeline with what it did to that one
    let trail = manager.graphql(AUDIT, json!({"first": 20, "filter": {"actions": ["client_bulk.written"]}})).await;
    let events = trail["auditEvents"]["edges"].as_array().unwrap();
    assert_eq!((events.len(), &events[0]["node"]["targetId"]), (1, &bulk["id"]), "{trail}");
    w.open(&manager, &clients[0]).await;
    let line = manager.graphql(TIMELINE, json!({"id": clients[0]["id"], "kinds": ["CHANGE"]})).await;
    let entry = &line["clientTimeline"]["edges"][0]["node"];
    assert_eq!(entry["action"], "client_bulk.written", "{line}");
    let row = acts.row(&bulk["id"], &clients[0]).await;
    assert_eq!(entry["changes"][0]["before"]["display"], json!(w.ana.name));
    assert_eq!(
        (&entry["changes"][0]["field"], &entry["changes"][0]["after"]["display"]),
        (&json!("owner"), &row["became"])
    );
    // somebody works on one of them: undo leaves it, and takes the others back with their follow-ups
    let touched = w.seen(&manager, &clients[4]).await;
    let edit = "mutation M($input: EditClientInput!) { editClient(input: $input) { errors { code } } }";
    let input = json!({"id": touched["id"], "version": touched["version"], "source": "Fair"});
    manager.graphql(edit, json!({ "input": input })).await;
    assert_eq!(acts.step("undoBulk", &bulk["id"]).await["bulk"]["state"], "UNDOING");
    w.app.run_jobs().await;
    let bulk = acts.now(&bulk["id"]).await;
    assert_eq!((&bulk["state"], counts(&bulk)), (&json!("UNDONE"), [5, 0, 0, 4, 1]), "{bulk}");
    assert_eq!(acts.row(&bulk["id"], &clients[4]).await["code"], "changed");
    assert_eq!(of(&w.ana).await, 4);
    assert_eq!(w.app.number(strays).await, 0);
    let line = manager.graphql(TIMELINE, json!({"id": clients[0]["id"], "kinds": ["CHANGE"]})).await;
    let entry = &line["clientTimeline"]["edges"][0]["node"];
    assert_eq!(entry["action"], "client_bulk.rows_undone");
    assert_eq!(entry["changes"][0]["after"]["display"], json!(w.ana.name), "{line}");
    assert_eq!(acts.step("undoBulk", &bulk["id"]).await["errors"][0]["code"], "conflict");
}

#[tokio::test]
async fn a_status_goes_where_it_may_follow_and_the_others_are_a_safe_file() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    let status = |name: &str| w.atlas.statuses[name].to_string();
    let free = w.one(&manager, 1, json!({})).await;
    let there = w.one(&manager, 2, json!({"salesStatusId": status("Interested")})).await;
    let stuck = w.one(&manager, 3, json!({"firstName": "=HYPERLINK(1)", "salesStatusId": status("Converted")})).await;
    let converted = w.atlas.statuses["Converted"].uuid();
    w.app.sql(&format!("UPDATE crm.client_status_option SET any_next = false WHERE id = '{converted}'")).await;
    let act = json!({"kind": "SALES_STATUS", "statusId": status("Interested")});
    let all = json!({"matching": {"filter": {"country": ["ES"]}}});
    let seen = acts.preview(&all, &act).await["preview"].clone();
    assert_eq!((&seen["selected"], &seen["change"], &seen["same"]), (&json!(3), &json!(1), &json!(1)), "{seen}");
    assert_eq!((&seen["refused"][0]["code"], &seen["refused"][0]["count"]), (&json!("status_step"), &json!(1)));
    let less = acts.start("status-0001", &all, &act, json!({"expected": 2})).await;
    assert_eq!(less["errors"][0]["code"], "more_than_agreed", "{less}");
    let bulk = acts.began("status-0001", &all, &act, json!({"expected": 3})).await;
    // whoever matches later is not taken, and who was changed meanwhile is left
    w.one(&manager, 4, json!({})).await;
    w.app.run_jobs().await;
    let now = acts.now(&bulk["id"]).await;
    assert_eq!((&now["total"], counts(&now)), (&json!(3), [1, 1, 1, 0, 0]), "{now}");
    assert_eq!(w.seen(&manager, &free).await["salesStatus"]["name"], "Interested");
    assert_eq!(acts.row(&bulk["id"], &there).await["outcome"], "SAME");
    assert_eq!(acts.row(&bulk["id"], &stuck).await["code"], "status_step");
    // IMPT-06: nothing of the file is computed
    let answer = manager.get(&format!("/bulk/{}/failed.csv", bulk["id"].as_str().unwrap())).await;
    let text = answer.text();
    let number = stuck["number"].as_str().unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains(number) && text.contains("\"'=HYPERLINK(1) Novak\""), "{text}");
    assert!(text.contains("This status may not follow the present one."), "{text}");
    let told = "SELECT count(*) FROM crm.event WHERE type = 'client.status_changed'";
    assert_eq!(w.app.number(told).await, 1, "websites are told of whom it changed, as by the act on one client");
}

#[tokio::test]
async fn tags_are_added_and_taken_away_and_stand_as_before_after_undo() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    let (vip, news) = (w.atlas.tags["VIP"].to_string(), w.atlas.tags["Newsletter"].to_string());
    let tagged = w.one(&manager, 1, json!({"tagIds": [vip]})).await;
    let bare = w.one(&manager, 2, json!({})).await;
    let done = w.one(&manager, 3, json!({"tagIds": [news]})).await;
    let act = json!({"kind": "TAGS", "addTagIds": [news], "removeTagIds": [vip]});
    let selection = named(&[&tagged, &bare, &done, &bare]);
    let seen = acts.preview(&selection, &act).await["preview"].clone();
    assert_eq!((&seen["selected"], &seen["change"], &seen["same"]), (&json!(3), &json!(2), &json!(1)), "{seen}");
    let bulk = acts.began("tags-00001", &selection, &act, json!({})).await;
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&bulk["id"]).await), [2, 1, 0, 0, 0]);
    let names = async |client: &Value| -> Vec<String> {
        let tags = w.seen(&manager, client).await["tags"].clone();
        tags.as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (names(&tagged).await, names(&bare).await),
        (vec!["Newsletter".to_owned()], vec!["Newsletter".to_owned()])
    );
    acts.step("undoBulk", &bulk["id"]).await;
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&bulk["id"]).await), [2, 1, 0, 2, 0]);
    assert_eq!((names(&tagged).await, names(&bare).await), (vec!["VIP".to_owned()], Vec::<String>::new()));
    assert_eq!(names(&done).await, ["Newsletter"], "what was there before stays");

    // a tag that is deleted meanwhile comes back to nobody, and it says so
    let again = acts.began("tags-00002", &named(&[&tagged, &bare]), &act, json!({})).await;
    w.app.run_jobs().await;
    w.app.sql(&format!("DELETE FROM crm.tag WHERE id = '{}'", w.atlas.tags["VIP"].uuid())).await;
    acts.step("undoBulk", &again["id"]).await;
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&again["id"]).await), [2, 0, 0, 1, 1]);
    assert_eq!(acts.row(&again["id"], &tagged).await["code"], "unknown_id");
    assert_eq!((names(&tagged).await, names(&bare).await), (vec!["Newsletter".to_owned()], Vec::<String>::new()));
}

#[tokio::test]
async fn archiving_asks_for_a_reason_and_undo_brings_clients_back() {
    let w = world().await;
    let (manager, ana) = (w.app.sign_in(&w.manager).await, w.app.sign_in(&w.ana).await);
    let acts = Acts { browser: &manager };
    let mine = w.one(&manager, 1, json!({"ownerId": w.ana.id.to_string()})).await;
    let other = w.one(&manager, 2, json!({})).await;
    let (selection, act) = (named(&[&mine, &other]), json!({"kind": "ARCHIVE"}));
    let document = "query P($selection: BulkSelectionInput!, $act: BulkActInput!) { bulkPreview(selection: $selection, act: $act) { errors { code } } }";
    let code = ana.graphql_refusal(document, json!({"selection": selection, "act": act})).await;
    assert_eq!(code, "forbidden", "an agent archives nobody, one or many");
    assert_eq!(acts.start("archive-01", &selection, &act, json!({})).await["errors"][0]["code"], "reason_required");
    let why = json!({"reason": "Bought from a list that was no good"});
    let bulk = acts.began("archive-01", &selection, &act, why).await;
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&bulk["id"]).await), [2, 0, 0, 0, 0]);
    assert!(w.names(&manager, json!({})).await.is_empty());
    acts.step("undoBulk", &bulk["id"]).await;
    w.app.run_jobs().await;
    assert_eq!(w.names(&manager, json!({})).await.len(), 2);
    let again = acts.began("archive-02", &selection, &act, json!({"reason": "And again, all of them"})).await;
    w.app.run_jobs().await;
    w.app.advance(chrono::Duration::hours(25));
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    assert_eq!(acts.now(&again["id"]).await["undoable"], false);
    assert_eq!(acts.step("undoBulk", &again["id"]).await["errors"][0]["code"], "undo_over");
}

#[tokio::test]
async fn what_is_stopped_stands_and_a_name_begins_one_act() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    let client = w.one(&manager, 1, json!({})).await;
    let act = json!({"kind": "ASSIGN", "ownerIds": [w.tom.id.to_string()]});
    let selection = named(&[&client]);
    let first = acts.began("once-00001", &selection, &act, json!({})).await;
    // MON-01, MON-02: the same name is the same act, or a mistake
    assert_eq!(acts.began("once-00001", &selection, &act, json!({})).await["id"], first["id"]);
    let nobody = json!({"kind": "ASSIGN", "ownerIds": []});
    assert_eq!(acts.start("once-00001", &selection, &nobody, json!({})).await["errors"][0]["code"], "key_reused");
    assert_eq!(acts.step("stopBulk", &first["id"]).await["bulk"]["state"], "STOPPED");
    w.app.run_jobs().await;
    assert_eq!(counts(&acts.now(&first["id"]).await), [0; 5], "nothing was written");
    assert_eq!(acts.row(&first["id"], &client).await["outcome"], "WAITING");
    assert_eq!(w.seen(&manager, &client).await["owner"], Value::Null);
    let wrong = [
        (json!({"clientIds": []}), act.clone(), "nothing_selected"),
        (selection.clone(), json!({"kind": "TAGS"}), "required"),
        (selection.clone(), json!({"kind": "SALES_STATUS"}), "required"),
        (
            selection.clone(),
            json!({"kind": "ASSIGN", "teamId": w.madrid.to_string(), "ownerIds": [w.tom.id.to_string()]}),
            "one_of_them",
        ),
    ];
    for (n, (selection, act, code)) in wrong.into_iter().enumerate() {
        let answer = acts.start(&format!("wrong-{n:04}"), &selection, &act, json!({})).await;
        assert_eq!(answer["errors"][0]["code"], code, "{answer}");
    }
    let team = json!({"kind": "ASSIGN", "teamId": w.madrid.to_string()});
    let bulk = acts.began("team-00001", &selection, &team, json!({})).await;
    w.app.run_jobs().await;
    let now = acts.now(&bulk["id"]).await;
    assert_eq!((&now["team"], &now["sets"]), (&json!("Madrid"), &json!([w.ana.name])));
    assert_eq!(w.seen(&manager, &client).await["owner"]["name"], json!(w.ana.name));
}

/// C9: whoever has the fewest clients gets the next one; the count before says it exactly, and the job does it.
#[tokio::test]
async fn clients_go_to_whoever_has_the_fewest() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let acts = Acts { browser: &manager };
    for n in 0..4 {
        w.one(&manager, n, json!({"ownerId": w.ana.id.to_string()})).await;
    }
    let toms = w.one(&manager, 10, json!({"ownerId": w.tom.id.to_string()})).await;
    let mut clients = vec![toms];
    for n in 20..25 {
        clients.push(w.one(&manager, n, json!({"ownerId": null})).await);
    }
    let selection = named(&clients.iter().collect::<Vec<_>>());
    let (ana, tom) = (w.ana.id.to_string(), w.tom.id.to_string());
    let act = json!({"kind": "ASSIGN", "ownerIds": [ana, tom], "rule": "FEWEST_FIRST"});
    // Ana has four besides these, Tom none, for the one that he has is among them
    let seen = acts.preview(&selection, &act).await["preview"].clone();
    let shares: Vec<Value> = seen["shares"].as_array().unwrap().iter().map(|share| share["count"].clone()).collect();
    assert_eq!((shares, &seen["change"]), (vec![json!(1), json!(5)], &json!(6)), "{seen}");
    let bulk = acts.began("fewest-0001", &selection, &act, json!({})).await;
    w.app.run_jobs().await;
    let done = acts.now(&bulk["id"]).await;
    assert_eq!((&done["state"], &done["refused"]), (&json!("DONE"), &json!(0)), "{done}");
    let of = async |person: &crm_testing::Person| {
        w.app.number(&format!("SELECT count(*) FROM crm.client WHERE owner_id = '{}'", person.id.uuid())).await
    };
    assert_eq!((of(&w.ana).await, of(&w.tom).await), (5, 5));
    // evenly is what it was: each as many, whatever they have
    let evenly = json!({"kind": "ASSIGN", "ownerIds": [ana, tom], "rule": "EVENLY"});
    let seen = acts.preview(&selection, &evenly).await["preview"].clone();
    assert_eq!((&seen["shares"][0]["count"], &seen["shares"][1]["count"]), (&json!(3), &json!(3)));
}
