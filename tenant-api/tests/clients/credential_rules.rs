//! What a client may set by a link: no weaker than what staff may.

use super::world::{World, olga, with, world};
use crm_access::{RequestInfo, TenantRef};
use crm_app::{App, UseCaseError, clients};
use crm_model::{Pii, RequestId};
use crm_storage::DbOptions;
use crm_testing::{Browser, DatabaseRole};
use crm_vault::{Sealer, Vault, VaultError};
use serde_json::json;

const STRONG: &str = "violet anchors hum at 4 bells";
const RESET: &str =
    "mutation R($input: ResetClientPasswordInput!) { resetClientPassword(input: $input) { sent errors { code } } }";

/// The link of a new client with an e-mail, owned by Ana.
async fn link(w: &World, manager: &Browser, email: &str) -> String {
    let client = w.create(manager, with(olga(), json!({"ownerId": w.ana.id.to_string(), "email": email}))).await;
    let input = json!({"input": {"id": client["id"], "reason": "First sign-in of the client"}});
    assert_eq!(manager.graphql(RESET, input).await["resetClientPassword"]["sent"], true);
    w.app.run_jobs().await;
    w.app.mails.last_to(email).token()
}

async fn set(app: &App, tenant: &TenantRef, token: &str, password: &str) -> Result<(), UseCaseError> {
    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    clients::set_credential(app, tenant, &request, token, &Pii::new(password.to_owned())).await
}

fn code_of(outcome: Result<(), UseCaseError>) -> String {
    match outcome {
        Err(UseCaseError::Invalid(problems)) => problems[0].code.to_owned(),
        other => panic!("{other:?}"),
    }
}

/// AUTH-08: brand and legal name are the first words that an attacker tries, at the client's page as at the staff's.
#[tokio::test]
async fn auth_08_a_client_may_not_take_the_brokers_own_names() {
    let w = world().await;
    w.app.sql("UPDATE crm.brand SET name = 'Zephyrine', legal_name = 'Quillmoor Trading Ltd'").await;
    let manager = w.app.sign_in(&w.manager).await;
    let token = link(&w, &manager, "olga@example.com").await;
    let tenant = &w.atlas.reference;
    for weak in ["zephyrine-zephyrine", "Quillmoor Trading 7", "OlgaNovak1988", "olga@example.com", "password123"] {
        assert_eq!(code_of(set(&w.app.app, tenant, &token, weak).await), "weak_password", "{weak}");
    }
    set(&w.app.app, tenant, &token, STRONG).await.unwrap();
    let author = "SELECT count(*) FROM crm.audit_event WHERE action = 'client.credential_set' AND actor_kind = 'client' AND actor_id = client_id";
    assert_eq!(w.app.number(author).await, 1, "the client did it");
}

/// Adds the next version of Atlas's data key, as a rotation will; `age` in seconds.
async fn second_key(w: &World, age: u32) {
    let kek = "0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211";
    let kek: [u8; 32] = data_encoding::HEXLOWER.decode(kek.as_bytes()).unwrap().try_into().unwrap();
    let (_, wrapped) = Vault::local(&kek, None).unwrap().new_tenant_key(w.atlas.tenant.id, 2).await.unwrap();
    let mut admin = w.app.admin().await;
    sqlx::query("INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped, created_at) VALUES ($1, 2, $2, $3, now() - make_interval(secs => $4))")
        .bind(w.atlas.tenant.id.uuid())
        .bind(wrapped.kek_id)
        .bind(wrapped.bytes)
        .bind(f64::from(age))
        .execute(&mut *admin)
        .await
        .unwrap();
}

/// A process that reads the keys only now.
fn another_process(w: &World) -> App {
    let db = w.app.database_at(w.app.db.url(DatabaseRole::App), 4, DbOptions::REQUEST);
    w.app.another(|other| other.db = db)
}

async fn invite(w: &World, app: &App, manager: &Browser, email: &str) {
    let op = manager.op().await.unwrap();
    let input = crm_app::staff::InviteStaffInput {
        name: "Nils New".to_owned(),
        email: Pii::new(email.to_owned()),
        team: None,
        roles: vec![w.atlas.role("Agent")],
    };
    crm_app::staff::invite(&op, app, &input).await.unwrap();
}

/// PII-04: while another process has a new version of a broker's key already, what it writes can be read, and found by its
/// blind index, by those that have not; once all have it, it is written under.
#[tokio::test]
async fn pii_04_a_new_key_is_written_under_once_every_process_has_it() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    second_key(&w, 0).await;
    invite(&w, &another_process(&w), &manager, "nils@atlas.example").await;
    let staff = manager.graphql("{ staffMembers { email { display } } }", json!({})).await;
    assert!(staff.to_string().contains("nils@atlas.example"), "{staff}");
    let again = json!({"input": {"name": "Nils", "email": "nils@atlas.example", "roleIds": []}});
    let document = "mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { errors { code } } }";
    assert_eq!(manager.graphql(document, again).await["inviteStaff"]["errors"][0]["code"], "duplicate_email");

    w.app.sql("UPDATE crm.tenant_data_key SET created_at = created_at - interval '2 minutes' WHERE version = 2").await;
    invite(&w, &another_process(&w), &manager, "nora@atlas.example").await;
    let mut admin = w.app.admin().await;
    let rows: Vec<(uuid::Uuid, Vec<u8>)> =
        sqlx::query_as("SELECT id, email_sealed FROM crm.staff WHERE status = 'invited' ORDER BY id")
            .fetch_all(&mut *admin)
            .await
            .unwrap();
    let first_key_opens = |(id, sealed): &(uuid::Uuid, Vec<u8>)| {
        let place = crm_vault::Place { tenant: w.atlas.tenant.id, table: "staff", column: "email_sealed", row: *id };
        w.atlas.keys.open(&place, sealed)
    };
    assert!(first_key_opens(&rows[0]).is_ok());
    assert!(matches!(first_key_opens(&rows[1]), Err(VaultError::UnknownVersion { version: 2, .. })));
}

/// PII-03: an address that a client signs in with is taken, whichever version of the key it is indexed under.
#[tokio::test]
async fn pii_03_an_address_indexed_under_an_older_key_is_taken() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let tenant = &w.atlas.reference;
    let first = link(&w, &manager, "olga@example.com").await;
    set(&w.app.app, tenant, &first, STRONG).await.unwrap();
    let second = link(&w, &manager, "olga@example.com").await;
    second_key(&w, 120).await;
    let later = another_process(&w);
    assert_eq!(code_of(set(&later, tenant, &second, STRONG).await), "address_in_use");
    let other = link(&w, &manager, "oleg@example.com").await;
    set(&later, tenant, &other, STRONG).await.unwrap();
    let index = "SELECT count(DISTINCT email_bidx) FROM crm.client_credential";
    assert_eq!(w.app.number(index).await, 2);
}
