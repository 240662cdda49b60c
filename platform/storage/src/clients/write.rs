use super::Clients;
use super::contacts::NewContact;
use super::custom::CustomKept;
use super::reach::Values;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::{ClientAssign, ClientCreate};
use crm_access::{PermissionKind, Permit};
use crm_model::{
    BrandId, ClientId, ClientKind, ClientStage, ClientStatus, CustomFieldId, Names, SessionId, StaffId, StatusOptionId,
    TagId, TeamId,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A client ready to be kept: personal fields are sealed and indexed.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// Id.
    pub id: ClientId,
    /// The wrapped data key.
    pub data_key: Vec<u8>,
    /// Person or company.
    pub kind: ClientKind,
    /// Stage to begin with.
    pub stage: ClientStage,
    /// Status to begin with.
    pub status: ClientStatus,
    /// Names.
    pub names: Names,
    /// Sealed date of birth.
    pub date_of_birth_sealed: Option<Vec<u8>>,
    /// Younger than 18 today.
    pub under_age: bool,
    /// Sealed address.
    pub address_sealed: Option<Vec<u8>>,
    /// ISO codes.
    pub nationality: Option<String>,
    /// ISO codes.
    pub country: Option<String>,
    /// ISO codes.
    pub language: Option<String>,
    /// Brand.
    pub brand: BrandId,
    /// Source, campaign.
    pub source: Option<String>,
    /// Campaign.
    pub campaign: Option<String>,
    /// UTM source, medium, campaign.
    pub utm: [Option<String>; 3],
    /// Referrer code.
    pub referrer_code: Option<String>,
    /// Owner.
    pub owner: Option<StaffId>,
    /// The owner's team.
    pub team: Option<TeamId>,
    /// Sales status.
    pub sales_status: StatusOptionId,
    /// Marketing consent.
    pub marketing_consent: bool,
    /// Contacts.
    pub contacts: Vec<NewContact>,
    /// Search tokens; the number's own is added here.
    pub tokens: Vec<String>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Values of the broker's own fields; written with [`Clients::set_custom_values`].
    pub custom: Vec<(CustomFieldId, Option<CustomKept>)>,
}

#[derive(FromQueryResult)]
struct NumberRow {
    number: i64,
}

const INSERT: &str = "WITH n AS (UPDATE crm.counter SET value = value + 1 WHERE tenant_id = $1 AND name = 'client' RETURNING value),
  c AS (INSERT INTO crm.client (tenant_id, id, number, data_key, kind, stage, status, first_name, middle_name, last_name, company_name, display_name, name_key,
          date_of_birth_sealed, under_age, address_sealed, nationality, country, language, brand_id, source, campaign, utm_source, utm_medium, utm_campaign, referrer_code,
          owner_id, team_id, sales_status_id, marketing_consent, registered_at, created_at, updated_at)
        SELECT $1, $2, n.value, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $31 FROM n RETURNING number),
  t AS (INSERT INTO crm.client_token (tenant_id, token, client_id) SELECT DISTINCT $1, x.token, $2 FROM (SELECT unnest($32::text[]) AS token UNION SELECT n.value::text FROM n) x RETURNING 1),
  g AS (INSERT INTO crm.client_tag (tenant_id, client_id, tag_id) SELECT $1, $2, x FROM unnest($33::uuid[]) x RETURNING 1)";

