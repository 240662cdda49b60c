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

/// B5: the retention list has the same rule, by whatever way a status is given: edit, outcome, many at once.
#[tokio::test]
async fn retention_statuses_take_the_steps_that_the_broker_allows() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    let make = async |name: &str| {
        let input = json!({"kind": "RETENTION", "name": name, "type": "HOLD", "color": "#2f6fdb"});
        f.change(&f.manager, "createClientStatus", input).await["status"]["id"].as_str().unwrap().to_owned()
    };
    let (fresh, active, lost, vip) = (f.status("Active"), f.status("Dormant"), make("Lost").await, make("VIP").await);
    for input in [
        json!({"id": fresh, "version": 1, "anyNext": false, "nextIds": [active]}),
        json!({"id": lost, "version": 1, "anyNext": false, "nextIds": []}),
        json!({"id": vip, "version": 1, "retired": true}),
    ] {
        assert_eq!(f.change(&f.manager, "changeClientStatus", input).await["errors"], json!([]));
    }
    let give = async |client: &str, to: &serde_json::Value| {
        let version = f.client(&f.ana, client).await["version"].clone();
        let input = json!({"id": client, "version": version, "retentionStatusId": to});
        f.change(&f.ana, "editClient", input).await["errors"].clone()
    };
    let code = |errors: &serde_json::Value| errors[0]["code"].clone();
    assert_eq!(give(&olga, &json!(fresh)).await, json!([]), "from none every one may follow");
    assert_eq!(give(&petr, &json!(lost)).await, json!([]));
    let refused = give(&olga, &json!(lost)).await;
    assert_eq!((code(&refused), refused[0]["path"].clone()), (json!("status_step"), json!(["retentionStatusId"])));
    assert_eq!(code(&give(&olga, &json!(vip)).await), "retired_status");
    assert_eq!(code(&give(&olga, &json!(f.status("Interested"))).await), "unknown_id", "of the other list");
    let outcome = |client: &str, to: &str| json!({"clientId": client, "retentionStatusId": to});
    assert_eq!(code(&f.change(&f.ana, "recordOutcome", outcome(&olga, &lost)).await["errors"]), "status_step");
    assert_eq!(code(&f.change(&f.ana, "recordOutcome", outcome(&olga, &vip)).await["errors"]), "retired_status");

    let preview = "query P($selection: BulkSelectionInput!, $act: BulkActInput!) { bulkPreview(selection: $selection, act: $act) { preview { change refused { code count } } errors { code } } }";
    let start = "mutation S($input: StartBulkInput!) { startBulk(input: $input) { bulk { id } errors { code } } }";
    let many =
        json!({"selection": {"clientIds": [olga, petr]}, "act": {"kind": "RETENTION_STATUS", "statusId": active}});
    let counted = f.ana.graphql(preview, many.clone()).await["bulkPreview"]["preview"].clone();
    assert_eq!(counted, json!({"change": 1, "refused": [{"code": "status_step", "count": 1}]}));
    let mut input = many;
    input["requestKey"] = json!("retention-01");
    let bulk = f.ana.graphql(start, json!({ "input": input })).await["startBulk"].clone();
    assert_eq!(bulk["errors"], json!([]), "{bulk}");
    f.app.run_jobs().await;
    let names = "SELECT count(*) FROM crm.client c JOIN crm.client_status_option o ON o.tenant_id = c.tenant_id AND o.id = c.retention_status_id WHERE o.name";
    assert_eq!(f.app.number(&format!("{names} = 'Dormant'")).await, 1, "Olga");
    assert_eq!(f.app.number(&format!("{names} = 'Lost'")).await, 1, "Petr stays");
    let retired = json!({"selection": {"clientIds": [olga]}, "act": {"kind": "RETENTION_STATUS", "statusId": vip}});
    assert_eq!(f.ana.graphql(preview, retired).await["bulkPreview"]["errors"][0]["code"], "retired_status");

    // an outcome takes the allowed step, and its undo goes back whatever the rule says of the way back
    let kept = f.change(&f.ana, "recordOutcome", outcome(&olga, &lost)).await;
    assert_eq!(kept["errors"], json!([]));
    let undo =
        "mutation U($token: String!) { undo(token: $token) { client { retentionStatus { name } } errors { code } } }";
    let undone = f.ana.graphql(undo, json!({"token": kept["undoToken"]})).await["undo"].clone();
    assert_eq!(undone, json!({"client": {"retentionStatus": {"name": "Dormant"}}, "errors": []}));
    assert_eq!(give(&petr, &serde_json::Value::Null).await, json!([]), "to none is always allowed");
}
