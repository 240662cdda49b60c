//! What happened.

use super::paging::{self, invalid_cursor, invalid_query, page_of};
use crate::http::error::HttpProblem;
use crate::rest::caller::ApiCaller;
use crate::router::Web;
use crate::view::rest_event::RestEvent;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use crm_app::website_events;
use crm_model::EventType;
use crm_storage::Cursor;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// What cursors of the list are signed for.
const LIST: &str = "v1/events";
/// Where a wrong cursor stands.
const AFTER: &str = "/after";

/// Which part of the events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventParams {
    /// How many rows at most; 25 unless said otherwise.
    #[param(minimum = 1, maximum = 100, default = 25, value_type = Option<i64>, example = 25)]
    limit: Option<u16>,
    /// `next_cursor` of the page before. Leave it out for the oldest event that is kept.
    #[param(max_length = 1000)]
    after: Option<String>,
    /// These types only, with commas between them.
    #[param(example = "client.created,balance_operation.confirmed")]
    types: Option<String>,
}

/// A page of events.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventPage {
    /// The oldest first. May be empty although more follow.
    #[schema(max_items = 100)]
    data: Vec<RestEvent>,
    /// Whether more may follow already.
    has_more: bool,
    /// What to send as `after` for what follows, now or later. Never null.
    next_cursor: String,
}

/// Lists what happened, the oldest first.
///
/// Needs the scope `event.view`, and shows what the key's other scopes show the things of: `client.view` clients,
/// `trading_account.view` accounts, `balance.view` balance operations, `position.view` trade commands and positions. Nothing of
/// archived clients is shown but that they were archived. An event names ids: read the thing itself for what it is now. Keep
/// `next_cursor` and ask with it again: nothing is skipped and nothing comes twice. Events are kept for 30 days. Each page with
/// rows stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/events", tag = "events", operation_id = "listEvents", params(EventParams),
    responses(
        (status = 200, description = "A page of events.", body = EventPage),
        (status = 410, description = "`cursor_ended`: events after this cursor were cleared. Read everything anew, then go on without `after`."),
    )
)]
pub(crate) async fn list(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    params: Result<Query<EventParams>, QueryRejection>,
) -> Result<Json<EventPage>, HttpProblem> {
    let params = paging::read(params, "limit (1 to 100), after and types")?;
    let types = types(params.types.as_deref())?;
    let page = page_of(&caller, LIST, params.limit, (AFTER, params.after))?;
    let place = page.after.as_ref().map(place).transpose()?;
    let found = match website_events::page(&caller.0.op, &web.app, &types, place, page.first).await {
        Ok(Some(found)) => found,
        Ok(None) => return Err(HttpProblem::new("cursor_ended").detail(CLEARED)),
        Err(error) => return Err(caller.refuse(&web, error, None).await),
    };
    let next = Cursor { sort: "event".to_owned(), value: Some(found.next.to_string()), id: uuid::Uuid::nil() };
    let next_cursor = caller.0.seal.sign(LIST, &next.encode());
    let data = found.rows.into_iter().map(RestEvent::from).collect();
    Ok(Json(EventPage { data, has_more: found.more, next_cursor }))
}

const CLEARED: &str = "Events after this cursor are older than 30 days and were cleared. Read what you need anew, then go on without `after`.";

fn types(text: Option<&str>) -> Result<Vec<EventType>, HttpProblem> {
    let unknown = || invalid_query("/types", "unknown_id", "Name types of events, with commas between them.");
    let read = |name: &str| EventType::from_text(name).ok_or_else(unknown);
    text.map(|text| text.split(',').map(read).collect()).transpose().map(Option::unwrap_or_default)
}

fn place(cursor: &Cursor) -> Result<i64, HttpProblem> {
    let place = cursor.value.as_ref().and_then(|text| text.parse().ok());
    place.ok_or_else(|| invalid_cursor(AFTER))
}
