//! Why can X see this: the answer is what X's own session meets, names what decides, and tells nobody of clients that he does
//! not see himself.

use crate::office::{change, rules};
use crate::support::start;
use chrono::Duration;
use crm_access::{Deny, FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};
use crm_testing::{Broker, Browser, Person, TestApp};
use serde_json::{Value, json};

const EXPLAIN: &str = "mutation E($input: ExplainAccessInput!) { explainAccess(input: $input) { sees obstacles relations client { number displayName owner { name } team { name } } person { name } roles { name until }
  view { may grants { role { name } reach ties { kind leads colleague { name } teams { name } } } deniedBy { name } }
  acts { permission may grants { role { name } reach holds } deniedBy { name } }
  fields { field visibility words { role { name } relation visibility decides } deniedBy { name } } } }";
const DOOR: &str = "query C($id: ID!) { client(id: $id) { email { display masked present } phone { display masked present } actions { action allowed } } }";

fn question(person: &Person, client: &str) -> Value {
    json!({"input": {"staffId": person.id.to_string(), "clientId": client}})
}

async fn explain(who: &Browser, person: &Person, client: &str) -> Value {
    who.graphql(EXPLAIN, question(person, client)).await["explainAccess"].clone()
}

async fn lead(manager: &Browser, name: &str, owner: Option<&Person>) -> String {
    let input = json!({"kind": "INDIVIDUAL", "firstName": name, "lastName": "Novak", "ownerId": owner.map(|o| o.id.to_string()),
        "email": format!("{}@novak.example", name.to_lowercase()), "phone": "+34 612 345 678"});
    let made = change(manager, "createClient", "CreateClientInput", "client { id }", input).await;
    made["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// How much of a contact a session shows, by what it answers.
fn shown(masked: &Value) -> &'static str {
    let display = masked["display"].as_str().unwrap_or_default();
    match (masked["masked"].as_bool().unwrap(), masked["present"].as_bool().unwrap()) {
        (false, _) => "FULL",
        (true, false) => "HIDDEN",
        (true, true) if display.chars().any(|c| c.is_ascii_alphanumeric()) => "PARTIAL",
        (true, true) => "MASKED",
    }
}

/// What people can do with a client in the portal, by the permission.
const ACTIONS: [(&str, &str); 8] = [
    ("EDIT", "client.edit"),
    ("ASSIGN", "client.assign"),
    ("EDIT_CONTACT", "client.edit_contact"),
    ("RESET_PASSWORD", "client.reset_password"),
    ("WRITE_NOTE", "note.write"),
    ("FOLLOW_UP", "task.manage"),
    ("REVEAL", "contact.reveal"),
    ("ARCHIVE", "client.delete"),
];

/// The answer about a person and a client against that person's own session.
async fn agrees(manager: &Browser, person: &Person, own: &Browser, client: &str, archived: bool) -> bool {
    let answer = explain(manager, person, client).await;
    let door = own.ask(DOOR, json!({"id": client})).await.json();
    let met = &door["data"]["client"];
    let sees = answer["sees"].as_bool().unwrap();
    assert_eq!(sees, met.is_object(), "{} and {client}: {answer} against {door}", person.name);
    if !sees {
        assert_eq!((&answer["acts"], &answer["fields"]), (&json!([]), &json!([])));
        return false;
    }
    for (field, name) in [("EMAIL", "email"), ("PHONE", "phone")] {
        let said = answer["fields"].as_array().unwrap().iter().find(|f| f["field"] == field).unwrap();
        assert_eq!(said["visibility"], shown(&met[name]), "{}: {said} against {}", person.name, met[name]);
    }
    let acts = answer["acts"].as_array().unwrap();
    for (action, permission) in ACTIONS.iter().filter(|(action, _)| !archived || *action == "REVEAL") {
        let may = &acts.iter().find(|act| act["permission"] == *permission).unwrap()["may"];
        let allowed = &met["actions"].as_array().unwrap().iter().find(|a| a["action"] == *action).unwrap()["allowed"];
        assert_eq!(may, allowed, "{} {action}: {answer}", person.name);
    }
    true
}

struct Office {
    app: TestApp,
    atlas: Broker,
    manager: Browser,
    /// Leads Iberia, above Madrid.
    leader: Person,
    ana: Person,
    tom: Person,
    others: Vec<Person>,
}

fn grant(permission: Permission, reach: ReachLevel) -> Grant {
    Grant { permission, reach }
}

fn field(class: FieldClass, relation: Relation, visibility: Visibility) -> FieldRule {
    FieldRule { class, relation, visibility }
}

/// People whose rights come from everywhere: one role and several, a denial, a role that ends, no role at all.
async fn office() -> Office {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let eyes = RoleRules {
        grants: vec![grant(Permission::ClientView, ReachLevel::Team), grant(Permission::NoteWrite, ReachLevel::Own)],
        fields: vec![
            field(FieldClass::Email, Relation::SameTeam, Visibility::Full),
            field(FieldClass::Email, Relation::Other, Visibility::Hidden),
            field(FieldClass::Phone, Relation::Owner, Visibility::Full),
        ],
        ..RoleRules::default()
    };
    app.role(&mut atlas, "Team eyes", &eyes).await;
    let gag = RoleRules {
        denies: vec![Deny::Permission(Permission::ContactReveal), Deny::Field(FieldClass::Phone)],
        ..RoleRules::default()
    };
    app.role(&mut atlas, "No phones", &gag).await;
    let blind = RoleRules { denies: vec![Deny::Permission(Permission::ClientView)], ..RoleRules::default() };
    app.role(&mut atlas, "No clients", &blind).await;
    let leader = app.staff(&atlas, "Team Leader").await;
    let iberia = app.team(&atlas, "Iberia", None, Some(leader.id)).await;
    let madrid = app.team(&atlas, "Madrid", Some(iberia), None).await;
    let lisbon = app.team(&atlas, "Lisbon", None, None).await;
    let ana = app.staff_in(&atlas, &["Agent"], Some(madrid)).await;
    let tom = app.staff_in(&atlas, &["Agent"], Some(lisbon)).await;
    let others = vec![
        app.staff_in(&atlas, &["Agent", "Team eyes"], Some(madrid)).await,
        app.staff_in(&atlas, &["Team Leader", "No phones"], Some(madrid)).await,
        app.staff_in(&atlas, &["CRM Manager", "No clients"], None).await,
        app.staff_in(&atlas, &["Dealer"], None).await,
        app.staff_in(&atlas, &["Support", "Team eyes"], Some(lisbon)).await,
        app.staff_in(&atlas, &[], Some(madrid)).await,
    ];
    let manager = app.staff(&atlas, "CRM Manager").await;
    let manager = app.sign_in(&manager).await;
    Office { app, atlas, manager, leader, ana, tom, others }
}

/// MASK-01, RBAC: for everybody and every client the explanation says yes exactly when that person's own session opens it, and
/// says the same visibility and the same acts as that session meets.
#[tokio::test]
async fn an_explanation_says_exactly_what_the_person_meets() {
    let o = office().await;
    let olga = lead(&o.manager, "Olga", Some(&o.ana)).await;
    let boris = lead(&o.manager, "Boris", Some(&o.tom)).await;
    let shared = lead(&o.manager, "Shared", Some(&o.tom)).await;
    let gone = lead(&o.manager, "Gone", Some(&o.ana)).await;
    let input =
        json!({"id": shared, "version": 1, "ownerId": o.tom.id.to_string(), "participantIds": [o.ana.id.to_string()]});
    let given = change(&o.manager, "assignClient", "AssignClientInput", "client { id }", input).await;
    assert_eq!(given["errors"], json!([]), "{given}");
    let input = json!({"id": gone, "version": 1, "reason": "Asked to be forgotten"});
    let archived = change(&o.manager, "archiveClient", "ArchiveClientInput", "client { id }", input).await;
    assert_eq!(archived["errors"], json!([]), "{archived}");
    let until = o.app.clock.now() + Duration::minutes(5);
    let cover = json!({"absentId": o.tom.id.to_string(), "coverId": o.ana.id.to_string(), "until": until});
    let set = change(&o.manager, "setCover", "SetCoverInput", "cover { id }", cover).await;
    assert_eq!(set["errors"], json!([]), "{set}");
    // a second role that ends while everybody looks on
    let ends = o.app.staff_in(&o.atlas, &["Agent", "Read-only auditor"], None).await;
    o.app
        .sql(&format!(
            "UPDATE crm.staff_role SET expires_at = '{}' WHERE staff_id = '{}' AND role_id = '{}'",
            (o.app.clock.now() + Duration::minutes(5)).to_rfc3339(),
            ends.id.uuid(),
            o.atlas.role("Read-only auditor").uuid()
        ))
        .await;
    o.app.access_changed(&o.atlas).await;
    let everybody: Vec<&Person> = [&o.leader, &o.ana, &o.tom, &ends].into_iter().chain(&o.others).collect();
    let mut counts = Vec::new();
    for minutes in [0, 5] {
        o.app.advance(Duration::minutes(minutes));
        let mut seen = 0;
        for person in &everybody {
            let own = o.app.sign_in(person).await;
            for (client, archived) in [(&olga, false), (&boris, false), (&shared, false), (&gone, true)] {
                seen += usize::from(agrees(&o.manager, person, &own, client, archived).await);
            }
        }
        counts.push(seen);
    }
    assert!(counts[0] > counts[1] && counts[1] > 8, "a cover and a role ended in between: {counts:?}");
}

/// The words: role, grant, reach and the relation that makes it hold, or what is missing.
#[tokio::test]
async fn an_explanation_names_role_grant_reach_and_relation() {
    let o = office().await;
    let olga = lead(&o.manager, "Olga", Some(&o.ana)).await;
    let boris = lead(&o.manager, "Boris", Some(&o.tom)).await;
    let tie = |answer: &Value| answer["view"]["grants"][0]["ties"].clone();

    let why = explain(&o.manager, &o.ana, &olga).await;
    assert_eq!((&why["sees"], &why["relations"]), (&json!(true), &json!(["OWNER", "SAME_TEAM"])), "{why}");
    assert_eq!(why["view"]["grants"][0]["role"]["name"], "Agent");
    assert_eq!(why["view"]["grants"][0]["reach"], "OWN");
    assert_eq!(tie(&why), json!([{"kind": "OWNER", "leads": false, "colleague": null, "teams": []}]));
    let email = why["fields"].as_array().unwrap().iter().find(|f| f["field"] == "EMAIL").unwrap();
    assert_eq!(email["visibility"], "PARTIAL");
    assert!(email["words"].as_array().unwrap().iter().all(|w| w["role"]["name"] == "Agent" && w["decides"] == true));

    let why = explain(&o.manager, &o.ana, &boris).await;
    assert_eq!((&why["sees"], &why["view"]["may"], &why["obstacles"]), (&json!(false), &json!(false), &json!([])));
    assert_eq!((&why["view"]["grants"][0]["reach"], tie(&why)), (&json!("OWN"), json!([])), "what is missing: {why}");
    assert_eq!(why["client"]["owner"]["name"], o.tom.name);

    let why = explain(&o.manager, &o.leader, &olga).await;
    let path = json!([{"name": "Iberia"}, {"name": "Madrid"}]);
    assert_eq!(tie(&why), json!([{"kind": "TEAM", "leads": true, "colleague": null, "teams": path}]), "{why}");

    let until = o.app.clock.now() + Duration::hours(1);
    let cover = json!({"absentId": o.tom.id.to_string(), "coverId": o.ana.id.to_string(), "until": until});
    change(&o.manager, "setCover", "SetCoverInput", "cover { id }", cover).await;
    let why = explain(&o.manager, &o.ana, &boris).await;
    assert_eq!(
        tie(&why),
        json!([{"kind": "COVER", "leads": false, "colleague": {"name": o.tom.name}, "teams": []}]),
        "{why}"
    );

    let denied = &o.others[2];
    let why = explain(&o.manager, denied, &olga).await;
    assert_eq!((&why["sees"], &why["view"]["deniedBy"]), (&json!(false), &json!([{"name": "No clients"}])), "{why}");
    let reveal = |why: &Value| {
        why["acts"].as_array().unwrap().iter().find(|act| act["permission"] == "contact.reveal").unwrap().clone()
    };
    let why = explain(&o.manager, &o.others[1], &olga).await;
    assert_eq!((&reveal(&why)["may"], &reveal(&why)["deniedBy"][0]["name"]), (&json!(false), &json!("No phones")));

    let staff = o.app.number(&format!("SELECT version::int8 FROM crm.staff WHERE id = '{}'", o.ana.id.uuid())).await;
    let input = json!({"id": o.ana.id.to_string(), "version": staff, "status": "SUSPENDED", "reason": "On leave"});
    change(&o.manager, "changeStaffStatus", "ChangeStaffStatusInput", "staff { id }", input).await;
    let why = explain(&o.manager, &o.ana, &olga).await;
    assert_eq!((&why["sees"], &why["obstacles"]), (&json!(false), &json!(["NOT_ACTIVE"])), "{why}");
}

/// AUTHZ, AUD: only for who sees staff, only about clients that he sees himself; and each question is in the trail, on the
/// client's own timeline.
#[tokio::test]
async fn an_explanation_is_no_oracle_and_leaves_its_trail() {
    let mut o = office().await;
    let olga = lead(&o.manager, "Olga", Some(&o.ana)).await;
    let boris = lead(&o.manager, "Boris", Some(&o.tom)).await;
    let nobodys = crm_model::ClientId::generate().to_string();
    let leader = o.app.sign_in(&o.leader).await;
    assert_eq!(explain(&leader, &o.tom, &olga).await["sees"], false, "the allowed twin");
    for client in [&boris, &nobodys] {
        assert_eq!(leader.graphql_refusal(EXPLAIN, question(&o.tom, client)).await, "not_found");
    }
    let ana = o.app.sign_in(&o.ana).await;
    assert_eq!(ana.graphql_refusal(EXPLAIN, question(&o.ana, &olga)).await, "forbidden");
    let office = rules(&[(Permission::StaffView, ReachLevel::All)]);
    o.app.role(&mut o.atlas, "Front desk", &office).await;
    let desk = o.app.staff(&o.atlas, "Front desk").await;
    let desk = o.app.sign_in(&desk).await;
    assert_eq!(desk.graphql_refusal(EXPLAIN, question(&o.ana, &olga)).await, "forbidden");

    let open = "mutation O($id: ID!) { openClient(id: $id) { errors { code } } }";
    o.manager.graphql(open, json!({"id": olga})).await;
    let timeline = "query T($id: ID!) { clientTimeline(clientId: $id, first: 50, kinds: [READ]) { edges { node { action actor } } } auditEvents(first: 5, filter: {actions: [\"access.explained\"]}) { edges { node { action targetKind targetId } } } }";
    let data = o.manager.graphql(timeline, json!({"id": olga})).await;
    let found = data["clientTimeline"]["edges"].as_array().unwrap();
    let asked: Vec<&Value> = found.iter().filter(|e| e["node"]["action"] == "access.explained").collect();
    assert_eq!(asked.len(), 1, "one answer, one event: {data}");
    assert_eq!(asked[0]["node"]["actor"], o.leader.name, "{data}");
    let target = &data["auditEvents"]["edges"][0]["node"];
    assert_eq!((&target["targetKind"], &target["targetId"]), (&json!("staff"), &json!(o.tom.id.to_string())));
}

/// ISO-02: people and clients of another broker are nobody's.
#[tokio::test]
async fn iso_02_an_explanation_never_crosses_brokers() {
    let o = office().await;
    let north = o.app.tenant("north").await;
    let theirs = o.app.staff(&north, "CRM Manager").await;
    let nina = o.app.sign_in(&theirs).await;
    let olga = lead(&o.manager, "Olga", Some(&o.ana)).await;
    let vlad = lead(&nina, "Vlad", None).await;
    assert_eq!(explain(&o.manager, &o.ana, &olga).await["sees"], true, "the allowed twin");
    for (person, client) in [(&theirs, &olga), (&o.ana, &vlad), (&theirs, &vlad)] {
        assert_eq!(o.manager.graphql_refusal(EXPLAIN, question(person, client)).await, "not_found");
    }
}
