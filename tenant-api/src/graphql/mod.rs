//! The staff portal's GraphQL: one file a noun. This file is the door: documents by id, limits before any resolver, and
//! nothing but codes in errors.

mod account_products;
mod api_keys;
mod audit;
mod balance_operations;
mod checked;
mod client_bulks;
mod client_imports;
mod client_merges;
mod client_statuses;
mod clients;
mod covers;
mod custom_fields;
mod dealing;
mod deals;
mod documents;
mod error;
mod explain;
mod figures;
mod limits;
mod live;
mod notes;
mod palette;
mod permission_uses;
mod positions;
mod reminders;
mod roles;
mod saved_views;
mod schema;
mod second_factor;
mod sessions;
mod shape;
pub mod shared;
mod staff;
mod tags;
mod targets;
mod tasks;
mod teams;
mod trading_accounts;
mod trading_news;
mod trading_servers;
mod variables;
mod viewer;
mod watch;
pub mod ws;

pub use documents::{Document, Documents, DocumentsError};
pub use limits::{COST_MAX, DEPTH_MAX};
pub(crate) use schema::validated_schema;
pub use schema::{StaffSchema, schema, sdl};
pub use ws::LiveOp;

use crate::http::body::{parse_json, read_json};
use crate::http::caller::Caller;
use crate::http::error::HttpProblem;
use crate::http::gate::note_security;
use crate::http::scope::RequestScope;
use crate::router::Web;
use crate::view::target;
use async_graphql::Request as Operation;
use async_graphql::parser::types::OperationType;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use crm_access::OpContext;
use crm_storage::Target;
use http::{HeaderValue, header};
use serde::Deserialize;
use std::sync::Arc;

/// What a caller sends: the id of a document that the portal's build has registered, and its variables.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asked {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    variables: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(default)]
    operation_name: Option<String>,
}

/// `POST /graphql`.
///
/// # Errors
/// 401 without a full session; 400 for batches and documents that are not registered.
pub async fn answer(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    Caller(op): Caller,
    request: Request,
) -> Result<Response, HttpProblem> {
    let bytes = read_json(request).await?;
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return Err(
            HttpProblem::new("bad_request").detail("Send one operation as a JSON object; batches are not taken.")
        );
    }
    let asked: Asked = parse_json(&bytes)?;
    let document = web.documents.find(asked.id.as_deref(), asked.query.as_deref())?;
    if document.kind() == OperationType::Subscription {
        return Err(HttpProblem::new("bad_request").detail("Subscriptions are taken on the socket /graphql/ws."));
    }
    let request_id = scope.id().to_string();
    let target = asked.variables.as_ref().and_then(named);
    let response = match prepare(&web, &document, asked, &op) {
        Ok(operation) => {
            let schema = if document.validated().is_some() { &web.validated_schema } else { &web.schema };
            let response = schema.execute(operation).await;
            clean(&web, &scope, &op, target, response).await
        }
        Err(refusal) => {
            note_security(&scope, refusal.code(), 200);
            refusal.response(&request_id)
        }
    };
    Ok(json(&response))
}

/// Checks what the document asks for with these variables, and makes it executable.
fn prepare(web: &Web, document: &Arc<Document>, asked: Asked, op: &OpContext) -> Result<Operation, error::Refusal> {
    let shape = schema::shape();
    document.check_name(asked.operation_name.as_deref())?;
    // a preview changes nothing: it ends, and it opens profiles, which leaves a trace and gives no more than the role shows
    let harmless = || ["endPreview", "openClient"].iter().any(|field| document.asks_only(field));
    if op.preview().is_some() && document.kind() == OperationType::Mutation && !harmless() {
        return Err(error::Refusal::preview());
    }
    let variables = variables::check(document, asked.variables.unwrap_or_default(), shape)?;
    limits::check(document.parsed(), &variables, shape)?;
    let mut operation = Operation::new("")
        .variables(variables)
        .data(op.clone())
        .data(Arc::clone(document))
        .data(Arc::clone(&web.app))
        .data(shared::Reading::default());
    operation.set_parsed_query(document.parsed().clone());
    Ok(operation)
}

/// The record that a request speaks of, by its typed id: what a refusal is recorded against.
fn named(variables: &serde_json::Map<String, serde_json::Value>) -> Option<Target> {
    let input = variables.get("input").and_then(serde_json::Value::as_object);
    let places = [Some(variables), input].into_iter().flatten();
    places
        .flat_map(|place| ["id", "clientId", "roleId"].map(|name| place.get(name)))
        .find_map(|id| target::parse(id?.as_str()?))
}

/// Leaves of each error its code; records refusals in the audit and the security log.
async fn clean(
    web: &Web,
    scope: &RequestScope,
    op: &OpContext,
    target: Option<Target>,
    mut response: async_graphql::Response,
) -> async_graphql::Response {
    if response.errors.is_empty() {
        return response;
    }
    for fault in &response.errors {
        let code = error::code_of(fault);
        if code == "internal" {
            tracing::error!(message = %crm_runtime::one_line(&fault.message, 300), path = ?fault.path, "a resolver failed");
        } else {
            note_security(scope, code, 200);
        }
    }
    if let Some(refused) = response.errors.iter().find_map(error::use_case_error)
        && let Err(cause) = web.app.record_refusal(op, &refused, target).await
    {
        tracing::error!(error = ?cause, "a refusal could not be recorded in the audit");
    }
    error::sanitise(&mut response.errors, &scope.id().to_string());
    response
}

fn json(response: &async_graphql::Response) -> Response {
    let mut answer = Response::new(Body::from(serde_json::to_vec(response).unwrap_or_default()));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
