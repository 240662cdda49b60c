use super::new_client::NewClient;
use super::paging::{self, ListParams};
use crate::http::error::HttpProblem;
use crate::rest::caller::ApiCaller;
use crate::rest::shape;
use crate::router::Web;
use crate::view::rest_client::{RegisteredClient, RestClient};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use crm_app::UseCaseError;
use crm_app::idempotency::Wish;
use crm_app::website_clients::{self, Registration};
use crm_model::ClientId;
use crm_storage::{KeptAnswer, Target};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// What cursors of the list are signed for.
const LIST: &str = "v1/clients";

/// Registers a client.
///
/// Send an `Idempotency-Key` (a UUID of your own) and repeat the same request with the same key until you have an answer:
/// one client comes of it. The answer holds id, number and status only, and is the same whether or not the person is
/// registered already: the broker's staff see possible duplicates and decide.
#[utoipa::path(
    post, path = "/v1/clients", tag = "clients", operation_id = "registerClient",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters. Kept for at least 24 hours for each API key.", max_length = 255, min_length = 1, pattern = "^[!-~]+$", example = "8e03978e-40d5-43e8-bc93-6894a57f9324")),
    request_body(content = NewClient, description = "At most 64 KiB.", example = json!({"first_name": "Olga", "last_name": "Novak", "email": "olga@example.com", "phone": "+34 612 345 678", "country": "ES", "source": "landing-page", "marketing_consent": true})),
    responses(
        (status = 201, description = "Registered, now or by the same request before.", body = RegisteredClient,
            headers(("Location" = String, description = "Path of the client."), ("Idempotent-Replayed" = String, description = "`true` when the kept answer of an earlier request was given again; absent otherwise.")),
            example = json!({"id": "cli_01kb2n7x5yf8gt3c9d4e6h1jkm", "number": "C-100234", "status": "email_unverified"})),
        (status = 409, description = "`idempotency_in_progress`: the same request is running at this moment. Repeat it."),
        (status = 422, description = "`invalid_input`: values that do not fit, all of them with their places. `idempotency_key_reused`: the key came with another request before."),
    )
)]
pub(crate) async fn register(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    request: Request,
) -> Result<Response, HttpProblem> {
    let key = idempotency_key(request.headers())?;
    let body = shape::read(request).await?;
    let hashes = || caller.0.seal.request_hashes("POST /v1/clients", &body);
    let wish = key
        .map(|key| Wish::parse(&key, hashes()))
        .transpose()
        .map_err(|problem| HttpProblem::new("invalid_idempotency_key").detail(problem.message))?;
    let input = shape::parse::<NewClient>(&body)?.into_input();
    let done = match input {
        Ok((input, custom)) => {
            let typed = (&input, custom.as_slice());
            website_clients::register(&caller.0.op, &web.app, typed, wish.as_ref(), RegisteredClient::answer).await
        }
        Err(problems) => Err(UseCaseError::Invalid(problems)),
    };
    match done {
        Ok(Registration::Made(id, answer)) => Ok(created(&answer, Some(id), false)),
        Ok(Registration::Replayed(answer)) => Ok(created(&answer, None, true)),
        Ok(Registration::KeyReused) => Err(HttpProblem::new("idempotency_key_reused")
            .detail("This Idempotency-Key came with another request before. Use a new key for a new request.")),
        Ok(Registration::StillRunning) => Err(HttpProblem::new("idempotency_in_progress")
            .retry_after(Duration::from_secs(1))
            .detail("The same request is running at this moment. Repeat it in a second to get its answer.")),
        Err(error) => Err(caller.refuse(&web, error, None).await),
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, HttpProblem> {
    let refuse = |detail: &str| HttpProblem::new("invalid_idempotency_key").detail(detail);
    let mut keys = headers.get_all(KEY).iter();
    match (keys.next(), keys.next()) {
        (None, _) => Ok(None),
        (Some(key), None) => key
            .to_str()
            .map(|key| Some(key.to_owned()))
            .map_err(|_| refuse("Use 1 to 255 visible ASCII characters without spaces, such as a UUID.")),
        _ => Err(refuse("Send one Idempotency-Key, not several.")),
    }
}

fn created(answer: &KeptAnswer, id: Option<ClientId>, replayed: bool) -> Response {
    let mut response = Response::new(Body::from(answer.body.clone()));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::CREATED);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let id = id.or_else(|| kept_id(&answer.body));
    if let Some(Ok(location)) = id.map(|id| HeaderValue::try_from(format!("/v1/clients/{id}"))) {
        headers.insert(header::LOCATION, location);
    }
    if replayed {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

fn kept_id(body: &str) -> Option<ClientId> {
    #[derive(Deserialize)]
    struct Kept {
        id: String,
    }
    ClientId::parse(&serde_json::from_str::<Kept>(body).ok()?.id)
}

/// Reads a client.
///
/// Needs the scope `client.view`. E-mail, phone and those of the broker's own fields that are personal are readable with
/// `contact.view` beside it, else masked. Each read
/// stands in the broker's audit trail. Another broker's id answers exactly like one that never was.
#[utoipa::path(
    get, path = "/v1/clients/{id}", tag = "clients", operation_id = "readClient",
    params(("id" = String, Path, description = "The client's id.", example = "cli_01kb2n7x5yf8gt3c9d4e6h1jkm")),
    responses(
        (status = 200, description = "The client.", body = RestClient),
        (status = 404, description = "`not_found`: no client of this broker has this id."),
        (status = 410, description = "`client_merged`: this client was merged into another. `Location` and `detail` name the one who stands in."),
    )
)]
pub(crate) async fn read(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    Path(id): Path<String>,
) -> Result<Response, HttpProblem> {
    let op = &caller.0.op;
    let Some(id) = ClientId::parse(&id) else {
        return Err(caller.refuse(&web, UseCaseError::NotFound("client"), None).await);
    };
    match website_clients::read(op, &web.app, id).await {
        Ok((card, custom)) => Ok(Json(RestClient::new(op, &card, custom).map_err(UseCaseError::from)?).into_response()),
        Err(error @ UseCaseError::NotFound(_)) => match website_clients::merged_into(op, &web.app, id).await? {
            Some(kept) => Err(stands_in(kept)),
            None => Err(caller.refuse(&web, error, Some(Target { kind: "client", id: id.uuid() })).await),
        },
        Err(error) => Err(caller.refuse(&web, error, Some(Target { kind: "client", id: id.uuid() })).await),
    }
}

/// The old id is gone for good, or until the merge is taken back; the new one is named.
fn stands_in(kept: ClientId) -> HttpProblem {
    let detail = format!("This client was merged into {kept}: read that one, and keep its id.");
    HttpProblem::new("client_merged").detail(detail).location(&format!("/v1/clients/{kept}"))
}

/// A page of clients.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientPage {
    /// Newest first.
    #[schema(max_items = 100)]
    data: Vec<RestClient>,
    /// Whether more follow.
    has_more: bool,
    /// What to send as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// Lists clients, newest first.
///
/// Needs the scope `client.view`. Archived clients are left out. Follow `next_cursor` until `has_more` is false; a cursor
/// stays good while new clients arrive. Each page stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/clients", tag = "clients", operation_id = "listClients", params(ListParams),
    responses((status = 200, description = "A page of clients.", body = ClientPage))
)]
pub(crate) async fn list(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Response, HttpProblem> {
    let op = &caller.0.op;
    let page = paging::read(params, "limit (1 to 100) and cursor")?.page(&caller, LIST)?;
    let (listed, mut custom) = match website_clients::list(op, &web.app, page.first, page.after).await {
        Ok(listed) => listed,
        Err(error) => return Err(caller.refuse(&web, error, None).await),
    };
    let last = listed.clients.last().map(|(_, cursor)| cursor.clone());
    let next_cursor = paging::next(&caller, LIST, last, listed.more);
    let data = listed
        .clients
        .iter()
        .map(|(card, _)| RestClient::new(op, card, custom.remove(&card.client.id).unwrap_or_default()))
        .collect::<Result<_, _>>()
        .map_err(UseCaseError::from)?;
    Ok(Json(ClientPage { data, has_more: listed.more, next_cursor }).into_response())
}
