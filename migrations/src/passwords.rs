//! Passwords of the LOGIN roles, sent as SCRAM verifiers: the clear text reaches neither the server nor its log.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, PgConnection};
use zeroize::Zeroizing;

use crate::{BootstrapError, roles};

const ITERATIONS: u32 = 4096;

/// A role and the password it is to have.
pub struct RolePassword {
    role: &'static str,
    password: Zeroizing<String>,
}

impl std::fmt::Debug for RolePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RolePassword({}, ***)", self.role)
    }
}

impl RolePassword {
    /// Reads `CRM_APP_PASSWORD` and so on for each LOGIN role by `lookup`.
    ///
    /// # Errors
    /// Names the first variable that is missing, too short, or not plain ASCII.
    pub fn all_from(lookup: impl Fn(&str) -> Option<String>) -> Result<Vec<Self>, BootstrapError> {
        roles::login_roles()
            .map(|role| {
                let variable = format!("{}_PASSWORD", role.to_ascii_uppercase());
                let problem = |problem| BootstrapError::Password { variable: variable.clone(), problem };
                let password = Zeroizing::new(
                    lookup(&variable)
                        .ok_or_else(|| problem("is not set; each LOGIN role needs a password of its own"))?,
                );
                if password.len() < 16 {
                    return Err(problem("is shorter than 16 characters; take 32 random ones"));
                }
                // SASLprep leaves printable ASCII as it is; anything else would need the whole of it
                if !password.bytes().all(|byte| byte.is_ascii_graphic()) {
                    return Err(problem("may hold printable ASCII without spaces only"));
                }
                Ok(Self { role, password })
            })
            .collect()
    }
}

/// Gives each role its password; run by an administrator after [`crate::bootstrap()`].
///
/// # Errors
/// When the database refuses or the machine has no randomness.
pub async fn set_passwords(conn: &mut PgConnection, passwords: &[RolePassword]) -> Result<(), BootstrapError> {
    for RolePassword { role, password } in passwords {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
        let verifier = scram_verifier(password, &salt)?;
        sqlx::raw_sql(AssertSqlSafe(format!("ALTER ROLE {role} PASSWORD '{verifier}'"))).execute(&mut *conn).await?;
    }
    Ok(())
}

/// The stored form of RFC 5803: `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`.
fn scram_verifier(password: &str, salt: &[u8]) -> Result<String, BootstrapError> {
    let mut block = salt.to_vec();
    block.extend_from_slice(&1_u32.to_be_bytes());
    let mut round = hmac(password.as_bytes(), &block)?;
    let mut salted = Zeroizing::new(round);
    for _ in 1..ITERATIONS {
        round = hmac(password.as_bytes(), &round)?;
        salted.iter_mut().zip(round).for_each(|(kept, new)| *kept ^= new);
    }
    let stored = Sha256::digest(hmac(salted.as_slice(), b"Client Key")?);
    let server = hmac(salted.as_slice(), b"Server Key")?;
    Ok(format!(
        "SCRAM-SHA-256${ITERATIONS}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(stored),
        STANDARD.encode(server)
    ))
}

fn hmac(key: &[u8], text: &[u8]) -> Result<[u8; 32], BootstrapError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| sqlx::Error::Configuration(Box::new(error)))?;
    mac.update(text);
    Ok(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_weak_password_is_named_and_none_is_printed() {
        let error = RolePassword::all_from(|_| None).unwrap_err();
        assert!(error.to_string().starts_with("CRM_MIGRATOR_PASSWORD: is not set"), "{error}");
        let error = RolePassword::all_from(|_| Some("short".into())).unwrap_err();
        assert!(error.to_string().contains("shorter than 16"));
        let all = RolePassword::all_from(|name| Some(format!("{name}-0123456789"))).unwrap();
        assert_eq!(all.len(), roles::login_roles().count());
        assert!(!format!("{all:?}").contains("0123456789"));
    }
}
