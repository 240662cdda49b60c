//! What an act on many clients left as it was, as a file.

use crate::http::caller::Caller;
use crate::http::error::HttpProblem;
use crate::http::imports::{attachment, told};
use crate::router::Web;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use crm_access::OpContext;
use crm_app::{UseCaseError, bulk};
use crm_model::ClientBulkId;
use futures_util::stream;
use std::sync::Arc;

/// The route of the file.
pub(crate) fn routes() -> Router<Arc<Web>> {
    Router::new().route("/bulk/{id}/failed.csv", get(failed_rows))
}

/// Whether a path is the file's and no page of the portal.
pub(crate) fn is_file(path: &str) -> bool {
    path.starts_with("/bulk/") && path.ends_with(".csv")
}

async fn failed_rows(
    State(web): State<Arc<Web>>,
    Caller(op): Caller,
    Path(id): Path<String>,
) -> Result<Response, HttpProblem> {
    let found = async {
        let id = ClientBulkId::parse(&id).ok_or(UseCaseError::NotFound("bulk act"))?;
        Ok((id, bulk::failed_rows(&op, &web.app, id, None).await?))
    };
    let (act, first) = told(&web, &op, &id, found.await).await?;
    let Some((text, last)) = first else { return Err(HttpProblem::new("not_found")) };
    let rest = stream::unfold((web, op, last), move |(web, op, last): (Arc<Web>, OpContext, i32)| async move {
        match bulk::failed_rows(&op, &web.app, act, Some(last)).await {
            Ok(Some((text, next))) => Some((Ok(Bytes::from(text)), (web, op, next))),
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(code = error.code(), "a file of rows broke off");
                Some((Err(std::io::Error::other("the rows cannot be read")), (web, op, i32::MAX)))
            }
        }
    });
    let begin = stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(text)) });
    Ok(attachment("clients-not-changed.csv", Body::from_stream(futures_util::StreamExt::chain(begin, rest))))
}
