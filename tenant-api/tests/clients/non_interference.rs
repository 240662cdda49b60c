//! SECURITY 13: two worlds that differ only in what an agent must not see give byte-identical answers to everything he can
//! read. The battery is made from the schema's own text.

use super::documents::{ADD_NOTE, change};
use super::world::{olga, with, world};
use crate::support::accounts::trading_account;
use crate::support::balances::{self, balance_finding, balance_operation, client_key};
use crate::support::battery::{Battery, same_each_time};
use crm_model::{ClientId, ContactId};
use crm_testing::{Browser, TestApp};
use crm_vault::{BlindKind, Sealer};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a reader is answered on the whole battery. With a trail, what each question itself leaves in it is taken out again.
async fn answers(
    browser: &Browser,
    battery: &Battery,
    known: &Value,
    trail: Option<(&TestApp, &Trail)>,
) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for (name, document, variables) in battery.reads(known) {
        let answer = browser.ask(&document, variables).await;
        assert_eq!(answer.status(), 200, "{name}: {}", answer.text());
        let mut text = answer.json();
        same_each_time(&mut text);
        all.push((name, serde_json::to_vec(&text).unwrap()));
        if let Some((app, trail)) = trail {
            trail.cut(app).await;
        }
    }
    all
}

/// Two answers to each question: nothing may differ.
fn same(role: &str, first: &[(String, Vec<u8>)], second: &[(String, Vec<u8>)]) {
    assert_eq!(first.len(), second.len());
    for ((name, one), (_, two)) in first.iter().zip(second) {
        let (one, two) = (String::from_utf8_lossy(one), String::from_utf8_lossy(two));
        assert_eq!(one, two, "{name} tells the two worlds apart for the {role}");
    }
}

/// Every reading field of the schema is asked, whatever comes back.
fn whole(battery: &Battery, answers: &[(String, Vec<u8>)]) {
    for field in battery.root("Query") {
        let name = field.name.node.as_str();
        assert!(answers.iter().any(|(asked, _)| asked.split(' ').next() == Some(name)), "{name} is not asked");
    }
}

