use crate::Problem;

/// What is expected of a person. Nothing is expected where a number is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaffTarget {
    /// Clients spoken to on a working day.
    pub contacts_a_day: Option<i32>,
    /// First deposits of the person's clients in a month.
    pub first_deposits_a_month: Option<i32>,
    /// Grows with each change; 0 where none was ever set.
    pub version: i32,
}

impl StaffTarget {
    /// Nobody is asked for more.
    pub const MOST: i32 = 10_000;

    /// The first number that nobody can be asked for.
    ///
    /// # Errors
    /// [`Problem`] with its place.
    pub fn check(&self) -> Result<(), Problem> {
        for (place, number) in
            [("contactsADay", self.contacts_a_day), ("firstDepositsAMonth", self.first_deposits_a_month)]
        {
            if number.is_some_and(|number| !(1..=Self::MOST).contains(&number)) {
                return Err(Problem::at(place, "out_of_range", "Choose 1 to 10,000, or leave it empty for no target."));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_number_that_somebody_can_reach_or_none() {
        let of = |contacts_a_day, first_deposits_a_month| {
            StaffTarget { contacts_a_day, first_deposits_a_month, version: 0 }.check().is_ok()
        };
        assert!(of(None, None) && of(Some(1), Some(10_000)) && of(Some(40), None));
        assert!(!of(Some(0), None) && !of(None, Some(10_001)) && !of(Some(-1), Some(1)));
    }
}
