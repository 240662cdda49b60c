use crate::floor::floor;
use serde_json::json;

#[tokio::test]
async fn who_must_not_be_called_leaves_the_queue_and_cannot_be_planned_for() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    f.call_back(&f.ana, &olga, 1, "Call").await;
    let task = json!({"clientId": olga, "kind": "TASK", "dueAt": f.later(2), "text": "Send the letter"});
    f.change(&f.ana, "createTask", task).await;
    let version = f.client(&f.ana, &olga).await["version"].clone();
    let why = json!({"clientId": olga, "version": version, "doNotCall": true, "reason": "Asked us not to call again"});
    let set = f.change(&f.ana, "setDoNotCall", why).await;
    assert_eq!((&set["errors"], &set["client"]["doNotCall"]), (&json!([]), &json!(true)));
    assert_eq!(f.queue(&f.ana, "MINE").await, [("Olga Novak".to_owned(), Some("Send the letter".to_owned()))]);
    let call = json!({"clientId": olga, "kind": "CALL_BACK", "dueAt": f.later(3)});
    let refused = f.change(&f.ana, "createTask", call).await;
    assert_eq!(
        (&refused["errors"][0]["code"], &refused["errors"][0]["path"]),
        (&json!("do_not_call"), &json!(["kind"]))
    );
    let outcome =
        json!({"clientId": olga, "note": "Said so again", "next": {"kind": "CALL_BACK", "dueAt": f.later(3)}});
    assert_eq!(f.change(&f.ana, "recordOutcome", outcome).await["errors"][0]["code"], "do_not_call");
    let open = "mutation O($id: ID!) { openClient(id: $id) { client { version profile { doNotCallReason doNotCallAt doNotCallBy { name } tasks { id version kind state } } } } }";
    let opened = f.ana.graphql(open, json!({"id": olga})).await["openClient"]["client"].clone();
    assert_eq!(opened["profile"]["doNotCallReason"], "Asked us not to call again");
    assert_eq!(opened["profile"]["doNotCallBy"]["name"], json!(f.ana_is.name));
    let ended = opened["profile"]["tasks"].as_array().unwrap().iter().find(|t| t["kind"] == "CALL_BACK").unwrap();
    assert_eq!(ended["state"], "CANCELLED");
    let reopen = json!({"id": ended["id"], "version": ended["version"], "state": "OPEN"});
    assert_eq!(f.change(&f.ana, "changeTask", reopen).await["errors"][0]["code"], "do_not_call");
    // a lead that nobody spoke with is passed by as well
    let version = f.client(&f.ana, &petr).await["version"].clone();
    assert_eq!(f.fresh(&f.ana, "MINE").await, ["Petr Novak"]);
    let why = json!({"clientId": petr, "version": version, "doNotCall": true, "reason": "On the national list"});
    f.change(&f.ana, "setDoNotCall", why).await;
    assert!(f.fresh(&f.ana, "MINE").await.is_empty());
    let lift = json!({"clientId": olga, "version": opened["version"], "doNotCall": false, "reason": "Wrote that calls are fine"});
    let lifted = f.change(&f.ana, "setDoNotCall", lift).await;
    assert_eq!((&lifted["errors"], &lifted["client"]["doNotCall"]), (&json!([]), &json!(false)));
    f.call_back(&f.ana, &olga, 3, "").await;
    for action in ["client.do_not_call_lifted", "task.cancelled"] {
        let found = format!("SELECT count(*) FROM crm.audit_event WHERE action = '{action}'");
        assert_eq!(f.app.number(&found).await, 1, "{action}");
    }
}

