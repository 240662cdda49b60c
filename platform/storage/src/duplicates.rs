//! Clients that share an address, a number or a name elsewhere, and those that somebody said are not the same person.

use crate::clients::reach::{Values, condition};
use crate::scope::Scoped;
use crate::{Cursor, Page, PageRequest, StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::{ClientMerge, ClientView};
use crm_model::{ClientId, SharedBy};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// More clients than this are not one person: an office's number, a family's address.
const SHARED_MAX: u8 = 20;

/// Clients that look like the same person.
#[derive(Clone, Debug)]
pub struct DuplicateCluster {
    /// What they share.
    pub by: Vec<SharedBy>,
    /// Who, oldest first.
    pub clients: Vec<ClientId>,
    mark: String,
}

impl DuplicateCluster {
    /// How clusters are sorted, as cursors name it.
    const SORT: &'static str = "duplicates:desc";

    /// Whether a cursor belongs to this list.
    #[must_use]
    pub fn follows(cursor: &Cursor) -> bool {
        cursor.sort == Self::SORT
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let id = self.clients.last().map_or_else(Uuid::nil, |newest| newest.uuid());
        Cursor { sort: Self::SORT.to_owned(), value: Some(self.mark.clone()), id }
    }
}

#[derive(FromQueryResult)]
struct Row {
    members: Vec<Uuid>,
    by: Vec<String>,
    mark: String,
}

/// The tenant's duplicates, through a transaction.
pub struct Duplicates<'a, T>(&'a T);

impl<'a, T: Scoped> Duplicates<'a, T> {
    /// The duplicates of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Clusters within both reaches by what the reader may know to be the same, those with the newest client first. Clients that
    /// somebody said are not the same person are left out, or alone asked for.
    ///
    /// # Errors
    /// The database is away.
    pub async fn clusters(
        &self,
        view: &Permit<ClientView>,
        merge: &Permit<ClientMerge>,
        by: &[SharedBy],
        dismissed: bool,
        page: &PageRequest,
    ) -> Result<Page<DuplicateCluster>, StorageError> {
        let scope = self.0.scope();
        let kinds: Vec<String> = by.iter().map(|by| by.as_str().to_owned()).collect();
        let mut values = Values(vec![scope.tenant(), kinds.into()]);
        let reach = format!("{} AND {}", condition(view.reach(), &mut values), condition(merge.reach(), &mut values));
        let said = if dismissed { "" } else { "NOT " };
        let after = match &page.after {
            Some(cursor) => {
                let (id, mark) = (values.push(cursor.id), values.push(cursor.value.clone().unwrap_or_default()));
                format!("WHERE (newest, mark) < ({id}::uuid, {mark}::text)")
            }
            None => String::new(),
        };
        let sql = format!(
            "WITH shared AS MATERIALIZED (
               SELECT kind, bidx FROM crm.client_contact WHERE tenant_id = $1 AND kind = ANY($2::text[]) GROUP BY kind, bidx HAVING count(*) BETWEEN 2 AND {SHARED_MAX}),
             named AS MATERIALIZED (
               SELECT external_id FROM crm.client_external_id WHERE tenant_id = $1 AND 'external_id' = ANY($2::text[]) GROUP BY external_id HAVING count(*) BETWEEN 2 AND {SHARED_MAX}),
             alike AS (
               SELECT s.kind AS by, encode(s.bidx, 'hex') AS value, k.client_id FROM shared s JOIN crm.client_contact k ON k.tenant_id = $1 AND k.kind = s.kind AND k.bidx = s.bidx
               UNION ALL SELECT 'external_id', n.external_id, k.client_id FROM named n JOIN crm.client_external_id k ON k.tenant_id = $1 AND k.external_id = n.external_id),
             reached AS MATERIALIZED (
               SELECT a.by, a.value, c.id FROM alike a JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id WHERE c.archived_at IS NULL AND {reach}),
             pairs AS (
               SELECT one.by, one.value, one.id AS one_id, other.id AS other_id FROM reached one JOIN reached other ON other.by = one.by AND other.value = one.value AND one.id < other.id
               WHERE {said}EXISTS (SELECT 1 FROM crm.client_distinct d WHERE d.tenant_id = $1 AND d.one_id = one.id AND d.other_id = other.id)),
             members AS (SELECT by, value, one_id AS id FROM pairs UNION SELECT by, value, other_id FROM pairs),
             groups AS (SELECT by, value, array_agg(id ORDER BY id) AS members FROM members GROUP BY by, value),
             clusters AS (SELECT g.members, g.members[array_length(g.members, 1)] AS newest, md5(g.members::text) AS mark, array_agg(DISTINCT g.by ORDER BY g.by) AS by FROM groups g GROUP BY g.members)
             SELECT members, by, mark FROM clusters {after} ORDER BY newest DESC, mark DESC LIMIT {}",
            u32::from(page.first) + 1
        );
        scope.plan_each_time().await?;
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        let found = rows.into_iter().map(|row| {
            let read = |by: &String| SharedBy::from_text(by).ok_or(StorageError::Corrupt("client_contact.kind"));
            Ok(DuplicateCluster {
                by: row.by.iter().map(read).collect::<Result<_, StorageError>>()?,
                clients: row.members.into_iter().map(ClientId::from_uuid).collect(),
                mark: row.mark,
            })
        });
        Ok(Page::cut(found.collect::<Result<_, StorageError>>()?, page.first))
    }
}

impl Duplicates<'_, TenantTx> {
    /// Keeps that none of these clients is the same person as another of them.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn dismiss(
        &self,
        _permit: &Permit<ClientMerge>,
        clients: &[ClientId],
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), ids(clients), now.into()];
        let sql = "INSERT INTO crm.client_distinct (tenant_id, one_id, other_id, said_at)
          SELECT $1, one, other, $3 FROM unnest($2::uuid[]) one, unnest($2::uuid[]) other WHERE one < other ON CONFLICT DO NOTHING";
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Forgets that somebody said so.
    ///
    /// # Errors
    /// The database is away.
    pub async fn recall(&self, _permit: &Permit<ClientMerge>, clients: &[ClientId]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "DELETE FROM crm.client_distinct WHERE tenant_id = $1 AND one_id = ANY($2) AND other_id = ANY($2)";
        scope.exec(sql, vec![scope.tenant(), ids(clients)]).await?;
        Ok(())
    }
}

fn ids(clients: &[ClientId]) -> Value {
    clients.iter().map(|id| id.uuid()).collect::<Vec<Uuid>>().into()
}
