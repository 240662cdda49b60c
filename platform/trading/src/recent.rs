use std::collections::VecDeque;
use std::sync::Mutex;

use crate::Reference;

const KEPT: usize = 512;

/// Numbers that a server gave lately. HTTP does not say which question an answer belongs to: an answer that comes twice
/// could be taken for that of the next question. A number that was given for another intent gives it away.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<VecDeque<(u64, Reference)>>);

impl Recent {
    /// Takes a number down; `false` when it was given for another intent.
    pub(crate) fn is_own(&self, number: u64, reference: Reference) -> bool {
        let mut kept = match self.0.lock() {
            Ok(kept) => kept,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some((_, owner)) = kept.iter().find(|(known, _)| *known == number) {
            return *owner == reference;
        }
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((number, reference));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_belongs_to_the_intent_it_was_first_given_for() {
        let recent = Recent::default();
        let [one, other] = [1, 2].map(|byte| Reference::from_bytes([byte; 10]));
        assert!(recent.is_own(7, one) && recent.is_own(7, one));
        assert!(!recent.is_own(7, other));
        assert!((0..1_000).all(|number| recent.is_own(number + 100, other)));
        assert!(recent.is_own(7, other), "what is long ago is forgotten");
    }
}
