//! The trail against its anchors in an object store, the real one: with object lock, away and back.

use super::documents::VERIFY;
use super::world::{World, olga, with, world};
use crate::support::{door, stub};
use crm_app::audit::{AnchorPlaces, AnchorStore, AnchorStoreOptions};
use crm_documents::{DocumentStore, Lock, LockMode, S3, S3Options};
use crm_testing::{Browser, DatabaseRole};
use devstack::weed::{BUCKET, KEY_ID, ObjectStore};
use devstack::workspace::Workspace;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PREFIX: &str = "audit-anchors";

fn s3(endpoint: &str, secret: &str) -> S3 {
    S3::new(S3Options {
        endpoint: Some(endpoint.parse().unwrap()),
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        key_id: KEY_ID.to_owned(),
        secret: secret.to_owned(),
        path_style: true,
        lock: Some(Lock { mode: LockMode::Compliance, days: 30 }),
        patience: Duration::from_secs(2),
    })
}

fn places(store: S3) -> Arc<AnchorPlaces> {
    let options = AnchorStoreOptions { prefix: PREFIX.to_owned(), locked: true, rest: Duration::from_millis(300) };
    Arc::new(AnchorPlaces { file: None, store: Some(AnchorStore::new(Arc::new(store), options)) })
}

/// From now on requests and jobs know this store, and remember nothing of it.
fn keep_in(w: &mut World, store: S3) {
    w.app.change(|app| app.anchors = places(store), door);
}

/// Five minutes go by, and every job that is due is done.
async fn round(w: &World) {
    w.app.advance(chrono::Duration::seconds(301));
    w.app.run_jobs().await;
}

/// Rounds until so many anchors are there: a store that has just come back may turn the first away, and each round tries
/// again what no round before it did.
async fn anchored(w: &World, store: &S3, there: usize) -> Vec<String> {
    for _ in 0..20 {
        round(w).await;
        let all = anchors(w, store).await;
        if all.len() >= there {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(350)).await;
    }
    anchors(w, store).await
}

async fn verdict(w: &World) -> Value {
    let manager = w.app.sign_in(&w.manager).await;
    manager.graphql(VERIFY, json!({})).await["verifyAudit"].clone()
}

async fn works(w: &World, manager: &Browser, name: &str) {
    w.create(manager, with(olga(), json!({"firstName": name, "email": format!("{name}@example.com")}))).await;
}

/// Keys of the broker's anchors, in order.
async fn anchors(w: &World, store: &S3) -> Vec<String> {
    let folder = format!("{PREFIX}/{}/", w.atlas.tenant.id);
    store.list(&folder, None).await.unwrap().into_iter().map(|entry| entry.key).collect()
}

fn seq_of(key: &str) -> i64 {
    key.rsplit('/').next().unwrap().split('-').next().unwrap().parse().unwrap()
}

async fn schedule(w: &World) {
    let queue = crm_storage::QueueDb::connect(&w.app.db.url(DatabaseRole::Queue)).unwrap();
    let every = Duration::from_secs(300);
    queue.keep_schedule("anchor audit heads", "AnchorAuditHead", every, w.app.clock.now()).await.unwrap();
}

const SAVE: &str = "CREATE TABLE public.kept AS SELECT * FROM crm.audit_event; CREATE TABLE public.kept_head AS SELECT * FROM crm.audit_head;
    ALTER TABLE crm.audit_value DROP CONSTRAINT audit_value_tenant_id_seq_fkey";

const RESTORE: &str = "DELETE FROM crm.audit_event; INSERT INTO crm.audit_event SELECT * FROM public.kept;
    UPDATE crm.audit_head h SET seq = k.seq, hash = k.hash FROM public.kept_head k WHERE k.tenant_id = h.tenant_id";

/// The third row is taken out, everything behind it moves up, and every link is made anew: the database alone is whole.
fn rewrite(w: &World) -> String {
    let tenant = w.atlas.tenant.id.uuid();
    format!(
        "DELETE FROM crm.audit_event WHERE tenant_id = '{tenant}' AND seq = 3;
        DO $$ DECLARE r record; n int8 := 0; link bytea := decode(repeat('00', 32), 'hex'); BEGIN
          FOR r IN SELECT seq, body FROM crm.audit_event WHERE tenant_id = '{tenant}' ORDER BY seq LOOP
            n := n + 1;
            UPDATE crm.audit_event SET seq = n, prev_hash = link, hash = sha256(link || int8send(n) || convert_to(r.body, 'UTF8'))
              WHERE tenant_id = '{tenant}' AND seq = r.seq RETURNING hash INTO link;
          END LOOP;
          UPDATE crm.audit_head SET seq = n, hash = link WHERE tenant_id = '{tenant}';
        END $$"
    )
}

