use anyhow::Context;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

/// Longer than the CRM works on any request.
const PATIENCE: Duration = Duration::from_secs(60);

/// One kept connection to a process that may die at any moment. Whoever asks while another asks opens one of his own.
#[derive(Debug)]
pub(crate) struct Line {
    server: SocketAddr,
    kept: Mutex<Option<SendRequest<Full<Bytes>>>>,
}

impl Line {
    pub(crate) fn to(port: u16) -> Self {
        Self { server: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), kept: Mutex::default() }
    }

    /// Sends a request once and reads the whole answer. An error leaves open what became of it.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> anyhow::Result<Response<Bytes>> {
        let kept = self.kept.lock().await.take().filter(|kept| !kept.is_closed());
        let mut connection = match kept {
            Some(kept) => kept,
            None => self.connect().await?,
        };
        let work = async {
            connection.ready().await?;
            let (head, body) = connection.send_request(request).await?.into_parts();
            anyhow::Ok(Response::from_parts(head, body.collect().await?.to_bytes()))
        };
        let answer = tokio::time::timeout(PATIENCE, work).await.context("no answer in time")??;
        *self.kept.lock().await = Some(connection);
        Ok(answer)
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.server).await.context("nobody answers")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
