//! The demo's people and keys, as `provisioning` wrote them into `.dev/demo.json`.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace::{Workspace, require_private};

/// Everything that a person needs to look around.
#[derive(Debug, Default, Deserialize)]
pub struct Demo {
    /// The brokers.
    pub tenants: Vec<Tenant>,
}

/// One broker of the demo.
#[derive(Debug, Deserialize)]
pub struct Tenant {
    /// First part of its hosts.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// A sample key for its website, if one was made.
    #[serde(default)]
    pub api_key: Option<String>,
    /// A key with every scope, if one was made.
    #[serde(default)]
    pub api_key_all_scopes: Option<String>,
    /// Who works there.
    #[serde(default)]
    pub people: Vec<Person>,
}

/// A staff member of the demo.
#[derive(Deserialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Sign-in address.
    pub email: String,
    /// Role's name.
    pub role: String,
    /// Password.
    pub password: String,
    /// Secret of the authenticator (base32), for those who have one.
    #[serde(default)]
    pub totp_secret: Option<String>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Person({})", self.role)
    }
}

impl Demo {
    /// Reads the file; `None` when nothing was seeded.
    ///
    /// # Errors
    /// When others may read it, or it is not what the seed writes.
    pub fn read(workspace: &Workspace) -> Result<Option<Self>> {
        let path = workspace.demo_file();
        if !path.exists() {
            return Ok(None);
        }
        require_private(&path)?;
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let demo = serde_json::from_str(&text).with_context(|| {
            format!("{} is not a list of demo people: run ./dev reset, then ./dev up", path.display())
        })?;
        Ok(Some(demo))
    }

    /// The person with this sign-in address (any case).
    ///
    /// # Errors
    /// When there is none; the text lists those there are.
    pub fn person(&self, email: &str) -> Result<&Person> {
        let mut all = self.tenants.iter().flat_map(|tenant| &tenant.people);
        let wanted = email.trim().to_lowercase();
        match all.find(|person| person.email.to_lowercase() == wanted) {
            Some(person) => Ok(person),
            None => {
                let known: Vec<&str> =
                    self.tenants.iter().flat_map(|tenant| &tenant.people).map(|person| person.email.as_str()).collect();
                bail!("nobody of the demo signs in as {wanted}; there are: {}", known.join(", "))
            }
        }
    }
}
