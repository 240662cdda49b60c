//! Which permissions are used by those who hold them: noted at the check itself, for a person's own session and nothing else.

use crate::office::{change, client_of, code, edit_role, edit_staff};
use crate::support::start;
use chrono::Duration;
use crm_app::permission_uses::keep;
use crm_testing::Browser;
use serde_json::{Value, json};

const REPORT: &str = "query R($role: ID, $days: Int!) { permissionUse(roleId: $role, days: $days) { since from lines { permission holders users lastOn } } }";
const HOLDERS: &str = "query H($permission: String!, $role: ID) { permissionHolders(permission: $permission, roleId: $role) { staff { id name } roles lastOn } }";

async fn report(browser: &Browser, role: Option<&str>, days: i32) -> Value {
    browser.graphql(REPORT, json!({"role": role, "days": days})).await["permissionUse"].take()
}

async fn holders(browser: &Browser, permission: &str, role: Option<&str>) -> Vec<Value> {
    let asked = json!({"permission": permission, "role": role});
    browser.graphql(HOLDERS, asked).await["permissionHolders"].as_array().unwrap().clone()
}

fn line<'a>(report: &'a Value, permission: &str) -> &'a Value {
    let lines = report["lines"].as_array().unwrap();
    lines
        .iter()
        .find(|line| line["permission"] == permission)
        .unwrap_or_else(|| panic!("{permission} is not in {report}"))
}

#[tokio::test]
async fn what_somebody_did_with_a_permission_is_noted_once_a_day() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let (tom_is, tim_is) = (app.staff(&atlas, "Agent").await, app.staff(&atlas, "Agent").await);
    let agent = atlas.role("Agent").to_string();
    assert_eq!(report(&manager, None, 90).await["since"], Value::Null, "nothing was kept yet");

    let client = client_of(&manager, "Olga", &tom_is).await;
    let tom = app.sign_in(&tom_is).await;
    // to look at a profile and at what could be done with it is no use of it
    let look = "mutation O($id: ID!) { openClient(id: $id) { client { id actions { action allowed } } } }";
    tom.graphql(look, json!({"id": client})).await;
    let note = json!({"clientId": client, "text": "Speaks Spanish"});
    let written = change(&tom, "addNote", "AddNoteInput", "note { id }", note).await;
    assert_eq!(code(&written), "", "{written}");
    keep(&app.app).await;

    let today = app.clock.now().date_naive().to_string();
    let seen = report(&manager, Some(&agent), 90).await;
    assert_eq!(seen["since"], today);
    let notes = line(&seen, "note.write");
    assert_eq!((&notes["holders"], &notes["users"], &notes["lastOn"]), (&json!(2), &json!(1), &json!(today)));
    for permission in ["client.edit", "contact.reveal", "task.manage"] {
        assert_eq!(line(&seen, permission)["users"], 0, "{permission}");
    }
    // the one who never did stands first
    let people = holders(&manager, "note.write", Some(&agent)).await;
    let told: Vec<_> = people.iter().map(|p| (p["staff"]["id"].as_str().unwrap(), &p["lastOn"])).collect();
    assert_eq!(told, [(tim_is.id.to_string().as_str(), &Value::Null), (tom_is.id.to_string().as_str(), &json!(today))]);

    // the same day is written once, another day moves it on, and what lies before the asked days does not count
    let rows = "SELECT count(*)::int8 FROM crm.permission_use";
    let before = app.number(rows).await;
    let again = json!({"clientId": client, "text": "And Catalan"});
    change(&tom, "addNote", "AddNoteInput", "note { id }", again).await;
    assert!(app.app.uses.take(app.clock.now().date_naive()).iter().all(|used| used.staff != tom_is.id));
    app.advance(Duration::hours(3));
    assert_eq!(app.number(rows).await, before);
    app.advance(Duration::days(40));
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    assert_eq!(line(&report(&manager, Some(&agent), 30).await, "note.write")["users"], 0);
    assert_eq!(line(&report(&manager, Some(&agent), 60).await, "note.write")["users"], 1);
}

#[tokio::test]
async fn who_holds_is_who_may_now() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let (tom, tim) = (app.staff(&atlas, "Agent").await, app.staff(&atlas, "Agent").await);
    let (agent, support) = (atlas.role("Agent").to_string(), atlas.role("Support").to_string());
    let count =
        async |role: Option<&str>| line(&report(&manager, role, 90).await, "note.write")["holders"].as_i64().unwrap();
    let all = count(None).await;
    assert_eq!(count(Some(&agent)).await, 2);

    // a role that ends takes its holder out at that instant, one that denies at once
    let until = app.clock.now() + Duration::minutes(5);
    let ends = json!([{"roleId": agent, "until": until}]);
    let given = edit_staff(&manager, json!({"id": tom.id.to_string(), "version": 1, "roleEnds": ends})).await;
    assert_eq!(code(&given), "", "{given}");
    assert_eq!(count(Some(&agent)).await, 2);
    app.advance(Duration::minutes(5));
    assert_eq!(count(Some(&agent)).await, 1);
    let denied =
        edit_role(&manager, json!({"id": support, "version": 1, "grants": [], "deniedPermissions": ["note.write"]}))
            .await;
    assert_eq!(code(&denied), "", "{denied}");
    let both = json!({"id": tim.id.to_string(), "version": 1, "roleIds": [agent, support]});
    assert_eq!(code(&edit_staff(&manager, both).await), "");
    assert_eq!(count(Some(&agent)).await, 0);
    assert_eq!(count(None).await, all - 2);
    assert_eq!(holders(&manager, "note.write", Some(&agent)).await, Vec::<Value>::new());
}

/// ISO-02, RBAC: beyond one's own broker there is nothing, and without `staff.view` there is no report.
#[tokio::test]
async fn iso_02_the_report_ends_at_the_broker_and_at_the_permission() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("northwind").await);
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let other = app.sign_in(&app.staff(&north, "CRM Manager").await).await;
    let agent = app.sign_in(&app.staff(&atlas, "Agent").await).await;
    report(&manager, None, 90).await;
    keep(&app.app).await;
    assert_eq!(report(&other, None, 90).await["since"], Value::Null);
    let seen = report(&manager, None, 90).await;
    assert_eq!(line(&seen, "staff.view")["users"], 1);
    let theirs = north.role("Agent").to_string();
    assert_eq!(manager.graphql_refusal(REPORT, json!({"role": theirs, "days": 90})).await, "not_found");
    assert_eq!(holders(&manager, "note.write", Some(&theirs)).await, Vec::<Value>::new());
    assert_eq!(agent.graphql_refusal(REPORT, json!({"days": 90})).await, "forbidden");
    assert_eq!(agent.graphql_refusal(HOLDERS, json!({"permission": "note.write"})).await, "forbidden");
    for days in [0, 731] {
        assert_eq!(manager.graphql_refusal(REPORT, json!({"days": days})).await, "invalid_input");
    }
    assert_eq!(manager.graphql_refusal(HOLDERS, json!({"permission": "root"})).await, "invalid_input");
}
