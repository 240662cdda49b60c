//! The board of a team: what each person did and what waits, in one statement, with the reach of the lists behind it.

use crate::StorageError;
use crate::balance_lists::{FIRST_DEPOSIT, FROM};
use crate::clients::reach::{Values, condition};
use crate::scope::Scoped;
use crate::task_lists::OPEN;
use chrono::{DateTime, Utc};
use crm_access::{Permit, Reach, kinds};
use crm_model::{StaffId, StaffTarget};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// What one person did and what waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// Who.
    pub staff: (StaffId, String),
    /// In which team.
    pub team: Option<String>,
    /// Clients of whom the person recorded an outcome in the span.
    pub contacts: i64,
    /// Clients of the person whose first deposit was booked in the span; `None` for who may not see money.
    pub conversions: Option<i64>,
    /// Open tasks and call-backs of the person that were due before now.
    pub overdue: i64,
    /// What is expected of the person; of first deposits only for who may see money.
    pub target: StaffTarget,
}

/// From when to when, and what is now.
#[derive(Clone, Copy, Debug)]
pub struct BoardSpan {
    /// Not before.
    pub from: DateTime<Utc>,
    /// Before.
    pub before: DateTime<Utc>,
    /// What was due before this is overdue.
    pub now: DateTime<Utc>,
}

/// Whether the outcome `e` was taken back: the same person undid a change of the client within the eight seconds in which that
/// is possible, and a little more.
const TAKEN_BACK: &str = "EXISTS (SELECT 1 FROM crm.audit_event u WHERE u.tenant_id = $1 AND u.client_id = e.client_id AND u.action = 'client.change_undone' AND u.actor_id = e.actor_id AND u.seq > e.seq AND u.at <= e.at + interval '10 seconds')";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    team: Option<String>,
    contacts: i64,
    conversions: Option<i64>,
    overdue: i64,
    contacts_a_day: Option<i32>,
    first_deposits_a_month: Option<i32>,
    target_version: i32,
}

/// Active people within the permit's reach, by name: oneself, the people of one's teams, everybody; at most 500.
///
/// # Errors
/// The database is away.
pub async fn team_board(
    tx: &impl Scoped,
    permit: &Permit<kinds::ClientView>,
    money: Option<&Permit<kinds::BalanceView>>,
    span: BoardSpan,
) -> Result<Vec<BoardRow>, StorageError> {
    let scope = tx.scope();
    let mut values = Values(vec![scope.tenant(), span.from.into(), span.before.into(), span.now.into()]);
    let reach = condition(permit.reach(), &mut values);
    let people = people(permit.reach(), &mut values);
    let conversions = match money {
        Some(money) => {
            let reach = condition(money.reach(), &mut values);
            format!(
                "SELECT c.owner_id AS staff_id, count(*) AS n {FROM} AND o.state = 'confirmed' AND o.ended_at >= $2 AND o.ended_at < $3 AND {FIRST_DEPOSIT} AND {reach} GROUP BY c.owner_id"
            )
        }
        None => "SELECT NULL::uuid AS staff_id, NULL::int8 AS n WHERE false".to_owned(),
    };
    let shown = if money.is_some() { "coalesce(v.n, 0)" } else { "NULL::int8" };
    let sql = format!(
        "WITH contacts AS (SELECT e.actor_id AS staff_id, count(DISTINCT e.client_id) AS n FROM crm.audit_event e JOIN crm.client c ON c.tenant_id = $1 AND c.id = e.client_id WHERE e.tenant_id = $1 AND e.action = 'client.outcome_recorded' AND NOT e.refused AND e.at >= $2 AND e.at < $3 AND {reach} AND NOT {TAKEN_BACK} GROUP BY e.actor_id),
            overdue AS (SELECT t.assignee_id AS staff_id, count(*) AS n FROM crm.task t JOIN crm.client c ON c.tenant_id = $1 AND c.id = t.client_id WHERE t.tenant_id = $1 AND {OPEN} AND t.due_at < $4 AND {reach} GROUP BY t.assignee_id),
            conversions AS ({conversions})
          SELECT s.id, s.name, m.name AS team, coalesce(k.n, 0) AS contacts, {shown} AS conversions, coalesce(d.n, 0) AS overdue,
            g.contacts_a_day, g.first_deposits_a_month, coalesce(g.version, 0) AS target_version
          FROM crm.staff s LEFT JOIN crm.team m ON m.tenant_id = $1 AND m.id = s.team_id LEFT JOIN contacts k ON k.staff_id = s.id LEFT JOIN overdue d ON d.staff_id = s.id LEFT JOIN conversions v ON v.staff_id = s.id
            LEFT JOIN crm.staff_target g ON g.tenant_id = $1 AND g.staff_id = s.id
          WHERE s.tenant_id = $1 AND s.status = 'active' AND {people} ORDER BY s.name, s.id LIMIT 500"
    );
    scope.plan_each_time().await?;
    let rows: Vec<Row> = scope.all(sql, values.0).await?;
    scope.plan_once().await?;
    let row = |row: Row| BoardRow {
        staff: (StaffId::from_uuid(row.id), row.name),
        team: row.team,
        contacts: row.contacts,
        conversions: row.conversions,
        overdue: row.overdue,
        target: StaffTarget {
            contacts_a_day: row.contacts_a_day,
            first_deposits_a_month: row.first_deposits_a_month.filter(|_| money.is_some()),
            version: row.target_version,
        },
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Which people a reach over clients shows.
fn people(reach: &Reach, values: &mut Values) -> String {
    match reach {
        Reach::All => "true".to_owned(),
        Reach::Own(people) => format!("s.id = {}::uuid", values.push(people.me().uuid())),
        Reach::Team(people, teams) => {
            let me = values.push(people.me().uuid());
            let teams = values.push(teams.iter().map(|team| team.uuid()).collect::<Vec<Uuid>>());
            format!("(s.id = {me}::uuid OR s.team_id = ANY({teams}::uuid[]))")
        }
    }
}
