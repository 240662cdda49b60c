//! Accepts connections and ends them in order.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use crm_runtime::Shutdown;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Connections of this process at the same time.
const CONNECTIONS_MAX: usize = 8_192;
/// A connection that does not finish its headers in this time is closed (API-12, slowloris).
const HEADER_PATIENCE: Duration = Duration::from_secs(10);
/// How long running requests may take to end after a stop was asked.
pub(crate) const DRAIN_PATIENCE: Duration = Duration::from_secs(20);

/// Serves a router until the switch is turned, then lets running requests end and closes idle connections.
///
/// # Errors
/// None at present: a connection that cannot be accepted is noted and passed over.
pub async fn serve(listener: TcpListener, router: Router, shutdown: Shutdown) -> std::io::Result<()> {
    let builder = connection_builder();
    let graceful = GracefulShutdown::new();
    let seats = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.requested() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(
            router.clone().map_request(move |request: http::Request<Incoming>| with_peer(request, peer)),
        );
        let connection = graceful.watch(builder.serve_connection_with_upgrades(io(stream), service).into_owned());
        tokio::spawn(async move {
            // How a connection broke is the peer's affair.
            let _ = connection.await;
            drop(seat);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(DRAIN_PATIENCE, graceful.shutdown()).await;
    Ok(())
}

fn connection_builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE)
        .max_buf_size(64 * 1024)
        .max_headers(100)
        .half_close(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(64 * 1024)
        .max_concurrent_streams(100)
        .keep_alive_interval(Some(Duration::from_secs(30)))
        .keep_alive_timeout(Duration::from_secs(20));
    builder
}

fn io(stream: TcpStream) -> TokioIo<TcpStream> {
    let _ = stream.set_nodelay(true);
    TokioIo::new(stream)
}

fn with_peer(request: http::Request<Incoming>, peer: SocketAddr) -> Request {
    let mut request: Request = request.map(axum::body::Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}
