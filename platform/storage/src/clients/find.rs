use super::Clients;
use super::list::IdRow;
use super::reach::{Values, condition};
use super::record::{COLUMNS, ClientRecord, ClientRow, dressed};
use crate::StorageError;
use crate::scope::Scoped;
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit};
use crm_model::{ClientId, SessionId, StaffId};
use crm_vault::BlindIndex;
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A client named in an answer about something else.
#[derive(Clone, Debug)]
pub struct ClientBrief {
    /// Id.
    pub id: ClientId,
    /// `C-100234`.
    pub number: String,
    /// The one line by which people know the client.
    pub display_name: String,
}

#[derive(FromQueryResult)]
struct OpenedRow {
    opened_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct ParticipantRow {
    id: Uuid,
    name: String,
}

impl<T: Scoped> Clients<'_, T> {
    /// A client within the permit's reach; `None` when there is none there, whatever the cause. Archived ones only when
    /// asked for.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        reader: Option<StaffId>,
        id: ClientId,
        archived: bool,
    ) -> Result<Option<ClientRecord>, StorageError> {
        Ok(self.find_many(permit, reader, &[id], archived).await?.into_iter().next())
    }

    /// Those of the given clients that lie within the permit's reach, in no order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find_many<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        reader: Option<StaffId>,
        ids: &[ClientId],
        archived: bool,
    ) -> Result<Vec<ClientRecord>, StorageError> {
        let live = if archived { " AND c.merged_into_id IS NULL" } else { " AND c.archived_at IS NULL" };
        self.reached(permit, reader, ids, live).await
    }

    /// A client that is about to be changed: as [`Clients::find`], and no merge takes it away until the end.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find_to_change<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        reader: Option<StaffId>,
        id: ClientId,
        archived: bool,
    ) -> Result<Option<ClientRecord>, StorageError> {
        let live = if archived { " AND c.merged_into_id IS NULL" } else { " AND c.archived_at IS NULL" };
        let held = format!("{live} FOR KEY SHARE OF c");
        Ok(self.reached(permit, reader, &[id], &held).await?.into_iter().next())
    }

    /// Clients that events of the trail speak of, those that were merged away included.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find_in_trail<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        reader: Option<StaffId>,
        ids: &[ClientId],
    ) -> Result<Vec<ClientRecord>, StorageError> {
        self.reached(permit, reader, ids, "").await
    }

    async fn reached<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        reader: Option<StaffId>,
        ids: &[ClientId],
        live: &str,
    ) -> Result<Vec<ClientRecord>, StorageError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), reader.map(|r| r.uuid()).into()]);
        let wanted = match ids {
            [one] => format!("c.id = {}::uuid", values.push(one.uuid())),
            many => format!("c.id = ANY({}::uuid[])", values.push(many.iter().map(|i| i.uuid()).collect::<Vec<_>>())),
        };
        let reach = condition(permit.reach(), &mut values);
        let inner = format!("SELECT {COLUMNS} FROM crm.client c WHERE c.tenant_id = $1 AND {wanted} AND {reach}{live}");
        let rows: Vec<ClientRow> = scope.all(dressed(&inner, ""), values.0).await?;
        rows.into_iter().map(ClientRecord::try_from).collect()
    }

    /// A client for a job of the deployment itself or for the client's own one-time link, whatever the reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn for_system(&self, id: ClientId) -> Result<Option<ClientRecord>, StorageError> {
        let scope = self.0.scope();
        let inner = format!("SELECT {COLUMNS} FROM crm.client c WHERE c.tenant_id = $1 AND c.id = $3");
        let row: Option<ClientRow> =
            scope.one(dressed(&inner, ""), vec![scope.tenant(), None::<Uuid>.into(), id.uuid().into()]).await?;
        row.map(ClientRecord::try_from).transpose()
    }

    /// Those who were under age at the last look, up to 1,000.
    ///
    /// # Errors
    /// The database is away.
    pub async fn under_age(&self) -> Result<Vec<ClientRecord>, StorageError> {
        let scope = self.0.scope();
        let inner = format!(
            "SELECT {COLUMNS} FROM crm.client c WHERE c.tenant_id = $1 AND c.under_age ORDER BY c.id LIMIT 1000"
        );
        let rows: Vec<ClientRow> = scope.all(dressed(&inner, ""), vec![scope.tenant(), None::<Uuid>.into()]).await?;
        rows.into_iter().map(ClientRecord::try_from).collect()
    }

    /// Clients within reach that have a contact with one of these blind indexes.
    ///
    /// # Errors
    /// The database is away.
    pub async fn with_contact<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        reader: Option<StaffId>,
        any: &[BlindIndex],
        limit: u16,
    ) -> Result<Vec<ClientRecord>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let blinds = values.push(super::filter::blinds(any));
        let reach = condition(permit.reach(), &mut values);
        let sql = format!(
            "SELECT DISTINCT c.id FROM crm.client_contact k JOIN crm.client c ON c.tenant_id = $1 AND c.id = k.client_id WHERE k.tenant_id = $1 AND k.bidx = ANY({blinds}) AND {reach} AND c.archived_at IS NULL LIMIT {limit}"
        );
        let ids: Vec<IdRow> = scope.all(sql, values.0).await?;
        let ids: Vec<ClientId> = ids.into_iter().map(|r| ClientId::from_uuid(r.id)).collect();
        self.find_many(permit, reader, &ids, false).await
    }

    /// When this session opened the client, if it did.
    ///
    /// # Errors
    /// The database is away.
    pub async fn opened_at(&self, session: SessionId, client: ClientId) -> Result<Option<DateTime<Utc>>, StorageError> {
        let scope = self.0.scope();
        let row: Option<OpenedRow> = scope
            .one(
                "SELECT opened_at FROM crm.client_visit WHERE tenant_id = $1 AND session_id = $2 AND client_id = $3",
                vec![scope.tenant(), session.uuid().into(), client.uuid().into()],
            )
            .await?;
        Ok(row.map(|r| r.opened_at))
    }

    /// Who takes part in a client.
    ///
    /// # Errors
    /// The database is away.
    pub async fn participants(&self, client: ClientId) -> Result<Vec<(StaffId, String)>, StorageError> {
        let scope = self.0.scope();
        let rows: Vec<ParticipantRow> = scope
            .all("SELECT s.id, s.name FROM crm.client_participant p JOIN crm.staff s ON s.tenant_id = $1 AND s.id = p.staff_id WHERE p.tenant_id = $1 AND p.client_id = $2 ORDER BY s.name", vec![scope.tenant(), client.uuid().into()])
            .await?;
        Ok(rows.into_iter().map(|r| (StaffId::from_uuid(r.id), r.name)).collect())
    }
}

impl From<&ClientRecord> for ClientBrief {
    fn from(client: &ClientRecord) -> Self {
        Self { id: client.id, number: client.public_number(), display_name: client.display_name.clone() }
    }
}
