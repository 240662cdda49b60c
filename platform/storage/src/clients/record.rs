use crate::StorageError;
use chrono::{DateTime, Utc};
use crm_access::Record;
use crm_model::{
    ClientId, ClientKind, ClientStage, ClientStatus, KycStatus, Names, RiskLevel, StaffId, StatusOptionId, TagId,
    TeamId, TenantId,
};
use crm_vault::{ClientKey, Place, TenantKeys, VaultError};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A client as it rests: personal fields are sealed, names are clear.
#[derive(Clone, Debug)]
pub struct ClientRecord {
    /// Id.
    pub id: ClientId,
    /// Number for people, `C-100234`.
    pub number: i64,
    /// Grows with every change.
    pub version: i32,
    data_key: Vec<u8>,
    /// Person or company.
    pub kind: ClientKind,
    /// Life-cycle stage.
    pub stage: ClientStage,
    /// Names.
    pub names: Names,
    /// The one line by which people know the client.
    pub display_name: String,
    /// Stored sort key.
    pub name_key: String,
    /// Sealed `YYYY-MM-DD`.
    pub date_of_birth_sealed: Option<Vec<u8>>,
    /// Sealed JSON of an address.
    pub address_sealed: Option<Vec<u8>>,
    /// ISO country code.
    pub nationality: Option<String>,
    /// ISO country code.
    pub country: Option<String>,
    /// ISO language code.
    pub language: Option<String>,
    /// Where the client came from.
    pub source: Option<String>,
    /// Marketing campaign.
    pub campaign: Option<String>,
    /// UTM source, medium, campaign.
    pub utm: [Option<String>; 3],
    /// Introducing broker's code.
    pub referrer_code: Option<String>,
    /// Who looks after the client, with the name.
    pub owner: Option<(StaffId, String)>,
    /// The owner's team, with the name.
    pub team: Option<(TeamId, String)>,
    /// Sales status.
    pub sales_status: StatusOptionId,
    /// Retention status.
    pub retention_status: Option<StatusOptionId>,
    /// KYC status.
    pub kyc_status: KycStatus,
    /// Client status.
    pub status: ClientStatus,
    /// Risk level.
    pub risk_level: RiskLevel,
    /// Politically exposed person.
    pub pep: bool,
    /// US person.
    pub us_person: bool,
    /// Level reached by identity checks.
    pub verification_level: i16,
    /// May be written to for marketing.
    pub marketing_consent: bool,
    /// When the terms were accepted.
    pub terms_accepted_at: Option<DateTime<Utc>>,
    /// Must set a new password before anything else.
    pub must_reset_password: bool,
    /// Withdrawals wait until then.
    pub money_frozen_until: Option<DateTime<Utc>>,
    /// When a lead became registered.
    pub registered_at: Option<DateTime<Utc>>,
    /// When a registered client deposited first.
    pub converted_at: Option<DateTime<Utc>>,
    /// Last sign-in to the client area.
    pub last_login_at: Option<DateTime<Utc>>,
    /// Last contact by staff.
    pub last_contact_at: Option<DateTime<Utc>>,
    /// Next follow-up.
    pub next_follow_up_at: Option<DateTime<Utc>>,
    /// Created.
    pub created_at: DateTime<Utc>,
    /// Changed last.
    pub updated_at: DateTime<Utc>,
    /// Archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Must not be called.
    pub do_not_call: bool,
    /// Why, sealed.
    pub do_not_call_reason_sealed: Option<Vec<u8>>,
    /// Since when.
    pub do_not_call_at: Option<DateTime<Utc>>,
    /// Who said so.
    pub do_not_call_by: Option<StaffId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Whether the reader that was named in the query takes part in this client.
    pub reader_participates: bool,
}

impl ClientRecord {
    /// `C-100234`.
    #[must_use]
    pub fn public_number(&self) -> String {
        format!("C-{}", self.number)
    }

