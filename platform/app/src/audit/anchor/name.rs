//! What an anchor in the store is called. The name alone says which row had which hash, and which anchor came before, so that a
//! listing is all that a verification reads.

use crm_storage::Anchor;
use data_encoding::HEXLOWER;

/// `<sequence>-<sequence of the anchor before>-<hash>.json`; the zeros in front keep them in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The head.
    pub anchor: Anchor,
    /// The sequence of the anchor before it; 0 for the first.
    pub before: i64,
}

impl Name {
    pub(super) fn key(&self, folder: &str) -> String {
        format!("{folder}{:012}-{:012}-{}.json", self.anchor.seq, self.before, HEXLOWER.encode(&self.anchor.hash))
    }

    pub(super) fn parse(key: &str, folder: &str) -> Option<Self> {
        let mut words = key.strip_prefix(folder)?.strip_suffix(".json")?.split('-');
        let (seq, before) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let hash = HEXLOWER.decode(words.next()?.as_bytes()).ok()?;
        words.next().is_none().then_some(Self { anchor: Anchor { seq, hash }, before })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written_and_stand_in_order() {
        let name = |seq, before| Name { anchor: Anchor { seq, hash: vec![0xab; 32] }, before };
        let (small, large) = (name(9, 0), name(1_000, 9));
        for one in [&small, &large] {
            assert_eq!(Name::parse(&one.key("a/"), "a/").as_ref(), Some(one));
        }
        assert!(small.key("a/") < large.key("a/"));
        for other in ["a/9.json", "b/1-0-ab.json", "a/1-0-ab-1.json", "a/1-0-zz.json", "a/x"] {
            assert_eq!(Name::parse(other, "a/"), None, "{other}");
        }
    }
}
