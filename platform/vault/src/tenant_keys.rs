use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use crm_model::{ClientId, TenantId};
use uuid::Uuid;

use crate::envelope::{self, Format};
use crate::place::canonical;
use crate::secret::Secret;
use crate::{BlindIndex, BlindKind, ClientKey, FileKey, Place, Sealer, VaultError};

/// The unwrapped keys of one tenant, in one or several versions: writes use one (the newest unless said), reads any, blind
/// indexes are looked up under all. Cheap to clone; wiped when the last clone goes.
#[derive(Clone)]
pub struct TenantKeys {
    inner: Arc<KeySet>,
}

struct KeySet {
    tenant: TenantId,
    writes: VersionKeys,
    others: Vec<VersionKeys>,
}

#[derive(Clone)]
struct VersionKeys {
    version: u16,
    record: Secret,
    wrapping: Secret,
    blind: Secret,
}

impl VersionKeys {
    fn derive(version: u16, root: &Secret) -> Self {
        Self {
            version,
            record: root.derive("brokerdesk tenant record key"),
            wrapping: root.derive("brokerdesk client key wrapping"),
            blind: root.derive("brokerdesk blind index"),
        }
    }

    fn blind(&self, kind: BlindKind, normalised: &str) -> BlindIndex {
        BlindIndex::from_mac(self.blind.hmac(&[kind.label().as_bytes(), &[0], normalised.as_bytes()]))
    }
}

impl TenantKeys {
    pub(crate) fn derive(tenant: TenantId, roots: &[(u16, Secret)]) -> Result<Self, VaultError> {
        let mut versions: Vec<_> = roots.iter().map(|(version, root)| VersionKeys::derive(*version, root)).collect();
        versions.sort_by_key(|keys| Reverse(keys.version));
        if versions.windows(2).any(|pair| matches!(pair, [a, b] if a.version == b.version)) {
            return Err(VaultError::KeySet("one version was given twice"));
        }
        let mut versions = versions.into_iter();
        let writes = versions.next().ok_or(VaultError::KeySet("none was given"))?;
        Ok(Self { inner: Arc::new(KeySet { tenant, writes, others: versions.collect() }) })
    }

    /// The same keys, sealing and indexing under another version: a newer one may not be known everywhere yet.
    ///
    /// # Errors
    /// [`VaultError::UnknownVersion`].
    pub fn writing_under(&self, version: u16) -> Result<Self, VaultError> {
        if version == self.version() {
            return Ok(self.clone());
        }
        let writes = self.find(version)?.clone();
        let others = self.versions().filter(|keys| keys.version != version).cloned().collect();
        Ok(Self { inner: Arc::new(KeySet { tenant: self.tenant(), writes, others }) })
    }

