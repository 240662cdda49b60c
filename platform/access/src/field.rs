/// A class of fields that a role shows or hides as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldClass {
    /// E-mail addresses.
    Email,
    /// Phone numbers.
    Phone,
    /// Postal addresses.
    Address,
    /// Dates of birth.
    DateOfBirth,
}

impl FieldClass {
    /// Every class.
    pub const ALL: &'static [Self] = &[Self::Email, Self::Phone, Self::Address, Self::DateOfBirth];

    /// As roles keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::DateOfBirth => "date_of_birth",
        }
    }

    /// Reads the kept text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }

    /// Whether a stored partial mask exists for it (SECURITY 10); without one, partial shows the constant.
    #[must_use]
    pub const fn has_partial(self) -> bool {
        matches!(self, Self::Email | Self::Phone)
    }
}

/// How much of a field a reader sees. Ordered: more permissive is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Visibility {
    /// Not even that it is there.
    Hidden,
    /// That it is there.
    Masked,
    /// The stored mask: first letter and top-level domain, country code and last two digits.
    Partial,
    /// Everything.
    Full,
}

impl Visibility {
    /// Every degree, least first.
    pub const ALL: &'static [Self] = &[Self::Hidden, Self::Masked, Self::Partial, Self::Full];

    /// As roles keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Masked => "masked",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }

    /// Reads the kept text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }
}

/// For which relation of the reader to the record a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// Whatever the relation, unless a rule for it exists.
    Any,
    /// The reader owns the record.
    Owner,
    /// The reader takes part in it.
    Participant,
    /// The record belongs to a team that the reader belongs to or leads.
    SameTeam,
    /// None of these.
    Other,
}

impl Relation {
    /// Every relation.
    pub const ALL: &'static [Self] = &[Self::Any, Self::Owner, Self::Participant, Self::SameTeam, Self::Other];

    /// As roles keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Owner => "owner",
            Self::Participant => "participant",
            Self::SameTeam => "same_team",
            Self::Other => "other",
        }
    }

    /// Reads the kept text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }
}

/// One rule of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldRule {
    /// Which fields.
    pub class: FieldClass,
    /// For which relation.
    pub relation: Relation,
    /// How much is shown.
    pub visibility: Visibility,
}

/// How a reader stands to one record. Nothing set means: other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RelationTo {
    /// Owns it.
    pub owner: bool,
    /// Takes part in it.
    pub participant: bool,
    /// Shares its team.
    pub same_team: bool,
}

impl RelationTo {
    /// The relations that hold.
    pub fn held(self) -> impl Iterator<Item = Relation> {
        let other = !(self.owner || self.participant || self.same_team);
        [
            (self.owner, Relation::Owner),
            (self.participant, Relation::Participant),
            (self.same_team, Relation::SameTeam),
            (other, Relation::Other),
        ]
        .into_iter()
        .filter_map(|(holds, relation)| holds.then_some(relation))
    }
}
