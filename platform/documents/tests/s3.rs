//! The driver against a real S3 server with object lock, and against one that is away.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use crm_documents::{DocumentStore, Lock, LockMode, Put, S3, S3Options, StoreError};
use devstack::weed::{BUCKET, KEY_ID, ObjectStore};
use devstack::workspace::Workspace;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn options(endpoint: &str, secret: &str) -> S3Options {
    S3Options {
        endpoint: Some(endpoint.parse().unwrap()),
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        key_id: KEY_ID.to_owned(),
        secret: secret.to_owned(),
        path_style: true,
        lock: Some(Lock { mode: LockMode::Compliance, days: 30 }),
        patience: std::time::Duration::from_secs(10),
    }
}

fn now() -> DateTime<Utc> {
    // an object cannot be locked until a time that is over
    DateTime::from(std::fs::metadata("/proc/self").unwrap().modified().unwrap())
}

/// What anybody with the account's secret may ask for.
fn raw_client(endpoint: &str, secret: &str) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(KEY_ID, secret, None, None, "test"))
        .force_path_style(true)
        .endpoint_url(endpoint);
    aws_sdk_s3::Client::from_conf(config.build())
}

fn keys(listed: &[crm_documents::Listed]) -> Vec<(&str, bool)> {
    listed.iter().map(|entry| (entry.key.as_str(), entry.touched)).collect()
}

#[tokio::test]
async fn objects_are_written_once_locked_listed_and_stay_over_a_restart() {
    let workspace = Workspace::find().unwrap();
    let mut server = ObjectStore::start(&workspace).unwrap();
    let (endpoint, secret) = (server.address.endpoint(), server.address.secret.clone());
    let store = S3::new(options(&endpoint, &secret));
    let at = now();

    assert_eq!(store.get("a/1.json").await, Ok(None));
    assert_eq!(store.look("a/1.json").await, Ok(None));
    assert_eq!(store.put_once("a/1.json", Bytes::from_static(b"{\"n\":1}"), at).await, Ok(Put::Written));
    assert_eq!(store.put_once("a/1.json", Bytes::from_static(b"{\"n\":2}"), at).await, Ok(Put::Stood));
    assert_eq!(store.get("a/1.json").await.unwrap().unwrap(), "{\"n\":1}", "the first stays");
    let looked = store.look("a/1.json").await.unwrap().unwrap();
    assert_eq!(looked.length, 7);
    let until = looked.locked_until.expect("it is locked");
    assert!((until - at - Duration::days(30)).abs() < Duration::seconds(2), "{until}");

    for n in [3, 2] {
        store.put_once(&format!("a/{n}.json"), Bytes::from_static(b"{}"), at).await.unwrap();
    }
    store.put_once("b/1.json", Bytes::from_static(b"{}"), at).await.unwrap();
    let all = [("a/1.json", false), ("a/2.json", false), ("a/3.json", false)];
    assert_eq!(keys(&store.list("a/", None).await.unwrap()), all);
    assert_eq!(keys(&store.list("a/", Some("a/2.json")).await.unwrap()), all[2..]);
    assert_eq!(store.list("c/", None).await, Ok(Vec::new()));
    let unlocked = S3::new(S3Options { lock: None, ..options(&endpoint, &secret) });
    assert_eq!(keys(&unlocked.list("a/", Some("a/1.json")).await.unwrap()), all[1..]);

    // the same account deletes and writes over: the lock keeps what was there, and the listing tells
    let raw = raw_client(&endpoint, &secret);
    raw.delete_object().bucket(BUCKET).key("a/2.json").send().await.unwrap();
    raw.put_object().bucket(BUCKET).key("a/3.json").body(Bytes::from_static(b"{}").into()).send().await.unwrap();
    let versions = raw.list_object_versions().bucket(BUCKET).prefix("a/1").send().await.unwrap();
    let locked = versions.versions()[0].version_id().unwrap();
    let lifted = raw.delete_object().bucket(BUCKET).key("a/1.json").version_id(locked).send().await;
    assert!(lifted.is_err(), "a locked version cannot be removed");
    let told = [("a/1.json", false), ("a/2.json", true), ("a/3.json", true)];
    assert_eq!(keys(&store.list("a/", None).await.unwrap()), told);

    server.stop();
    let away = store.get("a/1.json").await.unwrap_err();
    assert!(matches!(away, StoreError::Away(_)), "{away}");
    server.restart().unwrap();
    assert_eq!(keys(&store.list("a/", None).await.unwrap()), told, "everything is there after a restart");

    let stranger = S3::new(options(&endpoint, "another-secret"));
    let refused = stranger.put_once("a/4.json", Bytes::new(), at).await.unwrap_err();
    assert!(matches!(&refused, StoreError::Refused(why) if why.contains("403")), "{refused}");
    let elsewhere = S3::new(S3Options { bucket: "elsewhere".to_owned(), ..options(&endpoint, &secret) });
    assert!(matches!(elsewhere.get("a/1.json").await, Err(StoreError::Refused(_))));
    assert!(!format!("{store:?} {:?}", options(&endpoint, &secret)).contains(&secret));
}

/// A server that gives one answer to everybody, or none.
async fn stub(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            match answer {
                Some(answer) => {
                    tokio::spawn(async move {
                        let mut asked = [0; 4096];
                        let _ = stream.read(&mut asked).await;
                        let _ = stream.write_all(answer.as_bytes()).await;
                    });
                }
                None => held.push(stream),
            }
        }
    });
    address
}

/// 503, no answer, a closed door: away, after a bounded wait.
#[tokio::test]
async fn r_14_a_server_in_trouble_is_away_in_time() {
    let busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let closed = format!("http://127.0.0.1:{}", devstack::ports::lasting().unwrap());
    for (endpoint, why) in [(stub(Some(busy)).await, "503"), (stub(None).await, "in time"), (closed, "connection")] {
        let patience = std::time::Duration::from_secs(1);
        let store = S3::new(S3Options { patience, ..options(&endpoint, "secret") });
        let began = Instant::now();
        let error = store.put_once("a/1.json", Bytes::from_static(b"{}"), now()).await.unwrap_err();
        assert!(matches!(&error, StoreError::Away(text) if text.contains(why)), "{endpoint}: {error}");
        assert!(began.elapsed() < std::time::Duration::from_secs(5), "{:?}", began.elapsed());
    }
}
