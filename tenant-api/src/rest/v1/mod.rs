//! Version 1: one file for each resource.

pub mod clients;
pub mod custom_fields;
pub mod events;
pub mod live;
mod new_client;
mod paging;
pub mod trading_accounts;
