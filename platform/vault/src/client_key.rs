use crm_model::{ClientId, TenantId};

use crate::envelope::{self, Format};
use crate::secret::Secret;
use crate::{Place, Sealer, VaultError};

/// The data key of one client. Everything sealed with it is unreadable once its wrapped form is destroyed.
#[derive(Clone, Debug)]
pub struct ClientKey {
    pub(crate) tenant: TenantId,
    pub(crate) client: ClientId,
    pub(crate) secret: Secret,
}

/// A client has one key for life (erasure destroys it, nothing replaces it), hence one version.
const VERSION: u16 = 1;

impl ClientKey {
    /// The client whose key this is.
    #[must_use]
    pub fn client(&self) -> ClientId {
        self.client
    }

    fn secret_for(&self, place: &Place) -> Result<&Secret, VaultError> {
        if place.tenant != self.tenant {
            return Err(VaultError::WrongTenant);
        }
        Ok(&self.secret)
    }
}

impl Sealer for ClientKey {
    fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        envelope::seal(Format::ClientRecord, VERSION, self.secret_for(place)?, &place.canonical(), plain)
    }

    fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        envelope::open(Format::ClientRecord, self.secret_for(place)?, &place.canonical(), sealed)
    }
}
