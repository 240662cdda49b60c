use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crm_model::TenantId;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::place::canonical;
use crate::secret::Secret;
use crate::{KeyEncryption, LocalKek, TenantKeys, VaultError};

/// A tenant's key as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Version of the tenant's key, from 1.
    pub version: u16,
    /// [`KeyEncryption::id`] of the key that wrapped it.
    pub kek_id: String,
    /// The wrapped bytes.
    pub bytes: Vec<u8>,
}

/// Makes and opens tenant keys; keeps up to 10,000 tenants' keys in memory for ten minutes of disuse each.
pub struct Vault {
    kek: Arc<dyn KeyEncryption>,
    former: Vec<Arc<dyn KeyEncryption>>,
    opened: Cache<[u8; 32], TenantKeys>,
}

const TENANTS_IN_MEMORY: u64 = 10_000;
const FORGOTTEN_AFTER: Duration = Duration::from_secs(600);

impl Vault {
    /// A vault whose tenant keys are wrapped by `kek`.
    #[must_use]
    pub fn new(kek: Arc<dyn KeyEncryption>) -> Self {
        let opened = Cache::builder().max_capacity(TENANTS_IN_MEMORY).time_to_idle(FORGOTTEN_AFTER).build();
        Self { kek, former: Vec::new(), opened }
    }

    /// A vault over keys that this process holds; `former` only opens.
    ///
    /// # Errors
    /// [`VaultError::BadKek`] for a key that is not random.
    pub fn local(kek: &[u8; 32], former: Option<&[u8; 32]>) -> Result<Self, VaultError> {
        let vault = Self::new(Arc::new(LocalKek::from_bytes(kek)?));
        Ok(match former {
            Some(former) => vault.with_former(Arc::new(LocalKek::from_bytes(former)?)),
            None => vault,
        })
    }

    /// [`KeyEncryption::id`] of the key that wraps.
    #[must_use]
    pub fn kek_id(&self) -> &str {
        self.kek.id()
    }

    /// Adds a key encryption key that only opens: what it wrapped stays readable until everything is rewrapped.
    #[must_use]
    pub fn with_former(mut self, kek: Arc<dyn KeyEncryption>) -> Self {
        self.former.push(kek);
        self
    }

    /// Makes a key for a tenant: `version` 1 at onboarding, the next number at each rotation.
    ///
    /// # Errors
    /// [`VaultError::Randomness`], [`VaultError::Unavailable`].
    pub async fn new_tenant_key(&self, tenant: TenantId, version: u16) -> Result<(TenantKeys, WrappedKey), VaultError> {
        let root = Secret::random()?;
        let wrapped = self.wrap(tenant, version, &root).await?;
        let keys = TenantKeys::derive(tenant, &[(version, root)])?;
        self.opened.insert(fingerprint(tenant, std::slice::from_ref(&wrapped)), keys.clone());
        Ok((keys, wrapped))
    }

    /// Opens one version of a tenant's key.
    ///
    /// # Errors
    /// As [`Vault::open_tenant_keys`].
    pub async fn open_tenant_key(&self, tenant: TenantId, wrapped: &WrappedKey) -> Result<TenantKeys, VaultError> {
        self.open_tenant_keys(tenant, std::slice::from_ref(wrapped)).await
    }

    /// Opens every given version of a tenant's key as one set: writes use the newest, reads any of them.
    ///
    /// # Errors
    /// [`VaultError::UnknownKek`], [`VaultError::DoesNotOpen`] (another tenant's key, another version, changed
    /// bytes), [`VaultError::KeySet`], [`VaultError::Unavailable`].
    pub async fn open_tenant_keys(&self, tenant: TenantId, wrapped: &[WrappedKey]) -> Result<TenantKeys, VaultError> {
        let fingerprint = fingerprint(tenant, wrapped);
        if let Some(keys) = self.opened.get(&fingerprint) {
            return Ok(keys);
        }
        let mut roots = Vec::with_capacity(wrapped.len());
        for key in wrapped {
            roots.push((key.version, self.unwrap(tenant, key).await?));
        }
        let keys = TenantKeys::derive(tenant, &roots)?;
        self.opened.insert(fingerprint, keys.clone());
        Ok(keys)
    }

    /// Wraps a tenant's key again under the current key encryption key; the tenant's key itself does not change.
    /// `None` if it already is.
    ///
    /// # Errors
    /// As [`Vault::open_tenant_keys`].
    pub async fn rewrap(&self, tenant: TenantId, wrapped: &WrappedKey) -> Result<Option<WrappedKey>, VaultError> {
        if wrapped.kek_id == self.kek.id() {
            return Ok(None);
        }
        let root = self.unwrap(tenant, wrapped).await?;
        self.wrap(tenant, wrapped.version, &root).await.map(Some)
    }

    async fn wrap(&self, tenant: TenantId, version: u16, root: &Secret) -> Result<WrappedKey, VaultError> {
        let bytes = self.kek.wrap(&aad(tenant, version), root.bytes()).await?;
        Ok(WrappedKey { version, kek_id: self.kek.id().to_owned(), bytes })
    }

    async fn unwrap(&self, tenant: TenantId, wrapped: &WrappedKey) -> Result<Secret, VaultError> {
        let mut configured = std::iter::once(&self.kek).chain(&self.former);
        let kek = configured.find(|kek| kek.id() == wrapped.kek_id).ok_or_else(|| VaultError::UnknownKek {
            wrapped_by: wrapped.kek_id.clone(),
            configured: std::iter::once(&self.kek)
                .chain(&self.former)
                .map(|kek| kek.id())
                .collect::<Vec<_>>()
                .join(", "),
        })?;
        let root = kek.unwrap(&aad(tenant, wrapped.version), &wrapped.bytes).await?;
        Ok(Secret::new(*root))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("kek", &self.kek.id()).finish_non_exhaustive()
    }
}

fn aad(tenant: TenantId, version: u16) -> Vec<u8> {
    canonical(&[b"brokerdesk tenant key", tenant.uuid().as_bytes(), &version.to_be_bytes()])
}

fn fingerprint(tenant: TenantId, wrapped: &[WrappedKey]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(tenant.uuid().as_bytes());
    for key in wrapped {
        hash.update(canonical(&[&key.version.to_be_bytes(), key.kek_id.as_bytes(), &key.bytes]));
    }
    hash.finalize().into()
}
