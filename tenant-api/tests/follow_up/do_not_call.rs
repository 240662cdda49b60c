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
