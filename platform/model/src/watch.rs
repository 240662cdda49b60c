//! How people read the book, and how much of it is unusual.

use crate::{AuditAction, Problem, Problems};

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WatchKind {
    /// Profiles of different clients that one person opened.
    ProfilesOpened,
    /// Contacts that one person had shown in full.
    ContactsRevealed,
    /// Files that one person took out at night.
    FilesAtNight,
}

impl WatchKind {
    /// Every kind, in the order of the settings.
    pub const ALL: [Self; 3] = [Self::ProfilesOpened, Self::ContactsRevealed, Self::FilesAtNight];

    /// As it is kept.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProfilesOpened => "profiles_opened",
            Self::ContactsRevealed => "contacts_revealed",
            Self::FilesAtNight => "files_at_night",
        }
    }

    /// Reads what is kept.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The event of the trail that is counted.
    #[must_use]
    pub const fn action(self) -> AuditAction {
        match self {
            Self::ProfilesOpened => AuditAction::ClientOpened,
            Self::ContactsRevealed => AuditAction::ContactRevealed,
            Self::FilesAtNight => AuditAction::FileTaken,
        }
    }

    /// What the product thinks unusual, until the broker says otherwise. Half of what a person may reveal in an hour
    /// (`reveals_per_hour` is 20): at that limit nobody gets further, and nothing would be told.
    #[must_use]
    pub const fn usual(self) -> WatchRule {
        let (most, minutes) = match self {
            Self::ProfilesOpened => (60, 60),
            Self::ContactsRevealed => (10, 60),
            Self::FilesAtNight => (0, 60),
        };
        WatchRule { kind: self, enabled: true, most, minutes, night_from: 22, night_to: 6, version: 0 }
    }
}

/// From how much on somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchRule {
    /// Of what.
    pub kind: WatchKind,
    /// Whether it is watched at all.
    pub enabled: bool,
    /// One more than so many is unusual.
    pub most: i32,
    /// Within so many minutes.
    pub minutes: i32,
    /// The hour of the broker's day in which the night begins, for files.
    pub night_from: i32,
    /// The hour in which it ends; the same hour is all day.
    pub night_to: i32,
    /// Grows with each change; 0 for the product's own numbers.
    pub version: i32,
}

impl WatchRule {
    /// Every number that makes no sense.
    ///
    /// # Errors
    /// [`Problem`]s with their places.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Problems::new();
        let mut within = |place, number: i32, least: i32, most: i32, words| {
            if !(least..=most).contains(&number) {
                problems.push(Problem::at(place, "out_of_range", words));
            }
        };
        within("most", self.most, 0, 100_000, "Choose 0 to 100,000.");
        within("minutes", self.minutes, 1, 1_440, "Choose 1 to 1,440 minutes.");
        within("nightFrom", self.night_from, 0, 23, "Choose an hour from 0 to 23.");
        within("nightTo", self.night_to, 0, 23, "Choose an hour from 0 to 23.");
        problems.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_products_own_numbers_are_good_and_every_kind_is_read_back() {
        for kind in WatchKind::ALL {
            assert!(kind.usual().check().is_ok());
            assert_eq!(WatchKind::from_text(kind.as_str()), Some(kind));
        }
        assert_eq!(WatchKind::from_text("anything"), None);
    }

    #[test]
    fn numbers_out_of_range_are_named_with_their_places() {
        let bad = WatchRule { most: -1, minutes: 0, night_from: 24, night_to: -1, ..WatchKind::FilesAtNight.usual() };
        assert_eq!(bad.check().unwrap_err().len(), 4);
        let edge =
            WatchRule { most: 100_000, minutes: 1_440, night_from: 0, night_to: 0, ..WatchKind::FilesAtNight.usual() };
        assert!(edge.check().is_ok());
    }
}
