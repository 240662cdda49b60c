//! Trading: servers, accounts, balance operations, over the real router, a real Postgres and a real simulator, which stands
//! in this process and knows nothing of the CRM. Each test is a story on a database of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;
#[path = "../rest/website.rs"]
#[allow(dead_code, reason = "the stories here read only")]
mod website;

mod accounts;
mod balance_attacks;
mod balances;
mod checks;
mod client_figures;
mod deal_sources;
mod dealing;
mod dealing_approval;
mod dealing_desk;
mod dealing_lost;
mod deals;
mod depositors;
mod desk;
mod fair_share;
mod live;
mod live_age;
mod live_reach;
mod merge;
mod news;
mod order_events;
mod password_links;
mod products;
mod servers;
mod slow_server;
mod trader;
mod world;
