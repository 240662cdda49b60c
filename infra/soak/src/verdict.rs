//! What the simulator's own log says, beside what the CRM believes.

use crate::desk::Desk;
use crate::ground::Ground;
use crate::simulator::LoggedDeal;
use crate::work::{self, Effect, End, Known, Told};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A tag is `D:` and sixteen letters.
const TAG: usize = 18;

/// The count of one seed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub confirmed: usize,
    pub rejected: usize,
    /// Refused before anything was written down.
    pub refused: usize,
    /// Whose end was found out later.
    pub settled: usize,
    /// Still in doubt or waiting for a person.
    pub queued: usize,
    /// Changes of something that is gone, so that nobody can know any more whether it was changed before.
    pub moot: usize,
    /// Commands done more than once.
    pub doubles: usize,
    /// Done for the CRM but not on the server, or with another amount; or forgotten by the CRM.
    pub lost: usize,
    /// Done on the server although the CRM says that they were not, or does not know them.
    pub phantoms: usize,
    /// Each of these in words.
    pub faults: Vec<String>,
}

impl Verdict {
    pub(crate) fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, which: fn(&mut Self) -> &mut usize, words: String) {
        *which(self) += 1;
        self.faults.push(words);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { confirmed, rejected, refused, settled, queued, moot, doubles, lost, phantoms, .. } = self;
        write!(
            f,
            "{confirmed} confirmed, {rejected} rejected, {refused} refused before, {settled} unknown settled, {queued} queued, {moot} moot; doubles {doubles}, lost {lost}, phantoms {phantoms}"
        )
    }
}

/// Counts, and compares the servers' sums as well.
pub(crate) async fn judge(ground: &Ground, desk: &Desk, told: &[Told]) -> anyhow::Result<Verdict> {
    let known = work::known(ground, desk).await?;
    let log = Log { deeds: ground.simulator.deeds().await?, deals: ground.simulator.deals().await? };
    let mut verdict = count(&known, &log, told);
    let findings = desk.manager.get("Findings", serde_json::json!({})).await?;
    for finding in findings.as_array().into_iter().flatten() {
        verdict.faults.push(format!("the CRM's own comparison found: {finding}"));
    }
    let violations = ground.simulator.violations().await?;
    if violations > 0 {
        verdict.faults.push(format!("{violations} sums of the simulator's books do not come out"));
    }
    Ok(verdict)
}

/// What the simulator did, by its own account.
#[derive(Debug, Default)]
struct Log {
    /// How often something was done under each comment.
    deeds: BTreeMap<String, u32>,
    deals: Vec<LoggedDeal>,
}

fn tag_in(comment: &str) -> Option<&str> {
    comment.find("D:").and_then(|at| comment.get(at..at + TAG))
}

fn count(known: &[Known], log: &Log, told: &[Told]) -> Verdict {
    let mut verdict = Verdict { refused: told.iter().filter(|told| told.id.is_err()).count(), ..Verdict::default() };
    let mut done: BTreeMap<&str, u32> = BTreeMap::new();
    for (comment, times) in &log.deeds {
        if let Some(tag) = tag_in(comment) {
            *done.entry(tag).or_default() += times;
        }
    }
    let mut booked: BTreeMap<&str, Vec<&LoggedDeal>> = BTreeMap::new();
    for deal in &log.deals {
        if let Some(tag) = tag_in(&deal.comment) {
            booked.entry(tag).or_default().push(deal);
        }
    }
    for one in known {
        let deals = booked.remove(one.tag.as_str()).unwrap_or_default();
        let times = done.remove(one.tag.as_str()).unwrap_or_default();
        let name = format!("{} {}", one.kind, one.tag);
        if times > 1 {
            verdict.fault(|v| &mut v.doubles, format!("{name} was done {times} times"));
        }
        if matches!(one.effect, Effect::Amount(_)) && deals.len() > 1 {
            verdict.fault(|v| &mut v.doubles, format!("{name} was booked {} times", deals.len()));
        }
        match one.end {
            End::Done => {
                verdict.confirmed += 1;
                if times == 0 {
                    verdict.fault(|v| &mut v.lost, format!("{name} is confirmed and was never done"));
                } else if let Some(differs) = differs(one.effect, &deals) {
                    verdict.fault(|v| &mut v.lost, format!("{name} {differs}"));
                }
            }
            End::Undone => {
                verdict.rejected += usize::from(!one.settled);
                if times > 0 || !deals.is_empty() {
                    verdict.fault(|v| &mut v.phantoms, format!("{name} was done and is said not to be"));
                }
            }
            End::OnItsWay | End::Unknown | End::Waiting => verdict.queued += 1,
            End::Moot => verdict.moot += 1,
        }
        verdict.settled += usize::from(one.settled);
    }
    let nobodys: BTreeSet<&str> = done.into_keys().chain(booked.into_keys()).collect();
    for tag in nobodys {
        verdict.fault(|v| &mut v.phantoms, format!("nobody knows {tag}, which was done"));
    }
    let asked: BTreeSet<&str> = told.iter().filter_map(|told| told.id.as_deref().ok()).collect();
    let kept: BTreeSet<&str> = known.iter().map(|one| one.id.as_str()).collect();
    for id in asked.difference(&kept) {
        verdict.fault(|v| &mut v.lost, format!("the CRM took operation {id} and does not know it any more"));
    }
    for id in kept.difference(&asked) {
        verdict.fault(|v| &mut v.doubles, format!("operation {id} was made beside the one of its name"));
    }
    let names = told.iter().filter(|told| told.id.is_ok()).count();
    if names != asked.len() {
        verdict.fault(|v| &mut v.lost, format!("{names} names became {} operations", asked.len()));
    }
    verdict
}

