//! A portal's socket, as a browser opens it.

use crm_testing::Browser;
use futures_util::{SinkExt, StreamExt};
use http::Request;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::Message;

/// An open conversation.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens a socket with the browser's cookie at the browser's host, and greets; else the code of the refusal.
    pub async fn open(address: SocketAddr, browser: &Browser, bearer: Option<&str>) -> Result<Self, String> {
        let host = &browser.host;
        let mut request = Request::get(format!("ws://{host}/graphql/ws"))
            .header("host", host)
            .header("origin", format!("http://{host}"))
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("sec-websocket-protocol", "graphql-transport-ws");
        if let Some(cookie) = browser.cookie() {
            request = request.header("cookie", format!("__Host-bd_session={cookie}"));
        }
        if let Some(secret) = bearer {
            request = request.header("authorization", format!("Bearer {secret}"));
        }
        let stream = TcpStream::connect(address).await.unwrap();
        let mut socket = match tokio_tungstenite::client_async(request.body(()).unwrap(), stream).await {
            Ok((socket, _)) => Self(socket),
            Err(Error::Http(answer)) => {
                let status = answer.status();
                let body = answer.into_body().and_then(|body| serde_json::from_slice::<Value>(&body).ok());
                let code = body.and_then(|body| body["code"].as_str().map(str::to_owned));
                return Err(code.unwrap_or_else(|| format!("status {status}")));
            }
            Err(other) => panic!("{other}"),
        };
        socket.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(socket.hear().await.unwrap()["type"], "connection_ack");
        Ok(socket)
    }

    /// Begins a subscription under an id.
    pub async fn subscribe(&mut self, id: &str, document: &str) {
        self.say(&json!({ "type": "subscribe", "id": id, "payload": { "query": document } })).await;
    }

    /// The same with variables.
    #[allow(dead_code, reason = "not every test binary has some")]
    pub async fn subscribe_with(&mut self, id: &str, document: &str, variables: &Value) {
        let payload = json!({ "query": document, "variables": variables });
        self.say(&json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    async fn say(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next message that is no ping; or the code and reason of the close.
    pub async fn hear(&mut self) -> Result<Value, (u16, String)> {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            match timeout_at(patience, self.0.next()).await.expect("news within 20 seconds") {
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
}
