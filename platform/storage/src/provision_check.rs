//! What a broker must have before it may work, looked at as `crm_provision`.

use crate::scope::Scope;
use crate::{StorageError, TenantStatus};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Whether everything that a broker needs is there.
#[derive(Clone, Debug)]
pub struct SelfTest {
    /// Where the broker stands.
    pub status: TenantStatus,
    /// One line each.
    pub checks: Vec<SelfTestCheck>,
}

/// One thing that a broker needs.
#[derive(Clone, Debug)]
pub struct SelfTestCheck {
    /// What was looked at.
    pub what: &'static str,
    /// Whether it is as it must be.
    pub good: bool,
    /// What was found: numbers and versions, nothing secret.
    pub found: String,
}

impl SelfTest {
    /// Whether everything is as it must be; the status is not part of it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.checks.iter().all(|check| check.good)
    }
}

#[derive(FromQueryResult)]
struct ContextRow {
    tenant_id: Uuid,
}

#[derive(FromQueryResult)]
struct Counts {
    settings: i64,
    brands: i64,
    access: i64,
    counters: i64,
    roles: i64,
    granted: i64,
    managers: i64,
    sales: i64,
    retention: i64,
    tags: i64,
    teams: i64,
    staff: i64,
    head: Option<i64>,
}

const COUNTS: &str = "SELECT
  (SELECT count(*) FROM crm.tenant_setting WHERE tenant_id = $1) AS settings,
  (SELECT count(*) FROM crm.brand WHERE tenant_id = $1 AND is_default) AS brands,
  (SELECT count(*) FROM crm.access_version WHERE tenant_id = $1) AS access,
  (SELECT count(*) FROM crm.counter WHERE tenant_id = $1 AND name = 'client') AS counters,
  (SELECT count(*) FROM crm.role WHERE tenant_id = $1) AS roles,
  (SELECT count(*) FROM crm.role_grant WHERE tenant_id = $1) AS granted,
  (SELECT count(DISTINCT s.staff_id) FROM crm.staff_role s WHERE s.tenant_id = $1
     AND EXISTS (SELECT FROM crm.role_grant g WHERE g.tenant_id = $1 AND g.role_id = s.role_id AND g.permission = 'role.manage')
     AND EXISTS (SELECT FROM crm.role_grant g WHERE g.tenant_id = $1 AND g.role_id = s.role_id AND g.permission = 'staff.manage')) AS managers,
  (SELECT count(*) FROM crm.client_status_option WHERE tenant_id = $1 AND kind = 'sales') AS sales,
  (SELECT count(*) FROM crm.client_status_option WHERE tenant_id = $1 AND kind = 'retention') AS retention,
  (SELECT count(*) FROM crm.tag WHERE tenant_id = $1) AS tags,
  (SELECT count(*) FROM crm.team WHERE tenant_id = $1) AS teams,
  (SELECT count(id) FROM crm.staff WHERE tenant_id = $1) AS staff,
  (SELECT seq FROM crm.audit_head WHERE tenant_id = $1) AS head";

pub(crate) async fn self_test(scope: &Scope, status: TenantStatus) -> Result<SelfTest, StorageError> {
    let context: Option<ContextRow> = scope.one("SELECT tenant_id FROM ctx.tenant_key", Vec::new()).await?;
    let opened = context.is_some_and(|row| row.tenant_id == scope.tenant_id().uuid());
    let mut checks = vec![check(
        "context",
        opened,
        if opened { "opens" } else { "does not open: is CONTEXT_MASTER_KEY the one that it was made with?" },
    )];
    if opened {
        let counts: Counts =
            scope.one(COUNTS, vec![scope.tenant()]).await?.ok_or(StorageError::Corrupt("no answer"))?;
        let keyed = has_data_key(scope).await?;
        checks.push(check("data key", keyed, if keyed { "wrapped" } else { "missing" }));
        checks.extend(lines(&counts));
    }
    Ok(SelfTest { status, checks })
}

/// Onboarding may add a key and not read one: a key that cannot be added is there. The transaction is rolled back.
async fn has_data_key(scope: &Scope) -> Result<bool, StorageError> {
    let probe: Vec<Value> = vec![scope.tenant(), Vec::<u8>::new().into()];
    Ok(scope.exec("INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped) VALUES ($1, 1, 'probe', $2) ON CONFLICT DO NOTHING", probe).await? == 0)
}

fn lines(counts: &Counts) -> Vec<SelfTestCheck> {
    vec![
        check(
            "settings",
            counts.settings == 1 && counts.access == 1 && counts.counters == 1,
            "settings, access version, client counter",
        ),
        check("brand", counts.brands == 1, format!("{} default", counts.brands)),
        check(
            "roles",
            counts.roles > 0 && counts.granted > 0,
            format!("{} with {} grants", counts.roles, counts.granted),
        ),
        check(
            "statuses",
            counts.sales > 0 && counts.retention > 0,
            format!("{} sales, {} retention", counts.sales, counts.retention),
        ),
        check("teams and tags", true, format!("{} teams, {} tags", counts.teams, counts.tags)),
        check(
            "people",
            counts.managers > 0,
            format!("{} staff, {} of them may manage staff and roles", counts.staff, counts.managers),
        ),
        check(
            "audit chain",
            counts.head.is_some_and(|seq| seq > 0),
            counts.head.map_or_else(|| "no head".to_owned(), |seq| format!("head at {seq}")),
        ),
    ]
}

fn check(what: &'static str, good: bool, found: impl Into<String>) -> SelfTestCheck {
    SelfTestCheck { what, good, found: found.into() }
}
