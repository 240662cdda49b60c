//! Who read more than is usual: counted over the trail, kept as alerts until somebody closes them.

use crate::page::{Page, PageRequest};
use crate::scope::Scoped;
use crate::{Cursor, StorageError, TenantTx};
use chrono::{DateTime, Duration, Utc};
use crm_access::{Permit, kinds};
use crm_model::{StaffId, WatchAlertId, WatchKind, WatchRule};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// An alert as it is kept.
#[derive(Clone, Debug)]
pub struct WatchAlert {
    /// Which.
    pub id: WatchAlertId,
    /// Of what.
    pub kind: WatchKind,
    /// Who read, with the name of today.
    pub staff: (StaffId, String),
    /// What the rule said was usual.
    pub most: i32,
    /// Within so many minutes.
    pub minutes: i32,
    /// The largest number within such a time.
    pub count: i32,
    /// The first that was counted.
    pub first_at: DateTime<Utc>,
    /// The last that was counted.
    pub last_at: DateTime<Utc>,
    /// When it was noticed.
    pub raised_at: DateTime<Utc>,
    /// When and by whom it was closed, with the name of today.
    pub closed: Option<(DateTime<Utc>, StaffId, String)>,
}

impl WatchAlert {
    /// The cursor that continues a list after this alert.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { sort: "raised".to_owned(), value: Some(self.raised_at.to_rfc3339()), id: self.id.uuid() }
    }
}

/// More than a rule allows, by one person.
#[derive(Clone, Copy, Debug)]
pub struct Unusual {
    /// Who.
    pub staff: StaffId,
    /// How many.
    pub count: i32,
    /// The first that was counted.
    pub first_at: DateTime<Utc>,
    /// The last that was counted.
    pub last_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct RuleRow {
    kind: String,
    enabled: bool,
    most: i32,
    minutes: i32,
    night_from: i32,
    night_to: i32,
    version: i32,
}

#[derive(FromQueryResult)]
struct AlertRow {
    id: Uuid,
    kind: String,
    staff_id: Uuid,
    staff_name: String,
    most: i32,
    minutes: i32,
    count: i32,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    raised_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
    closed_by_name: Option<String>,
}

#[derive(FromQueryResult)]
struct UnusualRow {
    staff_id: Uuid,
    n: i64,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

const SELECT: &str = "SELECT w.id, w.kind, w.staff_id, s.name AS staff_name, w.most, w.minutes, w.count, w.first_at, w.last_at, w.raised_at, w.closed_at, w.closed_by, c.name AS closed_by_name
  FROM crm.watch_alert w JOIN crm.staff s ON s.tenant_id = $1 AND s.id = w.staff_id LEFT JOIN crm.staff c ON c.tenant_id = $1 AND c.id = w.closed_by WHERE w.tenant_id = $1";

fn kind(text: &str) -> Result<WatchKind, StorageError> {
    WatchKind::from_text(text).ok_or(StorageError::Corrupt("watch_alert.kind"))
}

impl TryFrom<AlertRow> for WatchAlert {
    type Error = StorageError;

    fn try_from(row: AlertRow) -> Result<Self, StorageError> {
        let closed = row
            .closed_at
            .zip(row.closed_by)
            .map(|(at, by)| (at, StaffId::from_uuid(by), row.closed_by_name.unwrap_or_default()));
        Ok(Self {
            id: WatchAlertId::from_uuid(row.id),
            kind: kind(&row.kind)?,
            staff: (StaffId::from_uuid(row.staff_id), row.staff_name),
            most: row.most,
            minutes: row.minutes,
            count: row.count,
            first_at: row.first_at,
            last_at: row.last_at,
            raised_at: row.raised_at,
            closed,
        })
    }
}

/// The tenant's rules and alerts.
pub struct Watches<'a, T>(&'a T);

impl<'a, T: Scoped> Watches<'a, T> {
    /// The rules and alerts of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// One rule for each kind: the broker's, or the product's own.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rules(&self) -> Result<Vec<WatchRule>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT kind, enabled, most, minutes, night_from, night_to, version FROM crm.watch_rule WHERE tenant_id = $1";
        let rows: Vec<RuleRow> = scope.all(sql, vec![scope.tenant()]).await?;
        let of = |kind: WatchKind| {
            rows.iter().find(|row| row.kind == kind.as_str()).map_or_else(
                || kind.usual(),
                |row| WatchRule {
                    kind,
                    enabled: row.enabled,
                    most: row.most,
                    minutes: row.minutes,
                    night_from: row.night_from,
                    night_to: row.night_to,
                    version: row.version,
                },
            )
        };
        Ok(WatchKind::ALL.into_iter().map(of).collect())
    }

