//! What is open on an account, with its age.

use super::paging::{self, ListParams};
use super::trading_accounts::{KNOWN, LIST, known, target};
use crate::http::error::HttpProblem;
use crate::rest::caller::ApiCaller;
use crate::router::Web;
use crate::view::rest_live::{RestFreshness, RestOrder, RestPosition};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use crm_app::website_live::{self, LiveRow};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A page of open positions.
#[derive(Serialize, ToSchema)]
pub(crate) struct PositionPage {
    /// The one opened last first.
    #[schema(max_items = 100)]
    data: Vec<RestPosition>,
    /// How far they can be believed.
    freshness: RestFreshness,
    /// Whether more follow.
    has_more: bool,
    /// What to send as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// A page of waiting orders.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderPage {
    /// The one placed last first.
    #[schema(max_items = 100)]
    data: Vec<RestOrder>,
    /// How far they can be believed.
    freshness: RestFreshness,
    /// Whether more follow.
    has_more: bool,
    /// What to send as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// Lists an account's open positions, the one opened last first.
///
/// Needs the scope `position.view`. They are as the trading server told them last: read `freshness` before you show them.
/// Each page stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/trading-accounts/{id}/positions", tag = "trading", operation_id = "listPositions",
    params(("id" = String, Path, description = "The account's id.", example = "tac_01kb2n7x5yf8gt3c9d4e6h1jkm"), ListParams),
    responses(
        (status = 200, description = "A page of open positions.", body = PositionPage),
        (status = 404, description = "`not_found`: no trading account of this broker has this id."),
    )
)]
pub(crate) async fn positions(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    Path(id): Path<String>,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Json<PositionPage>, HttpProblem> {
    let id = known(&web, &caller, &id).await?;
    let list = format!("{LIST}/{id}/positions");
    let page = paging::read(params, KNOWN)?.page(&caller, &list)?;
    let found = match website_live::positions(&caller.0.op, &web.app, id, &page).await {
        Ok(found) => found,
        Err(error) => return Err(caller.refuse(&web, error, Some(target(id))).await),
    };
    let (rows, has_more) = (found.page.rows, found.page.more);
    let next_cursor = paging::next(&caller, &list, rows.last().map(|row| row.cursor(id)), has_more);
    let data = rows.into_iter().map(RestPosition::from).collect();
    Ok(Json(PositionPage { data, freshness: found.feed.into(), has_more, next_cursor }))
}

/// Lists an account's waiting orders, the one placed last first.
///
/// Needs the scope `position.view`. They are as the trading server told them last: read `freshness` before you show them.
/// Each page stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/trading-accounts/{id}/orders", tag = "trading", operation_id = "listOrders",
    params(("id" = String, Path, description = "The account's id.", example = "tac_01kb2n7x5yf8gt3c9d4e6h1jkm"), ListParams),
    responses(
        (status = 200, description = "A page of waiting orders.", body = OrderPage),
        (status = 404, description = "`not_found`: no trading account of this broker has this id."),
    )
)]
pub(crate) async fn orders(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    Path(id): Path<String>,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Json<OrderPage>, HttpProblem> {
    let id = known(&web, &caller, &id).await?;
    let list = format!("{LIST}/{id}/orders");
    let page = paging::read(params, KNOWN)?.page(&caller, &list)?;
    let found = match website_live::orders(&caller.0.op, &web.app, id, &page).await {
        Ok(found) => found,
        Err(error) => return Err(caller.refuse(&web, error, Some(target(id))).await),
    };
    let (rows, has_more) = (found.page.rows, found.page.more);
    let next_cursor = paging::next(&caller, &list, rows.last().map(|row| row.cursor(id)), has_more);
    let data = rows.iter().filter_map(RestOrder::new).collect();
    Ok(Json(OrderPage { data, freshness: found.feed.into(), has_more, next_cursor }))
}
