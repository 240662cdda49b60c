//! The broker's own settings, look, statuses and tags, as the portal's shell needs them.

use crate::StorageError;
use crate::scope::Scoped;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use crm_model::{BrandId, SpokenLanguage, StaffId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The default brand: what a person sees.
#[derive(Clone, Debug)]
pub struct BrandRow {
    /// Which.
    pub id: BrandId,
    /// The brand's name.
    pub name: String,
    /// The company behind it.
    pub legal_name: String,
    /// `#rrggbb`.
    pub primary_color: String,
    /// An SVG element.
    pub logo_svg: Option<String>,
    /// Where people ask for help.
    pub support_email: Option<String>,
}

/// Settings of the tenant.
#[derive(Clone, Debug)]
pub struct TenantSettings {
    /// IANA name, `Europe/Madrid`.
    pub time_zone: String,
    /// For whoever chose no language, and before it is known who reads.
    pub language: SpokenLanguage,
    /// ISO 3166 code for national phone numbers.
    pub default_country: Option<String>,
    /// How often a person may reveal contacts within an hour.
    pub reveals_per_hour: u32,
    /// How long money is frozen after a change of credentials.
    pub money_freeze: Duration,
}

#[derive(FromQueryResult)]
struct BrandFields {
    id: Uuid,
    name: String,
    legal_name: String,
    primary_color: String,
    logo_svg: Option<String>,
    support_email: Option<String>,
}

#[derive(FromQueryResult)]
struct SettingFields {
    time_zone: String,
    language: String,
    default_country: Option<String>,
    reveals_per_hour: i32,
    money_freeze_h: i32,
}

#[derive(FromQueryResult)]
struct LocalFields {
    zone: String,
    local: NaiveDateTime,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

/// The tenant's settings.
pub struct Settings<'a, T>(pub(crate) &'a T);

impl<'a, T: Scoped> Settings<'a, T> {
    /// The settings of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// The default brand.
    ///
    /// # Errors
    /// The database is away, or the tenant has no brand.
    pub async fn brand(&self) -> Result<BrandRow, StorageError> {
        let scope = self.0.scope();
        let row: Option<BrandFields> = scope.one("SELECT id, name, legal_name, primary_color, logo_svg, support_email FROM crm.brand WHERE tenant_id = $1 AND is_default", vec![scope.tenant()]).await?;
        let row = row.ok_or(StorageError::Corrupt("brand has no default row for this tenant"))?;
        Ok(BrandRow {
            id: BrandId::from_uuid(row.id),
            name: row.name,
            legal_name: row.legal_name,
            primary_color: row.primary_color,
            logo_svg: row.logo_svg,
            support_email: row.support_email,
        })
    }

    /// The settings.
    ///
    /// # Errors
    /// The database is away, or the tenant has none.
    pub async fn tenant(&self) -> Result<TenantSettings, StorageError> {
        let scope = self.0.scope();
        let row: Option<SettingFields> = scope.one("SELECT time_zone, language, default_country, reveals_per_hour, money_freeze_h FROM crm.tenant_setting WHERE tenant_id = $1", vec![scope.tenant()]).await?;
        let row = row.ok_or(StorageError::Corrupt("tenant_setting has no row for this tenant"))?;
        Ok(TenantSettings {
            time_zone: row.time_zone,
            language: SpokenLanguage::of_tag(&row.language).unwrap_or(SpokenLanguage::English),
            default_country: row.default_country,
            reveals_per_hour: u32::try_from(row.reveals_per_hour).unwrap_or(0),
            money_freeze: Duration::hours(row.money_freeze_h.into()),
        })
    }

    /// Day and time of an instant in a zone, and that zone: the broker's where the database knows none of this name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn local(&self, at: DateTime<Utc>, zone: &str) -> Result<(NaiveDateTime, String), StorageError> {
        let scope = self.0.scope();
        // only names that are there are read, so that a wrong one ends no transaction
        let sql = "SELECT z.name AS zone, $2::timestamptz AT TIME ZONE z.name AS local FROM pg_catalog.pg_timezone_names z
            JOIN crm.tenant_setting t ON t.tenant_id = $1 AND z.name IN ($3, t.time_zone) ORDER BY z.name = $3 DESC LIMIT 1";
        let row: Option<LocalFields> = scope.one(sql, vec![scope.tenant(), at.into(), zone.into()]).await?;
        Ok(row.map_or_else(|| (at.naive_utc(), "UTC".to_owned()), |row| (row.local, row.zone)))
    }

    /// How many contacts a person has revealed since an instant.
    ///
    /// # Errors
    /// The database is away.
    pub async fn reveals_since(&self, staff: StaffId, since: DateTime<Utc>) -> Result<u32, StorageError> {
        let scope = self.0.scope();
        let row: Option<CountRow> = scope
            .one(
                "SELECT count(*) AS n FROM crm.reveal WHERE tenant_id = $1 AND staff_id = $2 AND at > $3",
                vec![scope.tenant(), staff.uuid().into(), since.into()],
            )
            .await?;
        Ok(row.and_then(|r| u32::try_from(r.n).ok()).unwrap_or(0))
    }
}
