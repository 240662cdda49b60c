use super::{ends, give, hold_answers, on_their_way, plans};
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Told};
use anyhow::ensure;
use serde_json::json;

/// one operation is booked and its answer held, others are committed and wait in the line for their first byte.
/// The process dies. Whoever asks again under the same name learns of the same operation, and nothing is sent again.
pub(super) async fn r_03_between_commit_and_write_and_between_write_and_answer(
    ground: &Ground,
    desk: &Desk,
) -> anyhow::Result<Vec<Told>> {
    let before = ground.simulator.deals().await?.len();
    hold_answers(ground, 1_500).await?;
    let plans = plans(desk, "killed", Some(false));
    let kill = async {
        on_their_way(ground, desk).await?;
        ground.kill(40).await
    };
    let asked = async { tokio::try_join!(give(ground, desk, &plans), kill) };
    let (told, ()) = ground.meanwhile(asked).await?;
    ground.simulator.faults(json!([])).await?;
    let ends = ends(desk, &told).await?;
    let open = ends.iter().filter(|end| matches!(end, End::OnItsWay | End::Unknown)).count();
    ensure!(open >= 2, "at least one was booked and one never left: {ends:?}");
    let booked = ground.simulator.deals().await?.len() - before;
    ensure!(booked < told.len(), "{booked} of {} were booked: none died in the line", told.len());
    Ok(told)
}
