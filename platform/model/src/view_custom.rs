//! What a saved view asks of a broker's own field.

use crate::{CustomChoiceId, CustomFieldId, CustomFieldKind, Millionths, ViewCondition};

impl ViewCondition {
    /// Whether it asks for numbers.
    pub(crate) const fn counts(&self) -> bool {
        self.min.is_some() || self.max.is_some() || self.above.is_some() || self.below.is_some()
    }

    /// The kinds of the broker's own fields that can answer it; `None` when it is no well-formed question about one. Only
    /// ids, numbers and days are taken, so that no words of a client can stand in it.
    #[must_use]
    pub fn custom_kinds(&self) -> Option<&'static [CustomFieldKind]> {
        use CustomFieldKind::{Choice, Date, Flag, Number};
        CustomFieldId::parse(self.custom.as_deref()?)?;
        if self.from.is_some() || self.before.is_some() {
            return None;
        }
        let numbers = [&self.min, &self.max, &self.above, &self.below];
        if !numbers.into_iter().flatten().all(|number| Millionths::parse(number).is_some()) {
            return None;
        }
        let dated = self.day_from.is_some() || self.day_before.is_some() || self.period.is_some();
        let listed = !self.values.is_empty();
        let parts = [self.how.is_some(), self.counts(), dated, listed, self.on.is_some()];
        if self.empty || parts.into_iter().filter(|part| *part).count() != 1 {
            return None;
        }
        Some(match self {
            _ if self.how.is_some() => CustomFieldKind::ALL,
            _ if self.counts() => &[Number],
            _ if dated => &[Date],
            _ if self.on.is_some() => &[Flag],
            _ if self.values.iter().all(|id| CustomChoiceId::parse(id).is_some()) => &[Choice],
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ViewField, ViewPeriod, ViewPresence};

    fn asked(change: impl FnOnce(&mut ViewCondition)) -> Option<&'static [CustomFieldKind]> {
        let mut condition = ViewCondition {
            field: ViewField::Custom,
            values: Vec::new(),
            empty: false,
            not: false,
            from: None,
            before: None,
            period: None,
            how: None,
            on: None,
            custom: Some(CustomFieldId::generate().to_string()),
            min: None,
            max: None,
            above: None,
            below: None,
            day_from: None,
            day_before: None,
        };
        change(&mut condition);
        condition.custom_kinds()
    }

    #[test]
    fn a_view_asks_a_brokers_own_field_for_numbers_days_and_choices_but_never_for_words() {
        use CustomFieldKind::{Choice, Date, Flag, Number};
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(asked(|c| c.how = Some(ViewPresence::Present)), Some(CustomFieldKind::ALL));
        assert_eq!(asked(|c| (c.min, c.below) = (text("1"), text("2.5"))), Some([Number].as_slice()));
        assert_eq!(asked(|c| c.period = Some(ViewPeriod::LastWeek)), Some([Date].as_slice()));
        assert_eq!(asked(|c| c.values = vec![CustomChoiceId::generate().to_string()]), Some([Choice].as_slice()));
        assert_eq!(asked(|c| c.on = Some(true)), Some([Flag].as_slice()));
        assert_eq!(asked(|c| c.values = vec!["Olga".to_owned()]), None);
        assert_eq!(asked(|c| c.min = text("a lot")), None);
        assert_eq!(asked(|_| {}), None);
        assert_eq!(asked(|c| (c.on, c.min) = (Some(true), text("1"))), None);
        assert_eq!(asked(|c| (c.how, c.custom) = (Some(ViewPresence::Present), None)), None);
    }
}
