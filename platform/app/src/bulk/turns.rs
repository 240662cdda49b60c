//! Whose turn it is: of people who have so many clients each, whoever has the fewest gets the next one; of several with as few, who
//! stands first. Where nobody's clients are counted, that is one after the other. By arithmetic alone, so that a job that begins
//! again in the middle goes on with the same person, and a count says the same before.

/// Up to how many clients everybody is filled after so many turns, and how many of those who have no more have one more.
fn filled(held: &[i64], turns: i64) -> (i64, i64) {
    let given = |level: i64| held.iter().map(|has| (level - has).max(0)).sum::<i64>();
    let lowest = held.iter().copied().min().unwrap_or(0);
    let (mut fits, mut beyond) = (lowest, lowest + turns + 1);
    while beyond - fits > 1 {
        let middle = fits + (beyond - fits) / 2;
        if given(middle) <= turns { fits = middle } else { beyond = middle }
    }
    (fits, turns - given(fits))
}

/// The place of the person whose turn the `turn`-th is, from 0; `held` is how many clients each has before the first one.
pub(super) fn taker(held: &[i64], turn: i64) -> usize {
    let (level, before) = filled(held, turn);
    let mut next = held.iter().enumerate().filter(|(_, has)| **has <= level).map(|(place, _)| place);
    next.nth(usize::try_from(before).unwrap_or(0)).unwrap_or(0)
}

/// How many of so many turns each gets.
pub(super) fn shares(held: &[i64], turns: i64) -> Vec<i64> {
    let (level, mut more) = filled(held, turns);
    let share = |has: &i64| {
        let one = i64::from(*has <= level && more > 0);
        more -= one;
        (level - has).max(0) + one
    };
    held.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Step by step, as somebody would do it by hand.
    fn by_hand(held: &[i64], turns: i64) -> Vec<usize> {
        let mut has = held.to_vec();
        let mut takers = Vec::new();
        for _ in 0..turns {
            let place = (0..has.len()).min_by_key(|place| has[*place]).unwrap();
            has[place] += 1;
            takers.push(place);
        }
        takers
    }

    #[test]
    fn whoever_has_the_fewest_gets_the_next_one() {
        for held in [vec![0, 0, 0], vec![5, 0, 2], vec![7], vec![3, 3, 1, 10], vec![1_000_000, 0], vec![2, 1, 1]] {
            let expected = by_hand(&held, 40);
            let takers: Vec<usize> = (0..40).map(|turn| taker(&held, turn)).collect();
            assert_eq!(takers, expected, "{held:?}");
            let count = |place: usize| i64::try_from(expected.iter().filter(|taker| **taker == place).count()).unwrap();
            assert_eq!(shares(&held, 40), (0..held.len()).map(count).collect::<Vec<_>>(), "{held:?}");
        }
        assert_eq!(shares(&[0, 0, 0], 10), [4, 3, 3]);
        assert_eq!(shares(&[5, 0, 2], 4), [0, 3, 1]);
        assert_eq!(shares(&[], 4), [0_i64; 0]);
        assert_eq!(shares(&[4, 9], 0), [0, 0]);
    }
}
