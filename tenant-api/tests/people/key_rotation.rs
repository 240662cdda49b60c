//! PII-04, R-06: a broker gets another data key while everybody works.

use crate::office::{change, client_of, code};
use crate::support::{door, start};
use crm_access::{Actor, OpContext, Policies, RequestInfo, SystemActor};
use crm_app::key_rotation::{Went, step};
use crm_model::RequestId;
use crm_storage::Rotation;
use crm_testing::{Broker, Browser, PASSWORD, Person, TestApp};
use crm_vault::{BlindKind, Place, Sealer};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// What rests under the broker's own key and is sealed anew.
const TURNED: [&str; 9] = [
    "client.data_key",
    "client_bulk.reason_sealed",
    "client_import.data_key",
    "client_import.file_name_sealed",
    "client_import_memory.mapping_sealed",
    "credential.totp_pending_sealed",
    "credential.totp_sealed",
    "staff.email_sealed",
    "trading_server.secret_sealed",
];

/// What rests under a client's or a file's key, which is wrapped anew, or under the key with which the trail was written.
const LEFT: [&str; 17] = [
    "audit_value.after_sealed",
    "audit_value.before_sealed",
    "balance_operation.reason_sealed",
    "client.address_sealed",
    "client.date_of_birth_sealed",
    "client.do_not_call_reason_sealed",
    "client_import.mapping_sealed",
    "client_import.told_sealed",
    "client_import_block.sealed",
    "client_import_cell.value_sealed",
    "client_import_row.before_sealed",
    "note.text_sealed",
    "task.text_sealed",
    "trade_command.reason_sealed",
    "client_contact.sealed",
    "client_merge.before_sealed",
    "custom_value.text_sealed",
];

/// Columns of sealed bytes in a broker's tables.
const COLUMNS: &str = "SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'crm' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped
      AND (a.attname LIKE '%sealed' OR a.attname = 'data_key') ORDER BY 1";

async fn columns(app: &TestApp) -> BTreeSet<String> {
    let mut admin = app.admin().await;
    sqlx::query_scalar(COLUMNS).fetch_all(&mut *admin).await.unwrap().into_iter().collect()
}

/// A new sealed column is either sealed anew by a rotation, or it is said here why it need not be.
#[tokio::test]
async fn pii_04_every_sealed_column_is_thought_of() {
    let app = start().await;
    let known: BTreeSet<String> = TURNED.iter().chain(&LEFT).map(|name| (*name).to_owned()).collect();
    assert_eq!(columns(&app).await, known);
}

fn operator(broker: &Broker, app: &TestApp) -> OpContext {
    let actor = Actor::System(SystemActor { work: "keys rotate".to_owned(), job: None, on_behalf_of: None });
    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    OpContext::new(broker.reference.clone(), actor, Arc::new(Policies::nothing()), request, app.app.clock.clone(), None)
}

/// Rows of a column by the version that their envelopes state.
async fn under(app: &TestApp, column: &str, version: i32) -> i64 {
    let (table, column) = column.split_once('.').unwrap();
    app.number(&format!(
        "SELECT count(*)::int8 FROM crm.{table} WHERE get_byte({column}, 1) * 256 + get_byte({column}, 2) = {version}"
    ))
    .await
}

/// A broker of whom every table holds something under the key.
struct Office {
    app: TestApp,
    atlas: Broker,
    manager: Browser,
    agent: Person,
    client: String,
}

async fn office() -> Office {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let agent = app.staff(&atlas, "Agent").await;
    let manager = app.sign_in(&maria).await;
    let client = client_of(&manager, "Olga", &agent).await;
    let other = client_of(&manager, "Ivan", &agent).await;
    let allowed = format!(
        "INSERT INTO platform.trading_host (tenant_id, host, allowed_at) VALUES ('{}', 'mt5.example.com', now())",
        atlas.tenant.id.uuid()
    );
    app.sql(&allowed).await;
    let server = json!({"kind": "MT5", "environment": "DEMO", "name": "Practice", "host": "mt5.example.com", "port": 443, "manager": "1000", "secret": "S3cret-of-the-server"});
    let made = change(&manager, "addTradingServer", "AddTradingServerInput", "tradingServer { id }", server).await;
    assert_eq!(code(&made), "", "{made}");
    let bulk = json!({"requestKey": "put-away-1", "selection": {"clientIds": [other]}, "act": {"kind": "ARCHIVE"}, "expected": 1, "reason": "Asked to be left alone"});
    let begun = change(&manager, "startBulk", "StartBulkInput", "bulk { id }", bulk).await;
    assert_eq!(code(&begun), "", "{begun}");
    let import = json!({"fileName": "leads.csv", "size": 100});
    let started = change(&manager, "startImport", "StartImportInput", "import { id }", import).await;
    assert_eq!(code(&started), "", "{started}");
    let tenant = atlas.tenant.id;
    let headers = uuid::Uuid::from_bytes(*atlas.keys.blind(BlindKind::ImportHeader, "name").as_bytes());
    let place = Place { tenant, table: "client_import_memory", column: "mapping_sealed", row: headers };
    let sealed = data_encoding::HEXLOWER.encode(&atlas.keys.seal(&place, b"{}").unwrap());
    app.sql(&format!("INSERT INTO crm.client_import_memory (tenant_id, fingerprint, mapping_sealed, used_at) VALUES ('{}', '{headers}', '\\x{sealed}', now())", tenant.uuid())).await;
    let place = Place { tenant, table: "credential", column: "totp_sealed", row: agent.id.uuid() };
    let pending = data_encoding::HEXLOWER.encode(&atlas.keys.seal(&place, b"a secret that waits").unwrap());
    app.sql(&format!(
        "UPDATE crm.credential SET totp_pending_sealed = '\\x{pending}' WHERE staff_id = '{}'",
        agent.id.uuid()
    ))
    .await;
    Office { app, atlas, manager, agent, client }
}

