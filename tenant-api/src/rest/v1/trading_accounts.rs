use super::paging::{self, ListParams, invalid_query, page_of};
use crate::http::error::HttpProblem;
use crate::rest::caller::ApiCaller;
use crate::router::Web;
use crate::view::rest_trading::{RestBalanceOperation, RestDeal, RestTradingAccount};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use crm_app::{UseCaseError, website_trading};
use crm_model::{ClientId, TradingAccountId};
use crm_storage::Target;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// What cursors of the list of accounts are signed for.
pub(super) const LIST: &str = "v1/trading-accounts";
pub(super) const KNOWN: &str = "limit (1 to 100) and cursor";

/// Which part of the list of accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountParams {
    /// How many rows at most; 25 unless said otherwise.
    #[param(minimum = 1, maximum = 100, default = 25, value_type = Option<i64>, example = 25)]
    limit: Option<u16>,
    /// `next_cursor` of the page before. Leave it out for the first page.
    #[param(max_length = 1000)]
    cursor: Option<String>,
    /// Accounts of this client only.
    #[param(example = "cli_01kb2n7x5yf8gt3c9d4e6h1jkm")]
    client_id: Option<String>,
}

/// A page of trading accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct TradingAccountPage {
    /// Newest first.
    #[schema(max_items = 100)]
    data: Vec<RestTradingAccount>,
    /// Whether more follow.
    has_more: bool,
    /// What to send as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// A page of deals.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealPage {
    /// Newest first.
    #[schema(max_items = 100)]
    data: Vec<RestDeal>,
    /// Whether more follow.
    has_more: bool,
    /// What to send as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// A page of balance operations.
#[derive(Serialize, ToSchema)]
pub(crate) struct BalanceOperationPage {
    /// Newest first.
    #[schema(max_items = 100)]
    data: Vec<RestBalanceOperation>,
    /// Whether more follow.
    has_more: bool,
    /// What to send as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// Lists trading accounts, newest first.
///
/// Needs the scope `trading_account.view`. Archived accounts and those of archived clients are left out. Figures are there
/// with `balance.view` beside it, else null. Each page stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/trading-accounts", tag = "trading", operation_id = "listTradingAccounts", params(AccountParams),
    responses((status = 200, description = "A page of trading accounts.", body = TradingAccountPage))
)]
pub(crate) async fn list(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    params: Result<Query<AccountParams>, QueryRejection>,
) -> Result<Json<TradingAccountPage>, HttpProblem> {
    let params = paging::read(params, "limit (1 to 100), cursor and client_id")?;
    let client = params.client_id.map(|text| ClientId::parse(&text).ok_or(())).transpose();
    let client =
        client.map_err(|()| invalid_query("/client_id", "unknown_id", "Give a client's id, such as cli_01kb…"))?;
    let page = page_of(&caller, LIST, params.limit, ("/cursor", params.cursor))?;
    let found = match website_trading::accounts(&caller.0.op, &web.app, client, &page).await {
        Ok(found) => found,
        Err(error) => return Err(caller.refuse(&web, error, None).await),
    };
    let last = found.rows.last().map(crm_storage::TradingAccountRow::cursor);
    let next_cursor = paging::next(&caller, LIST, last, found.more);
    let data = found.rows.into_iter().map(RestTradingAccount::from).collect();
    Ok(Json(TradingAccountPage { data, has_more: found.more, next_cursor }))
}

/// Reads a trading account.
///
/// Needs the scope `trading_account.view`; the figures `balance.view` beside it. Each read stands in the broker's audit
/// trail. Another broker's id answers exactly like one that never was.
#[utoipa::path(
    get, path = "/v1/trading-accounts/{id}", tag = "trading", operation_id = "readTradingAccount",
    params(("id" = String, Path, description = "The account's id.", example = "tac_01kb2n7x5yf8gt3c9d4e6h1jkm")),
    responses(
        (status = 200, description = "The trading account.", body = RestTradingAccount),
        (status = 404, description = "`not_found`: no trading account of this broker has this id."),
    )
)]
pub(crate) async fn read(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    Path(id): Path<String>,
) -> Result<Json<RestTradingAccount>, HttpProblem> {
    let id = known(&web, &caller, &id).await?;
    match website_trading::account(&caller.0.op, &web.app, id).await {
        Ok(row) => Ok(Json(row.into())),
        Err(error) => Err(caller.refuse(&web, error, Some(target(id))).await),
    }
}