    /// Who is above a rule now. What was counted for an alert that somebody closed is not counted again.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unusual(
        &self,
        rule: &WatchRule,
        time_zone: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Unusual>, StorageError> {
        let scope = self.0.scope();
        let count = match rule.kind {
            WatchKind::ProfilesOpened => "count(DISTINCT e.client_id)",
            WatchKind::ContactsRevealed | WatchKind::FilesAtNight => "count(*)",
        };
        // the kind stands in the text, so that the planner knows the index that holds it
        let mut sql = format!(
            "SELECT e.actor_id AS staff_id, {count} AS n, min(e.at) AS first_at, max(e.at) AS last_at FROM crm.audit_event e
              JOIN crm.staff s ON s.tenant_id = $1 AND s.id = e.actor_id
              WHERE e.tenant_id = $1 AND e.action = '{}' AND e.actor_kind = 'staff' AND e.at > $2 AND NOT e.refused
                AND NOT EXISTS (SELECT 1 FROM crm.watch_alert w WHERE w.tenant_id = $1 AND w.staff_id = e.actor_id AND w.kind = $3 AND w.closed_at >= e.at)",
            rule.kind.action().as_str()
        );
        let mut values: Vec<Value> = vec![
            scope.tenant(),
            (now - Duration::minutes(rule.minutes.into())).into(),
            rule.kind.as_str().into(),
            rule.most.into(),
        ];
        if rule.kind == WatchKind::FilesAtNight && rule.night_from != rule.night_to {
            values.extend([time_zone.into(), rule.night_from.into(), rule.night_to.into()]);
            let hour = "extract(hour FROM e.at AT TIME ZONE $5)::int";
            sql.push_str(&format!(
                " AND CASE WHEN $6::int < $7::int THEN {hour} >= $6 AND {hour} < $7 ELSE {hour} >= $6 OR {hour} < $7 END"
            ));
        }
        sql.push_str(&format!(" GROUP BY e.actor_id HAVING {count} > $4::int ORDER BY e.actor_id"));
        let rows: Vec<UnusualRow> = scope.all(sql, values).await?;
        Ok(rows
            .into_iter()
            .map(|row| Unusual {
                staff: StaffId::from_uuid(row.staff_id),
                count: i32::try_from(row.n).unwrap_or(i32::MAX),
                first_at: row.first_at,
                last_at: row.last_at,
            })
            .collect())
    }