/// What is wrong with the deals of something that was done once.
fn differs(effect: Effect, deals: &[&LoggedDeal]) -> Option<String> {
    match effect {
        Effect::Amount(amount) => {
            let sum: Decimal = deals.iter().map(|deal| deal.amount).sum();
            (deals.is_empty() || sum != amount).then(|| format!("moved {sum} instead of {amount}"))
        }
        Effect::Lots(lots) => {
            let sum: i64 = deals.iter().map(|deal| deal.volume).sum();
            (sum != lots).then(|| format!("traded {sum} instead of {lots} hundred-millionths of a lot"))
        }
        Effect::Deed => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: &str, end: End, cents: i64) -> Known {
        let (tag, effect) = (format!("D:{:A>16}", id.to_uppercase()), Effect::Amount(Decimal::new(cents, 2)));
        Known { id: id.to_owned(), kind: "DEPOSIT".to_owned(), tag, end, effect, settled: false }
    }

    fn log(deals: &[(&str, i64)]) -> Log {
        let mut log = Log::default();
        for (id, cents) in deals {
            let comment = format!("CHG D:{:A>16} note", id.to_uppercase());
            *log.deeds.entry(comment.clone()).or_default() += 1;
            log.deals.push(LoggedDeal { amount: Decimal::new(*cents, 2), volume: *cents, comment });
        }
        log
    }

    fn told(ids: &[&str]) -> Vec<Told> {
        ids.iter().map(|id| Told { id: Ok((*id).to_owned()) }).collect()
    }

    #[test]
    fn what_happened_once_is_good() {
        let known = [known("a", End::Done, 125), known("b", End::Undone, 5), known("c", End::Unknown, 5)];
        let verdict = count(&known, &log(&[("a", 125), ("c", 5)]), &told(&["a", "b", "c"]));
        assert_eq!((verdict.confirmed, verdict.rejected, verdict.queued), (1, 1, 1));
        assert!(verdict.is_good(), "{verdict:?}");
    }

    #[test]
    fn doubles_losses_and_phantoms_are_each_counted() {
        let all = [
            known("a", End::Done, 125),
            known("b", End::Done, 5),
            known("c", End::Undone, 5),
            known("d", End::Done, 9),
        ];
        let deals = log(&[("a", 125), ("a", 125), ("c", 5), ("d", 8), ("e", 1)]);
        let verdict = count(&all, &deals, &told(&["a", "b", "c", "d"]));
        // the double is told by its deeds and by its deals, and its sum is another
        assert_eq!((verdict.doubles, verdict.lost, verdict.phantoms), (2, 3, 2), "{verdict:?}");
        let once = log(&[("a", 125)]);
        let forgotten = count(&all[..1], &once, &told(&["a", "x"]));
        assert_eq!((forgotten.lost, forgotten.doubles), (1, 0), "{forgotten:?}");
        let beside = count(&[known("a", End::Done, 125), known("z", End::Undone, 1)], &once, &told(&["a"]));
        assert_eq!(beside.doubles, 1, "{beside:?}");
        let same = count(&all[..1], &once, &told(&["a", "a"]));
        assert_eq!(same.lost, 1, "{same:?}");
    }

    #[test]
    fn trades_are_counted_by_what_was_done_and_by_their_lots() {
        let of = |id: &str, effect| Known { effect, ..known(id, End::Done, 0) };
        let stops = [of("a", Effect::Deed)];
        assert_eq!(count(&stops, &Log::default(), &told(&["a"])).lost, 1);
        let mut moved = log(&[("a", 0)]);
        moved.deals.clear();
        assert!(count(&stops, &moved, &told(&["a"])).is_good());
        moved.deeds.values_mut().for_each(|times| *times = 2);
        assert_eq!(count(&stops, &moved, &told(&["a"])).doubles, 1);
        let part = count(&[of("a", Effect::Lots(7))], &log(&[("a", 6)]), &told(&["a"]));
        assert_eq!(part.lost, 1, "{part:?}");
    }
}