/// Lists an account's deals, newest first.
///
/// Needs the scope `position.view`. Bookings of money are there with `balance.view` beside it, else left out. A cursor stays
/// good while new deals arrive. Each page stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/trading-accounts/{id}/deals", tag = "trading", operation_id = "listDeals",
    params(("id" = String, Path, description = "The account's id.", example = "tac_01kb2n7x5yf8gt3c9d4e6h1jkm"), ListParams),
    responses(
        (status = 200, description = "A page of deals.", body = DealPage),
        (status = 404, description = "`not_found`: no trading account of this broker has this id."),
    )
)]
pub(crate) async fn deals(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    Path(id): Path<String>,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Json<DealPage>, HttpProblem> {
    let id = known(&web, &caller, &id).await?;
    let list = format!("{LIST}/{id}/deals");
    let page = paging::read(params, KNOWN)?.page(&caller, &list)?;
    let found = match website_trading::deals(&caller.0.op, &web.app, id, &page).await {
        Ok(found) => found,
        Err(error) => return Err(caller.refuse(&web, error, Some(target(id))).await),
    };
    let next_cursor = paging::next(&caller, &list, found.rows.last().map(crm_storage::DealRow::cursor), found.more);
    let data = found.rows.into_iter().map(RestDeal::from).collect();
    Ok(Json(DealPage { data, has_more: found.more, next_cursor }))
}

/// Lists an account's balance operations, newest first.
///
/// Needs the scope `balance.view`. They are what the broker's staff asked for in the CRM; money that was moved elsewhere
/// stands among the deals. Each page stands in the broker's audit trail.
#[utoipa::path(
    get, path = "/v1/trading-accounts/{id}/balance-operations", tag = "trading", operation_id = "listBalanceOperations",
    params(("id" = String, Path, description = "The account's id.", example = "tac_01kb2n7x5yf8gt3c9d4e6h1jkm"), ListParams),
    responses(
        (status = 200, description = "A page of balance operations.", body = BalanceOperationPage),
        (status = 404, description = "`not_found`: no trading account of this broker has this id."),
    )
)]
pub(crate) async fn balance_operations(
    State(web): State<Arc<Web>>,
    caller: ApiCaller,
    Path(id): Path<String>,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Json<BalanceOperationPage>, HttpProblem> {
    let id = known(&web, &caller, &id).await?;
    let list = format!("{LIST}/{id}/balance-operations");
    let page = paging::read(params, KNOWN)?.page(&caller, &list)?;
    let found = match website_trading::balance_operations(&caller.0.op, &web.app, id, &page).await {
        Ok(found) => found,
        Err(error) => return Err(caller.refuse(&web, error, Some(target(id))).await),
    };
    let last = found.rows.last().map(crm_storage::BalanceOperation::cursor);
    let next_cursor = paging::next(&caller, &list, last, found.more);
    let data = found.rows.into_iter().map(RestBalanceOperation::from).collect();
    Ok(Json(BalanceOperationPage { data, has_more: found.more, next_cursor }))
}

pub(super) const fn target(id: TradingAccountId) -> Target {
    Target { kind: "trading_account", id: id.uuid() }
}

/// An account's id; a text that is none names nothing.
pub(super) async fn known(web: &Web, caller: &ApiCaller, text: &str) -> Result<TradingAccountId, HttpProblem> {
    match TradingAccountId::parse(text) {
        Some(id) => Ok(id),
        None => Err(caller.refuse(web, UseCaseError::NotFound("trading account"), None).await),
    }
}
