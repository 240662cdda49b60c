//! E-mail addresses and phone numbers in the one form that is stored, compared and dialled.

use crate::{Country, Pii, Problem};
use std::sync::Once;

text_enum! {
    /// What kind of contact a value is.
    ContactKind { Email = "email", Phone = "phone" }
}

/// An e-mail address: trimmed, at most 254 bytes, one `@`, ASCII domain in lower case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email {
    text: String,
    at: usize,
}

impl Email {
    /// Reads an address as people type it.
    ///
    /// # Errors
    /// `invalid_email`; the message does not repeat the input.
    pub fn parse(field: &str, raw: &str) -> Result<Pii<Self>, Problem> {
        let wrong = || Problem::at(field, "invalid_email", "Write one e-mail address, such as name@example.com.");
        let trimmed = raw.trim();
        if trimmed.len() > 254
            || trimmed.chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;:()\"\\[]".contains(c))
        {
            return Err(wrong());
        }
        let (local, domain) = trimmed.rsplit_once('@').ok_or_else(wrong)?;
        let domain = domain.to_ascii_lowercase();
        let label_ok = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.contains('@')
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let tld_ok = domain.rsplit('.').next().is_some_and(|t| t.len() >= 2 && !t.bytes().all(|b| b.is_ascii_digit()));
        if !local_ok || !domain.contains('.') || !domain.split('.').all(label_ok) || !tld_ok {
            return Err(wrong());
        }
        let text = format!("{local}@{domain}");
        Ok(Pii::new(Self { at: local.len(), text }))
    }

    /// The address as it is shown and mailed to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The form that is compared: lower case throughout.
    #[must_use]
    pub fn normalised(&self) -> String {
        self.text.to_lowercase()
    }

    /// What stands after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }

    /// What stands before the `@`, in lower case.
    #[must_use]
    pub fn local(&self) -> String {
        self.text.get(..self.at).unwrap_or_default().to_lowercase()
    }
}

/// A phone number in E.164, `+34612345678`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    e164: String,
    country_code: u16,
}

impl Phone {
    /// Reads a number as people type it; a national number needs the client's country.
    ///
    /// # Errors
    /// `invalid_phone` with how to mend it; the message does not repeat the input.
    pub fn parse(field: &str, raw: &str, country: Option<Country>) -> Result<Pii<Self>, Problem> {
        let wrong = || {
            Problem::at(
                field,
                "invalid_phone",
                "Write the number with its country code, such as +34 612 345 678, or set the country.",
            )
        };
        let trimmed = raw.trim();
        if trimmed.len() > 40 || !trimmed.chars().all(|c| c.is_ascii_digit() || " +-().\u{a0}/".contains(c)) {
            return Err(wrong());
        }
        let international = trimmed.strip_prefix("00").map(|rest| format!("+{rest}"));
        let text = international.as_deref().unwrap_or(trimmed);
        let region = country.and_then(|c| c.as_str().parse().ok());
        keep_patterns();
        let number = phonenumber::parse(region, text).map_err(|_| wrong())?;
        if !number.is_valid() {
            return Err(wrong());
        }
        let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
        Ok(Pii::new(Self { country_code: number.country().code(), e164 }))
    }

    /// `+` and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.e164
    }

    /// The calling code, 34 for Spain.
    #[must_use]
    pub const fn country_code(&self) -> u16 {
        self.country_code
    }

    /// The last four digits, by which people find a number.
    #[must_use]
    pub fn last_four(&self) -> &str {
        self.e164.get(self.e164.len().saturating_sub(4)..).unwrap_or_default()
    }
}

/// The patterns of a numbering plan are compiled when they are first needed. By itself the parser keeps a hundred of them,
/// those of some ten countries; with more in turn each number would compile a dozen anew, a thousand times the work.
fn keep_patterns() {
    const PATTERNS: usize = 600;
    static KEPT: Once = Once::new();
    KEPT.call_once(|| {
        if let Ok(mut cache) = phonenumber::metadata::DATABASE.cache().lock() {
            cache.set_capacity(PATTERNS);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_keeps_its_case_and_compares_without_it() {
        let email = Email::parse("email", "  Olga.Novak@Example.COM ").unwrap().into_inner();
        assert_eq!(email.as_str(), "Olga.Novak@example.com");
        assert_eq!(email.normalised(), "olga.novak@example.com");
        assert_eq!((email.local().as_str(), email.domain()), ("olga.novak", "example.com"));
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_repeated() {
        for raw in [
            "",
            "a",
            "a@b",
            "a@@b.com",
            "a b@c.com",
            "a@b.com\r\nBcc: x@y.com",
            "a@-b.com",
            "a@b.c",
            ".a@b.com",
            "a@b.123",
            "<a@b.com>",
        ] {
            let problem = Email::parse("email", raw).unwrap_err();
            assert_eq!(problem.code, "invalid_email");
            assert!(raw.len() < 3 || !problem.message.contains(raw));
        }
    }

    #[test]
    fn a_national_number_needs_its_country() {
        let spain = Country::parse("ES");
        assert_eq!(Phone::parse("phone", "612 345 678", spain).unwrap().expose().as_str(), "+34612345678");
        assert_eq!(Phone::parse("phone", "0034 612 345 678", None).unwrap().expose().as_str(), "+34612345678");
        assert_eq!(Phone::parse("phone", "612 345 678", None).unwrap_err().code, "invalid_phone");
        assert_eq!(Phone::parse("phone", "+34 612 345 678", None).unwrap().expose().last_four(), "5678");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parsers_panic(text in ".{0,60}") {
            let _ = Email::parse("e", &text);
            let _ = Phone::parse("p", &text, Country::parse("GB"));
        }
    }
}
