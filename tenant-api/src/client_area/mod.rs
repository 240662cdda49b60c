//! The client host: server-rendered pages, no portal. The page that a one-time link opens lives here.

mod set_password;

use crate::router::Web;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// The routes of the client host.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/set-password", get(set_password::page).post(set_password::set))
        .route("/set-password/link", post(set_password::link))
}
