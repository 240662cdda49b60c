//! A small HTTP/1.1 server. It stands here because a request line of the MT5 Web API may hold a raw `#` or `\`
//! (PROTOCOL §3), which the usual servers cut off or refuse, and because faults need the socket itself.

mod message;

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

pub use message::{Outcome, Request, Response};

use message::{Parsed, read_request};

/// What answers requests of one kind of server.
pub(crate) trait Service: Send + Sync + 'static {
    /// What belongs to one connection.
    type Session: Send + Default;

    /// Answers one request.
    fn answer(&self, session: &mut Self::Session, request: Request) -> impl Future<Output = Outcome> + Send;

    /// How long a connection may be silent.
    fn patience(&self) -> Duration;
}

/// What ends connections from outside.
#[derive(Debug, Clone)]
pub(crate) struct Reins {
    /// True: the server ends.
    pub stop: watch::Receiver<bool>,
    /// Every change ends the connections that are open.
    pub kick: watch::Receiver<u64>,
}

/// Accepts connections until the reins say stop.
pub(crate) async fn serve<S: Service>(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    service: Arc<S>,
    mut reins: Reins,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = reins.stop.wait_for(|stop| *stop) => return,
        };
        let Ok((socket, _)) = accepted else { continue };
        let _ = socket.set_nodelay(true);
        let (tls, service, mut reins) = (tls.clone(), Arc::clone(&service), reins.clone());
        reins.kick.mark_unchanged();
        tokio::spawn(async move {
            let mut stop = reins.stop.clone();
            tokio::select! {
                () = connection(socket, tls, service) => {}
                _ = stop.wait_for(|stop| *stop) => {}
                _ = reins.kick.changed() => {}
            }
        });
    }
}

async fn connection<S: Service>(socket: tokio::net::TcpStream, tls: Option<TlsAcceptor>, service: Arc<S>) {
    match tls {
        None => converse(socket, service).await,
        Some(tls) => {
            let shaken = tokio::time::timeout(Duration::from_secs(10), tls.accept(socket)).await;
            if let Ok(Ok(stream)) = shaken {
                converse(stream, service).await;
            }
        }
    }
}

async fn converse<S: Service>(mut stream: impl AsyncRead + AsyncWrite + Unpin, service: Arc<S>) {
    let mut session = S::Session::default();
    let mut buffer = Vec::new();
    loop {
        let read = read_request(&mut stream, &mut buffer);
        let request = match tokio::time::timeout(service.patience(), read).await {
            Ok(Ok(Parsed::Request(request))) => request,
            Ok(Ok(Parsed::Bad(status))) => {
                let _ = stream.write_all(&Response::empty(status).closing().bytes()).await;
                let _ = stream.shutdown().await;
                return;
            }
            // The other side has gone, or was silent for too long.
            _ => return,
        };
        let goes_on = !request.wants_close();
        let outcome = service.answer(&mut session, request).await;
        let (bytes, goes_on) = match outcome {
            Outcome::Answer(response) => (response.bytes(), goes_on && !response.close),
            Outcome::Twice(response) => ([response.bytes(), response.bytes()].concat(), goes_on),
            Outcome::Half(response) => {
                let mut bytes = response.bytes();
                bytes.truncate(bytes.len() - response.body.len() / 2 - 1);
                (bytes, false)
            }
            Outcome::Hangup => return,
        };
        if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
            return;
        }
        if !goes_on {
            let _ = stream.shutdown().await;
            return;
        }
    }
}

/// Reads what is there into the buffer; 0 at the end.
async fn fill(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> std::io::Result<usize> {
    stream.read_buf(buffer).await
}
