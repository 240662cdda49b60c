//! Health and meters, on a private listener of their own: no tenant host answers them (CFG-02).

use crate::router::Web;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use crm_runtime::Meters;
use crm_storage::QueueDb;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone)]
struct Ops {
    web: Arc<Web>,
    meters: Meters,
    queue: Option<QueueDb>,
}

/// `/healthz` (the process lives), `/readyz` (it can work: the database answers and no stop was asked), `/metrics`. Where
/// there is a queue, its depth is measured too.
pub fn router(web: Arc<Web>, meters: Meters, queue: Option<QueueDb>) -> Router {
    let routes =
        Router::new().route("/healthz", get(health)).route("/readyz", get(ready)).route("/metrics", get(numbers));
    routes.with_state(Ops { web, meters, queue })
}

async fn health() -> Response {
    plain(StatusCode::OK, "ok\n")
}

async fn ready(State(ops): State<Ops>) -> Response {
    if ops.web.shutdown.is_requested() {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match tokio::time::timeout(Duration::from_secs(2), ops.web.app.db.ping()).await {
        Ok(Ok(())) => plain(StatusCode::OK, "ok\n"),
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn numbers(State(ops): State<Ops>) -> Response {
    let (open, idle) = ops.web.app.db.pool_state();
    let idle = u32::try_from(idle).unwrap_or(u32::MAX);
    metrics::gauge!("db_pool_connections", "state" => "open").set(f64::from(open));
    metrics::gauge!("db_pool_connections", "state" => "idle").set(f64::from(idle));
    metrics::counter!("password_hashes_total").absolute(ops.web.app.hasher.taken());
    let hashing = u32::try_from(ops.web.app.hasher.depth()).unwrap_or(u32::MAX);
    metrics::gauge!("hash_queue_depth").set(f64::from(hashing));
    if let Some(queue) = &ops.queue {
        note_jobs(queue).await;
    }
    plain(StatusCode::OK, ops.meters.render())
}

/// A queue that cannot be read leaves the last numbers standing; `/readyz` tells of the database.
async fn note_jobs(queue: &QueueDb) {
    let Ok(Ok((waiting, parked))) = tokio::time::timeout(Duration::from_secs(2), queue.depth()).await else { return };
    for (state, count) in [("waiting", waiting), ("parked", parked)] {
        metrics::gauge!("jobs", "state" => state).set(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    }
}

fn plain(status: StatusCode, text: impl Into<axum::body::Body>) -> Response {
    let mut response = (status, text.into()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
