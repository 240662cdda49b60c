//! Files of imports, in and out: the one way in for bytes that are no JSON, for a staff session with the permission.

use crate::http::body::read_bytes_within;
use crate::http::caller::Caller;
use crate::http::error::HttpProblem;
use crate::router::Web;
use crate::view::target;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use crm_access::OpContext;
use crm_app::{UseCaseError, imports};
use crm_model::ClientImportId;
use crm_storage::Cursor;
use futures_util::stream;
use http::{HeaderValue, StatusCode, header};
use std::sync::Arc;
use std::time::Duration;

/// A part of 1 MiB arrives within this, also over a slow line.
const PATIENCE: Duration = Duration::from_secs(25);

/// The routes of files.
pub(crate) fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/imports/{id}/parts/{n}", post(put_part))
        .route("/imports/{id}/failed.csv", get(failed_rows))
        .route("/imports/example.csv", get(example))
}

/// Whether a path is a file's and no page of the portal.
pub(crate) fn is_file(path: &str) -> bool {
    takes_bytes(path) || (path.starts_with("/imports/") && path.ends_with(".csv"))
}

/// Whether a path takes bytes instead of JSON.
pub(crate) fn takes_bytes(path: &str) -> bool {
    path.strip_prefix("/imports/").is_some_and(|rest| rest.contains("/parts/"))
}

async fn put_part(
    State(web): State<Arc<Web>>,
    Caller(op): Caller,
    Path((id, n)): Path<(String, String)>,
    request: Request,
) -> Result<StatusCode, HttpProblem> {
    let done = async {
        let id = import_id(&id)?;
        let n: i32 = n.parse().map_err(|_| UseCaseError::NotFound("import"))?;
        op.require::<crm_access::kinds::ClientImport>()?;
        Ok((id, n))
    };
    let (import, n) = told(&web, &op, &id, done.await).await?;
    let bytes = read_bytes_within(request, imports::PART, PATIENCE).await?;
    told(&web, &op, &id, imports::put_part(&op, &web.app, import, n, &bytes).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn failed_rows(
    State(web): State<Arc<Web>>,
    Caller(op): Caller,
    Path(id): Path<String>,
) -> Result<Response, HttpProblem> {
    let found = async {
        let id = import_id(&id)?;
        Ok((id, imports::failed_rows(&op, &web.app, id, None).await?))
    };
    let (import, first) = told(&web, &op, &id, found.await).await?;
    let Some((text, cursor)) = first else { return Err(HttpProblem::new("not_found")) };
    let rest = stream::unfold((web, op, cursor), move |(web, op, cursor): (Arc<Web>, OpContext, Cursor)| async move {
        match imports::failed_rows(&op, &web.app, import, Some(&cursor)).await {
            Ok(Some((text, next))) => Some((Ok(Bytes::from(text)), (web, op, next))),
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(code = error.code(), "a file of rows broke off");
                Some((Err(std::io::Error::other("the rows cannot be read")), (web, op, last())))
            }
        }
    });
    let begin = stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(text)) });
    let body = Body::from_stream(futures_util::StreamExt::chain(begin, rest));
    Ok(attachment("failed-rows.csv", body))
}

fn last() -> Cursor {
    Cursor { sort: "line".to_owned(), value: Some(i32::MAX.to_string()), id: uuid::Uuid::nil() }
}

async fn example(State(web): State<Arc<Web>>, Caller(op): Caller) -> Result<Response, HttpProblem> {
    let text = told(&web, &op, "", imports::example(&op)).await?;
    Ok(attachment("example-leads.csv", Body::from(text)))
}

pub(crate) fn attachment(name: &'static str, body: Body) -> Response {
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

fn import_id(id: &str) -> Result<ClientImportId, UseCaseError> {
    ClientImportId::parse(id).ok_or(UseCaseError::NotFound("import"))
}

/// A refusal leaves its trace in the audit, as in GraphQL.
pub(crate) async fn told<T>(
    web: &Web,
    op: &OpContext,
    id: &str,
    outcome: Result<T, UseCaseError>,
) -> Result<T, HttpProblem> {
    match outcome {
        Ok(value) => Ok(value),
        Err(error) => {
            if let UseCaseError::Access(access) = &error
                && let Err(cause) = web.app.record_refusal(op, &UseCaseError::Access(*access), target::parse(id)).await
            {
                tracing::error!(error = ?cause, "a refusal could not be recorded in the audit");
            }
            Err(HttpProblem::from(error))
        }
    }
}
