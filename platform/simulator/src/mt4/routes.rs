//! Which call is which.

use super::answer::{Data, Failure, Outcome, Paging};
use super::{Call, accounts, configuration, trades, transaction};
use crate::world::World;

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 1_000;

/// Carries a call out.
pub(super) fn run(world: &mut World, call: &Call) -> Outcome {
    match (call.method.as_str(), call.route.as_str()) {
        ("GET", "ServerTime" | "ManagerCommon" | "EnsureGroupNameExist")
        | ("GET", "GroupsGet" | "GroupsRequest" | "GroupRecordGet" | "GroupSecGroupsGet" | "GroupSecMarginsGet")
        | ("GET", "CfgRequestSymbol" | "SymbolInfoUpdated" | "SymbolInfoGet" | "SymbolsGroupsGet" | "TickInfoLast") => {
            configuration::run(world, call)
        }
        ("GET", "UserRecordGet" | "UserRecordRequest" | "UserRecordsRequest" | "UsersRequest")
        | ("GET", "AdmUsersRequestSafe" | "MarginLevelGet" | "MarginLevelRequest" | "MarginsGet" | "AdmBalanceCheck")
        | ("POST", "UserRecordNew" | "UserPasswordSet" | "UserPasswordCheck" | "UserRecordUpdate" | "UsersGroupOp")
        | ("PATCH", "UserRecord") => accounts::run(world, call),
        ("GET", "TradesGet" | "TradesRequest" | "TradesGetByLogin" | "TradesGetBySymbol" | "TradesUserHistory")
        | ("GET", "TradeRecordGet" | "TradeRecordRequest" | "TradeRecordsRequest") => trades::run(world, call),
        ("POST", "TradeTransaction" | "TradeCheckStops") => transaction::run(world, call),
        _ => Err(Failure::not_found("there is no such operation")),
    }
}

/// A page of rows by `limit` and `cursor`; all of them when neither is there.
pub(super) fn paged<T>(call: &Call, rows: Vec<T>, show: impl Fn(T) -> serde_json::Value) -> Outcome {
    let asked = |name: &str| call.query.get(name).filter(|text| !text.is_empty());
    let limit = match asked("limit") {
        None => USUAL_PAGE,
        Some(limit) => {
            limit.parse().ok().filter(|limit| *limit > 0).ok_or(Failure::validation("limit is no number"))?
        }
    };
    let start: usize = match asked("cursor") {
        None => 0,
        Some(cursor) => {
            let place = cursor.strip_prefix("at-").and_then(|place| place.parse().ok());
            place.ok_or(Failure::validation("the cursor is none of ours"))?
        }
    };
    let limit = limit.min(LARGEST_PAGE);
    let end = start.saturating_add(limit);
    let next = (end < rows.len()).then(|| format!("at-{end}"));
    let value = rows.into_iter().skip(start).take(limit).map(show).collect();
    Ok(Data { value, paging: Some(Paging { next }) })
}
