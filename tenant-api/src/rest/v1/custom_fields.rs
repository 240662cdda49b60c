use crate::http::error::HttpProblem;
use crate::rest::caller::ApiCaller;
use crate::router::Web;
use crate::view::rest_custom_field::RestCustomField;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use crm_access::OpContext;
use crm_app::{UseCaseError, custom_fields};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The broker's own fields.
#[derive(Serialize, ToSchema)]
pub(crate) struct CustomFieldList {
    /// Those in use, in the order in which they were made.
    #[schema(max_items = 50)]
    data: Vec<RestCustomField>,
}

/// Lists the fields that the broker added to its clients.
///
/// Needs the scope `client.create` or `client.view`. All of them come at once; fields and choices that are not in use any more
/// are left out. Build the form of a registration from it, and send what was typed as `custom_fields`.
#[utoipa::path(
    get, path = "/v1/custom-fields", tag = "clients", operation_id = "listCustomFields",
    responses((status = 200, description = "The fields.", body = CustomFieldList))
)]
pub(crate) async fn list(State(web): State<Arc<Web>>, caller: ApiCaller) -> Result<Response, HttpProblem> {
    match fields(&web, &caller.0.op).await {
        Ok(data) => Ok(Json(CustomFieldList { data }).into_response()),
        Err(error) => Err(caller.refuse(&web, error, None).await),
    }
}

async fn fields(web: &Web, op: &OpContext) -> Result<Vec<RestCustomField>, UseCaseError> {
    let tx = web.app.db.read(op).await?;
    Ok(custom_fields::for_website(op, &tx).await?.into_iter().map(RestCustomField::from).collect())
}
