use crate::floor::floor;
use chrono::Duration;
use serde_json::json;

const UNDO: &str = "mutation U($token: String!) { undo(token: $token) { client { lastContactAt nextFollowUpAt salesStatus { name } } errors { code } } }";

#[tokio::test]
async fn an_outcome_is_one_step_and_comes_back_within_eight_seconds() {
    let f = floor().await;
    let olga = f.lead(&f.ana_is, "Olga").await;
    let task = f.call_back(&f.ana, &olga, 1, "Call her").await;
    f.app.advance(Duration::minutes(20));
    let due = f.later(24);
    let outcome = json!({"clientId": olga, "salesStatusId": f.status("Interested"), "note": "Wants a demo", "doneTaskId": task["id"],
        "next": {"kind": "CALL_BACK", "dueAt": due, "text": "Show the demo"}});
    let kept = f.change(&f.ana, "recordOutcome", outcome.clone()).await;
    assert_eq!(kept["errors"], json!([]));
    assert_eq!(kept["client"]["salesStatus"]["name"], "Interested");
    assert!(kept["client"]["lastContactAt"].is_string() && kept["client"]["nextFollowUpAt"].is_string());
    assert_eq!(f.queue(&f.ana, "MINE").await, [("Olga Novak".to_owned(), Some("Show the demo".to_owned()))]);
    assert_eq!(f.app.number("SELECT count(*) FROM crm.note").await, 1);
    for action in ["client.outcome_recorded", "note.written", "task.done"] {
        let found = format!("SELECT count(*) FROM crm.audit_event WHERE action = '{action}'");
        assert_eq!(f.app.number(&found).await, 1, "{action}");
    }
    let undone = f.ana.graphql(UNDO, json!({"token": kept["undoToken"]})).await["undo"].clone();
    assert_eq!(undone["errors"], json!([]));
    assert_eq!(
        (&undone["client"]["salesStatus"]["name"], &undone["client"]["lastContactAt"]),
        (&json!("New"), &json!(null))
    );
    assert_eq!(f.queue(&f.ana, "MINE").await, [("Olga Novak".to_owned(), Some("Call her".to_owned()))]);
    assert_eq!(f.app.number("SELECT count(*) FROM crm.note").await, 0);
    let again = f.change(&f.ana, "recordOutcome", outcome).await;
    f.app.advance(Duration::seconds(11));
    let late = f.ana.graphql(UNDO, json!({"token": again["undoToken"]})).await;
    assert_eq!(late["undo"]["errors"][0]["code"], "link_ended");
}

#[tokio::test]
async fn nothing_is_kept_when_one_part_is_wrong() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    let others = f.call_back(&f.ana, &petr, 1, "").await;
    let before = f.client(&f.ana, &olga).await;
    let past = json!({"clientId": olga, "note": "Kept?", "next": {"kind": "CALL_BACK", "dueAt": f.later(-2)}});
    let refused = f.change(&f.ana, "recordOutcome", past).await;
    assert_eq!(refused["errors"][0]["path"], json!(["next", "dueAt"]));
    let foreign = json!({"clientId": olga, "note": "Kept?", "doneTaskId": others["id"]});
    assert_eq!(f.change(&f.ana, "recordOutcome", foreign).await["errors"][0]["code"], "unknown_id");
    let nothing = f.change(&f.ana, "recordOutcome", json!({"clientId": olga, "note": "  "})).await;
    assert_eq!(nothing["errors"][0]["code"], "empty_outcome");
    assert_eq!(f.client(&f.ana, &olga).await, before);
    assert_eq!(f.app.number("SELECT count(*) FROM crm.note").await, 0);
    let old = json!({"clientId": olga, "version": 7, "note": "Too late"});
    assert_eq!(f.change(&f.ana, "recordOutcome", old).await["errors"][0]["code"], "conflict");
}

#[tokio::test]
async fn mask_texts_of_tasks_rest_sealed_under_the_clients_key() {
    let f = floor().await;
    let olga = f.lead(&f.ana_is, "Olga").await;
    f.call_back(&f.ana, &olga, 1, "Her sister Katarzyna answers").await;
    let clear = "SELECT count(*) FROM crm.task WHERE position('Katarzyna'::bytea in text_sealed) > 0";
    assert_eq!(f.app.number(clear).await, 0);
    assert_eq!(f.app.number("SELECT count(*) FROM crm.task WHERE text_sealed IS NOT NULL").await, 1);
    let open = "mutation O($id: ID!) { openClient(id: $id) { client { profile { tasks { text state } } } } }";
    let opened = f.leader.graphql(open, json!({"id": olga})).await;
    assert_eq!(opened["openClient"]["client"]["profile"]["tasks"][0]["text"], "Her sister Katarzyna answers");
}