    /// The client's own data key, unwrapped.
    ///
    /// # Errors
    /// The key was destroyed by an erasure, or is another tenant's.
    pub fn key(&self, keys: &TenantKeys) -> Result<ClientKey, VaultError> {
        keys.unwrap_client_key(self.id, &self.data_key)
    }

    /// Owner without the name.
    #[must_use]
    pub fn owner_id(&self) -> Option<StaffId> {
        self.owner.as_ref().map(|(id, _)| *id)
    }

    /// What reach looks at; takes part is whoever the record was read for.
    #[must_use]
    pub fn place(&self) -> Record {
        Record { owner: self.owner_id(), team: self.team_id(), participant: self.reader_participates }
    }

    /// One who was merged into this client, seen by whoever sees this client, as far as this client is seen.
    #[must_use]
    pub fn standing_in_for(&self, gone: Self) -> Self {
        Self {
            owner: self.owner.clone(),
            team: self.team.clone(),
            reader_participates: self.reader_participates,
            ..gone
        }
    }

    /// Team without the name.
    #[must_use]
    pub fn team_id(&self) -> Option<TeamId> {
        self.team.as_ref().map(|(id, _)| *id)
    }
}

/// Where a sealed column of a client lives.
#[must_use]
pub const fn client_place(tenant: TenantId, client: ClientId, column: &'static str) -> Place {
    Place { tenant, table: "client", column, row: client.uuid() }
}

/// The columns of the client itself, as an inner query gives them.
pub(crate) const COLUMNS: &str = "c.id, c.number, c.version, c.data_key, c.kind, c.stage, c.first_name, c.middle_name, c.last_name, c.company_name, c.display_name, c.name_key, c.date_of_birth_sealed, c.address_sealed, c.nationality, c.country, c.language, c.source, c.campaign, c.utm_source, c.utm_medium, c.utm_campaign, c.referrer_code, c.owner_id, c.team_id, c.sales_status_id, c.retention_status_id, c.kyc_status, c.status, c.risk_level, c.pep, c.us_person, c.verification_level, c.marketing_consent, c.terms_accepted_at, c.must_reset_password, c.money_frozen_until, c.registered_at, c.converted_at, c.last_login_at, c.last_contact_at, c.next_follow_up_at, c.created_at, c.updated_at, c.archived_at, c.do_not_call, c.do_not_call_reason_sealed, c.do_not_call_at, c.do_not_call_by";

/// Adds what stands beside the client: names of owner and team, tags, the reader's part in it. `$1` is the tenant, the
/// reader's id stands at `$2` (null for websites).
pub(crate) fn dressed(inner: &str, order: &str) -> String {
    format!(
        "SELECT p.*, o.name AS owner_name, t.name AS team_name,
           ARRAY(SELECT g.tag_id FROM crm.client_tag g WHERE g.tenant_id = $1 AND g.client_id = p.id ORDER BY g.tag_id) AS tags,
           EXISTS (SELECT 1 FROM crm.client_participant r WHERE r.tenant_id = $1 AND r.client_id = p.id AND r.staff_id = $2::uuid) AS reader_participates
         FROM ({inner}) p
         LEFT JOIN crm.staff o ON o.tenant_id = $1 AND o.id = p.owner_id
         LEFT JOIN crm.team t ON t.tenant_id = $1 AND t.id = p.team_id {order}"
    )
}