impl Clients<'_, TenantTx> {
    /// Keeps a new client with contacts, tokens and tags in one statement; answers its number.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a tag, status or owner is not of this tenant.
    pub async fn insert(
        &self,
        _permit: &Permit<ClientCreate>,
        client: NewClient,
        now: DateTime<Utc>,
    ) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let display = client.names.display(client.kind);
        let name_key = crm_model::name_key(&client.names.sort_line(client.kind));
        let registered = (client.stage != ClientStage::Lead).then_some(now);
        let [utm_source, utm_medium, utm_campaign] = client.utm;
        let mut values = Values(vec![
            scope.tenant(),
            client.id.uuid().into(),
            client.data_key.into(),
            client.kind.as_str().into(),
            client.stage.as_str().into(),
            client.status.as_str().into(),
            client.names.first.into(),
            client.names.middle.into(),
            client.names.last.into(),
            client.names.company.into(),
            display.into(),
            name_key.into(),
            client.date_of_birth_sealed.into(),
            client.under_age.into(),
            client.address_sealed.into(),
            client.nationality.into(),
            client.country.into(),
            client.language.into(),
            client.brand.uuid().into(),
            client.source.into(),
            client.campaign.into(),
            utm_source.into(),
            utm_medium.into(),
            utm_campaign.into(),
            client.referrer_code.into(),
            client.owner.map(|o| o.uuid()).into(),
            client.team.map(|t| t.uuid()).into(),
            client.sales_status.uuid().into(),
            client.marketing_consent.into(),
            registered.into(),
            now.into(),
            client.tokens.into(),
            client.tags.iter().map(|t| t.uuid()).collect::<Vec<Uuid>>().into(),
        ]);
        let mut sql = INSERT.to_owned();
        if !client.contacts.is_empty() {
            let rows: Vec<String> =
                client.contacts.iter().map(|contact| contact_values(contact, "$31", &mut values)).collect();
            sql.push_str(&format!(",\n  k AS ({CONTACT_INSERT} {} RETURNING 1)", rows.join(", ")));
        }
        sql.push_str(" SELECT number FROM c");
        let row: Option<NumberRow> = scope.one(sql, values.0).await?;
        row.map(|r| r.number).ok_or(StorageError::Corrupt("counter has no row `client` for this tenant"))
    }

    /// Adds a contact.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn add_contact<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        contact: &NewContact,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), client.uuid().into(), now.into()]);
        let row = contact_values(contact, "$3", &mut values);
        scope.exec(format!("{CONTACT_INSERT} {row}"), values.0).await?;
        Ok(())
    }

    /// Takes a contact away.
    ///
    /// # Errors
    /// The database is away.
    pub async fn remove_contact<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        contact: crm_model::ContactId,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "DELETE FROM crm.client_contact WHERE tenant_id = $1 AND client_id = $2 AND id = $3",
                vec![scope.tenant(), client.uuid().into(), contact.uuid().into()],
            )
            .await?;
        Ok(())
    }

    /// Makes the oldest contact of a kind the primary one, after the primary one was taken away.
    ///
    /// # Errors
    /// The database is away.
    pub async fn promote_contact<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        kind: crm_model::ContactKind,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.client_contact SET is_primary = true WHERE tenant_id = $1 AND client_id = $2 AND id =
            (SELECT id FROM crm.client_contact WHERE tenant_id = $1 AND client_id = $2 AND kind = $3 ORDER BY created_at, id LIMIT 1)";
        scope.exec(sql, vec![scope.tenant(), client.uuid().into(), kind.as_str().into()]).await?;
        Ok(())
    }

    /// Writes the changed columns if the version is still the one that was read; answers the new version, or `None`
    /// when somebody was faster.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a status or owner is not of this tenant.
    pub async fn update<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        version: i32,
        update: ClientUpdate,
        now: DateTime<Utc>,
    ) -> Result<Option<i32>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), client.uuid().into(), version.into(), now.into()]);
        let sets: Vec<String> =
            update.sets.into_iter().map(|(column, value)| format!(", {column} = {}", values.push(value))).collect();
        let sql = format!(
            "UPDATE crm.client SET version = version + 1, updated_at = $4{} WHERE tenant_id = $1 AND id = $2 AND version = $3 RETURNING version",
            sets.concat()
        );
        let row: Option<VersionRow> = scope.one(sql, values.0).await?;
        Ok(row.map(|r| r.version))
    }

    /// Replaces the search tokens after a change of names.
    ///
    /// # Errors
    /// The database is away.
    pub async fn replace_tokens<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        number: i64,
        tokens: Vec<String>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut tokens = tokens;
        tokens.push(number.to_string());
        scope
            .exec(
                "DELETE FROM crm.client_token WHERE tenant_id = $1 AND client_id = $2 AND NOT token = ANY($3::text[])",
                vec![scope.tenant(), client.uuid().into(), tokens.clone().into()],
            )
            .await?;
        scope.exec("INSERT INTO crm.client_token (tenant_id, token, client_id) SELECT $1, x, $2 FROM unnest($3::text[]) x ON CONFLICT DO NOTHING", vec![scope.tenant(), client.uuid().into(), tokens.into()]).await?;
        Ok(())
    }

    /// Adds and takes away tags.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a tag is not of this tenant.
    pub async fn change_tags<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        add: &[TagId],
        remove: &[TagId],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids = |tags: &[TagId]| -> Value { tags.iter().map(|t| t.uuid()).collect::<Vec<Uuid>>().into() };
        scope
            .exec(
                "DELETE FROM crm.client_tag WHERE tenant_id = $1 AND client_id = $2 AND tag_id = ANY($3)",
                vec![scope.tenant(), client.uuid().into(), ids(remove)],
            )
            .await?;
        scope.exec("INSERT INTO crm.client_tag (tenant_id, client_id, tag_id) SELECT $1, $2, x FROM unnest($3::uuid[]) x ON CONFLICT DO NOTHING", vec![scope.tenant(), client.uuid().into(), ids(add)]).await?;
        Ok(())
    }

    /// Sets who takes part in a client.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a staff member is not of this tenant.
    pub async fn set_participants(
        &self,
        _permit: &Permit<ClientAssign>,
        client: ClientId,
        staff: &[StaffId],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = staff.iter().map(|s| s.uuid()).collect();
        scope
            .exec(
                "DELETE FROM crm.client_participant WHERE tenant_id = $1 AND client_id = $2 AND NOT staff_id = ANY($3)",
                vec![scope.tenant(), client.uuid().into(), ids.clone().into()],
            )
            .await?;
        scope.exec("INSERT INTO crm.client_participant (tenant_id, client_id, staff_id) SELECT $1, $2, x FROM unnest($3::uuid[]) x ON CONFLICT DO NOTHING", vec![scope.tenant(), client.uuid().into(), ids.into()]).await?;
        Ok(())
    }

    /// Takes the flag from those who are 18 now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn came_of_age(&self, clients: &[ClientId]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = clients.iter().map(|c| c.uuid()).collect();
        scope
            .exec(
                "UPDATE crm.client SET under_age = false WHERE tenant_id = $1 AND id = ANY($2)",
                vec![scope.tenant(), ids.into()],
            )
            .await?;
        Ok(())
    }

    /// Remembers that this session opened the client now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn remember_visit(
        &self,
        session: SessionId,
        client: ClientId,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.client_visit (tenant_id, session_id, client_id, opened_at) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, session_id, client_id) DO UPDATE SET opened_at = excluded.opened_at";
        scope.exec(sql, vec![scope.tenant(), session.uuid().into(), client.uuid().into(), now.into()]).await?;
        Ok(())
    }

    /// Closes the profiles that a session opened at this instant: those of a preview all count from its begin.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn close_visits(
        &self,
        session: SessionId,
        opened: DateTime<Utc>,
        lasting: Duration,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql =
            "UPDATE crm.client_visit SET opened_at = $4 WHERE tenant_id = $1 AND session_id = $2 AND opened_at = $3";
        let earlier = opened - lasting;
        scope.exec(sql, vec![scope.tenant(), session.uuid().into(), opened.into(), earlier.into()]).await?;
        Ok(())
    }
}

