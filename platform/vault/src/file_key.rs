use crm_model::TenantId;
use uuid::Uuid;

use crate::envelope::{self, Format};
use crate::secret::Secret;
use crate::{Place, Sealer, VaultError};

/// The key of one file and of everything that is kept for its sake. Once its wrapped form is destroyed, none of it can be
/// read.
#[derive(Clone, Debug)]
pub struct FileKey {
    pub(crate) tenant: TenantId,
    pub(crate) file: Uuid,
    pub(crate) secret: Secret,
}

/// A file has one key for life.
const VERSION: u16 = 1;

impl FileKey {
    /// The file whose key this is.
    #[must_use]
    pub const fn file(&self) -> Uuid {
        self.file
    }

    fn secret_for(&self, place: &Place) -> Result<&Secret, VaultError> {
        if place.tenant != self.tenant {
            return Err(VaultError::WrongTenant);
        }
        Ok(&self.secret)
    }
}

impl Sealer for FileKey {
    fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        envelope::seal(Format::FileRecord, VERSION, self.secret_for(place)?, &place.canonical(), plain)
    }

    fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        envelope::open(Format::FileRecord, self.secret_for(place)?, &place.canonical(), sealed)
    }
}
