//! What a masked reader gets, on every path.

use super::documents::{AUDIT, TIMELINE, change, find, list};
use super::world::{olga, with, world};
use serde_json::json;

const RAW: [&str; 6] = ["lga.novak", "novak@", "example.com", "612", "1988", "Calle Mayor"];

/// MASK-01, MASK-02, MASK-15, MASK-19: direct, by alias, by fragment, nested, in lists, mutations' answers, timeline.
#[tokio::test]
async fn mask_01_no_path_gives_an_agent_the_raw_value() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    assert!(client.to_string().contains("Olga.Novak@example.com"), "the allowed twin");
    let ana = w.app.sign_in(&w.ana).await;
    let id = json!({"id": client["id"]});
    let mut answers = vec![
        ana.ask(&list(), json!({})).await,
        ana.ask(&list(), json!({"search": "olga"})).await,
        ana.ask("mutation O($id: ID!) { openClient(id: $id) { client { profile { contacts { value { display } } dateOfBirth { display } address { display } } } } }", id.clone()).await,
        ana.ask(&find(), id.clone()).await,
        ana.ask("query Q($id: ID!) { one: client(id: $id) { email { display } } two: client(id: $id) { mail: email { text: display } profile { contacts { value { display } } } } }", id.clone()).await,
        ana.ask(&change("editClient", "EditClientInput"), json!({"input": {"id": client["id"], "version": 1, "source": "Fair"}})).await,
        ana.ask(TIMELINE, id.clone()).await,
    ];
    answers.push(
        ana.ask(
            &change("createClient", "CreateClientInput"),
            json!({"input": with(olga(), json!({"firstName": "Irina"}))}),
        )
        .await,
    );
    for answer in &answers {
        assert_eq!(answer.status(), 200);
        let whole = format!("{:?}{}", answer.headers(), answer.text());
        assert!(!answer.json()["data"].is_null(), "{whole}");
        for raw in RAW {
            assert!(!whole.contains(raw), "{raw} in {whole}");
        }
    }
    let seen = &answers[0].json()["data"]["clients"]["edges"][0]["node"];
    assert_eq!(seen["email"], json!({"display": "O•••@•••.com", "masked": true, "canReveal": true, "present": true}));
    assert_eq!(seen["phone"]["display"], "+34 ••• ••• 78");
    let profile = &answers[3].json()["data"]["client"]["profile"];
    assert_eq!(profile["dateOfBirth"]["display"], "••••••");
    assert_eq!(profile["address"]["masked"], true);
}

/// MASK-10: before and after stand in the trail as the reader's rights of now show them.
#[tokio::test]
async fn mask_10_the_trail_is_masked_by_its_reader() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let email = change("changeClientEmail", "ChangeClientEmailInput");
    let input = json!({"input": {"id": client["id"], "version": 1, "email": "olga@new.example", "reason": "She wrote from the new address"}});
    let data = manager.graphql(&email, input).await;
    assert_eq!(data["changeClientEmail"]["errors"], json!([]));
    let filter = json!({"filter": {"actions": ["client.email_changed"]}});
    let full = manager.graphql(AUDIT, filter.clone()).await;
    let change = &full["auditEvents"]["edges"][0]["node"];
    assert_eq!(change["reason"], "She wrote from the new address");
    assert_eq!(change["changes"][0]["before"]["display"], "Olga.Novak@example.com");
    assert_eq!(change["changes"][0]["after"]["display"], "olga@new.example");
    let auditor = w.app.sign_in(&w.app.staff(&w.atlas, "Read-only auditor").await).await;
    let masked = auditor.graphql(AUDIT, filter).await;
    let change = &masked["auditEvents"]["edges"][0]["node"];
    assert_eq!(change["changes"][0]["before"]["display"], "O•••@•••.com");
    assert_eq!(change["changes"][0]["after"]["display"], "o•••@•••.example");
    // the agent's timeline shows the same masks
    let ana = w.app.sign_in(&w.ana).await;
    w.open(&ana, &client).await;
    let line = ana.graphql(TIMELINE, json!({"id": client["id"], "kinds": ["CREDENTIAL"]})).await;
    assert!(line.to_string().contains("O•••@•••.com") && !line.to_string().contains("new.example"));
}

/// RBAC-13: a second-degree edge has the rule of the direct one.
#[tokio::test]
async fn a_timeline_belongs_to_an_opened_profile_within_reach() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let (ana, tom) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await);
    let id = json!({"id": client["id"]});
    assert_eq!(ana.graphql_refusal(TIMELINE, id.clone()).await, "invalid_input");
    w.open(&ana, &client).await;
    assert!(!ana.graphql(TIMELINE, id.clone()).await["clientTimeline"]["edges"].as_array().unwrap().is_empty());
    assert_eq!(tom.graphql_refusal(TIMELINE, id).await, "not_found");
    assert_eq!(ana.graphql_refusal(AUDIT, json!({})).await, "forbidden");
}

/// A hidden field does not even tell that it is there.
#[tokio::test]
async fn a_hidden_field_looks_the_same_with_and_without_a_value() {
    let mut w = world().await;
    let rules = crm_access::RoleRules {
        grants: vec![crm_access::Grant {
            permission: crm_access::Permission::ClientView,
            reach: crm_access::ReachLevel::All,
        }],
        denies: Vec::new(),
        fields: crm_access::FieldClass::ALL
            .iter()
            .map(|class| crm_access::FieldRule {
                class: *class,
                relation: crm_access::Relation::Any,
                visibility: crm_access::Visibility::Hidden,
            })
            .collect(),
    };
    w.app.role(&mut w.atlas, "Statistician", &rules).await;
    let manager = w.app.sign_in(&w.manager).await;
    let full = w.create(&manager, olga()).await;
    let empty = w.create(&manager, json!({"kind": "INDIVIDUAL", "firstName": "Olga", "lastName": "Novak"})).await;
    let reader = w.app.sign_in(&w.app.staff(&w.atlas, "Statistician").await).await;
    let (full, empty) = (w.open(&reader, &full).await, w.open(&reader, &empty).await);
    for place in ["email", "phone"] {
        assert_eq!(full[place], empty[place]);
        assert_eq!(full[place], json!({"display": null, "masked": true, "canReveal": false, "present": false}));
    }
    for place in ["contacts", "dateOfBirth", "address"] {
        assert_eq!(full["profile"][place], empty["profile"][place]);
    }
}
