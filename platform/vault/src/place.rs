use crm_model::TenantId;
use uuid::Uuid;

use crate::VaultError;

/// Where a sealed value lives. It is authenticated with the value, so an envelope opens only where it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Tenant that owns the row.
    pub tenant: TenantId,
    /// Table, without schema.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Place {
    /// The place as bytes: each part preceded by its length, so no two places share an encoding.
    pub(crate) fn canonical(&self) -> Vec<u8> {
        canonical(&[self.tenant.uuid().as_bytes(), self.table.as_bytes(), self.column.as_bytes(), self.row.as_bytes()])
    }
}

/// Parts joined, each preceded by its length as eight bytes.
pub(crate) fn canonical(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        // usize is at most 64 bits wide on every target Rust knows
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Something that seals values for a place and opens them there: [`TenantKeys`](crate::TenantKeys) for what belongs
/// to the tenant (staff e-mails, server secrets), [`ClientKey`](crate::ClientKey) for what must be erasable with a
/// client. Synchronous; a few microseconds a value.
pub trait Sealer {
    /// Seals `plain` for `place` under the newest key with a fresh random nonce.
    ///
    /// # Errors
    /// [`VaultError::WrongTenant`] if the place belongs to another tenant; [`VaultError::TooLarge`] over 64 GiB.
    fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, VaultError>;

    /// Opens what was sealed for exactly this place.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`], [`VaultError::Malformed`], [`VaultError::UnknownVersion`],
    /// [`VaultError::WrongTenant`].
    fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, VaultError>;

    /// [`Sealer::seal`] for text.
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    fn seal_str(&self, place: &Place, plain: &str) -> Result<Vec<u8>, VaultError> {
        self.seal(place, plain.as_bytes())
    }

    /// [`Sealer::open`] for text.
    ///
    /// # Errors
    /// As [`Sealer::open`], and [`VaultError::NotText`].
    fn open_str(&self, place: &Place, sealed: &[u8]) -> Result<String, VaultError> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| VaultError::NotText)
    }
}
