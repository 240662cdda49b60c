//! Saved views: who has them, what they show to whom, what a list opens with; and groups with their counts.

use super::world::{World, olga, with, world};
use crm_testing::Browser;
use serde_json::{Value, json};

const VIEW: &str = "id version name audience team { name } owner { name } definition { filter sort { field descending } columns { name pinned width } density groupBy } dropped mine mayChange roleIds";
const ERRORS: &str = "errors { code path }";

async fn change(browser: &Browser, name: &str, input: Value) -> Value {
    let mut chars = name.chars();
    let kind: String = chars.next().unwrap().to_uppercase().chain(chars).collect();
    let (kind, shows) = match name {
        "deleteSavedView" => ("Delete".to_owned(), "deletedId".to_owned()),
        "chooseSavedView" | "setRoleView" => (kind, "savedViews { chosenId opensWithId }".to_owned()),
        _ => (kind, format!("view {{ {VIEW} }}")),
    };
    let document = format!("mutation M($input: {kind}Input!) {{ {name}(input: $input) {{ {shows} {ERRORS} }} }}");
    browser.graphql(&document, json!({ "input": input })).await[name].clone()
}

async fn shelf(browser: &Browser) -> Value {
    let document = format!("{{ savedViews {{ chosenId opensWithId views {{ {VIEW} }} }} }}");
    browser.graphql(&document, json!({})).await["savedViews"].clone()
}

async fn names(browser: &Browser) -> Vec<String> {
    let shelf = shelf(browser).await;
    shelf["views"].as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap().to_owned()).collect()
}

fn showing(items: &Value) -> Value {
    json!({"filter": {"join": "all", "items": items}, "columns": []})
}

async fn save(browser: &Browser, name: &str, audience: &str, items: &Value) -> Value {
    let input = json!({"name": name, "audience": audience, "definition": showing(items)});
    let made = change(browser, "createSavedView", input).await;
    assert_eq!(made["errors"], json!([]), "{made}");
    made["view"].clone()
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("no error in {answer}"))
}

const SPAIN: fn() -> Value = || json!([{"field": "country", "values": ["ES"]}]);

#[tokio::test]
async fn a_private_view_is_there_for_its_owner_alone() {
    let w = world().await;
    let (ana, tom, manager) =
        (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await, w.app.sign_in(&w.manager).await);
    let definition = json!({"filter": {"join": "any", "items": [{"field": "nextFollowUpAt", "period": "past"}, {"join": "all", "items": [{"field": "stage", "values": ["LEAD"], "not": true}]}]},
        "sort": {"field": "FOLLOW_UP", "descending": false}, "density": "COMPACT", "groupBy": "COUNTRY",
        "columns": [{"name": "name", "pinned": true, "width": 220}, {"name": "country", "pinned": false, "width": null}]});
    let made =
        change(&ana, "createSavedView", json!({"name": "  My day ", "audience": "PRIVATE", "definition": definition}))
            .await;
    let view = &made["view"];
    assert_eq!((&view["name"], &view["mine"], &view["mayChange"]), (&json!("My day"), &json!(true), &json!(true)));
    assert_eq!(view["definition"], definition, "what is kept is what was given");
    assert_eq!(names(&ana).await, ["My day"]);
    for other in [&tom, &manager] {
        assert!(names(other).await.is_empty());
        let steal = json!({"input": {"id": view["id"], "version": 1, "name": "Mine now"}});
        let document =
            "mutation M($input: ChangeSavedViewInput!) { changeSavedView(input: $input) { errors { code } } }";
        assert_eq!(other.graphql_refusal(document, steal).await, "not_found");
    }
    save(&ana, "Not to be called", "PRIVATE", &json!([{"field": "doNotCall", "on": true}])).await;
    let again = change(
        &ana,
        "createSavedView",
        json!({"name": "My day", "audience": "PRIVATE", "definition": showing(&json!([]))}),
    )
    .await;
    assert_eq!(code(&again), "taken");
    save(&tom, "My day", "PRIVATE", &json!([])).await;
    let renamed = change(&ana, "changeSavedView", json!({"id": view["id"], "version": 1, "name": "Morning"})).await;
    assert_eq!((&renamed["view"]["name"], &renamed["view"]["version"]), (&json!("Morning"), &json!(2)));
    let late = change(&ana, "changeSavedView", json!({"id": view["id"], "version": 1, "name": "Late"})).await;
    assert_eq!(code(&late), "conflict");
    let gone = change(&ana, "deleteSavedView", json!({"id": view["id"], "version": 2})).await;
    assert_eq!(gone["deletedId"], view["id"]);
    assert_eq!(names(&ana).await, ["Not to be called"]);
}

