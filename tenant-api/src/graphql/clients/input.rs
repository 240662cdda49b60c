//! What comes in about clients, read into what use cases take.

use crate::view::enums::{ClientKind, ClientStatus, ContactKind, FieldClass, RiskLevel};
use async_graphql::{ID, InputObject, MaybeUndefined};
use chrono::{DateTime, NaiveDate, Utc};
use crm_app::clients;
use crm_app::custom_fields::CustomInput;
use crm_model::{CustomFieldId, Pii, StaffId, StatusOptionId, TagId};

/// A postal address as typed.
#[derive(InputObject)]
pub struct AddressInput {
    line1: String,
    line2: Option<String>,
    city: Option<String>,
    postal_code: Option<String>,
    region: Option<String>,
    country: Option<String>,
}

impl From<AddressInput> for clients::AddressInput {
    fn from(input: AddressInput) -> Self {
        Self {
            line1: input.line1,
            line2: input.line2,
            city: input.city,
            postal_code: input.postal_code,
            region: input.region,
            country: input.country,
        }
    }
}

/// A client as somebody typed him.
#[derive(InputObject)]
pub struct CreateClientInput {
    kind: ClientKind,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    company_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    country: Option<String>,
    language: Option<String>,
    nationality: Option<String>,
    date_of_birth: Option<NaiveDate>,
    address: Option<AddressInput>,
    source: Option<String>,
    campaign: Option<String>,
    referrer_code: Option<String>,
    owner_id: Option<ID>,
    tag_ids: Option<Vec<ID>>,
    sales_status_id: Option<ID>,
    marketing_consent: Option<bool>,
    /// Values of the broker's own fields.
    custom_fields: Option<Vec<CustomFieldInput>>,
}

/// A value of one of the broker's own fields.
#[derive(InputObject)]
pub struct CustomFieldInput {
    field_id: ID,
    /// Words, a number such as `12.5`, `YYYY-MM-DD`, the id of a choice, `true` or `false`; null clears.
    value: Option<String>,
}

fn custom(inputs: Option<Vec<CustomFieldInput>>) -> Result<Vec<CustomInput>, crm_app::UseCaseError> {
    let read = |input: CustomFieldInput| {
        let field = id_at("customFields", &input.field_id, CustomFieldId::parse)?;
        Ok(CustomInput { field, value: input.value.map(Pii::new) })
    };
    inputs.unwrap_or_default().into_iter().map(read).collect()
}

/// Reads an id inside an input: one of another noun is a problem of the input, at its place.
pub(crate) fn id_at<T>(field: &str, id: &ID, parse: impl Fn(&str) -> Option<T>) -> Result<T, crm_app::UseCaseError> {
    parse(id).ok_or_else(|| crm_app::UseCaseError::invalid(field, "unknown_id", "There is no such thing."))
}

