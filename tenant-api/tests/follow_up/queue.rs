use crate::floor::floor;
use chrono::Duration;
use serde_json::json;

#[tokio::test]
async fn an_agents_day_is_overdue_first_and_shows_fresh_leads() {
    let f = floor().await;
    let (olga, petr, mara) =
        (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await, f.lead(&f.ana_is, "Mara").await);
    f.call_back(&f.ana, &petr, 30 * 60, "Tomorrow").await;
    f.call_back(&f.ana, &olga, 10, "Soon").await;
    assert_eq!(f.fresh(&f.ana, "MINE").await, ["Mara Novak"], "for the others something is planned");
    f.app.advance(Duration::minutes(20));
    let names: Vec<String> = f.queue(&f.ana, "MINE").await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Olga Novak", "Petr Novak"]);
    let count = "query N($dayEnd: DateTime!) { queueCount(dayEnd: $dayEnd) { overdue today later fresh } }";
    let counted = f.ana.graphql(count, json!({"dayEnd": f.later(6)})).await;
    assert_eq!(counted["queueCount"], json!({"overdue": 1, "today": 0, "later": 1, "fresh": 1}));
    let outcome = json!({"clientId": mara, "note": "Spoke with her"});
    assert_eq!(f.change(&f.ana, "recordOutcome", outcome).await["errors"], json!([]));
    assert!(f.fresh(&f.ana, "MINE").await.is_empty(), "she was spoken with");
}

#[tokio::test]
async fn rbac_13_a_leader_sees_the_teams_queue_and_nobody_elses() {
    let f = floor().await;
    let (olga, boris) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.tom_is, "Boris").await);
    f.call_back(&f.ana, &olga, 1, "Private words").await;
    f.call_back(&f.tom, &boris, 2, "Of Tom").await;
    assert_eq!(
        f.queue(&f.leader, "EVERYBODY").await,
        [("Olga Novak".to_owned(), None)],
        "no text before a profile is opened"
    );
    assert_eq!(f.queue(&f.ana, "EVERYBODY").await, [("Olga Novak".to_owned(), Some("Private words".to_owned()))]);
    assert_eq!(f.queue(&f.manager, "EVERYBODY").await.len(), 2);
    assert!(f.queue(&f.leader, "MINE").await.is_empty());
    // the same clients by name of the person: reach stays
    let of = "query Q($id: ID) { taskQueue(assigneeId: $id) { edges { node { id } } } }";
    let seen = f.leader.graphql(of, json!({"id": f.tom_is.id.to_string()})).await;
    assert_eq!(seen["taskQueue"]["edges"], json!([]));
    let refused = f.tom.graphql_refusal(
        "mutation M($input: CreateTaskInput!) { createTask(input: $input) { errors { code } } }",
        json!({"input": {"clientId": olga, "kind": "TASK", "dueAt": f.later(1)}}),
    );
    assert_eq!(refused.await, "not_found");
}

#[tokio::test]
async fn pages_follow_one_another_and_a_foreign_cursor_is_refused() {
    let f = floor().await;
    for (at, name) in ["Olga", "Petr", "Mara"].into_iter().enumerate() {
        let id = f.lead(&f.ana_is, name).await;
        f.call_back(&f.ana, &id, i64::try_from(at).unwrap() + 1, "").await;
    }
    let page = "query Q($after: String) { taskQueue(first: 2, after: $after) { edges { cursor client { displayName } } pageInfo { hasNextPage endCursor } } }";
    let first = f.ana.graphql(page, json!({})).await["taskQueue"].clone();
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let second = f.ana.graphql(page, json!({"after": first["pageInfo"]["endCursor"]})).await["taskQueue"].clone();
    assert_eq!(second["edges"][0]["client"]["displayName"], "Mara Novak");
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
    let fresh = "query F($after: String) { freshLeads(after: $after) { edges { cursor } } }";
    assert_eq!(f.ana.graphql_refusal(fresh, json!({"after": first["pageInfo"]["endCursor"]})).await, "invalid_input");
}

#[tokio::test]
async fn follow_ups_go_along_with_the_client_and_come_back_with_an_undo() {
    let f = floor().await;
    let olga = f.lead(&f.ana_is, "Olga").await;
    f.call_back(&f.ana, &olga, 1, "Of Ana").await;
    let own =
        json!({"clientId": olga, "kind": "TASK", "dueAt": f.later(2), "text": "Of the leader", "assigneeId": null});
    f.change(&f.leader, "createTask", own).await;
    let version = f.client(&f.manager, &olga).await["version"].clone();
    let assign = json!({"id": olga, "version": version, "ownerId": f.tom_is.id.to_string()});
    let moved = f.change(&f.manager, "assignClient", assign).await;
    assert_eq!(moved["errors"], json!([]));
    assert!(f.queue(&f.ana, "MINE").await.is_empty(), "neither the client nor the work is hers");
    assert_eq!(f.queue(&f.tom, "MINE").await.len(), 2);
    let undo = "mutation U($token: String!) { undo(token: $token) { errors { code } } }";
    let undone = f.manager.graphql(undo, json!({"token": moved["undoToken"]})).await;
    assert_eq!(undone["undo"]["errors"], json!([]));
    assert_eq!(f.queue(&f.ana, "MINE").await.len(), 2);
    assert!(f.queue(&f.tom, "MINE").await.is_empty());
}

#[tokio::test]
async fn a_task_is_moved_done_and_opened_again_and_each_step_stands_in_the_trail() {
    let f = floor().await;
    let olga = f.lead(&f.ana_is, "Olga").await;
    let task = f.call_back(&f.ana, &olga, 1, "Ask for papers").await;
    let moved = json!({"id": task["id"], "version": 1, "dueAt": f.later(5), "text": ""});
    let moved = f.change(&f.ana, "changeTask", moved).await;
    assert_eq!((&moved["errors"], &moved["task"]["hasText"]), (&json!([]), &json!(false)));
    assert_eq!(moved["client"]["nextFollowUpAt"], moved["task"]["dueAt"]);
    let stale = f.change(&f.ana, "changeTask", json!({"id": task["id"], "version": 1, "state": "DONE"})).await;
    assert_eq!(stale["errors"][0]["code"], "conflict");
    let past = f.change(&f.ana, "changeTask", json!({"id": task["id"], "version": 2, "dueAt": f.later(-3)})).await;
    assert_eq!((&past["errors"][0]["code"], &past["errors"][0]["path"]), (&json!("in_the_past"), &json!(["dueAt"])));
    let done = f.change(&f.ana, "changeTask", json!({"id": task["id"], "version": 2, "state": "DONE"})).await;
    assert_eq!((&done["task"]["state"], &done["client"]["nextFollowUpAt"]), (&json!("DONE"), &json!(null)));
    assert!(f.queue(&f.ana, "MINE").await.is_empty());
    let open = f.change(&f.ana, "changeTask", json!({"id": task["id"], "version": 3, "state": "OPEN"})).await;
    assert_eq!(open["task"]["state"], "OPEN");
    let far = json!({"id": task["id"], "version": 4, "assigneeId": f.tom_is.id.to_string()});
    assert_eq!(f.change(&f.ana, "changeTask", far).await["errors"][0]["code"], "not_near");
    for (action, times) in [("task.created", 1), ("task.changed", 1), ("task.done", 1), ("task.reopened", 1)] {
        let found = format!("SELECT count(*) FROM crm.audit_event WHERE action = '{action}'");
        assert_eq!(f.app.number(&found).await, times, "{action}");
    }
}
