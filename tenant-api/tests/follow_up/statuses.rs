use crate::floor::floor;
use serde_json::json;

#[tokio::test]
async fn a_step_that_the_broker_does_not_allow_is_refused_wherever_it_is_taken() {
    let f = floor().await;
    let olga = f.lead(&f.ana_is, "Olga").await;
    let (new, interested, converted) = (f.status("New"), f.status("Interested"), f.status("Converted"));
    let rule = json!({"id": new, "version": 1, "anyNext": false, "nextIds": [interested]});
    let ruled = f.change(&f.manager, "changeClientStatus", rule).await;
    assert_eq!((&ruled["errors"], &ruled["status"]["nextIds"]), (&json!([]), &json!([interested])));
    let edit = json!({"id": olga, "version": 1, "salesStatusId": converted});
    let refused = f.change(&f.ana, "editClient", edit).await;
    assert_eq!(
        (&refused["errors"][0]["code"], &refused["errors"][0]["path"]),
        (&json!("status_step"), &json!(["salesStatusId"]))
    );
    let outcome = json!({"clientId": olga, "salesStatusId": converted});
    assert_eq!(f.change(&f.ana, "recordOutcome", outcome).await["errors"][0]["code"], "status_step");
    let edit = json!({"id": olga, "version": 1, "salesStatusId": interested});
    assert_eq!(f.change(&f.ana, "editClient", edit).await["errors"], json!([]));
    let outcome = json!({"clientId": olga, "salesStatusId": converted});
    assert_eq!(f.change(&f.ana, "recordOutcome", outcome).await["errors"], json!([]));
}

#[tokio::test]
async fn statuses_are_made_moved_renamed_and_retired() {
    let f = floor().await;
    let made = json!({"kind": "SALES", "name": "In talks", "type": "ONGOING", "color": "#2F6FDB"});
    let made = f.change(&f.manager, "createClientStatus", made).await["status"].clone();
    assert_eq!((&made["name"], &made["color"]), (&json!("In talks"), &json!("#2f6fdb")));
    let moved = json!({"id": made["id"], "version": 1, "place": 0, "name": "Talking"});
    assert_eq!(f.change(&f.manager, "changeClientStatus", moved).await["errors"], json!([]));
    let list = "{ viewer { broker { salesStatuses { name retired } } } }";
    let names = f.manager.graphql(list, json!({})).await["viewer"]["broker"]["salesStatuses"].clone();
    assert_eq!(names[0]["name"], "Talking");
    let stale = json!({"id": made["id"], "version": 1, "name": "Late"});
    assert_eq!(f.change(&f.manager, "changeClientStatus", stale).await["errors"][0]["code"], "conflict");
    let taken = json!({"id": made["id"], "version": 2, "name": "New"});
    assert_eq!(f.change(&f.manager, "changeClientStatus", taken).await["errors"][0]["code"], "taken");
    let mixed = json!({"id": made["id"], "version": 2, "anyNext": false, "nextIds": [f.status("Dormant")]});
    assert_eq!(f.change(&f.manager, "changeClientStatus", mixed).await["errors"][0]["code"], "unknown_id");
    let retired = json!({"id": made["id"], "version": 2, "retired": true});
    assert_eq!(f.change(&f.manager, "changeClientStatus", retired).await["status"]["retired"], true);
    let olga = f.lead(&f.ana_is, "Olga").await;
    assert_eq!(
        f.client(&f.ana, &olga).await["salesStatus"]["name"],
        "New",
        "a new client never begins with a retired status"
    );
    let outcome = json!({"clientId": olga, "salesStatusId": made["id"]});
    assert_eq!(f.change(&f.ana, "recordOutcome", outcome).await["errors"][0]["code"], "retired_status");
    let ugly = json!({"kind": "SALES", "name": "", "type": "OPEN", "color": "red"});
    assert_eq!(f.change(&f.manager, "createClientStatus", ugly).await["errors"].as_array().unwrap().len(), 2);
    let refused = f.leader.graphql_refusal(
        "mutation M($input: CreateClientStatusInput!) { createClientStatus(input: $input) { errors { code } } }",
        json!({"input": {"kind": "SALES", "name": "Mine", "type": "OPEN", "color": "#000000"}}),
    );
    assert_eq!(refused.await, "forbidden");
}