#[derive(FromQueryResult)]
pub(crate) struct ClientRow {
    id: Uuid,
    number: i64,
    version: i32,
    data_key: Vec<u8>,
    kind: String,
    stage: String,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    company_name: Option<String>,
    display_name: String,
    name_key: String,
    date_of_birth_sealed: Option<Vec<u8>>,
    address_sealed: Option<Vec<u8>>,
    nationality: Option<String>,
    country: Option<String>,
    language: Option<String>,
    source: Option<String>,
    campaign: Option<String>,
    utm_source: Option<String>,
    utm_medium: Option<String>,
    utm_campaign: Option<String>,
    referrer_code: Option<String>,
    owner_id: Option<Uuid>,
    owner_name: Option<String>,
    team_id: Option<Uuid>,
    team_name: Option<String>,
    sales_status_id: Uuid,
    retention_status_id: Option<Uuid>,
    kyc_status: String,
    status: String,
    risk_level: String,
    pep: bool,
    us_person: bool,
    verification_level: i16,
    marketing_consent: bool,
    terms_accepted_at: Option<DateTime<Utc>>,
    must_reset_password: bool,
    money_frozen_until: Option<DateTime<Utc>>,
    registered_at: Option<DateTime<Utc>>,
    converted_at: Option<DateTime<Utc>>,
    last_login_at: Option<DateTime<Utc>>,
    last_contact_at: Option<DateTime<Utc>>,
    next_follow_up_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    archived_at: Option<DateTime<Utc>>,
    do_not_call: bool,
    do_not_call_reason_sealed: Option<Vec<u8>>,
    do_not_call_at: Option<DateTime<Utc>>,
    do_not_call_by: Option<Uuid>,
    tags: Vec<Uuid>,
    reader_participates: bool,
}

impl TryFrom<ClientRow> for ClientRecord {
    type Error = StorageError;

    fn try_from(row: ClientRow) -> Result<Self, StorageError> {
        Ok(Self {
            id: ClientId::from_uuid(row.id),
            number: row.number,
            version: row.version,
            data_key: row.data_key,
            kind: ClientKind::from_text(&row.kind).ok_or(StorageError::Corrupt("client.kind"))?,
            stage: ClientStage::from_text(&row.stage).ok_or(StorageError::Corrupt("client.stage"))?,
            names: Names {
                first: row.first_name,
                middle: row.middle_name,
                last: row.last_name,
                company: row.company_name,
            },
            display_name: row.display_name,
            name_key: row.name_key,
            date_of_birth_sealed: row.date_of_birth_sealed,
            address_sealed: row.address_sealed,
            nationality: row.nationality,
            country: row.country,
            language: row.language,
            source: row.source,
            campaign: row.campaign,
            utm: [row.utm_source, row.utm_medium, row.utm_campaign],
            referrer_code: row.referrer_code,
            owner: row.owner_id.zip(row.owner_name).map(|(id, name)| (StaffId::from_uuid(id), name)),
            team: row.team_id.zip(row.team_name).map(|(id, name)| (TeamId::from_uuid(id), name)),
            sales_status: StatusOptionId::from_uuid(row.sales_status_id),
            retention_status: row.retention_status_id.map(StatusOptionId::from_uuid),
            kyc_status: KycStatus::from_text(&row.kyc_status).ok_or(StorageError::Corrupt("client.kyc_status"))?,
            status: ClientStatus::from_text(&row.status).ok_or(StorageError::Corrupt("client.status"))?,
            risk_level: RiskLevel::from_text(&row.risk_level).ok_or(StorageError::Corrupt("client.risk_level"))?,
            pep: row.pep,
            us_person: row.us_person,
            verification_level: row.verification_level,
            marketing_consent: row.marketing_consent,
            terms_accepted_at: row.terms_accepted_at,
            must_reset_password: row.must_reset_password,
            money_frozen_until: row.money_frozen_until,
            registered_at: row.registered_at,
            converted_at: row.converted_at,
            last_login_at: row.last_login_at,
            last_contact_at: row.last_contact_at,
            next_follow_up_at: row.next_follow_up_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
            do_not_call: row.do_not_call,
            do_not_call_reason_sealed: row.do_not_call_reason_sealed,
            do_not_call_at: row.do_not_call_at,
            do_not_call_by: row.do_not_call_by.map(StaffId::from_uuid),
            tags: row.tags.into_iter().map(TagId::from_uuid).collect(),
            reader_participates: row.reader_participates,
        })
    }
}
