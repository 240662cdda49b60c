//! What only shows on a real connection.

use crate::world::{ATLAS, World};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Sends bytes as they are and reads what comes until the server closes or is silent for a second.
async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let mut part = [0_u8; 16 * 1024];
    // the first request of a server may take its time
    let mut patience = Duration::from_secs(10);
    while let Ok(Ok(n)) = timeout(patience, stream.read(&mut part)).await {
        if n == 0 {
            break;
        }
        patience = Duration::from_secs(1);
        answer.extend_from_slice(&part[..n]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn host_01_host_14_what_two_readers_could_read_differently_is_refused() {
    let world = World::new().await;
    let address = world.listen().await;
    let fine =
        raw(address, format!("GET /clients HTTP/1.1\r\nHost: {ATLAS}\r\nConnection: close\r\n\r\n").as_bytes()).await;
    assert_eq!(status(&fine), 200, "{fine}");
    assert!(!fine.to_ascii_lowercase().contains("\r\nserver:"), "{fine}");
    let two_hosts =
        raw(address, format!("GET /clients HTTP/1.1\r\nHost: {ATLAS}\r\nHost: north.localhost\r\n\r\n").as_bytes())
            .await;
    assert_eq!(status(&two_hosts), 400, "{two_hosts}");
    let absolute =
        raw(address, format!("GET http://north.localhost/clients HTTP/1.1\r\nHost: {ATLAS}\r\n\r\n").as_bytes()).await;
    assert_eq!(status(&absolute), 400, "{absolute}");
    let smuggled = [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
    ];
    for headers in smuggled {
        let answer = raw(address, format!("POST /graphql HTTP/1.1\r\nHost: {ATLAS}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n0\r\n\r\nGET /clients HTTP/1.1\r\nHost: {ATLAS}\r\n\r\n").as_bytes()).await;
        assert!(!answer.contains("200 OK"), "{headers}: {answer}");
    }
}

#[tokio::test]
async fn dos_06_headers_without_end_are_not_read() {
    let world = World::new().await;
    let address = world.listen().await;
    let bomb = format!("GET /clients HTTP/1.1\r\nHost: {ATLAS}\r\nX-Bomb: {}\r\n\r\n", "a".repeat(20 * 1024));
    assert_eq!(status(&raw(address, bomb.as_bytes()).await), 431);
    let large = format!("GET /clients HTTP/1.1\r\nHost: {ATLAS}\r\nX-Bomb: {}\r\n\r\n", "a".repeat(400 * 1024));
    assert!(matches!(status(&raw(address, large.as_bytes()).await), 0 | 431));
    let many: String = (0..500).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert_eq!(
        status(&raw(address, format!("GET /clients HTTP/1.1\r\nHost: {ATLAS}\r\n{many}\r\n").as_bytes()).await),
        431
    );
    let trace = raw(address, format!("TRACE / HTTP/1.1\r\nHost: {ATLAS}\r\nCookie: a=b\r\n\r\n").as_bytes()).await;
    assert!(status(&trace) == 405 && !trace.contains("a=b"), "{trace}");
}

#[tokio::test]
async fn api_12_a_body_that_trickles_is_not_waited_for() {
    let world = World::new().await;
    let address = world.listen().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {ATLAS}\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nCookie: __Host-bd_session={}\r\nContent-Length: 100\r\n\r\n{{",
        world.mina.cookie
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0_u8; 4096];
    let read = timeout(Duration::from_secs(15), stream.read(&mut answer)).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(status(&text) == 408 && text.contains("body_too_slow"), "{text}");
}

#[tokio::test]
async fn a_stop_lets_running_requests_end_and_takes_no_new_ones() {
    let world = World::new().await;
    let address = world.listen().await;
    assert_eq!(
        status(
            &raw(address, format!("GET /clients HTTP/1.1\r\nHost: {ATLAS}\r\nConnection: close\r\n\r\n").as_bytes())
                .await
        ),
        200
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = r#"{"query":"{ auditActions { action } }"}"#;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {ATLAS}\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nCookie: __Host-bd_session={}\r\nContent-Length: {}\r\n\r\n",
        world.mina.cookie,
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    world.shutdown.request();
    tokio::time::sleep(Duration::from_millis(100)).await;
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&answer).into_owned();
    assert!(text.contains("200 OK") && text.contains("auditActions"), "{text}");
    assert!(TcpStream::connect(address).await.is_err(), "nobody is taken after the stop");
    assert!(world.shutdown.drained(Duration::from_secs(5)).await);
}
