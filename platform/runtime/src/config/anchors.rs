use super::parse;
use crate::{Environment, Secret};
use std::path::PathBuf;
use url::Url;

/// Where the heads of the audit chains are kept: a file, an S3 bucket, or both.
#[derive(Clone, Debug)]
pub struct AnchorConfig {
    /// A file of lines.
    pub file: Option<PathBuf>,
    /// A bucket.
    pub store: Option<StoreConfig>,
    /// What the keys of anchors in the bucket begin with.
    pub prefix: String,
}

/// How an S3 bucket is reached.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// The server; none: Amazon's own of the region.
    pub endpoint: Option<Url>,
    /// The region that requests are signed for.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// Key id of the account.
    pub key_id: String,
    /// Its secret.
    pub secret: Secret<String>,
    /// Whether the bucket stands in the path of addresses instead of in the host's name.
    pub path_style: bool,
    /// How objects are locked; none: they are not.
    pub lock: Option<StoreLock>,
}

/// How objects are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreLock {
    /// Who may take a lock away.
    pub mode: StoreLockMode,
    /// For how long.
    pub days: u32,
}

/// Who may take a lock away before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreLockMode {
    /// Accounts with a special right.
    Governance,
    /// Nobody.
    Compliance,
}

const FILE: &str = "AUDIT_ANCHOR_FILE";

impl AnchorConfig {
    pub(super) fn read(env: &Environment) -> Option<Self> {
        let file = env.optional(FILE, |text| Ok(PathBuf::from(text)));
        let prefix = env.or("AUDIT_ANCHOR_PREFIX", "audit-anchors".to_owned(), prefix);
        if env.text("S3_BUCKET").is_some() {
            return Some(Self { file, store: Some(StoreConfig::read(env)?), prefix });
        }
        if ["S3_ENDPOINT", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"].iter().any(|name| env.text(name).is_some()) {
            env.refuse(
                "S3_BUCKET",
                "is missing beside the other S3 settings; name the bucket, or leave all of them out",
            );
        } else if file.is_none() {
            env.refuse(FILE, "is missing; set it to a file on another disk than the database, or set S3_BUCKET");
        }
        Some(Self { file, store: None, prefix })
    }

    /// A listing that somebody on the way could change proves nothing.
    pub(super) fn refuse_clear_text(&self, env: &Environment) {
        let endpoint = self.store.as_ref().and_then(|store| store.endpoint.as_ref());
        let loopback = |url: &Url| matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        if endpoint.is_some_and(|url| url.scheme() != "https" && !loopback(url)) {
            env.refuse(
                "S3_ENDPOINT",
                "must be https:// in production; only this machine's own may be reached in clear",
            );
        }
    }
}

impl StoreConfig {
    fn read(env: &Environment) -> Option<Self> {
        let bucket = env.required("S3_BUCKET", "the bucket", bucket);
        let endpoint = env.optional("S3_ENDPOINT", endpoint);
        let region = env.or("S3_REGION", "us-east-1".to_owned(), region);
        let key_id = env.required("S3_ACCESS_KEY_ID", "the key id of the account for the bucket", word);
        let secret =
            env.required("S3_SECRET_ACCESS_KEY", "the secret of that account", |text| word(text).map(Secret::new));
        let yes_or_no = [("true", true), ("false", false)];
        let path_style = env.or("S3_PATH_STYLE", endpoint.is_some(), parse::one_of(&yes_or_no));
        let modes = [
            ("none", None),
            ("governance", Some(StoreLockMode::Governance)),
            ("compliance", Some(StoreLockMode::Compliance)),
        ];
        let mode = env.or("S3_LOCK", None, parse::one_of(&modes));
        let days = env.or("S3_LOCK_DAYS", 365, parse::number(1_u32, 36_500));
        let lock = mode.map(|mode| StoreLock { mode, days });
        Some(Self { endpoint, region, bucket: bucket?, key_id: key_id?, secret: secret?, path_style, lock })
    }
}

/// The server alone: a name or a password in the address would stand in every log of a proxy.
fn endpoint(text: &str) -> Result<Url, String> {
    let bare = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some()
            && url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
    };
    let url = Url::parse(text).ok().filter(bare);
    url.ok_or_else(|| "must look like https://s3.example.com: no path, no name, no password".to_owned())
}

fn bucket(text: &str) -> Result<String, String> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    if (3..=63).contains(&text.len()) && text.bytes().all(fits) {
        return Ok(text.to_owned());
    }
    Err("must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens".to_owned())
}

fn region(text: &str) -> Result<String, String> {
    if text.len() <= 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Ok(text.to_owned());
    }
    Err("must be a region such as eu-central-1".to_owned())
}

fn prefix(text: &str) -> Result<String, String> {
    let fits = |part: &str| {
        let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        !part.is_empty() && part.bytes().all(sound)
    };
    if text.len() <= 200 && text.split('/').all(fits) {
        return Ok(text.to_owned());
    }
    Err("must be words of letters, digits, hyphens and underscores with / between, such as audit-anchors".to_owned())
}

fn word(text: &str) -> Result<String, String> {
    if text.len() <= 500 && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    Err("must be one word without spaces".to_owned())
}