    /// The tenant whose keys these are.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.inner.tenant
    }

    /// The version new values are sealed under.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.inner.writes.version
    }

    /// The blind index of a normalised value under the version of writes: what a write stores.
    #[must_use]
    pub fn blind(&self, kind: BlindKind, normalised: &str) -> BlindIndex {
        self.inner.writes.blind(kind, normalised)
    }

    /// The blind indexes of a normalised value under every version, that of writes first: what a look-up asks for.
    #[must_use]
    pub fn blind_all(&self, kind: BlindKind, normalised: &str) -> Vec<BlindIndex> {
        self.versions().map(|keys| keys.blind(kind, normalised)).collect()
    }

    /// Makes a client's data key and its wrapped form, which is what the database keeps.
    ///
    /// # Errors
    /// [`VaultError::Randomness`].
    pub fn new_client_key(&self, client: ClientId) -> Result<(ClientKey, Vec<u8>), VaultError> {
        let key = ClientKey { tenant: self.tenant(), client, secret: Secret::random()? };
        let wrapped = self.wrap_client_key(&key)?;
        Ok((key, wrapped))
    }

    /// Wraps a client's key under the version of writes (for a rotation of the tenant key; the client key stays).
    ///
    /// # Errors
    /// [`VaultError::WrongTenant`].
    pub fn wrap_client_key(&self, key: &ClientKey) -> Result<Vec<u8>, VaultError> {
        if key.tenant != self.tenant() {
            return Err(VaultError::WrongTenant);
        }
        let writes = &self.inner.writes;
        let aad = self.client_aad(key.client);
        envelope::seal(Format::ClientKey, writes.version, &writes.wrapping, &aad, key.secret.bytes())
    }

    /// Unwraps the data key of exactly this client of this tenant.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] for another client's or tenant's key, [`VaultError::Malformed`],
    /// [`VaultError::UnknownVersion`].
    pub fn unwrap_client_key(&self, client: ClientId, wrapped: &[u8]) -> Result<ClientKey, VaultError> {
        let keys = self.find(envelope::version(Format::ClientKey, wrapped)?)?;
        let plain = zeroize::Zeroizing::new(envelope::open(
            Format::ClientKey,
            &keys.wrapping,
            &self.client_aad(client),
            wrapped,
        )?);
        let secret = Secret::from_slice(&plain).ok_or(VaultError::Malformed("a client key has 32 bytes"))?;
        Ok(ClientKey { tenant: self.tenant(), client, secret })
    }

    /// Makes the key of a file and its wrapped form, which is what the database keeps as long as the file is to be read.
    ///
    /// # Errors
    /// [`VaultError::Randomness`].
    pub fn new_file_key(&self, file: Uuid) -> Result<(FileKey, Vec<u8>), VaultError> {
        let key = FileKey { tenant: self.tenant(), file, secret: Secret::random()? };
        let wrapped = self.wrap_file_key(&key)?;
        Ok((key, wrapped))
    }

    /// Wraps a file's key under the version of writes (for a rotation of the tenant key; the file's key stays).
    ///
    /// # Errors
    /// [`VaultError::WrongTenant`].
    pub fn wrap_file_key(&self, key: &FileKey) -> Result<Vec<u8>, VaultError> {
        if key.tenant != self.tenant() {
            return Err(VaultError::WrongTenant);
        }
        let writes = &self.inner.writes;
        envelope::seal(Format::FileKey, writes.version, &writes.wrapping, &self.file_aad(key.file), key.secret.bytes())
    }

    /// Whether a value or a wrapped key is under the version of writes already, as its envelope says.
    #[must_use]
    pub fn is_under_present(&self, sealed: &[u8]) -> bool {
        envelope::stated_version(sealed) == Some(self.version())
    }

    /// Unwraps the key of exactly this file of this tenant.
    ///
    /// # Errors
    /// As [`TenantKeys::unwrap_client_key`].
    pub fn unwrap_file_key(&self, file: Uuid, wrapped: &[u8]) -> Result<FileKey, VaultError> {
        let keys = self.find(envelope::version(Format::FileKey, wrapped)?)?;
        let opened = envelope::open(Format::FileKey, &keys.wrapping, &self.file_aad(file), wrapped)?;
        let plain = zeroize::Zeroizing::new(opened);
        let secret = Secret::from_slice(&plain).ok_or(VaultError::Malformed("a file's key has 32 bytes"))?;
        Ok(FileKey { tenant: self.tenant(), file, secret })
    }

    fn file_aad(&self, file: Uuid) -> Vec<u8> {
        canonical(&[self.tenant().uuid().as_bytes(), file.as_bytes()])
    }

    fn client_aad(&self, client: ClientId) -> Vec<u8> {
        canonical(&[self.tenant().uuid().as_bytes(), client.uuid().as_bytes()])
    }

    fn versions(&self) -> impl Iterator<Item = &VersionKeys> {
        std::iter::once(&self.inner.writes).chain(&self.inner.others)
    }

    fn find(&self, version: u16) -> Result<&VersionKeys, VaultError> {
        self.versions().find(|keys| keys.version == version).ok_or_else(|| VaultError::UnknownVersion {
            version,
            loaded: self.versions().map(|keys| keys.version.to_string()).collect::<Vec<_>>().join(", "),
        })
    }

    fn check(&self, place: &Place) -> Result<(), VaultError> {
        if place.tenant == self.tenant() { Ok(()) } else { Err(VaultError::WrongTenant) }
    }
}

impl Sealer for TenantKeys {
    fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.check(place)?;
        let writes = &self.inner.writes;
        envelope::seal(Format::TenantRecord, writes.version, &writes.record, &place.canonical(), plain)
    }

    fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.check(place)?;
        let keys = self.find(envelope::version(Format::TenantRecord, sealed)?)?;
        envelope::open(Format::TenantRecord, &keys.record, &place.canonical(), sealed)
    }
}

impl fmt::Debug for TenantKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TenantKeys").field("version", &self.version()).finish_non_exhaustive()
    }
}
