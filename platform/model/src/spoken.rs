//! Languages in which people are written to: those that the portal speaks.

text_enum! {
    /// A language that mails, pages behind one-time links and the portal are written in.
    SpokenLanguage {
        /// English, the language of the source.
        English = "en",
        /// Arabic, from right to left.
        Arabic = "ar",
    }
}

impl SpokenLanguage {
    /// The language of a tag such as `ar-AE`; `None` for one that is not spoken.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::from_text(&first.to_ascii_lowercase())
    }

    /// Which way its lines run: `ltr` or `rtl`, as HTML says it.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_by_its_first_part() {
        for (tag, language) in [
            ("ar", Some(SpokenLanguage::Arabic)),
            ("ar-AE", Some(SpokenLanguage::Arabic)),
            ("AR_eg", Some(SpokenLanguage::Arabic)),
            ("en-GB", Some(SpokenLanguage::English)),
            ("arz", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(SpokenLanguage::of_tag(tag), language, "{tag}");
        }
    }
}
