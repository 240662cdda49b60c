//! A selection of clients for an act on all of them: named ones, or whatever a list finds.

use super::Clients;
use super::list::ListQuery;
use super::reach::{Values, arms, condition};
use crate::StorageError;
use crate::scope::Scoped;
use crm_access::kinds::ClientView;
use crm_access::{Permit, Reach};
use crm_model::{ClientId, StaffId, StatusKind, TagId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The most clients of one selection: fixing them is one statement of some seconds, within the time that a statement has.
pub const SELECT_MAX: i64 = 200_000;

/// Which clients.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Those that are named, as far as they lie within reach.
    Named {
        /// Which.
        clients: Vec<ClientId>,
        /// Whether archived ones may be among them.
        archived: bool,
    },
    /// What a list finds.
    Matching(Box<ListQuery>),
}

/// By what the clients of a selection differ for an act.
#[derive(Clone, Copy, Debug)]
pub enum SplitBy<'a> {
    /// Whose they are.
    Owner,
    /// Which status they have.
    Status(StatusKind),
    /// What tags would do: `same`, `full` with more than so many tags afterwards, else `change`.
    Tags(&'a [TagId], &'a [TagId], i64),
    /// Nothing.
    Nothing,
}

/// Clients of a selection that an act treats alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionGroup {
    /// Whether they lie within the act's own reach.
    pub reached: bool,
    /// Whether they are archived.
    pub archived: bool,
    /// The owner's or the status's bare id, or what tags would do.
    pub key: Option<String>,
    /// How many clients.
    pub count: i64,
}

#[derive(FromQueryResult)]
struct GroupRow {
    reached: bool,
    archived: bool,
    key: Option<String>,
    n: i64,
}

/// The chosen clients as `id, version, created_at`, within the reach of the permit, one more than may be chosen.
pub(crate) fn chosen(permit: &Permit<ClientView>, whom: &Whom, values: &mut Values) -> String {
    let mut conditions = Vec::new();
    let ways = match whom {
        Whom::Named { clients, archived } => {
            let ids: Vec<Uuid> = clients.iter().map(|id| id.uuid()).collect();
            conditions.push(format!("c.id = ANY({}::uuid[])", values.push(ids)));
            conditions.push(if *archived { "c.merged_into_id IS NULL" } else { "c.archived_at IS NULL" }.to_owned());
            Some(vec![condition(permit.reach(), values)])
        }
        Whom::Matching(query) => {
            conditions = query.conditions(values);
            for term in query.search.iter().flat_map(|search| &search.terms) {
                conditions.push(format!("c.id IN ({})", term.ids_sql(values)));
            }
            arms(permit.reach(), values)
        }
    };
    let part = |way: Option<&String>| {
        let all: Vec<&str> = way.into_iter().chain(&conditions).map(String::as_str).collect();
        let more = if all.is_empty() { String::new() } else { format!(" AND {}", all.join(" AND ")) };
        format!(
            "SELECT c.id, c.version, c.created_at FROM crm.client c WHERE c.tenant_id = $1{more} LIMIT {}",
            SELECT_MAX + 1
        )
    };
    match ways {
        None => part(None),
        Some(ways) if ways.len() == 1 => part(ways.first()),
        Some(ways) => {
            let parts: Vec<String> = ways.iter().map(|way| format!("({})", part(Some(way)))).collect();
            format!("{} LIMIT {}", parts.join(" UNION "), SELECT_MAX + 1)
        }
    }
}

fn key(by: SplitBy<'_>, values: &mut Values) -> String {
    let array =
        |tags: &[TagId], values: &mut Values| values.push(tags.iter().map(|tag| tag.uuid()).collect::<Vec<Uuid>>());
    match by {
        SplitBy::Owner => "c.owner_id::text".to_owned(),
        SplitBy::Status(StatusKind::Sales) => "c.sales_status_id::text".to_owned(),
        SplitBy::Status(StatusKind::Retention) => "c.retention_status_id::text".to_owned(),
        SplitBy::Nothing => "NULL::text".to_owned(),
        SplitBy::Tags(add, remove, most) => {
            let has = |tags: String| {
                format!(
                    "(SELECT count(*) FROM crm.client_tag g WHERE g.tenant_id = $1 AND g.client_id = c.id AND g.tag_id = ANY({tags}::uuid[]))"
                )
            };
            let (count, most) = (add.len(), values.push(most));
            let (had, gone) = (has(array(add, values)), has(array(remove, values)));
            let all = "(SELECT count(*) FROM crm.client_tag g WHERE g.tenant_id = $1 AND g.client_id = c.id)";
            format!(
                "CASE WHEN {had} = {count} AND {gone} = 0 THEN 'same' WHEN {all} + {count} - {had} - {gone} > {most} THEN 'full' ELSE 'change' END"
            )
        }
    }
}

impl<T: Scoped> Clients<'_, T> {
    /// How many clients within a reach each of these people has, archived ones left out.
    ///
    /// # Errors
    /// The database is away.
    pub async fn owned_by(&self, reach: &Reach, owners: &[StaffId]) -> Result<Vec<(StaffId, i64)>, StorageError> {
        #[derive(FromQueryResult)]
        struct Owned {
            owner_id: Uuid,
            n: i64,
        }
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let owners = values.push(owners.iter().map(|owner| owner.uuid()).collect::<Vec<Uuid>>());
        let reach = condition(reach, &mut values);
        let sql = format!(
            "SELECT c.owner_id, count(*) AS n FROM crm.client c WHERE c.tenant_id = $1 AND c.owner_id = ANY({owners}::uuid[]) AND c.archived_at IS NULL AND {reach} GROUP BY c.owner_id"
        );
        let rows: Vec<Owned> = scope.all(sql, values.0).await?;
        Ok(rows.into_iter().map(|row| (StaffId::from_uuid(row.owner_id), row.n)).collect())
    }

    /// What an act would meet in a selection, in groups that it treats alike. `reach` is the act's own.
    ///
    /// # Errors
    /// The database is away.
    pub async fn split(
        &self,
        permit: &Permit<ClientView>,
        whom: &Whom,
        reach: &Reach,
        by: SplitBy<'_>,
    ) -> Result<Vec<SelectionGroup>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let chosen = chosen(permit, whom, &mut values);
        let (reached, key) = (condition(reach, &mut values), key(by, &mut values));
        let sql = format!(
            "SELECT reached, archived, key, count(*) AS n FROM (
               SELECT {reached} AS reached, c.archived_at IS NOT NULL AS archived, {key} AS key
               FROM ({chosen}) s JOIN crm.client c ON c.tenant_id = $1 AND c.id = s.id) x GROUP BY reached, archived, key"
        );
        scope.plan_each_time().await?;
        let rows: Vec<GroupRow> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        let group =
            |row: GroupRow| SelectionGroup { reached: row.reached, archived: row.archived, key: row.key, count: row.n };
        Ok(rows.into_iter().map(group).collect())
    }
}