#[tokio::test]
async fn what_an_agent_must_not_see_changes_nothing_of_what_he_reads() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let mine = w.olga_of_ana(&manager).await;
    let theirs = w.create(&manager, with(olga(), json!({"firstName": "Boris", "ownerId": w.tom.id.to_string()}))).await;
    let mut ana = w.app.sign_in(&w.ana).await;
    // the time at which she was last seen would differ
    ana.background = true;
    w.open(&ana, &mine).await;
    let known = known(&w.app, &w.atlas, &mine, &theirs).await;
    let battery = Battery::of_schema();
    let first = answers(&ana, &battery, &known, None).await;
    whole(&battery, &first);
    for hers in ["Olga Novak", balances::WHY] {
        assert!(first.iter().any(|(_, a)| String::from_utf8_lossy(a).contains(hers)), "she does read {hers}");
    }

    // the other world: hidden values of her own client, and everything of clients outside her reach
    hide(&w.app, &w.atlas, mine["id"].as_str().unwrap()).await;
    manager
        .graphql(
            &change("editClient", "EditClientInput"),
            json!({"input": {"id": theirs["id"], "version": 1, "firstName": "Gleb", "source": "Elsewhere"}}),
        )
        .await;
    manager
        .graphql(ADD_NOTE, json!({"input": {"clientId": theirs["id"], "text": "Wants a call", "pinned": true}}))
        .await;
    w.app
        .sql(
            "UPDATE crm.trading_account SET leverage = 500, trading_enabled = false WHERE login = 1002;
             UPDATE crm.trading_account_state s SET balance = 77700 FROM crm.trading_account a
              WHERE a.tenant_id = s.tenant_id AND a.id = s.account_id AND a.login = 1002;
             UPDATE crm.balance_operation o SET state = 'confirmed', amount = 88800, deal = 4711, said = 'found by its tag'
               FROM crm.trading_account a WHERE a.tenant_id = o.tenant_id AND a.id = o.account_id AND a.login = 1002",
        )
        .await;
    balance_finding(&w.app, &w.atlas, known["foreignAccount"].as_str().unwrap()).await;
    let email =
        json!({"id": theirs["id"], "version": 3, "email": "gleb@elsewhere.example", "reason": "He wrote from there"});
    let changed =
        manager.graphql(&change("changeClientEmail", "ChangeClientEmailInput"), json!({ "input": email })).await;
    assert_eq!(changed["changeClientEmail"]["errors"], json!([]), "{changed}");
    let tag = json!({"id": theirs["id"], "version": 4, "add": [w.atlas.tags["VIP"].to_string()], "remove": []});
    manager.graphql(&change("changeClientTags", "ChangeClientTagsInput"), json!({ "input": tag })).await;
    w.create(&manager, with(olga(), json!({"firstName": "Nova", "ownerId": w.tom.id.to_string(), "country": "FR"})))
        .await;
    // one of her own, but archived: she may not see archived ones
    let gone =
        w.create(&manager, with(olga(), json!({"firstName": "Olga Gone", "ownerId": w.ana.id.to_string()}))).await;
    let archive = json!({"id": gone["id"], "version": 1, "reason": "Asked to be forgotten"});
    let archived = manager.graphql(&change("archiveClient", "ArchiveClientInput"), json!({ "input": archive })).await;
    assert_eq!(archived["archiveClient"]["errors"], json!([]), "{archived}");
    // keys and refusals that she has no right to look at; a change of people would show in one number, the version of the
    // rights, which every portal is told by design
    manager.graphql("mutation { createApiKey(input: {name: \"Olga site\", scopes: [\"client.create\"], ipAllowList: []}) { errors { code } } }", json!({})).await;
    let tom = w.app.sign_in(&w.tom).await;
    assert_eq!(tom.graphql_refusal("{ apiKeys { id } }", json!({})).await, "forbidden");
    next_door(&w.app).await;

    same("agent", &first, &answers(&ana, &battery, &known, None).await);
    // and the manager does see the difference: the worlds do differ
    let difference = "query F($mine: ID!, $theirs: ID!) { mine: client(id: $mine) { email { display } } theirs: client(id: $theirs) { displayName email { display } source tags { name } } clientCount(filter: {archived: true}) { value } }";
    let seen = manager.graphql(difference, json!({"mine": mine["id"], "theirs": theirs["id"]})).await;
    assert_eq!(seen["mine"]["email"]["display"], "Oksana@somewhere.com");
    assert_eq!(
        seen["theirs"],
        json!({"displayName": "Gleb Novak", "email": {"display": "gleb@elsewhere.example"}, "source": "Elsewhere", "tags": [{"name": "VIP"}]})
    );
    assert_eq!(seen["clientCount"]["value"], 1);
}

/// Those who reach every client but see masks: what stands behind the masks changes nothing of what they read, the trail
/// of the auditor included.
#[tokio::test]
async fn what_stands_behind_masks_changes_nothing_for_any_masked_role() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let mine = w.olga_of_ana(&manager).await;
    let theirs = w.create(&manager, with(olga(), json!({"firstName": "Boris", "ownerId": w.tom.id.to_string()}))).await;
    let known = known(&w.app, &w.atlas, &mine, &theirs).await;
    let battery = Battery::of_schema();
    let mut readers = Vec::new();
    for role in ["Read-only auditor", "Support", "Dealer"] {
        let mut reader = w.app.sign_in(&w.app.staff(&w.atlas, role).await).await;
        reader.background = true;
        w.open(&reader, &mine).await;
        w.open(&reader, &theirs).await;
        readers.push((role, reader));
    }
    let trail = Trail::now(&w.app, &w.atlas).await;
    let mut first = Vec::new();
    for (role, reader) in &readers {
        let said = answers(reader, &battery, &known, Some((&w.app, &trail))).await;
        whole(&battery, &said);
        assert!(
            said.iter().any(|(_, a)| String::from_utf8_lossy(a).contains("Olga Novak")),
            "the {role} reads clients"
        );
        first.push(said);
    }
    for client in [&mine, &theirs] {
        hide(&w.app, &w.atlas, client["id"].as_str().unwrap()).await;
    }
    next_door(&w.app).await;
    for ((role, reader), first) in readers.iter().zip(&first) {
        let second = answers(reader, &battery, &known, Some((&w.app, &trail))).await;
        same(role, first, &second);
    }
    let seen =
        manager.graphql("query F($id: ID!) { client(id: $id) { email { display } } }", json!({"id": mine["id"]})).await;
    assert_eq!(seen["client"]["email"]["display"], "Oksana@somewhere.com", "the worlds do differ");
}

