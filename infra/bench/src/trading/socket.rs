//! A portal's live connection.

use super::ground::Office;
use crate::session::Session;
use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use http::{Request, header};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// An open socket with one subscription.
pub(super) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens it as a browser does and subscribes.
    pub(super) async fn open(
        office: &Office,
        session: &Session,
        operation: &str,
        variables: &Value,
    ) -> anyhow::Result<Self> {
        let host = &office.host;
        let request = Request::get(format!("ws://{host}/graphql/ws"))
            .header(header::HOST, host)
            .header(header::ORIGIN, format!("http://{host}"))
            .header(header::COOKIE, session.cookie())
            .header(header::CONNECTION, "upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==")
            .header(header::SEC_WEBSOCKET_PROTOCOL, "graphql-transport-ws");
        let stream = TcpStream::connect(office.server).await.context("tenant-api does not answer")?;
        stream.set_nodelay(true)?;
        let (socket, _) = tokio_tungstenite::client_async(request.body(())?, stream).await?;
        let mut socket = Self(socket);
        socket.say(&json!({"type": "connection_init"})).await?;
        let body: Value = serde_json::from_slice(&session.body(operation, variables)?)?;
        socket.say(&json!({"type": "subscribe", "id": "1", "payload": body})).await?;
        Ok(socket)
    }

    async fn say(&mut self, message: &Value) -> anyhow::Result<()> {
        Ok(self.0.send(Message::text(message.to_string())).await?)
    }

    /// The next message of the subscription.
    pub(super) async fn next(&mut self) -> anyhow::Result<String> {
        while let Some(message) = self.0.next().await {
            match message? {
                Message::Text(text) if text.starts_with("{\"type\":\"next\"") => return Ok(text.to_string()),
                Message::Text(text) if text.starts_with("{\"type\":\"error\"") => bail!("{text}"),
                Message::Close(frame) => bail!("the socket was closed: {frame:?}"),
                _ => {}
            }
        }
        bail!("the socket ended")
    }
}
