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
    use crate::{CustomChoiceId, CustomFieldId, ViewDefinition};

    #[test]
    fn a_view_asks_a_brokers_own_field_for_numbers_days_and_choices_but_never_for_words() {
        let (field, choice) = (CustomFieldId::generate().to_string(), CustomChoiceId::generate().to_string());
        let asks = |condition: &str| {
            let text = format!(r#"{{"filter":{{"join":"all","items":[{condition}]}}}}"#);
            let text = text.replace("FLD", &field).replace("CHC", &choice);
            serde_json::from_str::<ViewDefinition>(&text).unwrap().check().is_ok()
        };
        assert!(asks(r#"{"field":"custom","custom":"FLD","how":"present"}"#));
        assert!(asks(r#"{"field":"custom","custom":"FLD","min":"1","below":"2.5"}"#));
        assert!(asks(r#"{"field":"custom","custom":"FLD","dayFrom":"2026-01-01"}"#));
        assert!(asks(r#"{"field":"custom","custom":"FLD","period":"last_week","not":true}"#));
        assert!(asks(r#"{"field":"custom","custom":"FLD","values":["CHC"]}"#));
        assert!(asks(r#"{"field":"custom","custom":"FLD","on":true}"#));
        assert!(!asks(r#"{"field":"custom","custom":"FLD","values":["Olga"]}"#));
        assert!(!asks(r#"{"field":"custom","custom":"FLD","min":"a lot"}"#));
        assert!(!asks(r#"{"field":"custom","custom":"FLD"}"#));
        assert!(!asks(r#"{"field":"custom","custom":"FLD","on":true,"min":"1"}"#));
        assert!(!asks(r#"{"field":"custom","how":"present"}"#));
        assert!(!asks(r#"{"field":"country","custom":"FLD","values":["ES"]}"#));
    }
}
