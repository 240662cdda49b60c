/// A dated form of the website API. Each key is pinned to the newest of the day it was made; a request may name another
/// one that the server still speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApiVersion {
    /// The first form.
    V20261122,
}

impl ApiVersion {
    /// Every form that this server speaks, oldest first.
    pub const ALL: &'static [Self] = &[Self::V20261122];

    /// What new keys are pinned to.
    pub const LATEST: Self = Self::V20261122;

    /// As the header and the database spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V20261122 => "2026-11-22",
        }
    }

    /// Reads the header or the kept text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|version| version.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_its_own_text_and_new_keys_get_the_last() {
        assert!(ApiVersion::ALL.iter().all(|version| ApiVersion::from_text(version.as_str()) == Some(*version)));
        assert_eq!(ApiVersion::ALL.last(), Some(&ApiVersion::LATEST));
        assert!(ApiVersion::ALL.is_sorted());
        assert_eq!(ApiVersion::from_text("2026-11-23"), None);
    }
}
