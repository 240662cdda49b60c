//! Targets: who may set whose, what stands on the board, and that two do not overwrite each other.

use crate::floor::{Floor, floor};
use crm_access::{Grant, Permission, ReachLevel, RoleRules};
use crm_testing::{Browser, Person};
use serde_json::{Value, json};

const BOARD: &str = "query B($from: DateTime!, $before: DateTime!) { teamBoard(from: $from, before: $before) { staff { name } target { version contactsADay firstDepositsAMonth } } }";
const SET: &str = "mutation S($input: SetTargetInput!) { setTarget(input: $input) { target { version contactsADay firstDepositsAMonth } errors { code path } } }";

fn input(person: &Person, version: i32, contacts: Option<i32>, deposits: Option<i32>) -> Value {
    json!({"input": {"staffId": person.id.to_string(), "version": version, "contactsADay": contacts, "firstDepositsAMonth": deposits}})
}

async fn shown(f: &Floor, who: &Browser, of: &Person) -> Value {
    let data = who.graphql(BOARD, json!({"from": f.later(-1), "before": f.later(1)})).await;
    let rows = data["teamBoard"].as_array().unwrap();
    rows.iter().find(|row| row["staff"]["name"] == json!(of.name)).map_or(Value::Null, |row| row["target"].clone())
}

fn target(version: i32, contacts: Option<i32>, deposits: Option<i32>) -> Value {
    json!({"version": version, "contactsADay": contacts, "firstDepositsAMonth": deposits})
}

/// RBAC-13: a leader sets what is expected of the own people, and of nobody else.
#[tokio::test]
async fn rbac_13_a_target_is_set_for_the_people_of_ones_teams() {
    let f = floor().await;
    assert_eq!(shown(&f, &f.leader, &f.ana_is).await, target(0, None, None));
    let made = f.leader.graphql(SET, input(&f.ana_is, 0, Some(40), Some(5))).await["setTarget"].clone();
    assert_eq!(made, json!({"target": target(1, Some(40), Some(5)), "errors": []}));
    assert_eq!(shown(&f, &f.manager, &f.ana_is).await, target(1, Some(40), Some(5)));
    assert_eq!(f.leader.graphql_refusal(SET, input(&f.tom_is, 0, Some(40), None)).await, "not_found");
    assert_eq!(f.ana.graphql_refusal(SET, input(&f.ana_is, 1, Some(1), None)).await, "forbidden");
    let gone = f.manager.graphql(SET, input(&f.ana_is, 1, None, Some(5))).await["setTarget"].clone();
    assert_eq!(gone["target"], target(2, None, Some(5)));
    let said = f.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'target.set' AND NOT refused").await;
    assert_eq!(said, 2);
}

#[tokio::test]
async fn of_two_who_set_a_target_the_second_is_told() {
    let f = floor().await;
    for version in [1, 7] {
        let early = f.manager.graphql(SET, input(&f.ana_is, version, Some(1), None)).await["setTarget"].clone();
        assert_eq!(early["errors"][0]["code"], "conflict", "{early}");
    }
    f.manager.graphql(SET, input(&f.ana_is, 0, Some(40), None)).await;
    let late = f.leader.graphql(SET, input(&f.ana_is, 0, Some(50), None)).await["setTarget"].clone();
    assert_eq!((&late["target"], &late["errors"][0]["code"]), (&Value::Null, &json!("conflict")));
    for (contacts, deposits, place) in [(Some(0), None, "contactsADay"), (None, Some(10_001), "firstDepositsAMonth")] {
        let wrong = f.manager.graphql(SET, input(&f.ana_is, 1, contacts, deposits)).await["setTarget"].clone();
        assert_eq!(wrong["errors"], json!([{"code": "out_of_range", "path": [place]}]));
    }
    assert_eq!(shown(&f, &f.manager, &f.ana_is).await, target(1, Some(40), None));
}

/// MASK: who may not see money neither sees nor changes what is expected of it.
#[tokio::test]
async fn a_target_of_money_is_hidden_from_who_may_not_see_money() {
    let mut f = floor().await;
    let all = |permission| Grant { permission, reach: ReachLevel::All };
    let grants = [Permission::ClientView, Permission::FigureView, Permission::StaffTarget].map(all).to_vec();
    f.app.role(&mut f.atlas, "Coach", &RoleRules { grants, ..RoleRules::default() }).await;
    let coach = f.app.staff(&f.atlas, "Coach").await;
    let coach = f.app.sign_in(&coach).await;
    f.manager.graphql(SET, input(&f.ana_is, 0, Some(40), Some(5))).await;
    assert_eq!(shown(&f, &coach, &f.ana_is).await, target(1, Some(40), None));
    let made = coach.graphql(SET, input(&f.ana_is, 1, Some(30), Some(99))).await["setTarget"].clone();
    assert_eq!(made["target"], target(2, Some(30), None));
    assert_eq!(shown(&f, &f.manager, &f.ana_is).await, target(2, Some(30), Some(5)));
}
