use crate::world::{ATLAS, World};
use futures_util::{SinkExt, StreamExt};
use http::Request;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::Message;

const LIVE: &str = "subscription { clientChanged { id kind } }";

struct Handshake<'a> {
    origin: Option<&'a str>,
    cookie: Option<&'a str>,
    protocol: &'a str,
}

impl Handshake<'_> {
    async fn open(&self, address: SocketAddr) -> Result<WebSocketStream<TcpStream>, u16> {
        let mut request = Request::get(format!("ws://{ATLAS}/graphql/ws"))
            .header("host", ATLAS)
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("sec-websocket-protocol", self.protocol);
        if let Some(origin) = self.origin {
            request = request.header("origin", origin);
        }
        if let Some(cookie) = self.cookie {
            request = request.header("cookie", format!("__Host-bd_session={cookie}"));
        }
        let stream = TcpStream::connect(address).await.unwrap();
        match tokio_tungstenite::client_async(request.body(()).unwrap(), stream).await {
            Ok((socket, _)) => Ok(socket),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }
}

async fn minas(world: &World, address: SocketAddr) -> WebSocketStream<TcpStream> {
    Handshake {
        origin: Some("http://atlas.localhost"),
        cookie: Some(&world.mina.cookie),
        protocol: "graphql-transport-ws",
    }
    .open(address)
    .await
    .unwrap()
}

async fn say(socket: &mut WebSocketStream<TcpStream>, message: Value) {
    socket.send(Message::text(message.to_string())).await.unwrap();
}

/// The next message that is no ping, or the code and reason of the close.
async fn hear(socket: &mut WebSocketStream<TcpStream>) -> Result<Value, (u16, String)> {
    loop {
        match timeout(Duration::from_secs(20), socket.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) => {
                let value: Value = serde_json::from_str(&text).unwrap();
                if value["type"] != "ping" {
                    return Ok(value);
                }
            }
            Some(Ok(Message::Close(Some(frame)))) => return Err((frame.code.into(), frame.reason.to_string())),
            Some(Ok(Message::Close(None)) | Err(_)) | None => return Err((0, String::new())),
            Some(Ok(_)) => {}
        }
    }
}

async fn greeted(world: &World, address: SocketAddr) -> WebSocketStream<TcpStream> {
    let mut socket = minas(world, address).await;
    say(&mut socket, json!({ "type": "connection_init" })).await;
    assert_eq!(hear(&mut socket).await.unwrap()["type"], "connection_ack");
    socket
}

#[tokio::test]
async fn sess_12_a_foreign_page_cannot_open_a_socket() {
    let world = World::new().await;
    let address = world.listen().await;
    drop(minas(&world, address).await);
    let cookie = Some(world.mina.cookie.as_str());
    for origin in [
        None,
        Some("https://evil.example"),
        Some("null"),
        Some("http://north.localhost"),
        Some("http://my.atlas.localhost"),
        Some("https://atlas.localhost"),
    ] {
        let refused = Handshake { origin, cookie, protocol: "graphql-transport-ws" }.open(address).await.err();
        assert_eq!(refused, Some(403), "{origin:?}");
    }
    let own = Some("http://atlas.localhost");
    assert_eq!(
        Handshake { origin: own, cookie: None, protocol: "graphql-transport-ws" }.open(address).await.err(),
        Some(401)
    );
    assert_eq!(Handshake { origin: own, cookie, protocol: "graphql-ws" }.open(address).await.err(), Some(400));
}

#[tokio::test]
async fn gql_12_sockets_and_subscriptions_are_capped() {
    let world = World::new().await;
    let address = world.listen().await;
    let mut sockets = Vec::new();
    for _ in 0..4 {
        sockets.push(greeted(&world, address).await);
    }
    let one_more = Handshake {
        origin: Some("http://atlas.localhost"),
        cookie: Some(&world.mina.cookie),
        protocol: "graphql-transport-ws",
    }
    .open(address)
    .await
    .err();
    assert_eq!(one_more, Some(429));
    let socket = &mut sockets[0];
    for n in 0..21 {
        say(socket, json!({ "type": "subscribe", "id": n.to_string(), "payload": { "query": LIVE } })).await;
    }
    let refused = hear(socket).await.unwrap();
    assert_eq!((refused["type"].as_str(), refused["id"].as_str()), (Some("error"), Some("20")), "{refused}");
    assert_eq!(refused["payload"][0]["extensions"]["code"], "rate_limited", "{refused}");
    for _ in 0..200 {
        let _ = socket.send(Message::text(r#"{"type":"ping"}"#)).await;
    }
    let ending = loop {
        if let Err(ending) = hear(socket).await {
            break ending;
        }
    };
    assert_eq!(ending.0, 4429);
}

#[tokio::test]
async fn what_is_no_message_of_the_protocol_closes_the_socket() {
    let world = World::new().await;
    let address = world.listen().await;
    let ending = |first: Value, second: Option<Value>| {
        let world = &world;
        async move {
            let mut socket = minas(world, address).await;
            say(&mut socket, first).await;
            if let Some(second) = second {
                say(&mut socket, second).await;
            }
            loop {
                if let Err((code, _)) = hear(&mut socket).await {
                    return code;
                }
            }
        }
    };
    let init = json!({ "type": "connection_init" });
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": LIVE } });
    assert_eq!(ending(subscribe, None).await, 4401);
    assert_eq!(ending(json!({ "type": "start" }), None).await, 4400);
    assert_eq!(ending(init.clone(), Some(init)).await, 4429);
}

#[tokio::test]
async fn only_subscriptions_are_taken_on_a_socket() {
    let world = World::new().await;
    let address = world.listen().await;
    let mut socket = greeted(&world, address).await;
    for text in
        ["{ auditActions { action } }", "mutation { verifyAudit { ok } }", "subscription { nothing }", "sha256:unknown"]
    {
        say(&mut socket, json!({ "type": "subscribe", "id": "1", "payload": { "query": text } })).await;
        let said = hear(&mut socket).await.unwrap();
        let error = if said["type"] == "error" { &said["payload"][0] } else { &said["payload"]["errors"][0] };
        assert_eq!(error["extensions"]["code"], "invalid_input", "{text}: {said}");
        if said["type"] == "next" {
            assert_eq!(hear(&mut socket).await.unwrap()["type"], "complete");
        }
    }
}

#[tokio::test]
async fn sess_02_a_socket_ends_within_five_seconds_of_its_session() {
    let world = World::new().await;
    let address = world.listen().await;
    let mut socket = greeted(&world, address).await;
    sqlx::query("UPDATE crm.session SET revoked_at = $2 WHERE id = $1")
        .bind(world.mina.id)
        .bind(world.clock.now())
        .execute(&mut world.admin().await)
        .await
        .unwrap();
    let ended = timeout(Duration::from_secs(5), hear(&mut socket)).await.unwrap().unwrap_err();
    assert_eq!(ended, (4401, "session_ended".to_owned()));
    assert_eq!(world.web.sockets.open(), 0);
}

#[tokio::test]
async fn a_stopping_server_says_so() {
    let world = World::new().await;
    let address = world.listen().await;
    let mut socket = greeted(&world, address).await;
    world.shutdown.request();
    assert_eq!(hear(&mut socket).await.unwrap_err().0, 1001);
}
