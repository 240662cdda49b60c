use chrono::{DateTime, Utc};
use crm_model::StaffId;
use std::sync::Arc;

/// Somebody looks after an absent colleague's clients for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Whose clients.
    pub absent: StaffId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

impl Cover {
    /// Whether it holds at an instant. Nobody has to do anything for it to begin or to end.
    #[must_use]
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && now < self.until
    }
}

/// Whose clients count as a person's own: the person's, and those of the colleagues whom the person covers at this moment.
/// A cover reaches what the absent colleague owns, by the cover's own rights, and goes no further: who covers the cover
/// does not reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    me: StaffId,
    covered: Arc<[StaffId]>,
}

impl People {
    /// One person, covering nobody.
    #[must_use]
    pub fn only(me: StaffId) -> Self {
        Self { me, covered: Arc::default() }
    }

    pub(crate) const fn new(me: StaffId, covered: Arc<[StaffId]>) -> Self {
        Self { me, covered }
    }

    /// The person.
    #[must_use]
    pub const fn me(&self) -> StaffId {
        self.me
    }

    /// Those whose clients count as the person's own, the person first.
    pub fn all(&self) -> impl Iterator<Item = StaffId> {
        std::iter::once(self.me).chain(self.covered.iter().copied())
    }

    /// Whether what this person owns counts as one's own.
    #[must_use]
    pub fn own(&self, owner: Option<StaffId>) -> bool {
        owner.is_some_and(|owner| owner == self.me || self.covered.contains(&owner))
    }
}
