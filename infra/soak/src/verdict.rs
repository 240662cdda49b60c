//! What the simulator's own log says, beside what the CRM believes.

use crate::desk::Desk;
use crate::ground::Ground;
use crate::simulator::LoggedDeal;
use crate::work::{End, Known, Money, Told, Work};
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
        let Self { confirmed, rejected, refused, settled, queued, doubles, lost, phantoms, .. } = self;
        write!(
            f,
            "{confirmed} confirmed, {rejected} rejected, {refused} refused before, {settled} unknown settled, {queued} queued; doubles {doubles}, lost {lost}, phantoms {phantoms}"
        )
    }
}

/// Counts, and compares the servers' sums as well.
pub(crate) async fn judge(ground: &Ground, desk: &Desk, told: &[Told]) -> anyhow::Result<Verdict> {
    let (known, deals) = (Money.known(desk).await?, ground.simulator.deals().await?);
    let mut verdict = count(&known, &deals, told);
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

fn count(known: &[Known], deals: &[LoggedDeal], told: &[Told]) -> Verdict {
    let mut verdict = Verdict { refused: told.iter().filter(|told| told.id.is_none()).count(), ..Verdict::default() };
    let mut booked: BTreeMap<&str, Vec<&LoggedDeal>> = BTreeMap::new();
    for deal in deals {
        let at = deal.comment.find("D:");
        if let Some(tag) = at.and_then(|at| deal.comment.get(at..at + TAG)) {
            booked.entry(tag).or_default().push(deal);
        }
    }
    for one in known {
        let mine = booked.remove(one.tag.as_str()).unwrap_or_default();
        let (tag, sum) = (&one.tag, mine.iter().map(|deal| deal.amount).sum::<Decimal>());
        if mine.len() > 1 {
            verdict.fault(|v| &mut v.doubles, format!("{tag} was booked {} times", mine.len()));
        }
        match one.end {
            End::Done => {
                verdict.confirmed += 1;
                if mine.is_empty() {
                    verdict.fault(|v| &mut v.lost, format!("{tag} is confirmed and was never booked"));
                } else if mine.len() == 1 && sum != one.amount {
                    verdict.fault(|v| &mut v.lost, format!("{tag} moved {sum} instead of {}", one.amount));
                }
            }
            End::Undone => {
                verdict.rejected += usize::from(!one.settled);
                if !mine.is_empty() {
                    verdict.fault(|v| &mut v.phantoms, format!("{tag} was booked and is said not to be"));
                }
            }
            End::OnItsWay | End::Unknown | End::Waiting => verdict.queued += 1,
        }
        verdict.settled += usize::from(one.settled);
    }
    for (tag, mine) in booked {
        let words = format!(
            "nobody knows {tag}: deal {} of {}",
            mine.first().map_or(0, |d| d.deal),
            mine.first().map_or(0, |d| d.login)
        );
        verdict.fault(|v| &mut v.phantoms, words);
    }
    let asked: BTreeSet<&str> = told.iter().filter_map(|told| told.id.as_deref()).collect();
    let kept: BTreeSet<&str> = known.iter().map(|one| one.id.as_str()).collect();
    for id in asked.difference(&kept) {
        verdict.fault(|v| &mut v.lost, format!("the CRM took operation {id} and does not know it any more"));
    }
    for id in kept.difference(&asked) {
        verdict.fault(|v| &mut v.doubles, format!("operation {id} was made beside the one of its name"));
    }
    let names = told.iter().filter(|told| told.id.is_some()).count();
    if names != asked.len() {
        verdict.fault(|v| &mut v.lost, format!("{names} names became {} operations", asked.len()));
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: &str, end: End, cents: i64) -> Known {
        let tag = format!("D:{:A>16}", id.to_uppercase());
        Known { id: id.to_owned(), tag, end, amount: Decimal::new(cents, 2), settled: false }
    }

    fn deal(id: &str, cents: i64) -> LoggedDeal {
        let comment = format!("CHG D:{:A>16} note", id.to_uppercase());
        LoggedDeal { deal: 1, login: 2, amount: Decimal::new(cents, 2), comment }
    }

    fn told(ids: &[&str]) -> Vec<Told> {
        ids.iter().map(|id| Told { id: Some((*id).to_owned()) }).collect()
    }

    #[test]
    fn what_happened_once_is_good() {
        let known = [known("a", End::Done, 125), known("b", End::Undone, 5), known("c", End::Unknown, 5)];
        let verdict = count(&known, &[deal("a", 125), deal("c", 5)], &told(&["a", "b", "c"]));
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
        let deals = [deal("a", 125), deal("a", 125), deal("c", 5), deal("d", 8), deal("e", 1)];
        let verdict = count(&all, &deals, &told(&["a", "b", "c", "d"]));
        assert_eq!((verdict.doubles, verdict.lost, verdict.phantoms), (1, 2, 2), "{verdict:?}");
        let forgotten = count(&all[..1], &deals[..1], &told(&["a", "x"]));
        assert_eq!((forgotten.lost, forgotten.doubles), (1, 0), "{forgotten:?}");
        let beside = count(&[known("a", End::Done, 125), known("z", End::Undone, 1)], &deals[..1], &told(&["a"]));
        assert_eq!(beside.doubles, 1, "{beside:?}");
        let same = count(&all[..1], &deals[..1], &told(&["a", "a"]));
        assert_eq!(same.lost, 1, "{same:?}");
    }
}
