//! The audit trail as a file, for who asked for it.

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
use crm_app::{UseCaseError, audit};
use crm_model::AuditFileId;
use futures_util::{StreamExt, stream};
use std::sync::Arc;

/// The route of the file.
pub(crate) fn routes() -> Router<Arc<Web>> {
    Router::new().route("/audit/files/{id}/trail.csv", get(trail_file))
}

/// Whether a path is the file's and no page of the portal.
pub(crate) fn is_file(path: &str) -> bool {
    path.starts_with("/audit/files/") && path.ends_with(".csv")
}

/// Where a file that was asked for is.
pub(crate) fn path_of(id: AuditFileId) -> String {
    format!("/audit/files/{id}/trail.csv")
}

async fn trail_file(
    State(web): State<Arc<Web>>,
    Caller(op): Caller,
    Path(id): Path<String>,
) -> Result<Response, HttpProblem> {
    let found = async {
        let id = AuditFileId::parse(&id).ok_or(UseCaseError::NotFound("file"))?;
        Ok((id, audit::file_rows(&op, &web.app, id, None).await?))
    };
    let (file, first) = told(&web, &op, &id, found.await).await?;
    let Some((text, last)) = first else { return Err(HttpProblem::new("not_found")) };
    let rest = stream::unfold((web, op, last), move |(web, op, last): (Arc<Web>, OpContext, i64)| async move {
        match audit::file_rows(&op, &web.app, file, Some(last)).await {
            Ok(Some((text, next))) => Some((Ok(Bytes::from(text)), (web, op, next))),
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(code = error.code(), "a file of the trail broke off");
                Some((Err(std::io::Error::other("the trail cannot be read")), (web, op, 0)))
            }
        }
    });
    let begin = stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(text)) });
    Ok(attachment("audit-trail.csv", Body::from_stream(begin.chain(rest))))
}
