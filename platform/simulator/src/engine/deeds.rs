//! How often something was done under a name: a change that leaves no deal is counted too.

use std::collections::BTreeMap;

use super::Engine;

impl Engine {
    /// Counts a thing that was done. What has no comment has no name.
    pub(crate) fn note_deed(&mut self, comment: &str) {
        if !comment.is_empty() {
            *self.book.deeds.entry(comment.to_owned()).or_default() += 1;
        }
    }

    /// How often something was done, by the comment it was asked for with.
    pub(crate) const fn deeds(&self) -> &BTreeMap<String, u32> {
        &self.book.deeds
    }
}
