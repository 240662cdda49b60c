//! `.dev/demo.json`: what a person needs to look around. Passwords stand in it, so nobody else may read it.

use super::brokers::{BROKERS, DemoBroker, WITH_TOTP};
use anyhow::{Context, bail};
use crm_identity::{ApiKeySecret, TotpSecret};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Everything that the demo's people sign in with.
#[derive(Serialize, Deserialize)]
pub struct DemoFile {
    /// Whether everything named here is in the database.
    pub complete: bool,
    /// The brokers.
    pub tenants: Vec<DemoTenant>,
}

/// One broker of the demo.
#[derive(Serialize, Deserialize)]
pub struct DemoTenant {
    /// First part of its hosts.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its staff portal's host.
    pub host: String,
    /// Its REST API's host.
    pub api_host: String,
    /// A key that may register clients, for the printed curl line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub api_key: Option<String>,
    /// A key with every scope.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub api_key_all_scopes: Option<String>,
    /// Who works there.
    pub people: Vec<DemoLogin>,
}

/// What somebody signs in with.
#[derive(Serialize, Deserialize)]
pub struct DemoLogin {
    /// Full name.
    pub name: String,
    /// Sign-in address.
    pub email: String,
    /// Host to sign in at.
    pub host: String,
    /// Role's name.
    pub role: String,
    /// Team's name.
    pub team: String,
    /// Password.
    pub password: String,
    /// Secret of the authenticator (base 32), for those who have one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub totp_secret: Option<String>,
}

impl DemoFile {
    /// Fresh secrets for everybody.
    ///
    /// # Errors
    /// The operating system gives no randomness.
    pub(super) fn fresh(platform: &str) -> anyhow::Result<Self> {
        Ok(Self {
            complete: false,
            tenants: BROKERS.iter().map(|broker| tenant(broker, platform)).collect::<Result<_, _>>()?,
        })
    }

    /// Reads the file; `None` when there is none.
    ///
    /// # Errors
    /// It is not readable, or not what [`DemoFile::write`] writes.
    pub fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let file = serde_json::from_str(&text)
            .with_context(|| format!("{} is not what the seed writes; remove it and seed again", path.display()))?;
        Ok(Some(file))
    }

    /// Writes the file for its owner only, whole or not at all.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let told = || format!("{} cannot be written", path.display());
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(told)?;
        }
        let draft = path.with_extension("draft");
        let _ = std::fs::remove_file(&draft);
        let mut file =
            std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).with_context(told)?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            .with_context(told)?;
        std::fs::rename(&draft, path).with_context(told)?;
        if std::fs::metadata(path).with_context(told)?.permissions().mode() & 0o077 != 0 {
            bail!("{} may be read by others; choose a place with Unix permissions", path.display());
        }
        Ok(())
    }
}

fn tenant(broker: &DemoBroker, platform: &str) -> anyhow::Result<DemoTenant> {
    let host = format!("{}.{platform}", broker.slug);
    let key = || -> anyhow::Result<Option<String>> {
        Ok(if broker.has_keys { Some(ApiKeySecret::generate()?.expose().to_owned()) } else { None })
    };
    let login = |person: &super::brokers::DemoPerson| -> anyhow::Result<DemoLogin> {
        let totp = if person.role == WITH_TOTP { Some(TotpSecret::generate()?.base32().to_string()) } else { None };
        Ok(DemoLogin {
            name: person.name.to_owned(),
            email: person.email(broker),
            host: host.clone(),
            role: person.role.to_owned(),
            team: person.team.to_owned(),
            password: password(),
            totp_secret: totp,
        })
    };
    Ok(DemoTenant {
        slug: broker.slug.to_owned(),
        name: broker.name.to_owned(),
        api_host: format!("api.{host}"),
        api_key: key()?,
        api_key_all_scopes: key()?,
        people: broker.people.iter().map(login).collect::<Result<_, _>>()?,
        host,
    })
}

/// Twenty letters that can be told apart, in groups: some 86 bits.
fn password() -> String {
    const LETTERS: &[u8; 20] = b"bcdfghjkmnpqrstvwxyz";
    let mut rng = rand::rng();
    let mut group = || -> String {
        (0..5).filter_map(|_| LETTERS.get(rng.random_range(0..LETTERS.len())).copied().map(char::from)).collect()
    };
    [group(), group(), group(), group()].join("-")
}
