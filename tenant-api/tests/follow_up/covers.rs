//! Covers of absent colleagues: exactly the clients that the absent one owns, only in the window, never beyond the cover's own
//! role, never of another broker. Nobody does anything for a cover to end.

use crate::floor::{Floor, floor};
use chrono::{DateTime, Duration, Utc};
use crm_access::{FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};
use crm_testing::{Browser, Person};
use serde_json::{Value, json};

const SET: &str = "mutation S($input: SetCoverInput!) { setCover(input: $input) { cover { id version absent { name } cover { name } from until } errors { code path } } }";
const END: &str = "mutation E($input: EndCoverInput!) { endCover(input: $input) { endedId errors { code } } }";
const MINE: &str = "{ myCovers { id absent { name } cover { name } until } }";

fn input(absent: &Person, cover: &Person, until: DateTime<Utc>) -> Value {
    json!({"input": {"absentId": absent.id.to_string(), "coverId": cover.id.to_string(), "until": until}})
}

async fn set(who: &Browser, absent: &Person, cover: &Person, until: DateTime<Utc>) -> Value {
    who.graphql(SET, input(absent, cover, until)).await["setCover"].clone()
}

/// The first problem of a cover that is not set.
async fn problem(who: &Browser, absent: &Person, cover: &Person, until: DateTime<Utc>) -> Value {
    let answer = set(who, absent, cover, until).await;
    assert_eq!(answer["cover"], Value::Null, "{answer}");
    answer["errors"][0]["code"].clone()
}

/// Names of the clients that somebody's list holds.
async fn clients(who: &Browser) -> Vec<String> {
    let list = "{ clients(first: 50, sort: {field: NAME, direction: ASC}) { edges { node { displayName } } } }";
    let data = who.graphql(list, json!({})).await;
    let edges = data["clients"]["edges"].as_array().unwrap();
    edges.iter().map(|e| e["node"]["displayName"].as_str().unwrap().to_owned()).collect()
}

/// Whether a client does not exist for somebody.
async fn is_hidden(who: &Browser, client: &str) -> bool {
    who.graphql_refusal("query C($id: ID!) { client(id: $id) { id } }", json!({"id": client})).await == "not_found"
}

async fn names(f: &Floor, who: &Browser) -> Vec<String> {
    f.queue(who, "MINE").await.into_iter().map(|(name, _)| name).collect()
}

/// ISO, RBAC-13: what a cover reaches, and that it ends by itself.
#[tokio::test]
async fn a_cover_reaches_the_absent_ones_clients_and_ends_by_itself() {
    let f = floor().await;
    let vera = f.app.staff_in(&f.atlas, &["Agent"], None).await;
    let (olga, boris, mara) =
        (f.lead(&f.ana_is, "Olga").await, f.lead(&f.tom_is, "Boris").await, f.lead(&vera, "Mara").await);
    f.lead(&f.tom_is, "Fresh").await;
    f.call_back(&f.ana, &olga, 60, "Hers").await;
    f.call_back(&f.tom, &boris, 5, "Ask for the papers").await;
    assert_eq!(clients(&f.ana).await, ["Olga Novak"]);
    assert!(is_hidden(&f.ana, &boris).await);

    let begins = f.later(0) + Duration::minutes(5);
    let until = f.later(0) + Duration::minutes(20);
    let mut later = input(&f.tom_is, &f.ana_is, until);
    later["input"]["from"] = json!(begins);
    let made = f.manager.graphql(SET, later).await["setCover"].clone();
    assert_eq!(made["errors"], json!([]), "{made}");
    assert_eq!(clients(&f.ana).await, ["Olga Novak"], "it has not begun");
    f.app.advance(Duration::minutes(5));

    assert_eq!(clients(&f.ana).await, ["Boris Novak", "Fresh Novak", "Olga Novak"]);
    assert!(is_hidden(&f.ana, &mara).await, "nobody else's");
    let day = f.queue(&f.ana, "MINE").await;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(day, [("Boris Novak".to_owned(), text("Ask for the papers")), ("Olga Novak".to_owned(), text("Hers"))]);
    assert_eq!(f.fresh(&f.ana, "MINE").await, ["Fresh Novak"]);
    assert_eq!(names(&f, &f.tom).await, ["Boris Novak"], "the absent one keeps what is his");
    let note = json!({"clientId": boris, "note": "Papers are on their way", "salesStatusId": f.status("Interested")});
    let spoken = f.change(&f.ana, "recordOutcome", note).await;
    assert_eq!((&spoken["errors"], &spoken["client"]["owner"]["name"]), (&json!([]), &json!(f.tom_is.name)));
    for who in [&f.ana, &f.tom] {
        let seen = who.graphql(MINE, json!({})).await["myCovers"].clone();
        assert_eq!(
            (&seen[0]["absent"]["name"], &seen[0]["until"]),
            (&json!(f.tom_is.name), &json!(until.to_rfc3339())),
            "{seen}"
        );
    }
    assert_eq!(f.leader.graphql(MINE, json!({})).await["myCovers"], json!([]));

    f.app.advance(until - f.app.clock.now() - Duration::seconds(1));
    assert_eq!(clients(&f.ana).await.len(), 3, "to its last second");
    f.app.advance(Duration::seconds(1));
    assert_eq!(clients(&f.ana).await, ["Olga Novak"]);
    assert!(is_hidden(&f.ana, &boris).await);
    assert_eq!(names(&f, &f.ana).await, ["Olga Novak"]);
    assert!(f.fresh(&f.ana, "MINE").await.is_empty());
    assert_eq!(f.ana.graphql(MINE, json!({})).await["myCovers"], json!([]));
    let refused = f
        .ana
        .ask(
            "mutation M($input: RecordOutcomeInput!) { recordOutcome(input: $input) { errors { code } } }",
            json!({"input": {"clientId": boris, "note": "Too late"}}),
        )
        .await;
    assert!(refused.text().contains("not_found"), "{}", refused.text());
}