/// How far a broker's trail has come. The refusals that a battery leaves in it are taken out again, so that the trail is
/// the same in both worlds.
struct Trail {
    tenant: Uuid,
    seq: i64,
}

impl Trail {
    async fn now(app: &TestApp, broker: &crm_testing::Broker) -> Self {
        let tenant = broker.tenant.id.uuid();
        let seq = app.number(&format!("SELECT seq FROM crm.audit_head WHERE tenant_id = '{tenant}'")).await;
        Self { tenant, seq }
    }

    async fn cut(&self, app: &TestApp) {
        let beyond = format!("WHERE tenant_id = '{}' AND seq > {}", self.tenant, self.seq);
        app.sql(&format!(
            "DELETE FROM crm.audit_value {beyond}; DELETE FROM crm.audit_event {beyond};
             UPDATE crm.audit_head h SET seq = e.seq, hash = e.hash FROM crm.audit_event e WHERE e.tenant_id = h.tenant_id AND h.tenant_id = '{}' AND e.seq = {}",
            self.tenant, self.seq
        ))
        .await;
    }
}

/// Another broker with a client of the same name.
async fn next_door(app: &TestApp) {
    let northwind = app.tenant("northwind").await;
    let other = app.sign_in(&app.staff(&northwind, "CRM Manager").await).await;
    let input = with(olga(), json!({"firstName": "Northern"}));
    let made = other.graphql(&change("createClient", "CreateClientInput"), json!({ "input": input })).await;
    assert_eq!(made["createClient"]["errors"], json!([]), "{made}");
}

/// Both clients and a trading account of each, with money that waits for a second person.
async fn known(app: &TestApp, broker: &crm_testing::Broker, mine: &Value, theirs: &Value) -> Value {
    let [hers, his] = [mine, theirs].map(|client| client["id"].as_str().unwrap());
    let known = json!({
        "client": hers, "account": trading_account(app, broker, hers, 1001).await,
        "foreign": his, "foreignAccount": trading_account(app, broker, his, 1002).await,
    });
    for (client, account) in [(hers, &known["account"]), (his, &known["foreignAccount"])] {
        balance_operation(app, broker, client, account.as_str().unwrap(), "requested", None).await;
    }
    known
}

/// Gives the client another address with the same mask, another phone with the same mask, another birth date and address,
/// past every use case, so that nothing else changes.
async fn hide(app: &TestApp, broker: &crm_testing::Broker, client: &str) {
    let client = ClientId::parse(client).unwrap();
    let key = client_key(app, broker, client).await;
    let mut admin = app.admin().await;
    let contacts: Vec<(Uuid, String)> = sqlx::query_as("SELECT id, kind FROM crm.client_contact WHERE client_id = $1")
        .bind(client.uuid())
        .fetch_all(&mut *admin)
        .await
        .unwrap();
    for (id, kind) in contacts {
        let (value, whole, part) = match kind.as_str() {
            "email" => (
                "Oksana@somewhere.com",
                broker.keys.blind(BlindKind::Email, "oksana@somewhere.com"),
                broker.keys.blind(BlindKind::EmailDomain, "somewhere.com"),
            ),
            _ => (
                "+34699999978",
                broker.keys.blind(BlindKind::Phone, "+34699999978"),
                broker.keys.blind(BlindKind::PhoneLastFour, "9978"),
            ),
        };
        let sealed =
            key.seal_str(&crm_storage::contact_place(broker.tenant.id, ContactId::from_uuid(id)), value).unwrap();
        sqlx::query("UPDATE crm.client_contact SET sealed = $2, bidx = $3, bidx_part = $4 WHERE id = $1")
            .bind(id)
            .bind(sealed)
            .bind(whole.to_vec())
            .bind(part.to_vec())
            .execute(&mut *admin)
            .await
            .unwrap();
    }
    let born = key
        .seal_str(&crm_storage::client_place(broker.tenant.id, client, "date_of_birth_sealed"), "2015-05-05")
        .unwrap();
    let home = key
        .seal_str(&crm_storage::client_place(broker.tenant.id, client, "address_sealed"), r#"{"line1":"Elsewhere 2"}"#)
        .unwrap();
    sqlx::query("UPDATE crm.client SET date_of_birth_sealed = $2, address_sealed = $3, under_age = true WHERE id = $1")
        .bind(client.uuid())
        .bind(born)
        .bind(home)
        .execute(&mut *admin)
        .await
        .unwrap();
}
