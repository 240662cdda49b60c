//! The transaction in which a broker's first rows are written: all of them or none.

use crate::scope::{Operates, Scope, Scoped, Writes};
use crate::{AuditEvent, NewJob, StorageError, audit, queue};
use crm_access::OpContext;
use crm_model::{BrandId, SpokenLanguage, StatusKind, StatusOptionId, StatusType, TagId};
use crm_vault::WrappedKey;
use sea_orm::Value;

/// Onboarding's transaction of one tenant, as `crm_provision`: it adds rows and reads neither clients nor secrets.
/// Roles, teams, staff and credentials are added through their own types.
pub struct ProvisionTx {
    scope: Scope,
    op: OpContext,
}

/// The settings that a broker begins with.
#[derive(Clone, Debug)]
pub struct FirstSettings {
    /// IANA name, `Europe/Madrid`.
    pub time_zone: String,
    /// In which people are written to who chose none.
    pub language: SpokenLanguage,
    /// ISO 3166 code for national phone numbers.
    pub default_country: Option<String>,
    /// A session ends after this time without a request, in seconds.
    pub session_idle_s: i32,
    /// A session ends after this time in any case, in seconds.
    pub session_absolute_s: i32,
    /// How often a person may reveal contacts within an hour.
    pub reveals_per_hour: i32,
    /// How long money is frozen after a change of credentials, in hours.
    pub money_freeze_h: i32,
    /// The client number before the first one.
    pub client_numbers_after: i64,
}

/// The look that a broker begins with.
#[derive(Clone, Debug)]
pub struct FirstBrand {
    /// The brand's name.
    pub name: String,
    /// The company behind it.
    pub legal_name: String,
    /// `#rrggbb`, lower case.
    pub primary_color: String,
    /// An SVG element.
    pub logo_svg: Option<String>,
    /// Where people ask for help.
    pub support_email: Option<String>,
}

impl ProvisionTx {
    pub(crate) const fn new(scope: Scope, op: OpContext) -> Self {
        Self { scope, op }
    }

    /// Parallel onboardings of one broker wait here for one another.
    pub(crate) async fn hold_tenant(&self) -> Result<(), StorageError> {
        let sql = "SELECT k.tenant_id AS id FROM platform.tenant t JOIN ctx.tenant_key k ON k.tenant_id = t.id WHERE t.id = $1 FOR UPDATE OF t";
        let held: Option<IdRow> = self.scope.one(sql, vec![self.scope.tenant()]).await?;
        held.map(|_| ()).ok_or(StorageError::Corrupt(
            "the broker's context does not open: CONTEXT_MASTER_KEY is not the one that it was begun with",
        ))
    }

    /// Keeps the wrapped key; false when the broker has one, and with it all its first rows.
    pub(crate) async fn keep_data_key(&self, key: &WrappedKey) -> Result<bool, StorageError> {
        let values: Vec<Value> = vec![
            self.scope.tenant(),
            i32::from(key.version).into(),
            key.kek_id.clone().into(),
            key.bytes.clone().into(),
            self.op.now().into(),
        ];
        let sql = "INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        Ok(self.scope.exec(sql, values).await? == 1)
    }

    /// Begins the rows that every tenant has once: settings, the version of access data, the counter of clients, the
    /// head of the audit chain.
    ///
    /// # Errors
    /// The database refuses a value.
    pub async fn begin_tenant(&self, first: &FirstSettings) -> Result<(), StorageError> {
        let settings: Vec<Value> = vec![
            self.scope.tenant(),
            first.time_zone.clone().into(),
            first.language.as_str().into(),
            first.default_country.clone().into(),
            first.session_idle_s.into(),
            first.session_absolute_s.into(),
            first.reveals_per_hour.into(),
            first.money_freeze_h.into(),
        ];
        let sql = "INSERT INTO crm.tenant_setting (tenant_id, time_zone, language, default_country, session_idle_s, session_absolute_s, reveals_per_hour, money_freeze_h) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        self.scope.exec(sql, settings).await?;
        self.scope.exec("INSERT INTO crm.access_version (tenant_id) VALUES ($1)", vec![self.scope.tenant()]).await?;
        self.scope
            .exec(
                "INSERT INTO crm.counter (tenant_id, name, value) VALUES ($1, 'client', $2)",
                vec![self.scope.tenant(), first.client_numbers_after.into()],
            )
            .await?;
        self.scope
            .exec(
                "INSERT INTO crm.audit_head (tenant_id, seq, hash) VALUES ($1, 0, $2)",
                vec![self.scope.tenant(), vec![0_u8; 32].into()],
            )
            .await?;
        Ok(())
    }

    /// Keeps the default brand.
    ///
    /// # Errors
    /// The database refuses a value.
    pub async fn add_brand(&self, brand: &FirstBrand) -> Result<BrandId, StorageError> {
        let id = BrandId::generate();
        let values: Vec<Value> = vec![
            self.scope.tenant(),
            id.uuid().into(),
            brand.name.clone().into(),
            brand.legal_name.clone().into(),
            brand.primary_color.clone().into(),
            brand.logo_svg.clone().into(),
            brand.support_email.clone().into(),
        ];
        let sql = "INSERT INTO crm.brand (tenant_id, id, name, legal_name, primary_color, logo_svg, support_email, is_default) VALUES ($1, $2, $3, $4, $5, $6, $7, true)";
        self.scope.exec(sql, values).await?;
        Ok(id)
    }

    /// Keeps a status of clients.
    ///
    /// # Errors
    /// The database refuses a value.
    pub async fn add_status(
        &self,
        kind: StatusKind,
        name: &str,
        meaning: StatusType,
        color: &str,
        position: i32,
    ) -> Result<StatusOptionId, StorageError> {
        let id = StatusOptionId::generate();
        let values: Vec<Value> = vec![
            self.scope.tenant(),
            id.uuid().into(),
            kind.as_str().into(),
            name.into(),
            meaning.as_str().into(),
            color.into(),
            position.into(),
        ];
        self.scope.exec("INSERT INTO crm.client_status_option (tenant_id, id, kind, name, type, color, position) VALUES ($1, $2, $3, $4, $5, $6, $7)", values).await?;
        Ok(id)
    }

    /// Keeps a tag.
    ///
    /// # Errors
    /// The database refuses a value.
    pub async fn add_tag(&self, name: &str, color: &str) -> Result<TagId, StorageError> {
        let id = TagId::generate();
        let values: Vec<Value> = vec![self.scope.tenant(), id.uuid().into(), name.into(), color.into()];
        self.scope.exec("INSERT INTO crm.tag (tenant_id, id, name, color) VALUES ($1, $2, $3, $4)", values).await?;
        Ok(id)
    }

    /// Puts a job into the queue, in this transaction; it waits until the broker is active.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn enqueue(&self, job: &NewJob) -> Result<(), StorageError> {
        queue::enqueue(&self.scope, job, self.op.now()).await
    }

    /// Keeps everything, with its events.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn commit_all(self, events: Vec<AuditEvent>) -> Result<(), StorageError> {
        for event in &events {
            audit::write(&self.scope, &audit::Author::of(&self.op), event).await?;
        }
        self.scope.conn.commit().await?;
        Ok(())
    }
}

#[derive(sea_orm::FromQueryResult)]
struct IdRow {
    #[expect(dead_code, reason = "its presence is the answer")]
    id: uuid::Uuid,
}

impl Scoped for ProvisionTx {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl Writes for ProvisionTx {}

impl Operates for ProvisionTx {
    fn op(&self) -> &OpContext {
        &self.op
    }
}