#[tokio::test]
async fn a_teams_view_is_there_for_the_team_and_those_below_and_is_shared_by_those_who_may() {
    let w = world().await;
    let leader = w.app.staff(&w.atlas, "Team Leader").await;
    let iberia = w.app.team(&w.atlas, "Iberia", None, Some(leader.id)).await;
    w.app.sql(&format!("UPDATE crm.team SET parent_id = '{}' WHERE id = '{}'", iberia.uuid(), w.madrid.uuid())).await;
    w.app.access_changed(&w.atlas).await;
    let (ana, tom, leader) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await, w.app.sign_in(&leader).await);
    let input = |audience: &str, team: Value| json!({"name": "Spain", "audience": audience, "teamId": team, "definition": showing(&SPAIN())});
    let shared = change(&leader, "createSavedView", input("TEAM", json!(iberia.to_string()))).await;
    assert_eq!(shared["view"]["team"]["name"], "Iberia", "{shared}");
    assert_eq!(names(&ana).await, ["Spain"], "Madrid lies below Iberia");
    assert!(names(&tom).await.is_empty());
    let id = shared["view"]["id"].clone();
    assert_eq!(shelf(&ana).await["views"][0]["mayChange"], false);
    assert_eq!(
        code(&change(&ana, "changeSavedView", json!({"id": id, "version": 1, "name": "Ours"})).await),
        "not_yours"
    );
    assert_eq!(code(&change(&ana, "deleteSavedView", json!({"id": id, "version": 1})).await), "not_yours");
    let lisbon = w.tom_team().await;
    for (who, audience, team) in [
        (&leader, "EVERYBODY", Value::Null),
        (&leader, "TEAM", lisbon.clone()),
        (&ana, "TEAM", json!(w.madrid.to_string())),
        (&ana, "EVERYBODY", Value::Null),
    ] {
        assert_eq!(code(&change(who, "createSavedView", input(audience, team)).await), "beyond_reach");
    }
    assert_eq!(code(&change(&leader, "createSavedView", input("TEAM", Value::Null)).await), "required");
    let manager = w.app.sign_in(&w.manager).await;
    assert_eq!(names(&manager).await, ["Spain"], "who may share with every team sees what they have");
    let trail = manager.graphql("{ auditEvents(first: 20, filter: {actions: [\"saved_view.shared\"]}) { edges { node { actor targetId changes { field after { display } } } } } }", json!({})).await;
    let event = &trail["auditEvents"]["edges"][0]["node"];
    assert_eq!((&event["targetId"], &event["changes"][0]["after"]["display"]), (&id, &json!("team Iberia")), "{trail}");
}