const CONTACT_INSERT: &str = "INSERT INTO crm.client_contact (tenant_id, client_id, id, kind, is_primary, sealed, mask, bidx, bidx_part, bidx_local, created_at) VALUES";

/// One row of values; `$1` is the tenant, `$2` the client, `now` the placeholder of the instant.
fn contact_values(contact: &NewContact, now: &str, values: &mut Values) -> String {
    let parts = [
        values.push(contact.id.uuid()),
        values.push(contact.kind.as_str()),
        values.push(contact.primary),
        values.push(contact.sealed.clone()),
        values.push(contact.mask.clone()),
        values.push(contact.bidx.clone()),
        values.push(contact.bidx_part.clone()),
        values.push(contact.bidx_local.clone()),
    ];
    format!("($1, $2, {}, {now})", parts.join(", "))
}

#[derive(FromQueryResult)]
struct VersionRow {
    version: i32,
}

/// Columns of a client that change together.
#[derive(Debug, Default)]
pub struct ClientUpdate {
    sets: Vec<(&'static str, Value)>,
}

macro_rules! columns {
    ($($(#[$meta:meta])* $name:ident: $type:ty => |$value:ident| $into:expr;)+) => {
        impl ClientUpdate { $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $value: $type) -> Self {
                self.sets.push((stringify!($name), $into));
                self
            }
        )+ }
    };
}

columns! {
    /// Date of birth, sealed.
    date_of_birth_sealed: Option<Vec<u8>> => |v| v.into();
    /// Younger than 18.
    under_age: bool => |v| v.into();
    /// Address, sealed.
    address_sealed: Option<Vec<u8>> => |v| v.into();
    /// ISO country code.
    nationality: Option<String> => |v| v.into();
    /// ISO country code.
    country: Option<String> => |v| v.into();
    /// ISO language code.
    language: Option<String> => |v| v.into();
    /// Source.
    source: Option<String> => |v| v.into();
    /// Campaign.
    campaign: Option<String> => |v| v.into();
    /// Referrer code.
    referrer_code: Option<String> => |v| v.into();
    /// Owner.
    owner_id: Option<StaffId> => |v| v.map(|s| s.uuid()).into();
    /// Team.
    team_id: Option<TeamId> => |v| v.map(|s| s.uuid()).into();
    /// Sales status.
    sales_status_id: StatusOptionId => |v| v.uuid().into();
    /// Retention status.
    retention_status_id: Option<StatusOptionId> => |v| v.map(|s| s.uuid()).into();
    /// Client status.
    status: ClientStatus => |v| v.as_str().into();
    /// Risk level.
    risk_level: crm_model::RiskLevel => |v| v.as_str().into();
    /// Politically exposed person.
    pep: bool => |v| v.into();
    /// US person.
    us_person: bool => |v| v.into();
    /// Marketing consent.
    marketing_consent: bool => |v| v.into();
    /// Next follow-up.
    next_follow_up_at: Option<DateTime<Utc>> => |v| v.into();
    /// Must set a new password.
    must_reset_password: bool => |v| v.into();
    /// Withdrawals wait until then.
    money_frozen_until: Option<DateTime<Utc>> => |v| v.into();
    /// Archived.
    archived_at: Option<DateTime<Utc>> => |v| v.into();
    /// Last contact.
    last_contact_at: Option<DateTime<Utc>> => |v| v.into();
    /// Must not be called.
    do_not_call: bool => |v| v.into();
    /// Why not, sealed.
    do_not_call_reason_sealed: Option<Vec<u8>> => |v| v.into();
    /// Since when not.
    do_not_call_at: Option<DateTime<Utc>> => |v| v.into();
    /// Who said so.
    do_not_call_by: Option<StaffId> => |v| v.map(|s| s.uuid()).into();
}

impl ClientUpdate {
    /// Sets all names with what is derived from them.
    #[must_use]
    pub fn names(mut self, names: &Names, kind: ClientKind) -> Self {
        self.sets.extend([
            ("first_name", names.first.clone().into()),
            ("middle_name", names.middle.clone().into()),
            ("last_name", names.last.clone().into()),
            ("company_name", names.company.clone().into()),
            ("display_name", names.display(kind).into()),
            ("name_key", crm_model::name_key(&names.sort_line(kind)).into()),
        ]);
        self
    }

    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}
