use super::{ends, gathered};
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Told};
use anyhow::ensure;

/// one operation is booked and its answer held, others are committed and wait in the line for their first byte.
/// The process dies. Whoever asks again under the same name learns of the same operation, and nothing is sent again.
pub(super) async fn r_03_between_commit_and_write_and_between_write_and_answer(
    ground: &Ground,
    desk: &Desk,
) -> anyhow::Result<Vec<Told>> {
    let mut all = Vec::new();
    let told = gathered(ground, desk, "killed", &mut all, async || ground.kill(40).await).await?;
    let ends = ends(desk, &told).await?;
    let open = ends.iter().filter(|end| matches!(end, End::OnItsWay | End::Unknown)).count();
    ensure!(open >= 2, "at least one was booked and one never left: {ends:?}");
    all.extend(told);
    Ok(all)
}
