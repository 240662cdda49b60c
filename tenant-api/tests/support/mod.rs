//! The application behind the real router, in this process.

#[allow(dead_code, reason = "not every test binary looks at trading accounts")]
pub mod accounts;
#[allow(dead_code, reason = "not every test binary looks at balance operations")]
pub mod balances;
#[allow(dead_code, reason = "not every test binary makes documents of the schema")]
pub mod battery;
#[allow(dead_code, reason = "not every test binary reads the security log")]
pub mod log;
#[allow(dead_code, reason = "not every test binary opens sockets")]
pub mod socket;
#[allow(dead_code, reason = "not every test binary meets a server in trouble")]
pub mod stub;
#[allow(dead_code, reason = "not every test binary looks at trade commands")]
pub mod trades;
#[allow(dead_code, reason = "not every test binary stands on the wire")]
pub mod wire;
#[allow(dead_code, reason = "not every test binary breaks a worker off")]
pub mod worker;

use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use crm_runtime::Shutdown;
use crm_testing::{Door, TestApp};
use http_body_util::BodyExt;
use std::sync::Arc;
use tenant_api::graphql::Documents;
use tenant_api::http::budget::BudgetLimits;
use tower::ServiceExt;

/// The server's options in every test.
pub fn options() -> tenant_api::Options {
    tenant_api::Options {
        portal: None,
        documents: Documents::Any,
        trusted_proxies: Vec::new(),
        budget: BudgetLimits::for_pool(24, 1_000_000),
        shutdown: Shutdown::new(),
    }
}

/// A fresh application whose GraphQL takes any document.
pub async fn start() -> TestApp {
    TestApp::with_door(door).await
}

/// The whole router over an application.
pub fn door(app: &Arc<crm_app::App>) -> Option<Door> {
    let router = tenant_api::build(Arc::clone(app), options());
    let door: Door = Arc::new(move |request: http::Request<Bytes>, from| {
        let router = router.clone();
        Box::pin(async move {
            let mut request = request.map(Body::from);
            request.extensions_mut().insert(ConnectInfo(from));
            let (parts, body) = router.oneshot(request).await.unwrap_or_else(|never| match never {}).into_parts();
            let body = body.collect().await.map(|whole| whole.to_bytes()).unwrap_or_default();
            http::Response::from_parts(parts, body)
        })
    });
    Some(door)
}