#[tokio::test]
async fn a_view_gives_no_wider_reach_and_its_groups_count_what_its_list_shows() {
    let w = world().await;
    let (ana, manager) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.manager).await);
    w.olga_of_ana(&manager).await;
    for (n, country) in ["ES", "ES", "FR"].into_iter().enumerate() {
        let more = json!({"firstName": format!("Tomas{n}"), "country": country, "email": format!("t{n}@mail.example"), "phone": format!("+3461234566{n}"), "ownerId": w.tom.id.to_string()});
        w.create(&manager, with(olga(), more)).await;
    }
    let nobodys = with(olga(), json!({"firstName": "Nobody", "email": "n@mail.example", "phone": "+34612345699"}));
    let mut nobodys = nobodys;
    nobodys.as_object_mut().unwrap().remove("country");
    w.create(&manager, nobodys).await;
    save(&manager, "Everybody there is", "EVERYBODY", &json!([])).await;
    assert_eq!(names(&ana).await, ["Everybody there is"]);
    let groups = async |who: &Browser, by: &str| {
        let document = format!("{{ clientGroups(by: {by}) {{ groups {{ key name count }} more }} }}");
        let groups = who.graphql(&document, json!({})).await["clientGroups"]["groups"].clone();
        let row = |g: &Value| {
            (g["key"].as_str().map(str::to_owned), g["name"].as_str().map(str::to_owned), g["count"].as_i64().unwrap())
        };
        groups.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let all = groups(&manager, "COUNTRY").await;
    assert_eq!(all.iter().map(|(_, _, n)| n).sum::<i64>(), 5, "{all:?}");
    assert_eq!(groups(&ana, "COUNTRY").await, [(Some("ES".to_owned()), None, 1)]);
    let owners = groups(&ana, "OWNER").await;
    assert_eq!(owners, [(Some(w.ana.id.to_string()), Some(w.ana.name.clone()), 1)]);
    let list = "query L($group: ClientGroupKey) { clients(group: $group) { edges { node { id } } } clientCount(group: $group) { value } }";
    for by in ["COUNTRY", "OWNER", "TEAM", "SALES_STATUS", "RETENTION_STATUS"] {
        for who in [&ana, &manager] {
            for (key, _, count) in groups(who, by).await {
                let shown = who.graphql(list, json!({"group": {"by": by, "key": key}})).await;
                assert_eq!(shown["clientCount"]["value"], count, "{by} {key:?}");
                assert_eq!(i64::try_from(shown["clients"]["edges"].as_array().unwrap().len()).unwrap(), count);
            }
        }
    }
    let toms = ana.graphql(list, json!({"group": {"by": "OWNER", "key": w.tom.id.to_string()}})).await;
    assert_eq!(toms["clientCount"]["value"], 0, "a group of somebody else's is empty");
    for (by, key) in [("OWNER", "tem_1"), ("COUNTRY", "es"), ("TEAM", "x' OR true")] {
        assert_eq!(ana.graphql_refusal(list, json!({"group": {"by": by, "key": key}})).await, "invalid_input");
    }
}

#[tokio::test]
async fn mask_03_a_view_opens_without_what_its_reader_may_not_read_and_says_so() {
    let w = world().await;
    let (ana, manager) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.manager).await);
    let items = json!([{"field": "country", "values": ["ES"]}, {"field": "phone", "how": "present"}, {"field": "underAge", "on": true}]);
    let view = save(&manager, "To be called", "EVERYBODY", &items).await;
    assert_eq!((&view["dropped"], &view["definition"]["filter"]["items"]), (&json!([]), &items));
    let seen = shelf(&ana).await["views"][0].clone();
    assert_eq!(seen["dropped"], json!(["PHONE", "DATE_OF_BIRTH"]));
    assert_eq!(seen["definition"]["filter"]["items"], SPAIN());
    let own = |items: &Value| json!({"name": "Own", "audience": "PRIVATE", "definition": showing(items)});
    assert_eq!(code(&change(&ana, "createSavedView", own(&items)).await), "field_not_filterable");
    for items in [
        json!([{"field": "email", "how": "equals", "text": "olga@novak.example"}]),
        json!([{"field": "email", "values": ["olga@novak.example"]}]),
        json!([{"field": "password"}]),
        json!([{"join": "all", "items": [{"join": "any", "items": [{"join": "all", "items": []}]}]}]),
        json!("all"),
    ] {
        let refused = change(&manager, "createSavedView", own(&items)).await;
        assert!(["invalid_condition", "too_deep"].contains(&code(&refused)), "{refused}");
        assert_eq!(refused["errors"][0]["path"], json!(["definition", "filter"]));
    }
    let mut no_phones = w.atlas.clone();
    let rules = crm_access::RoleRules {
        grants: ["client.view", "saved_view.share"]
            .map(|name| crm_access::Grant {
                permission: crm_access::Permission::from_text(name).unwrap(),
                reach: crm_access::ReachLevel::All,
            })
            .to_vec(),
        ..crm_access::RoleRules::default()
    };
    w.app.role(&mut no_phones, "Curator", &rules).await;
    let curator = w.app.staff(&no_phones, "Curator").await;
    let curator = w.app.sign_in(&curator).await;
    let overwrite = json!({"id": view["id"], "version": 1, "definition": showing(&SPAIN())});
    assert_eq!(code(&change(&curator, "changeSavedView", overwrite).await), "hidden_parts");
    let rename = json!({"id": view["id"], "version": 1, "name": "To be called today"});
    assert_eq!(change(&curator, "changeSavedView", rename).await["errors"], json!([]));
    assert_eq!(shelf(&manager).await["views"][0]["definition"]["filter"]["items"], items, "nothing was lost");
}

