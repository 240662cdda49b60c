//! Trading: the past of accounts, live figures on many screens, and what a dealer waits for.

mod backfill;
mod dealing;
mod ground;
mod live;
mod simulator;
mod socket;

use crate::command::Trading;
use crate::ground::Ground;

/// Measures what was asked for.
pub(crate) async fn measure(ground: &Ground, wanted: &Trading) -> anyhow::Result<()> {
    match wanted.what.as_str() {
        "backfill" => backfill::measure(ground, wanted).await,
        "live" => live::measure(ground, wanted).await,
        "dealing" => dealing::measure(ground, wanted).await,
        other => anyhow::bail!("there is no measurement {other}"),
    }
}
