//! A client as it is handed to a view: with its contacts and with what this reader may see of it.

use chrono::{DateTime, Utc};
use crm_access::{FieldClass, OpContext, Permission, RelationTo, Visibility};
use crm_model::{Address, ContactId, ContactKind, TenantId};
use crm_storage::{ClientRecord, ContactRow, client_place, covers};
use crm_vault::{ClientKey, MASKED, Sealer, TenantKeys, VaultError};

/// A client with its contacts, for one reader.
pub struct ClientCard {
    /// The record.
    pub client: ClientRecord,
    contacts: Vec<ContactRow>,
    tenant: TenantId,
    keys: TenantKeys,
    relation: RelationTo,
    reveals: bool,
    /// Whether this session opened the profile within the last 30 minutes.
    pub opened: bool,
}

/// What a reader is shown of a personal value. The raw value is here only when nothing is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// What may be shown; `None` when there is nothing, or not even that may be known.
    pub display: Option<String>,
    /// Whether it stands for something longer.
    pub masked: bool,
    /// Whether there is a value, as far as the reader may know.
    pub present: bool,
    /// Whether the reader may ask to see it, with a reason.
    pub can_reveal: bool,
}

/// A contact as a reader sees it.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Id.
    pub id: ContactId,
    /// E-mail or phone.
    pub kind: ContactKind,
    /// Primary.
    pub primary: bool,
    /// When it was proved.
    pub verified_at: Option<DateTime<Utc>>,
    /// The value, masked as the reader's role says.
    pub value: Personal,
}

/// The policy's answer for one class of fields and one record.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// How much is shown.
    pub visibility: Visibility,
    /// Whether a reveal is possible.
    pub may_reveal: bool,
}

impl Personal {
    /// Nothing there, or nothing that may be known.
    pub(crate) const NOTHING: Self = Self { display: None, masked: false, present: false, can_reveal: false };

    /// Applies a reading to a value that may be absent. `open` runs only for readers who see everything: a masked value
    /// is never decrypted to show its mask (SECURITY 10).
    pub(crate) fn read<E>(
        reading: Reading,
        present: bool,
        mask: Option<&str>,
        open: impl FnOnce() -> Result<String, E>,
    ) -> Result<Self, E> {
        Ok(match (reading.visibility, present) {
            (Visibility::Hidden, _) => Self { masked: true, ..Self::NOTHING },
            (_, false) => Self::NOTHING,
            (Visibility::Full, true) => {
                Self { display: Some(open()?), masked: false, present: true, can_reveal: false }
            }
            (Visibility::Partial, true) => Self {
                display: Some(mask.unwrap_or(MASKED).to_owned()),
                masked: true,
                present: true,
                can_reveal: reading.may_reveal,
            },
            (Visibility::Masked, true) => {
                Self { display: Some(MASKED.to_owned()), masked: true, present: true, can_reveal: reading.may_reveal }
            }
        })
    }
}

impl ClientCard {
    pub(crate) fn new(
        op: &OpContext,
        keys: &TenantKeys,
        client: ClientRecord,
        contacts: Vec<ContactRow>,
        opened: bool,
    ) -> Self {
        let relation = op.relation_to(client.owner_id(), client.team_id(), client.reader_participates);
        // what is offered is not used yet
        let reveals = op.reach(Permission::ContactReveal).is_some_and(|reach| covers(&reach, &client));
        Self { client, contacts, tenant: op.tenant().id, keys: keys.clone(), relation, reveals, opened }
    }

    /// Whose client it is.
    pub(crate) const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// How the reader stands to the client.
    #[must_use]
    pub const fn relation(&self) -> RelationTo {
        self.relation
    }

    /// What the policy says of a class of this client's fields.
    #[must_use]
    pub fn reading(&self, op: &OpContext, class: FieldClass) -> Reading {
        Reading { visibility: op.policy().visibility(class, self.relation), may_reveal: self.reveals }
    }

    /// The client's unwrapped key.
    ///
    /// # Errors
    /// It was destroyed.
    pub fn key(&self) -> Result<ClientKey, VaultError> {
        self.client.key(&self.keys)
    }

    /// The contacts as rows, for the website's own view.
    #[must_use]
    pub fn contact_rows(&self) -> &[ContactRow] {
        &self.contacts
    }

    /// The primary contact of a kind.
    ///
    /// # Errors
    /// A sealed value does not open.
    pub fn primary(&self, op: &OpContext, kind: ContactKind) -> Result<Personal, VaultError> {
        let contact = self.contacts.iter().find(|c| c.kind == kind && c.primary);
        self.contact(op, kind, contact)
    }

    fn contact(&self, op: &OpContext, kind: ContactKind, contact: Option<&ContactRow>) -> Result<Personal, VaultError> {
        let class = class_of(kind);
        let open = || contact.ok_or(NOTHING_SEALED).and_then(|c| c.open(self.tenant, &self.key()?));
        Personal::read(self.reading(op, class), contact.is_some(), contact.map(|c| c.mask.as_str()), open)
    }

    /// Every contact whose class is not hidden.
    ///
    /// # Errors
    /// A sealed value does not open.
    pub fn contacts(&self, op: &OpContext) -> Result<Vec<Contact>, VaultError> {
        let shown =
            self.contacts.iter().filter(|c| self.reading(op, class_of(c.kind)).visibility != Visibility::Hidden);
        shown
            .map(|c| {
                Ok(Contact {
                    id: c.id,
                    kind: c.kind,
                    primary: c.primary,
                    verified_at: c.verified_at,
                    value: self.contact(op, c.kind, Some(c))?,
                })
            })
            .collect()
    }

    /// The date of birth, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// The sealed value does not open.
    pub fn date_of_birth(&self, op: &OpContext) -> Result<Personal, VaultError> {
        let sealed = self.client.date_of_birth_sealed.as_ref();
        Personal::read(self.reading(op, FieldClass::DateOfBirth), sealed.is_some(), None, || {
            self.open("date_of_birth_sealed", sealed)
        })
    }

    /// The address on one line.
    ///
    /// # Errors
    /// The sealed value does not open.
    pub fn address(&self, op: &OpContext) -> Result<Personal, VaultError> {
        let sealed = self.client.address_sealed.as_ref();
        Personal::read(self.reading(op, FieldClass::Address), sealed.is_some(), None, || self.address_line())
    }

    pub(crate) fn address_line(&self) -> Result<String, VaultError> {
        let text = self.open("address_sealed", self.client.address_sealed.as_ref())?;
        let address: Address = serde_json::from_str(&text).map_err(|_| VaultError::Malformed("not an address"))?;
        Ok(address.one_line())
    }

    /// Why the client must not be called, if so.
    ///
    /// # Errors
    /// The sealed value does not open.
    pub fn do_not_call_reason(&self) -> Result<Option<String>, VaultError> {
        let sealed = self.client.do_not_call_reason_sealed.as_ref();
        sealed.map(|_| self.open("do_not_call_reason_sealed", sealed)).transpose()
    }

    pub(crate) fn open(&self, column: &'static str, sealed: Option<&Vec<u8>>) -> Result<String, VaultError> {
        let sealed = sealed.ok_or(NOTHING_SEALED)?;
        self.key()?.open_str(&client_place(self.tenant, self.client.id, column), sealed)
    }
}

const NOTHING_SEALED: VaultError = VaultError::Malformed("nothing is sealed here");

pub(crate) const fn class_of(kind: ContactKind) -> FieldClass {
    match kind {
        ContactKind::Email => FieldClass::Email,
        ContactKind::Phone => FieldClass::Phone,
    }
}
