//! The client host: server-rendered pages, no portal. The pages that one-time links open live here.

mod account_password;
mod page;
mod set_password;
mod words;

use crate::router::Web;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// The routes of the client host.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/set-password", get(set_password::page).post(set_password::set))
        .route("/set-password/link", post(set_password::link))
        .route("/account-password", get(account_password::page).post(account_password::take))
        .route("/account-password/link", post(account_password::link))
}