/// AUD-02: what somebody with every right in the database does is found by the anchors that are not in it.
#[tokio::test]
async fn aud_02_anchors_in_a_store_outlive_restarts_and_convict_a_rewriter() {
    let mut server = ObjectStore::start(&Workspace::find().unwrap()).unwrap();
    let store = s3(&server.address.endpoint(), &server.address.secret);
    let mut w = world().await;
    keep_in(&mut w, store.clone());
    schedule(&w).await;
    let manager = w.app.sign_in(&w.manager).await;
    assert_eq!(verdict(&w).await["anchoredSeq"], Value::Null);
    works(&w, &manager, "first").await;
    round(&w).await;
    round(&w).await;
    let first = anchors(&w, &store).await;
    assert_eq!(first.len(), 1, "a head is anchored once");
    let written = store.get(&first[0]).await.unwrap().unwrap();
    let written: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!((&written["seq"], &written["before"]), (&json!(seq_of(&first[0])), &Value::Null));
    assert_eq!(written["tenant"], w.atlas.tenant.id.to_string());
    assert!(store.look(&first[0]).await.unwrap().unwrap().locked_until.is_some());

    // the store and the process begin anew
    server.restart().unwrap();
    keep_in(&mut w, store.clone());
    works(&w, &manager, "second").await;
    anchored(&w, &store, 2).await;
    works(&w, &manager, "third").await;
    round(&w).await;
    let all = anchors(&w, &store).await;
    assert_eq!((all.len(), &all[0]), (3, &first[0]), "{all:?}");
    let asked = verdict(&w).await;
    assert_eq!((&asked["ok"], &asked["anchoredSeq"]), (&json!(true), &json!(seq_of(&all[2]))), "{asked}");

    w.app.sql(SAVE).await;
    w.app.sql(&rewrite(&w)).await;
    let told = verdict(&w).await;
    assert_eq!((&told["ok"], &told["firstBadSeq"]), (&json!(false), &json!(seq_of(&all[0]))), "{told}");
    assert!(told["problem"].as_str().unwrap().contains("differs from the anchor outside the database"));
    works(&w, &manager, "fourth").await;
    round(&w).await;
    assert_eq!(anchors(&w, &store).await, all, "a rewritten chain gets no further anchor, however long it grows");
    w.app.change(|_| (), door);
    assert_eq!(verdict(&w).await["ok"], true, "the database alone cannot tell");

    // the tail that was anchored last is cut, head and all
    keep_in(&mut w, store.clone());
    w.app.sql(RESTORE).await;
    assert_eq!(verdict(&w).await["ok"], true);
    let cut = seq_of(&all[2]) - 1;
    w.app.sql(RESTORE).await;
    w.app.sql(&format!("DELETE FROM crm.audit_event WHERE tenant_id = '{0}' AND seq > {cut};
        UPDATE crm.audit_head h SET seq = e.seq, hash = e.hash FROM crm.audit_event e WHERE e.tenant_id = h.tenant_id AND e.tenant_id = '{0}' AND e.seq = {cut}", w.atlas.tenant.id.uuid())).await;
    round(&w).await;
    assert_eq!(anchors(&w, &store).await, all, "no anchor is written for a chain that contradicts the store");
    let told = crm_app::audit::verify_as_system(&manager.op().await.unwrap(), &w.app.app).await.unwrap();
    assert_eq!(told.problem.map(|problem| problem.seq()), Some(cut + 1));

    // an anchor in between is taken off the disk
    w.app.sql(RESTORE).await;
    server.take_away(&all[1]).unwrap();
    assert_eq!(anchors(&w, &store).await.len(), 2);
    let told = verdict(&w).await;
    assert_eq!((&told["ok"], &told["firstBadSeq"]), (&json!(false), &json!(seq_of(&all[1]))), "{told}");
    assert!(told["problem"].as_str().unwrap().contains("is gone from the store"), "{told}");
}

/// while the store is away or in trouble everything else goes on, and the anchor is written when it is back.
#[tokio::test]
async fn r_14_a_store_in_trouble_holds_nothing_up_and_is_caught_up_with() {
    let mut server = ObjectStore::start(&Workspace::find().unwrap()).unwrap();
    let store = s3(&server.address.endpoint(), &server.address.secret);
    let mut w = world().await;
    schedule(&w).await;
    let manager = w.app.sign_in(&w.manager).await;
    let busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    for endpoint in [stub::answering(Some(busy)).await, stub::answering(None).await] {
        keep_in(&mut w, s3(&endpoint, "secret"));
        works(&w, &manager, &format!("n{}", endpoint.len())).await;
        let began = Instant::now();
        round(&w).await;
        assert!(began.elapsed() < Duration::from_secs(20), "{endpoint}: {:?}", began.elapsed());
        assert_eq!(w.app.number("SELECT count(*) FROM queue.job WHERE kind = 'AnchorAuditHead'").await, 0);
    }
    keep_in(&mut w, store.clone());
    server.stop();
    works(&w, &manager, "meanwhile").await;
    round(&w).await;
    let now = w.app.sign_in(&w.manager).await;
    assert_eq!(now.graphql_refusal(VERIFY, json!({})).await, "internal", "a proof without its witnesses is none");
    server.restart().unwrap();
    let all = anchored(&w, &store, 1).await;
    assert_eq!(all.len(), 1, "the same process catches up");
    let told = verdict(&w).await;
    assert_eq!((&told["ok"], &told["anchoredSeq"]), (&json!(true), &json!(seq_of(&all[0]))), "{told}");
}