impl Office {
    /// Everybody finds and reads what there is.
    async fn works(&self, when: &str) {
        let found = "query F($s: String) { clients(first: 9, search: $s) { edges { node { id email { display } } } } }";
        for typed in ["olga@novak.example", "5678"] {
            let data = self.manager_now().graphql(found, json!({"s": typed})).await.to_string();
            assert!(data.contains(&self.client) && data.contains("olga@novak.example"), "{when}: {typed} in {data}");
        }
        let answer = self
            .app
            .browser(&self.atlas)
            .post("/auth/sign-in", &json!({"email": self.agent.email, "password": PASSWORD}))
            .await;
        assert_eq!(answer.status(), 200, "{when}: {}", answer.text());
    }

    /// The manager's session at the door that is open now.
    fn manager_now(&self) -> Browser {
        let browser = self.app.browser(&self.atlas);
        browser.set_cookie(self.manager.cookie());
        browser
    }
}

#[tokio::test]
async fn pii_04_a_data_key_is_exchanged_during_work_and_survives_kills() {
    let mut office = office().await;
    for column in TURNED {
        assert!(under(&office.app, column, 1).await > 0, "there is something in {column}");
    }
    let registry = office.app.registry();
    let op = operator(&office.atlas, &office.app);
    assert_eq!(registry.rotate_key(&op).await.unwrap(), Rotation::Ordered(2));
    assert!(
        matches!(registry.rotate_key(&op).await.unwrap(), Rotation::Running(state) if state.version == 2),
        "one at a time"
    );

    // a process that read the keys before begins nothing, nor does one before the key has settled
    assert_eq!(step(&office.app.app, &op).await.unwrap(), Went::Idle);
    office.app.reopen(door);
    assert_eq!(step(&office.app.app, &op).await.unwrap(), Went::Idle);
    office.works("before it is settled").await;
    office.app.sql("UPDATE crm.tenant_data_key SET created_at = now() - interval '10 minutes' WHERE version = 2").await;
    office.app.reopen(door);
    office.works("before the first block").await;
    let (client, written) = (
        client_of(&office.manager_now(), "Nadia", &office.agent).await,
        "SELECT count(*)::int8 FROM crm.client WHERE get_byte(data_key, 2) = 2",
    );
    assert_eq!(office.app.number(written).await, 1, "{client} is under the new key from the start");

    let mut blocks = 0;
    loop {
        // killed somewhere in a block, which then never was
        for micros in [300, 1_500, 4_000] {
            drop(tokio::time::timeout(Duration::from_micros(micros), step(&office.app.app, &op)).await);
        }
        // until the killed transaction is rolled back its rotation is somebody else's; a commit that was sent when its
        // caller went away may have been the last one
        let went = loop {
            match step(&office.app.app, &op).await.unwrap() {
                Went::Idle if registry.rotation(&op).await.unwrap().is_some_and(|all| all.finished_at.is_some()) => {
                    break Went::Done;
                }
                Went::Idle => tokio::time::sleep(Duration::from_millis(5)).await,
                went => break went,
            }
        };
        office.works(&format!("after block {blocks}")).await;
        blocks += 1;
        if went != Went::On {
            break;
        }
        assert!(blocks < 60, "it comes to an end");
    }
    let state = registry.rotation(&op).await.unwrap().unwrap();
    assert!(state.finished_at.is_some(), "{state:?}");
    assert_eq!(step(&office.app.app, &op).await.unwrap(), Went::Idle);

    for column in TURNED {
        assert_eq!(under(&office.app, column, 1).await, 0, "nothing of {column} is under the former key");
        assert!(under(&office.app, column, 2).await > 0, "{column}");
    }
    let old = |kind, text: &str| data_encoding::HEXLOWER.encode(office.atlas.keys.blind(kind, text).as_bytes());
    let contacts = format!(
        "SELECT count(*)::int8 FROM crm.client_contact WHERE bidx IN ('\\x{}', '\\x{}') OR bidx_part IN ('\\x{}', '\\x{}') OR bidx_local = '\\x{}'",
        old(BlindKind::Email, "olga@novak.example"),
        old(BlindKind::Phone, "+34612345678"),
        old(BlindKind::EmailDomain, "novak.example"),
        old(BlindKind::PhoneLastFour, "5678"),
        old(BlindKind::EmailLocal, "olga"),
    );
    assert_eq!(office.app.number(&contacts).await, 0, "no contact is found under the former key");
    let sign_ins = format!(
        "SELECT count(*)::int8 FROM crm.credential WHERE email_bidx = '\\x{}'",
        old(BlindKind::Email, &office.agent.email)
    );
    assert_eq!(office.app.number(&sign_ins).await, 0);

    // authenticators, the trail and its chain are whole
    let manager = office.app.sign_in(&office.agent).await;
    assert!(manager.cookie().is_some());
    let whole = office.manager_now().graphql("mutation { verifyAudit { ok problem } }", json!({})).await;
    assert_eq!(whole["verifyAudit"], json!({"ok": true, "problem": null}));
    let events =
        "SELECT count(*)::int8 FROM crm.audit_event WHERE action IN ('tenant.key_added', 'tenant.key_rotated')";
    assert_eq!(office.app.number(events).await, 2);
    assert_eq!(registry.rotate_key(&op).await.unwrap(), Rotation::Ordered(3), "another one may follow");
}