/// RBAC-03: a cover brings no right and no field that the cover's own role does not have, and goes no further than one step.
#[tokio::test]
async fn a_cover_never_reaches_beyond_its_own_role_nor_through_another_cover() {
    let mut f = floor().await;
    let own = |permission| Grant { permission, reach: ReachLevel::Own };
    let phone = |relation, visibility| FieldRule { class: FieldClass::Phone, relation, visibility };
    let rules = RoleRules {
        grants: vec![own(Permission::ClientView)],
        fields: vec![phone(Relation::Any, Visibility::Masked), phone(Relation::Owner, Visibility::Full)],
        ..RoleRules::default()
    };
    f.app.role(&mut f.atlas, "Trainee", &rules).await;
    let nora_is = f.app.staff(&f.atlas, "Trainee").await;
    let nora = f.app.sign_in(&nora_is).await;
    let boris = f.lead(&f.tom_is, "Boris").await;
    let create = "mutation M($input: AddContactInput!) { addContact(input: $input) { errors { code } } }";
    let contact = json!({"clientId": boris, "kind": "PHONE", "value": "+34 655 444 333"});
    f.manager.graphql(create, json!({ "input": contact })).await;
    let until = f.later(0) + Duration::minutes(20);
    assert_eq!(set(&f.manager, &f.tom_is, &nora_is, until).await["errors"], json!([]));

    assert_eq!(clients(&nora).await, ["Boris Novak"]);
    let phone = "query C($id: ID!) { client(id: $id) { phone { display masked } } }";
    let seen = nora.graphql(phone, json!({"id": boris})).await["client"]["phone"].clone();
    assert_eq!(seen["masked"], true, "who covers does not own: {seen}");
    let full = f.manager.graphql(phone, json!({"id": boris})).await["client"]["phone"].clone();
    assert_eq!(full["masked"], false, "{full}");
    let note = "mutation M($input: AddNoteInput!) { addNote(input: $input) { errors { code } } }";
    let refused =
        nora.graphql_refusal(note, json!({"input": {"clientId": boris, "text": "May I?", "pinned": false}})).await;
    assert_eq!(refused, "forbidden");

    // Ana covers Nora, who covers Tom: Ana does not reach what is Tom's
    assert_eq!(set(&f.manager, &nora_is, &f.ana_is, until).await["errors"], json!([]));
    assert!(clients(&f.ana).await.is_empty());
    assert!(is_hidden(&f.ana, &boris).await);
}