#[tokio::test]
async fn a_list_opens_with_what_its_reader_chose_else_with_what_his_role_begins_with() {
    let w = world().await;
    let (ana, manager) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.manager).await);
    let view = save(&manager, "Start here", "EVERYBODY", &SPAIN()).await;
    let agent = w.atlas.role("Agent").to_string();
    let opens = async |who: &Browser| shelf(who).await["opensWithId"].clone();
    assert_eq!(opens(&ana).await, Value::Null);
    let own = save(&ana, "Own", "PRIVATE", &json!([])).await;
    let set = |view: &Value| json!({"roleId": agent, "viewId": view});
    assert_eq!(change(&manager, "setRoleView", set(&view["id"])).await["errors"], json!([]));
    assert_eq!(opens(&ana).await, view["id"]);
    assert_eq!(shelf(&manager).await["views"][0]["roleIds"], json!([agent]));
    change(&ana, "chooseSavedView", json!({"viewId": own["id"]})).await;
    assert_eq!((opens(&ana).await, shelf(&ana).await["chosenId"].clone()), (own["id"].clone(), own["id"].clone()));
    change(&ana, "deleteSavedView", json!({"id": own["id"], "version": 1})).await;
    assert_eq!(opens(&ana).await, view["id"], "what has gone is no choice");
    let private = save(&manager, "Not for all", "PRIVATE", &json!([])).await;
    assert_eq!(code(&change(&manager, "setRoleView", set(&private["id"])).await), "not_everybodys");
    let document = "mutation M($input: SetRoleViewInput!) { setRoleView(input: $input) { errors { code } } }";
    assert_eq!(ana.graphql_refusal(document, json!({"input": set(&view["id"])})).await, "forbidden");
    let back = json!({"id": view["id"], "version": 1, "audience": "PRIVATE"});
    assert_eq!(change(&manager, "changeSavedView", back).await["view"]["roleIds"], json!([]));
    assert_eq!(opens(&ana).await, Value::Null, "taken back from everybody, no role begins with it");
}

#[tokio::test]
async fn iso_02_another_brokers_views_are_nobodys() {
    let w = world().await;
    let north = w.app.tenant("north").await;
    let nina = w.app.staff(&north, "CRM Manager").await;
    let (manager, nina) = (w.app.sign_in(&w.manager).await, w.app.sign_in(&nina).await);
    let view = save(&manager, "Spain", "EVERYBODY", &SPAIN()).await;
    assert!(names(&nina).await.is_empty());
    for (document, input) in [
        (
            "mutation M($input: ChangeSavedViewInput!) { changeSavedView(input: $input) { errors { code } } }",
            json!({"id": view["id"], "version": 1, "name": "Mine"}),
        ),
        (
            "mutation M($input: DeleteInput!) { deleteSavedView(input: $input) { errors { code } } }",
            json!({"id": view["id"], "version": 1}),
        ),
        (
            "mutation M($input: ChooseSavedViewInput!) { chooseSavedView(input: $input) { errors { code } } }",
            json!({"viewId": view["id"]}),
        ),
    ] {
        assert_eq!(nina.graphql_refusal(document, json!({ "input": input })).await, "not_found");
    }
    assert_eq!(names(&manager).await, ["Spain"]);
}

impl World {
    /// The team that Tom is in, by its wire id.
    async fn tom_team(&self) -> Value {
        let mut admin = self.app.admin().await;
        let id: uuid::Uuid = sqlx::query_scalar("SELECT team_id FROM crm.staff WHERE id = $1")
            .bind(self.tom.id.uuid())
            .fetch_one(&mut *admin)
            .await
            .unwrap();
        json!(crm_model::TeamId::from_uuid(id).to_string())
    }
}
