//! Pages of this door: a limit and a signed cursor.

use crate::http::error::{HttpProblem, Place};
use crate::rest::caller::ApiCaller;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use crm_storage::{Cursor, PageRequest};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// How many rows at most; 25 unless said otherwise.
    #[param(minimum = 1, maximum = 100, default = 25, value_type = Option<i64>, example = 25)]
    limit: Option<u16>,
    /// `next_cursor` of the page before. Leave it out for the first page.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl ListParams {
    /// The page that is asked for. Cursors are signed for one list of one key's broker.
    pub(super) fn page(self, caller: &ApiCaller, list: &str) -> Result<PageRequest, HttpProblem> {
        page_of(caller, list, self.limit, ("/cursor", self.cursor))
    }
}

/// As [`ListParams::page`], from its parts; the cursor with the name under which it came.
pub(super) fn page_of(
    caller: &ApiCaller,
    list: &str,
    limit: Option<u16>,
    (name, cursor): (&str, Option<String>),
) -> Result<PageRequest, HttpProblem> {
    let first = limit.unwrap_or(25);
    if !(1..=100).contains(&first) {
        return Err(invalid_query("/limit", "out_of_range", "Use 1 to 100."));
    }
    let open = |signed: String| {
        let text = caller.0.seal.open(list, &signed);
        text.and_then(|text| Cursor::decode(&text).ok()).ok_or_else(|| invalid_cursor(name))
    };
    Ok(PageRequest { first, after: cursor.map(open).transpose()? })
}

/// What to send for the page after the last of these rows.
pub(super) fn next(caller: &ApiCaller, list: &str, last: Option<Cursor>, more: bool) -> Option<String> {
    last.filter(|_| more).map(|cursor| caller.0.seal.sign(list, &cursor.encode()))
}

/// The parameters, or what is wrong with them. No sent value is repeated.
pub(super) fn read<T>(params: Result<Query<T>, QueryRejection>, known: &str) -> Result<T, HttpProblem> {
    let Query(params) =
        params.map_err(|_| invalid_query("", "invalid_query", &format!("Send {known} only, each once.")))?;
    Ok(params)
}

pub(super) fn invalid_cursor(name: &str) -> HttpProblem {
    invalid_query(name, "invalid_cursor", "This is no cursor of this list; start again without it.")
}

pub(super) fn invalid_query(pointer: &str, code: &str, message: &str) -> HttpProblem {
    HttpProblem::new("invalid_query").places(vec![Place {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        message: message.to_owned(),
    }])
}
