//! A client as a broker's website sees it.

use crm_access::kinds::ClientView;
use crm_access::{ApiScope, OpContext};
use crm_app::clients::{ClientCard, Registered};
use crm_app::custom_fields::CustomShown;
use crm_model::{ClientKind, ClientStage, ClientStatus, ContactKind, KycStatus};
use crm_storage::KeptAnswer;
use crm_vault::{MASKED, VaultError};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// What a registration answers, whatever the key may read (MASK-24). It holds no personal data, so that it can be kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredClient {
    /// The client's id.
    #[schema(examples("cli_01kb2n7x5yf8gt3c9d4e6h1jkm"), pattern = "^cli_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub id: String,
    /// The number by which people know the client.
    #[schema(examples("C-100234"), pattern = "^C-[0-9]+$")]
    pub number: String,
    /// Where the client begins.
    #[schema(schema_with = statuses)]
    pub status: &'static str,
}

impl RegisteredClient {
    /// The kept answer: 201 and this body.
    #[must_use]
    pub fn answer(registered: &Registered) -> KeptAnswer {
        let body = Self {
            id: registered.id.to_string(),
            number: format!("C-{}", registered.number),
            status: registered.status.as_str(),
        };
        KeptAnswer { status: 201, body: serde_json::to_string(&body).unwrap_or_default() }
    }
}

/// A value that the key may be too weak to read.
#[derive(Debug, Serialize, ToSchema)]
pub struct Maskable {
    /// The value itself, or a constant in its place.
    #[schema(examples("olga@example.com"))]
    pub value: String,
    /// True when `value` is only the constant: the key lacks `contact.view`.
    #[schema(examples(false))]
    pub masked: bool,
}

/// What a client has in one of the broker's own fields.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomFieldText {
    /// Words, a number such as `12.5`, `YYYY-MM-DD`, the label of a choice, `true` or `false`; or a constant in its place.
    #[schema(examples("Gold"))]
    pub value: String,
    /// True when `value` is only the constant: the field is personal and the key lacks `contact.view`.
    #[schema(examples(false))]
    pub masked: bool,
    /// The choice, of fields with choices; null when it is masked.
    #[schema(examples("chc_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub choice_id: Option<String>,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestClient {
    /// The client's id.
    #[schema(examples("cli_01kb2n7x5yf8gt3c9d4e6h1jkm"), pattern = "^cli_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub id: String,
    /// The number by which people know the client.
    #[schema(examples("C-100234"), pattern = "^C-[0-9]+$")]
    pub number: String,
    /// Grows with every change.
    #[schema(minimum = 1, maximum = 2_147_483_647, examples(1))]
    pub version: i32,
    /// A person or a company.
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    /// How far the client has come.
    #[schema(schema_with = stages)]
    pub stage: &'static str,
    /// Whether the client may use the broker.
    #[schema(schema_with = statuses)]
    pub status: &'static str,
    /// How far identity checks have come.
    #[schema(schema_with = kyc_statuses)]
    pub kyc_status: &'static str,
    /// The one line by which people know the client.
    #[schema(examples("Olga Novak"))]
    pub display_name: String,
    /// Given name.
    pub first_name: Option<String>,
    /// Middle names.
    pub middle_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Company.
    pub company_name: Option<String>,
    /// The e-mail address that is written to; null when there is none.
    pub email: Option<Maskable>,
    /// The phone number that is called, in E.164; null when there is none.
    pub phone: Option<Maskable>,
    /// ISO 3166-1 alpha-2.
    #[schema(examples("ES"))]
    pub country: Option<String>,
    /// ISO 639.
    #[schema(examples("es"))]
    pub language: Option<String>,
    /// Where the client came from.
    pub source: Option<String>,
    /// Marketing campaign.
    pub campaign: Option<String>,
    /// Code of the introducing broker.
    pub referrer_code: Option<String>,
    /// May be written to for marketing.
    pub marketing_consent: bool,
    /// Must not be called: the client said so, or a list did.
    pub do_not_call: bool,
    /// The broker's own fields that are in use and in which the client has something, by their keys.
    pub custom_fields: BTreeMap<String, CustomFieldText>,
    /// Created, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub created_at: String,
    /// Changed last, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub updated_at: String,
}

impl RestClient {
    /// What this key may see of a client.
    ///
    /// # Errors
    /// A sealed value does not open.
    pub fn new(op: &OpContext, card: &ClientCard, custom: Vec<CustomShown>) -> Result<Self, VaultError> {
        let client = &card.client;
        let own = |shown: CustomShown| {
            let (value, masked) = (shown.value.display?, shown.value.masked);
            let choice_id = shown.choice.map(|id| id.to_string());
            Some((shown.key, CustomFieldText { value, masked, choice_id }))
        };
        Ok(Self {
            id: client.id.to_string(),
            number: client.public_number(),
            version: client.version,
            kind: client.kind.as_str(),
            stage: client.stage.as_str(),
            status: client.status.as_str(),
            kyc_status: client.kyc_status.as_str(),
            display_name: client.display_name.clone(),
            first_name: client.names.first.clone(),
            middle_name: client.names.middle.clone(),
            last_name: client.names.last.clone(),
            company_name: client.names.company.clone(),
            email: contact(op, card, ContactKind::Email)?,
            phone: contact(op, card, ContactKind::Phone)?,
            country: client.country.clone(),
            language: client.language.clone(),
            source: client.source.clone(),
            campaign: client.campaign.clone(),
            referrer_code: client.referrer_code.clone(),
            marketing_consent: client.marketing_consent,
            do_not_call: client.do_not_call,
            custom_fields: custom.into_iter().filter_map(own).collect(),
            created_at: super::time(client.created_at),
            updated_at: super::time(client.updated_at),
        })
    }
}

/// The primary contact: in full with the scope `contact.view`, the constant without. What is masked is never opened.
fn contact(op: &OpContext, card: &ClientCard, kind: ContactKind) -> Result<Option<Maskable>, VaultError> {
    let Some(row) = card.contact_rows().iter().find(|row| row.kind == kind && row.primary) else { return Ok(None) };
    if op.require_scope::<ClientView>(ApiScope::ContactView).is_err() {
        return Ok(Some(Maskable { value: MASKED.to_owned(), masked: true }));
    }
    Ok(Some(Maskable { value: row.open(op.tenant().id, &card.key()?)?, masked: false }))
}

pub(super) fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names.map(str::to_owned))).build().into()
}

pub(crate) fn kinds() -> Schema {
    one_of(ClientKind::ALL.iter().map(|v| v.as_str()))
}

fn stages() -> Schema {
    one_of(ClientStage::ALL.iter().map(|v| v.as_str()))
}

fn statuses() -> Schema {
    one_of(ClientStatus::ALL.iter().map(|v| v.as_str()))
}

fn kyc_statuses() -> Schema {
    one_of(KycStatus::ALL.iter().map(|v| v.as_str()))
}