pub(crate) fn ids_at<T>(
    field: &str,
    ids: &[ID],
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, crm_app::UseCaseError> {
    ids.iter().map(|id| id_at(field, id, &parse)).collect()
}

impl CreateClientInput {
    pub(crate) fn read(self) -> Result<clients::NewClientInput, crm_app::UseCaseError> {
        Ok(clients::NewClientInput {
            kind: Some(self.kind.into()),
            owner: self.owner_id.as_ref().map(|id| id_at("ownerId", id, StaffId::parse)).transpose()?,
            tags: ids_at("tagIds", &self.tag_ids.unwrap_or_default(), TagId::parse)?,
            sales_status: self
                .sales_status_id
                .as_ref()
                .map(|id| id_at("salesStatusId", id, StatusOptionId::parse))
                .transpose()?,
            first_name: self.first_name,
            middle_name: self.middle_name,
            last_name: self.last_name,
            company_name: self.company_name,
            email: self.email.map(Pii::new),
            phone: self.phone.map(Pii::new),
            country: self.country,
            language: self.language,
            nationality: self.nationality,
            date_of_birth: self.date_of_birth.map(Pii::new),
            address: self.address.map(|a| Pii::new(a.into())),
            source: self.source,
            campaign: self.campaign,
            utm: [None, None, None],
            referrer_code: self.referrer_code,
            marketing_consent: self.marketing_consent.unwrap_or(false),
            custom: custom(self.custom_fields)?,
        })
    }
}

/// Absent fields stay as they are; null clears.
#[derive(InputObject)]
pub struct EditClientInput {
    pub(crate) id: ID,
    version: i32,
    first_name: MaybeUndefined<String>,
    middle_name: MaybeUndefined<String>,
    last_name: MaybeUndefined<String>,
    company_name: MaybeUndefined<String>,
    country: MaybeUndefined<String>,
    language: MaybeUndefined<String>,
    nationality: MaybeUndefined<String>,
    date_of_birth: MaybeUndefined<NaiveDate>,
    address: MaybeUndefined<AddressInput>,
    source: MaybeUndefined<String>,
    campaign: MaybeUndefined<String>,
    referrer_code: MaybeUndefined<String>,
    sales_status_id: Option<ID>,
    retention_status_id: MaybeUndefined<ID>,
    risk_level: Option<RiskLevel>,
    pep: Option<bool>,
    us_person: Option<bool>,
    status: Option<ClientStatus>,
    next_follow_up_at: MaybeUndefined<DateTime<Utc>>,
    marketing_consent: Option<bool>,
    /// The broker's own fields that are to change; a null value clears.
    custom_fields: Option<Vec<CustomFieldInput>>,
}

fn change<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

impl EditClientInput {
    pub(crate) fn read(self) -> Result<clients::EditClient, crm_app::UseCaseError> {
        let retention_status = change(self.retention_status_id)
            .map(|id| id.map(|id| id_at("retentionStatusId", &id, StatusOptionId::parse)).transpose())
            .transpose()?;
        Ok(clients::EditClient {
            version: self.version,
            first_name: change(self.first_name),
            middle_name: change(self.middle_name),
            last_name: change(self.last_name),
            company_name: change(self.company_name),
            country: change(self.country),
            language: change(self.language),
            nationality: change(self.nationality),
            date_of_birth: change(self.date_of_birth).map(|d| d.map(Pii::new)),
            address: change(self.address).map(|a| a.map(|a| Pii::new(a.into()))),
            source: change(self.source),
            campaign: change(self.campaign),
            referrer_code: change(self.referrer_code),
            sales_status: self
                .sales_status_id
                .as_ref()
                .map(|id| id_at("salesStatusId", id, StatusOptionId::parse))
                .transpose()?,
            retention_status,
            risk_level: self.risk_level.map(Into::into),
            pep: self.pep,
            us_person: self.us_person,
            status: self.status.map(Into::into),
            next_follow_up_at: change(self.next_follow_up_at),
            marketing_consent: self.marketing_consent,
            custom: custom(self.custom_fields)?,
        })
    }
}

/// A contact to be added.
#[derive(InputObject)]
pub struct AddContactInput {
    pub(crate) client_id: ID,
    pub(crate) kind: ContactKind,
    pub(crate) value: String,
}

/// A contact to be taken away.
#[derive(InputObject)]
pub struct RemoveContactInput {
    pub(crate) client_id: ID,
    pub(crate) contact_id: ID,
}

/// `ownerId` null takes the owner away; absent keeps him. Participants see the client as their own.
#[derive(InputObject)]
pub struct AssignClientInput {
    pub(crate) id: ID,
    version: i32,
    owner_id: MaybeUndefined<ID>,
    participant_ids: Option<Vec<ID>>,
    reason: Option<String>,
}

impl AssignClientInput {
    pub(crate) fn read(self) -> Result<clients::AssignClient, crm_app::UseCaseError> {
        let owner = change(self.owner_id)
            .map(|id| id.map(|id| id_at("ownerId", &id, StaffId::parse)).transpose())
            .transpose()?;
        let participants =
            self.participant_ids.map(|ids| ids_at("participantIds", &ids, StaffId::parse)).transpose()?;
        Ok(clients::AssignClient { version: self.version, owner, participants, reason: self.reason })
    }
}

/// Tags to add and to take away.
#[derive(InputObject)]
pub struct ChangeClientTagsInput {
    pub(crate) id: ID,
    version: i32,
    add: Vec<ID>,
    remove: Vec<ID>,
}

impl ChangeClientTagsInput {
    pub(crate) fn read(self) -> Result<clients::ChangeTags, crm_app::UseCaseError> {
        Ok(clients::ChangeTags {
            version: self.version,
            add: ids_at("add", &self.add, TagId::parse)?,
            remove: ids_at("remove", &self.remove, TagId::parse)?,
        })
    }
}

/// A client to be archived or restored, and why.
#[derive(InputObject)]
pub struct ArchiveClientInput {
    pub(crate) id: ID,
    pub(crate) version: i32,
    pub(crate) reason: String,
}

/// A new e-mail address by the secure flow, and why.
#[derive(InputObject)]
pub struct ChangeClientEmailInput {
    pub(crate) id: ID,
    pub(crate) version: i32,
    pub(crate) email: String,
    pub(crate) reason: String,
}

/// Whose password is to be set anew, and why.
#[derive(InputObject)]
pub struct ResetClientPasswordInput {
    pub(crate) id: ID,
    pub(crate) reason: String,
}

/// What is to be shown in full, and why.
#[derive(InputObject)]
pub struct RevealInput {
    pub(crate) client_id: ID,
    pub(crate) contact_id: Option<ID>,
    /// A field of the broker's own.
    pub(crate) custom_field_id: Option<ID>,
    pub(crate) field: FieldClass,
    pub(crate) reason: String,
}

/// What is being typed.
#[derive(InputObject)]
pub struct DuplicateProbe {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}
