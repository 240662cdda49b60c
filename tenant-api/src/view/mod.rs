//! What leaves: masking happens here and nowhere else.

pub mod api_key;
pub mod audit;
pub mod balance;
pub mod client;
pub mod client_bulk;
pub mod client_figures;
pub mod client_import;
pub mod client_merge;
pub mod cover;
pub mod custom_field;
pub mod deal;
pub mod dealing;
pub mod enums;
pub mod explanation;
pub mod figures;
pub mod import_column;
pub mod import_enums;
pub mod live_order;
pub mod live_position;
pub mod masked;
pub mod note;
pub mod permission_use;
pub mod position;
pub mod rest_client;
pub mod rest_custom_field;
pub mod rest_event;
pub mod rest_live;
pub mod rest_trading;
pub mod role;
pub mod saved_view;
pub mod session;
pub mod staff;
pub(crate) mod target;
pub mod task;
pub mod trading_account;
pub mod trading_server;
pub mod viewer;

use chrono::{DateTime, SecondsFormat, Utc};

/// An instant on the wire: RFC 3339 in UTC, to the microsecond where there is one.
pub(crate) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