    /// The alerts, newest first: the open ones, the closed ones, or all.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self, open: Option<bool>, page: &PageRequest) -> Result<Page<WatchAlert>, StorageError> {
        let scope = self.0.scope();
        let (mut sql, mut values) = (SELECT.to_owned(), vec![scope.tenant()]);
        match open {
            Some(true) => sql.push_str(" AND w.closed_at IS NULL"),
            Some(false) => sql.push_str(" AND w.closed_at IS NOT NULL"),
            None => {}
        }
        let after = page.after.as_ref().and_then(|cursor| {
            let at = DateTime::parse_from_rfc3339(cursor.value.as_deref()?).ok()?;
            Some((at.with_timezone(&Utc), cursor.id))
        });
        if let Some((at, id)) = after {
            values.extend([at.into(), id.into()]);
            sql.push_str(" AND (w.raised_at, w.id) < ($2, $3)");
        }
        sql.push_str(&format!(" ORDER BY w.raised_at DESC, w.id DESC LIMIT {}", u32::from(page.first) + 1));
        let rows: Vec<AlertRow> = scope.all(sql, values).await?;
        let rows = rows.into_iter().map(WatchAlert::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(rows, page.first))
    }

    /// How many wait to be looked at.
    ///
    /// # Errors
    /// The database is away.
    pub async fn open_count(&self) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT count(*) AS n FROM crm.watch_alert WHERE tenant_id = $1 AND closed_at IS NULL";
        let row: Option<CountRow> = scope.one(sql, vec![scope.tenant()]).await?;
        Ok(row.map_or(0, |row| row.n))
    }

    /// One alert.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: WatchAlertId) -> Result<Option<WatchAlert>, StorageError> {
        let scope = self.0.scope();
        let row: Option<AlertRow> =
            scope.one(format!("{SELECT} AND w.id = $2"), vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(WatchAlert::try_from).transpose()
    }
}

impl Watches<'_, TenantTx> {
    /// Keeps a rule that was read at the version it carries; whether nobody changed it since.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep(
        &self,
        _permit: &Permit<kinds::AuditWatch>,
        rule: &WatchRule,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            rule.kind.as_str().into(),
            rule.enabled.into(),
            rule.most.into(),
            rule.minutes.into(),
            rule.night_from.into(),
            rule.night_to.into(),
            rule.version.into(),
            now.into(),
        ];
        let sql = "INSERT INTO crm.watch_rule AS r (tenant_id, kind, enabled, most, minutes, night_from, night_to, changed_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $9 WHERE $8 = 0 OR EXISTS (SELECT 1 FROM crm.watch_rule k WHERE k.tenant_id = $1 AND k.kind = $2)
            ON CONFLICT (tenant_id, kind) DO UPDATE SET enabled = $3, most = $4, minutes = $5, night_from = $6, night_to = $7, version = r.version + 1, changed_at = $9
            WHERE r.tenant_id = $1 AND r.version = $8";
        Ok(scope.exec(sql, values).await? == 1)
    }

    /// Keeps what is unusual: a new alert, or more of one that is still open. Whether the alert is new.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn raise(&self, rule: &WatchRule, seen: &Unusual, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            WatchAlertId::generate().uuid().into(),
            rule.kind.as_str().into(),
            seen.staff.uuid().into(),
            rule.most.into(),
            rule.minutes.into(),
            seen.count.into(),
            seen.first_at.into(),
            seen.last_at.into(),
            now.into(),
        ];
        let sql = "INSERT INTO crm.watch_alert (tenant_id, id, kind, staff_id, most, minutes, count, first_at, last_at, raised_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant_id, kind, staff_id) WHERE closed_at IS NULL DO NOTHING";
        if scope.exec(sql, values).await? == 1 {
            return Ok(true);
        }
        let more: Vec<Value> = vec![
            scope.tenant(),
            rule.kind.as_str().into(),
            seen.staff.uuid().into(),
            seen.count.into(),
            seen.last_at.into(),
        ];
        let sql = "UPDATE crm.watch_alert SET count = greatest(count, $4), last_at = greatest(last_at, $5)
            WHERE tenant_id = $1 AND kind = $2 AND staff_id = $3 AND closed_at IS NULL AND (last_at < $5 OR count < $4)";
        scope.exec(sql, more).await?;
        Ok(false)
    }

    /// Closes an alert; whether it was open.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn close(
        &self,
        _permit: &Permit<kinds::AuditWatch>,
        id: WatchAlertId,
        by: StaffId,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), id.uuid().into(), now.into(), by.uuid().into()];
        let sql = "UPDATE crm.watch_alert SET closed_at = $3, closed_by = $4 WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL";
        Ok(scope.exec(sql, values).await? == 1)
    }
}
