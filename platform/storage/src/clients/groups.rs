//! How many clients of a list fall into each group: under the list's own reach and conditions, never by a sealed field.

use super::Clients;
use super::list::ListQuery;
use super::reach::{Values, condition};
use crate::StorageError;
use crate::scope::Scoped;
use crm_access::Permit;
use crm_access::kinds::ClientView;
use crm_model::ClientGroupField;
use sea_orm::FromQueryResult;

/// One group of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCount {
    /// The bare id, or the country's code; `None` for clients that have none.
    pub key: Option<String>,
    /// The name of a status, a person or a team.
    pub name: Option<String>,
    /// How many clients.
    pub count: i64,
}

#[derive(FromQueryResult)]
struct GroupRow {
    key: Option<String>,
    name: Option<String>,
    n: i64,
}

/// The most groups that are told; the largest come first.
pub const GROUPS_MAX: usize = 200;

/// The column of a group, and the table that has its name.
const fn place(field: ClientGroupField) -> (&'static str, Option<&'static str>) {
    match field {
        ClientGroupField::SalesStatus => ("sales_status_id", Some("crm.client_status_option")),
        ClientGroupField::RetentionStatus => ("retention_status_id", Some("crm.client_status_option")),
        ClientGroupField::Owner => ("owner_id", Some("crm.staff")),
        ClientGroupField::Team => ("team_id", Some("crm.team")),
        ClientGroupField::Country => ("country", None),
    }
}

impl<T: Scoped> Clients<'_, T> {
    /// The groups of a list within the permit's reach, largest first, at most one more than [`GROUPS_MAX`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn groups(
        &self,
        permit: &Permit<ClientView>,
        by: ClientGroupField,
        query: &ListQuery,
    ) -> Result<Vec<GroupCount>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let mut conditions = query.conditions(&mut values);
        for term in query.search.iter().flat_map(|s| &s.terms) {
            conditions.push(format!("c.id IN ({})", term.ids_sql(&mut values)));
        }
        conditions.push(condition(permit.reach(), &mut values));
        let (column, names) = place(by);
        let grouped = format!(
            "SELECT c.{column} AS key, count(*) AS n FROM crm.client c WHERE c.tenant_id = $1 AND {} GROUP BY c.{column} ORDER BY n DESC, key LIMIT {}",
            conditions.join(" AND "),
            GROUPS_MAX + 1
        );
        let sql = match names {
            Some(table) => format!(
                "SELECT g.key::text AS key, t.name, g.n FROM ({grouped}) g LEFT JOIN {table} t ON t.tenant_id = $1 AND t.id = g.key ORDER BY g.n DESC, t.name, g.key"
            ),
            None => format!("SELECT g.key::text AS key, NULL::text AS name, g.n FROM ({grouped}) g"),
        };
        scope.plan_each_time().await?;
        let rows: Vec<GroupRow> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        Ok(rows.into_iter().map(|row| GroupCount { key: row.key, name: row.name, count: row.n }).collect())
    }
}