/// RBAC-03: who may say it, for whom, and what is refused in words.
#[tokio::test]
async fn a_cover_is_set_by_who_may_for_whom_he_may() {
    let mut f = floor().await;
    let until = f.later(8);
    assert_eq!(f.ana.graphql_refusal(SET, input(&f.ana_is, &f.tom_is, until)).await, "forbidden");
    let list = "{ covers { absent { name } } }";
    assert_eq!(f.ana.graphql_refusal(list, json!({})).await, "forbidden");
    let mia = f.app.staff_in(&f.atlas, &["Agent"], f.team_of(&f.ana_is).await).await;
    assert_eq!(f.leader.graphql_refusal(SET, input(&f.tom_is, &f.ana_is, until)).await, "not_found", "of Lisbon");
    assert_eq!(problem(&f.leader, &f.ana_is, &f.tom_is, until).await, "not_near");
    assert_eq!(problem(&f.leader, &f.ana_is, &f.ana_is, until).await, "same_person");
    assert_eq!(problem(&f.leader, &f.ana_is, &mia, f.later(-1)).await, "before_from");
    assert_eq!(problem(&f.leader, &f.ana_is, &mia, f.later(24 * 93)).await, "too_long");
    assert_eq!(set(&f.leader, &f.ana_is, &mia, until).await["errors"], json!([]));
    assert_eq!(problem(&f.leader, &f.ana_is, &mia, f.later(3)).await, "covered_already");
    assert_eq!(set(&f.manager, &f.tom_is, &f.ana_is, until).await["errors"], json!([]));
    assert_eq!(f.leader.graphql(list, json!({})).await["covers"], json!([{"absent": {"name": f.ana_is.name}}]));
    assert_eq!(f.manager.graphql(list, json!({})).await["covers"].as_array().unwrap().len(), 2);

    // for oneself, where the role allows it
    let rules = RoleRules {
        grants: vec![Grant { permission: Permission::StaffCover, reach: ReachLevel::Own }],
        ..RoleRules::default()
    };
    f.app.role(&mut f.atlas, "Own cover", &rules).await;
    let team = f.team_of(&f.tom_is).await;
    let leo_is = f.app.staff_in(&f.atlas, &["Agent", "Own cover"], team).await;
    let leo = f.app.sign_in(&leo_is).await;
    assert_eq!(leo.graphql_refusal(SET, input(&f.tom_is, &leo_is, until)).await, "not_found");
    assert_eq!(problem(&leo, &leo_is, &mia, until).await, "not_near");
    assert_eq!(set(&leo, &leo_is, &f.tom_is, until).await["errors"], json!([]));

    // nobody makes himself the cover of people whose clients he does not reach
    let grant = |permission, reach| Grant { permission, reach };
    let rules = RoleRules {
        grants: vec![grant(Permission::StaffCover, ReachLevel::All), grant(Permission::ClientView, ReachLevel::Own)],
        ..RoleRules::default()
    };
    f.app.role(&mut f.atlas, "Office", &rules).await;
    let office_is = f.app.staff(&f.atlas, "Office").await;
    let office = f.app.sign_in(&office_is).await;
    assert_eq!(office.graphql_refusal(SET, input(&mia, &office_is, until)).await, "forbidden");
    assert_eq!(set(&office, &mia, &leo_is, until).await["errors"], json!([]));
}

#[tokio::test]
async fn a_cover_that_is_ended_early_ends_at_once_and_leaves_its_trail() {
    let f = floor().await;
    let boris = f.lead(&f.tom_is, "Boris").await;
    let made = set(&f.manager, &f.tom_is, &f.ana_is, f.later(8)).await["cover"].clone();
    assert_eq!(clients(&f.ana).await, ["Boris Novak"]);
    let end = |version| json!({"input": {"id": made["id"], "version": version}});
    assert_eq!(f.leader.graphql_refusal(END, end(1)).await, "not_found", "Tom is not of the leader's team");
    assert_eq!(f.manager.graphql(END, end(7)).await["endCover"]["errors"][0]["code"], "conflict");
    f.app.advance(Duration::minutes(1));
    assert_eq!(f.manager.graphql(END, end(1)).await["endCover"]["endedId"], made["id"]);
    assert!(clients(&f.ana).await.is_empty());
    assert!(is_hidden(&f.ana, &boris).await);
    assert_eq!(f.manager.graphql_refusal(END, end(2)).await, "not_found", "it is over");
    let trail =
        "{ auditEvents(first: 10, filter: {actions: [\"cover.set\", \"cover.ended\"]}) { edges { node { action } } } }";
    let events = f.manager.graphql(trail, json!({})).await["auditEvents"]["edges"].clone();
    let actions: Vec<&str> = events.as_array().unwrap().iter().map(|e| e["node"]["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["cover.ended", "cover.set"]);
    // the next cover may begin where this one ended
    assert_eq!(set(&f.manager, &f.tom_is, &f.ana_is, f.later(8)).await["errors"], json!([]));
}

/// ISO: people of another broker are nobody, on either side; and a cover next door changes nothing here.
#[tokio::test]
async fn iso_a_cover_never_crosses_brokers() {
    let f = floor().await;
    let north = f.app.tenant("north").await;
    let theirs = f.app.staff_in(&north, &["Agent"], None).await;
    let nina = f.app.staff(&north, "CRM Manager").await;
    let nina = f.app.sign_in(&nina).await;
    f.lead(&f.tom_is, "Boris").await;
    let until = f.later(8);
    assert_eq!(f.manager.graphql_refusal(SET, input(&theirs, &f.ana_is, until)).await, "not_found");
    assert_eq!(problem(&f.manager, &f.tom_is, &theirs, until).await, "unknown_id");
    let made = set(&f.manager, &f.tom_is, &f.ana_is, until).await["cover"].clone();
    let end = json!({"input": {"id": made["id"], "version": 1}});
    assert_eq!(nina.graphql_refusal(END, end).await, "not_found");
    assert_eq!(
        nina.graphql("{ covers { id } myCovers { id } }", json!({})).await,
        json!({"covers": [], "myCovers": []})
    );
    let colleague = f.app.staff_in(&north, &["Agent"], None).await;
    assert_eq!(set(&nina, &theirs, &colleague, until).await["errors"], json!([]));
    assert_eq!(clients(&f.ana).await, ["Boris Novak"]);
    assert_eq!(f.manager.graphql("{ covers { id } }", json!({})).await["covers"].as_array().unwrap().len(), 1);
}
