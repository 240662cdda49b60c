use std::fmt;

use crm_model::TenantId;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zeroize::ZeroizeOnDrop;

use crate::secret::Secret;

/// Makes the tokens by which the database's row-level security knows the tenant. The master key never enters the
/// database, so SQL run by the application cannot forge a token.
#[derive(Debug, Clone)]
pub struct ContextKeys {
    master: Secret,
}

impl ContextKeys {
    /// Takes the master key.
    #[must_use]
    pub fn new(master: [u8; 32]) -> Self {
        Self { master: Secret::new(master) }
    }

    /// The token of a tenant: HMAC-SHA256(master key, the 16 bytes of the tenant's id).
    #[must_use]
    pub fn token(&self, tenant: TenantId) -> ContextToken {
        let bytes = Secret::new(self.master.hmac(&[tenant.uuid().as_bytes()]));
        ContextToken { hex: HEXLOWER.encode(bytes.bytes()), digest: Sha256::digest(bytes.bytes()).into() }
    }
}

/// What `app.key` is set to for one transaction. Wiped when dropped, silent in Debug.
#[derive(Clone, ZeroizeOnDrop)]
pub struct ContextToken {
    hex: String,
    #[zeroize(skip)]
    digest: [u8; 32],
}

impl ContextToken {
    /// The 64 lower-case hex digits to hand to the database.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.hex
    }

    /// SHA-256 over the token's 32 bytes: what `ctx.tenant_key.h` keeps.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }
}

impl fmt::Debug for ContextToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContextToken(***)")
    }
}