/// B5: said in a contact, it is one step with the outcome: call-backs end, the note says why, and undo brings all of it back.
#[tokio::test]
async fn an_outcome_may_say_that_nobody_calls_again() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    let task = f.call_back(&f.ana, &olga, 1, "First").await;
    f.call_back(&f.ana, &olga, 60, "Second").await;
    let calls = json!({"clientId": olga, "doNotCall": true, "next": {"kind": "CALL_BACK", "dueAt": f.later(3)}});
    let refused = f.change(&f.ana, "recordOutcome", calls).await;
    assert_eq!(
        (&refused["errors"][0]["code"], &refused["errors"][0]["path"]),
        (&json!("do_not_call"), &json!(["next", "kind"]))
    );
    let outcome = json!({"clientId": olga, "doNotCall": true, "doneTaskId": task["id"], "note": "Never again, he said",
        "salesStatusId": f.status("Converted"), "next": {"kind": "TASK", "dueAt": f.later(3), "text": "Send the letter"}});
    let kept = f.change(&f.ana, "recordOutcome", outcome).await;
    assert_eq!((&kept["errors"], &kept["client"]["doNotCall"]), (&json!([]), &json!(true)), "{kept}");
    assert_eq!(f.queue(&f.ana, "MINE").await, [("Olga Novak".to_owned(), Some("Send the letter".to_owned()))]);
    let open =
        "mutation O($id: ID!) { openClient(id: $id) { client { profile { doNotCallReason doNotCallBy { name } } } } }";
    let profile = f.ana.graphql(open, json!({"id": olga})).await["openClient"]["client"]["profile"].clone();
    assert_eq!(profile["doNotCallReason"], "Said in a contact: do not call. Never again, he said");
    assert_eq!(profile["doNotCallBy"]["name"], json!(f.ana_is.name));
    for (action, count) in [("client.do_not_call_set", 1), ("task.cancelled", 1), ("task.done", 1)] {
        let found = format!("SELECT count(*) FROM crm.audit_event WHERE action = '{action}'");
        assert_eq!(f.app.number(&found).await, count, "{action}");
    }
    // the list knows them, and the others
    let names = async |filter: serde_json::Value| {
        let list =
            "query L($filter: ClientFilter) { clients(filter: $filter, first: 10) { edges { node { displayName } } } }";
        f.ana.graphql(list, json!({ "filter": filter })).await["clients"]["edges"].clone()
    };
    assert_eq!(names(json!({"doNotCall": true})).await, json!([{"node": {"displayName": "Olga Novak"}}]));
    assert_eq!(names(json!({"doNotCall": false})).await, json!([{"node": {"displayName": "Petr Novak"}}]));

    let undo = "mutation U($token: String!) { undo(token: $token) { client { doNotCall salesStatus { name } } errors { code } } }";
    let undone = f.ana.graphql(undo, json!({"token": kept["undoToken"]})).await["undo"].clone();
    assert_eq!(undone, json!({"client": {"doNotCall": false, "salesStatus": {"name": "New"}}, "errors": []}));
    let queue: Vec<_> = f.queue(&f.ana, "MINE").await.into_iter().map(|(_, text)| text.unwrap()).collect();
    assert_eq!(queue, ["First", "Second"]);
    // that alone is an outcome too
    let alone = f.change(&f.ana, "recordOutcome", json!({"clientId": petr, "doNotCall": true})).await;
    assert_eq!((&alone["errors"], &alone["client"]["doNotCall"]), (&json!([]), &json!(true)));
}

/// Whoever stood in the status of the template that was to mean it is marked, and the status is given no more.
#[tokio::test]
async fn the_former_status_becomes_the_mark() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    let input = json!({"kind": "SALES", "name": "Do not call", "type": "LOST", "color": "#c92a2a"});
    let status = f.change(&f.manager, "createClientStatus", input).await["status"]["id"].clone();
    f.change(&f.ana, "recordOutcome", json!({"clientId": olga, "salesStatusId": status})).await;
    f.call_back(&f.ana, &olga, 5, "Call").await;
    f.call_back(&f.ana, &petr, 5, "Call").await;
    f.app.sql(include_str!("../../../migrations/sql/0422_do_not_call.up.sql")).await;
    let seen = f.client(&f.ana, &olga).await;
    assert_eq!((&seen["doNotCall"], &seen["nextFollowUpAt"]), (&json!(true), &json!(null)), "{seen}");
    assert_eq!(f.client(&f.ana, &petr).await["doNotCall"], false);
    assert_eq!(f.queue(&f.ana, "MINE").await, [("Petr Novak".to_owned(), Some("Call".to_owned()))]);
    let again = f.change(&f.ana, "recordOutcome", json!({"clientId": petr, "salesStatusId": status})).await;
    assert_eq!(again["errors"][0]["code"], "retired_status");
}
