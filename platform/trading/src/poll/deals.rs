use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{Cursor, Deal, DealId, Page, Window};

use super::event::Event;

/// The server's clock may be ahead of ours by this much.
const AHEAD: TimeDelta = TimeDelta::minutes(1);
/// A deal is remembered this much longer than the widest window reaches back: an answer may hold a little more than
/// was asked, an hour more where clocks change.
const MEMORY: TimeDelta = TimeDelta::hours(3);

/// Walks through time in overlapping windows and lets every deal through once.
#[derive(Clone, Debug)]
pub(super) struct DealFeed {
    overlap: TimeDelta,
    deep_overlap: TimeDelta,
    deep_every: TimeDelta,
    /// Time of the newest deal seen, or where to begin.
    newest: DateTime<Utc>,
    seen: BTreeMap<DealId, DateTime<Utc>>,
    deep_at: Option<DateTime<Utc>>,
    walk: Option<Walk>,
}

/// A window under way.
#[derive(Clone, Debug)]
struct Walk {
    window: Window,
    /// Where it goes on.
    cursor: Option<Cursor>,
    /// Whether it reaches far back.
    deep: bool,
    started_at: DateTime<Utc>,
}

impl DealFeed {
    pub(super) fn new(
        since: DateTime<Utc>,
        seen: Vec<(DealId, DateTime<Utc>)>,
        overlap: TimeDelta,
        deep_overlap: TimeDelta,
        deep_every: TimeDelta,
    ) -> Self {
        let deep_overlap = deep_overlap.max(overlap);
        Self {
            overlap,
            deep_overlap,
            deep_every,
            newest: since,
            seen: seen.into_iter().collect(),
            deep_at: None,
            walk: None,
        }
    }

    /// The next part of the walk: a new window, or the next page of the one under way.
    pub(super) fn next(&mut self, now: DateTime<Utc>) -> (Window, Option<Cursor>) {
        if let Some(walk) = &self.walk {
            return (walk.window, walk.cursor.clone());
        }
        let deep = self.deep_at.is_none_or(|at| now >= at + self.deep_every || now < at);
        let back = if deep { self.deep_overlap } else { self.overlap };
        let window = Window { from: self.newest - back, to: now.max(self.newest) + AHEAD };
        self.walk = Some(Walk { window, cursor: None, deep, started_at: now });
        (window, None)
    }

    /// Whether there is more of the window under way.
    pub(super) fn take(&mut self, page: Page<Deal>, now: DateTime<Utc>) -> (Vec<Event>, bool) {
        let mut fresh: Vec<Deal> = Vec::new();
        for deal in page.items {
            if self.seen.insert(deal.id, deal.at.utc).is_none() {
                fresh.push(deal);
            }
        }
        fresh.sort_by_key(|deal| (deal.at.utc, deal.id));
        let events = fresh.into_iter().map(|deal| Event::DealSeen { delay: now - deal.at.utc, deal }).collect();
        match (&mut self.walk, page.next) {
            (Some(walk), Some(next)) => {
                walk.cursor = Some(next);
                (events, true)
            }
            _ => {
                self.finish();
                (events, false)
            }
        }
    }

    /// Whether a window is under way.
    pub(super) const fn is_walking(&self) -> bool {
        self.walk.is_some()
    }

    /// The walk begins anew: nothing of the window counts as done.
    pub(super) fn cut(&mut self) {
        self.walk = None;
    }

    /// Only a whole window moves the beginning of the next: a page that never came hides no deal. Nor does one that was
    /// answered before a deal was shown: what is newer than the first question does not count yet. A deal that says it
    /// is from the future does not count at all.
    fn finish(&mut self) {
        let Some(walk) = self.walk.take() else { return };
        if walk.deep {
            self.deep_at = Some(walk.started_at);
        }
        let newest = self.seen.values().filter(|at| **at <= walk.started_at).max().copied();
        self.newest = self.newest.max(newest.unwrap_or(self.newest));
        let horizon = self.newest - self.deep_overlap - MEMORY;
        self.seen.retain(|_, at| *at >= horizon);
    }
}
