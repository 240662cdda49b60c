//! Why somebody may, or may not: the words of each role behind a decision, kept by the policy that decides. The decision is
//! made of these words, so an explanation cannot say anything else.

use crate::{FieldClass, Permission, Policy, Reach, ReachLevel, Relation, RelationTo, Visibility};
use chrono::{DateTime, Utc};
use crm_model::{RoleId, StaffId, TeamId};

/// What reach looks at in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Who owns it.
    pub owner: Option<StaffId>,
    /// Its team.
    pub team: Option<TeamId>,
    /// Whether the person in question takes part in it.
    pub participant: bool,
}

/// What ties a person to a record, so that a grant holds for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// The grant is over the whole tenant.
    Whole,
    /// The person owns it.
    Owner,
    /// The person covers this absent colleague, who owns it.
    Cover(StaffId),
    /// The person takes part in it.
    Participant,
    /// It belongs to this team, which the grant reaches.
    Team(TeamId),
}

impl Reach {
    /// What ties the holder of this reach to a record; nothing for a record beyond it.
    pub fn ties(&self, record: &Record) -> impl Iterator<Item = Tie> {
        let (people, teams) = match self {
            Self::All => (None, None),
            Self::Own(people) => (Some(people), None),
            Self::Team(people, teams) => (Some(people), Some(teams)),
        };
        let own = record.owner.filter(|owner| people.is_some_and(|people| people.own(Some(*owner))));
        let mine = people.is_some_and(|people| own == Some(people.me()));
        let participant = people.is_some() && record.participant;
        let team = record.team.filter(|team| teams.is_some_and(|teams| teams.contains(team)));
        [
            people.is_none().then_some(Tie::Whole),
            mine.then_some(Tie::Owner),
            own.filter(|_| !mine).map(Tie::Cover),
            participant.then_some(Tie::Participant),
            team.map(Tie::Team),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether a record lies within.
    #[must_use]
    pub fn holds(&self, record: &Record) -> bool {
        self.ties(record).next().is_some()
    }
}

/// What roles say to one question. A denial beats everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said<T> {
    pub(crate) by: Vec<(RoleId, T)>,
    pub(crate) denied_by: Vec<RoleId>,
}

impl<T> Default for Said<T> {
    fn default() -> Self {
        Self { by: Vec::new(), denied_by: Vec::new() }
    }
}

impl<T: Copy + Ord> Said<T> {
    /// The widest that is said, unless it is denied.
    pub(crate) fn best(&self) -> Option<T> {
        if self.denied_by.is_empty() { self.by.iter().map(|(_, said)| *said).max() } else { None }
    }
}

/// One role's grant, and what makes it hold for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantWhy {
    /// Which role.
    pub role: RoleId,
    /// How far it grants.
    pub reach: ReachLevel,
    /// What makes it hold; empty when the record lies beyond it.
    pub ties: Vec<Tie>,
}

/// Whether a person may do something with a record, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActWhy {
    /// What.
    pub permission: Permission,
    /// Whether.
    pub may: bool,
    /// What each role grants.
    pub grants: Vec<GrantWhy>,
    /// Roles that deny it.
    pub denied_by: Vec<RoleId>,
}

/// What one role shows of a class of fields, for one relation that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldWord {
    /// Which role.
    pub role: RoleId,
    /// For which relation.
    pub relation: Relation,
    /// How much.
    pub visibility: Visibility,
}

/// How much of a class of fields a person sees on a record, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldWhy {
    /// Which fields.
    pub class: FieldClass,
    /// How much is shown.
    pub visibility: Visibility,
    /// What each role says for each relation that holds; the most permissive decides.
    pub words: Vec<FieldWord>,
    /// Roles that deny it.
    pub denied_by: Vec<RoleId>,
}

impl Policy {
    /// Whether the person of this policy may do something with a record, and by which roles.
    #[must_use]
    pub fn why_act(&self, me: StaffId, now: DateTime<Utc>, permission: Permission, record: &Record) -> ActWhy {
        let said = self.said(permission);
        let grants = said.by.iter().map(|(role, level)| GrantWhy {
            role: *role,
            reach: *level,
            ties: self.reach_at(*level, me, now).ties(record).collect(),
        });
        let grants: Vec<GrantWhy> = grants.collect();
        let may = said.best().is_some_and(|level| self.reach_at(level, me, now).holds(record));
        ActWhy { permission, may, grants, denied_by: said.denied_by }
    }

    /// How much of a class of fields is shown on a record to which the person stands like this, and by which roles.
    #[must_use]
    pub fn why_field(&self, class: FieldClass, to: RelationTo) -> FieldWhy {
        let mut why =
            FieldWhy { class, visibility: self.visibility(class, to), words: Vec::new(), denied_by: Vec::new() };
        for relation in to.held() {
            let said = self.shown(class, relation);
            why.words.extend(said.by.iter().map(|(role, visibility)| FieldWord {
                role: *role,
                relation,
                visibility: *visibility,
            }));
            why.denied_by = said.denied_by;
        }
        why
    }
}
