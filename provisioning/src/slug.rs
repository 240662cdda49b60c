//! The short name of a broker: part of its hosts, so it must fit a host, say nothing it should not, and look like no other
//! (PROV-03).

/// A short name that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slug(String);

/// Why a text cannot be a short name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Not what a host may begin with.
    #[error(
        "the slug `{0}` does not fit: use 3 to 32 small letters a-z, digits and single hyphens, beginning with a letter and not ending with a hyphen"
    )]
    Shape(String),
    /// Letters of another alphabet look like Latin ones in an address bar.
    #[error(
        "the slug holds letters that are not a-z; in an address they cannot be told from Latin ones. Write it in a-z"
    )]
    NotAscii,
    /// Kept for the platform, or meant to be taken for it.
    #[error("the slug `{0}` is kept for the platform (or looks like a name that is); choose the broker's own name")]
    Reserved(String),
    /// Another broker's name could be read in it.
    #[error(
        "the slug `{0}` can be mistaken for that of another broker; choose one that differs in more than look-alike characters"
    )]
    LooksLike(String),
}

/// Names that hosts of the platform have or may come to have, and names that people trust.
const RESERVED: [&str; 78] = [
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "api",
    "app",
    "apps",
    "assets",
    "auth",
    "autoconfig",
    "autodiscover",
    "backup",
    "beta",
    "billing",
    "blog",
    "broadcasthost",
    "brokerdesk",
    "brokers",
    "cdn",
    "client",
    "clients",
    "console",
    "cpanel",
    "dashboard",
    "demo",
    "dev",
    "dns",
    "docs",
    "email",
    "example",
    "files",
    "forum",
    "ftp",
    "git",
    "graphql",
    "health",
    "help",
    "host",
    "hostmaster",
    "imap",
    "info",
    "internal",
    "local",
    "localhost",
    "login",
    "mail",
    "metrics",
    "monitor",
    "noc",
    "official",
    "operator",
    "operators",
    "ops",
    "payments",
    "platform",
    "pop",
    "portal",
    "postmaster",
    "root",
    "secure",
    "security",
    "smtp",
    "sso",
    "staff",
    "staging",
    "static",
    "status",
    "support",
    "system",
    "test",
    "verify",
    "webhooks",
    "webmail",
    "webmaster",
    "www",
    "wpad",
    "www1",
];

impl Slug {
    /// Reads a short name; `others` are those of the brokers there are.
    ///
    /// # Errors
    /// [`SlugError`] with how to mend it.
    pub fn parse<'a>(text: &str, others: impl IntoIterator<Item = &'a str>) -> Result<Self, SlugError> {
        if !text.is_ascii() {
            return Err(SlugError::NotAscii);
        }
        let inner = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let ends = text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.ends_with('-');
        if !(3..=32).contains(&text.len()) || !inner || !ends || text.contains("--") {
            return Err(SlugError::Shape(text.chars().take(40).collect()));
        }
        let mine = skeleton(text);
        if ["my", "api", "www"].contains(&text) || RESERVED.iter().any(|reserved| skeleton(reserved) == mine) {
            return Err(SlugError::Reserved(text.to_owned()));
        }
        if others.into_iter().any(|other| other != text && skeleton(other) == mine) {
            return Err(SlugError::LooksLike(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an eye in a hurry reads: characters that look alike become one, hyphens go.
fn skeleton(slug: &str) -> String {
    let alike = slug.replace('-', "").replace("rn", "m").replace("vv", "w").replace("cl", "d");
    let one = |c: char| match c {
        '0' => 'o',
        '1' | 'i' | 'j' => 'l',
        '2' => 'z',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        'q' => 'g',
        'u' => 'v',
        other => other,
    };
    alike.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prov_03_a_brokers_own_name_is_taken() {
        for good in ["northwind", "atlas", "fx-4-you", "abc", "broker-24", "a23456789012345678901234567890ab"] {
            assert_eq!(Slug::parse(good, ["meridian"]).unwrap().as_str(), good);
        }
        assert!(Slug::parse("atlas", ["atlas"]).is_ok(), "the same name again is the same broker");
    }

    #[test]
    fn prov_03_reserved_names_and_their_look_alikes_are_refused() {
        for bad in
            ["admin", "api", "www", "operator", "adm1n", "support", "supp0rt", "l0gin", "files", "f-i-l-e-s", "rnail"]
        {
            assert!(matches!(Slug::parse(bad, []), Err(SlugError::Reserved(_))), "{bad}");
        }
    }

    #[test]
    fn prov_03_what_fits_no_host_is_refused() {
        let long = "a".repeat(64);
        for bad in ["", "ab", "-abc", "abc-", "1abc", "Abc", "a b", "a.b.c", "a_b_c", "xn--abc", long.as_str()] {
            assert!(matches!(Slug::parse(bad, []), Err(SlugError::Shape(_))), "{bad}");
        }
        for bad in ["аtlas", "ａtlas", "atlaſ", "nörthwind", "atlas\u{200b}"] {
            assert_eq!(Slug::parse(bad, []), Err(SlugError::NotAscii));
        }
    }

    #[test]
    fn prov_03_a_name_that_reads_as_another_brokers_is_refused() {
        for bad in ["at1as", "nothing-at1as", "north-wind", "northvvind", "n0rthwind"] {
            let outcome = Slug::parse(bad, ["atlas", "northwind"]);
            assert_eq!(outcome.is_err(), bad != "nothing-at1as", "{bad}");
        }
    }
}
