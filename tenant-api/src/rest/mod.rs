//! The door of brokers' websites: `/v1` by API key, its description and its documentation, on the API host only.
//!
//! [`door`] asks for the key and keeps the limits; [`v1`] has one file for each resource; every answer's shape is a view.

mod caller;
mod docs;
mod door;
mod limits;
mod openapi;
mod shape;
pub mod v1;

pub use openapi::{API_VERSION, openapi};

use crate::http::error::HttpProblem;
use crate::router::Web;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::sync::Arc;

/// Every path of the API host.
pub fn routes(web: &Arc<Web>) -> Router<Arc<Web>> {
    let v1 = Router::new()
        .route(
            "/v1/clients",
            on(MethodFilter::GET, v1::clients::list)
                .on(MethodFilter::POST, v1::clients::register)
                .fallback(|| refuse("GET, POST")),
        )
        .route("/v1/clients/{id}", get(v1::clients::read))
        .route("/v1/custom-fields", get(v1::custom_fields::list))
        .route("/v1/trading-accounts", get(v1::trading_accounts::list))
        .route("/v1/trading-accounts/{id}", get(v1::trading_accounts::read))
        .route("/v1/trading-accounts/{id}/positions", get(v1::live::positions))
        .route("/v1/trading-accounts/{id}/orders", get(v1::live::orders))
        .route("/v1/trading-accounts/{id}/deals", get(v1::trading_accounts::deals))
        .route("/v1/trading-accounts/{id}/balance-operations", get(v1::trading_accounts::balance_operations))
        .route("/v1/events", get(v1::events::list))
        .route_layer(from_fn_with_state(Arc::clone(web), door::enter));
    let open = Router::new()
        .route("/openapi.json", get(docs::openapi_json))
        .route("/docs", get(docs::page))
        .route("/docs/style.css", get(docs::style));
    v1.merge(open)
}

fn get<H, T>(handler: H) -> MethodRouter<Arc<Web>>
where
    H: axum::handler::Handler<T, Arc<Web>>,
    T: 'static,
{
    on(MethodFilter::GET, handler).fallback(|| refuse("GET"))
}

async fn refuse(allow: &'static str) -> HttpProblem {
    HttpProblem::method_not_allowed(allow)
}
