//! The acts on one client, on many at once: sets through `unnest`, for clients that are held.

use super::Clients;
use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::{ClientAssign, ClientDelete, ClientEdit};
use crm_model::{ClientId, StaffId, StatusKind, StatusOptionId, TagId, TeamId};
use uuid::Uuid;

impl Clients<'_, TenantTx> {
    /// Gives clients to owners and their teams; answers the versions afterwards.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when an owner is not of this tenant.
    pub async fn assign_many(
        &self,
        _permit: &Permit<ClientAssign>,
        all: &[(ClientId, Option<StaffId>, Option<TeamId>)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, i32)>, StorageError> {
        let mut c = Columns::of(self.0.scope().tenant());
        c.uuids("id", all.iter().map(|(id, ..)| id.uuid()).collect());
        c.maybe_uuids("owner_id", all.iter().map(|(_, owner, _)| owner.map(StaffId::uuid)).collect());
        c.maybe_uuids("team_id", all.iter().map(|(.., team)| team.map(TeamId::uuid)).collect());
        self.write_many(c, now).await
    }

    /// Gives clients a status of one of the two lists, or takes it away; answers the versions afterwards.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a status is not of this tenant.
    pub async fn set_status_many(
        &self,
        _permit: &Permit<ClientEdit>,
        kind: StatusKind,
        all: &[(ClientId, Option<StatusOptionId>)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, i32)>, StorageError> {
        let mut c = Columns::of(self.0.scope().tenant());
        c.uuids("id", all.iter().map(|(id, _)| id.uuid()).collect());
        let column = match kind {
            StatusKind::Sales => "sales_status_id",
            StatusKind::Retention => "retention_status_id",
        };
        c.maybe_uuids(column, all.iter().map(|(_, to)| to.map(StatusOptionId::uuid)).collect());
        self.write_many(c, now).await
    }

    /// Adds tags to clients and takes others away; answers the versions of `clients` afterwards.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a tag is not of this tenant.
    pub async fn change_tags_many(
        &self,
        _permit: &Permit<ClientEdit>,
        clients: &[ClientId],
        added: &[(ClientId, TagId)],
        removed: &[(ClientId, TagId)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, i32)>, StorageError> {
        let scope = self.0.scope();
        if !added.is_empty() {
            self.add_tags(added).await?;
        }
        if !removed.is_empty() {
            let (of, tags): (Vec<Uuid>, Vec<Uuid>) = removed.iter().map(|(c, tag)| (c.uuid(), tag.uuid())).unzip();
            let sql = "DELETE FROM crm.client_tag t USING unnest($2::uuid[], $3::uuid[]) AS x (client_id, tag_id)
              WHERE t.tenant_id = $1 AND t.client_id = x.client_id AND t.tag_id = x.tag_id";
            scope.exec(sql, vec![scope.tenant(), of.into(), tags.into()]).await?;
        }
        let mut c = Columns::of(scope.tenant());
        c.uuids("id", clients.iter().map(|id| id.uuid()).collect());
        self.write_many(c, now).await
    }

    /// Puts clients away, or brings them back with `None`; answers the versions afterwards.
    ///
    /// # Errors
    /// The database is away.
    pub async fn put_away_many(
        &self,
        _permit: &Permit<ClientDelete>,
        clients: &[ClientId],
        archived_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, i32)>, StorageError> {
        let mut c = Columns::of(self.0.scope().tenant());
        c.uuids("id", clients.iter().map(|id| id.uuid()).collect());
        c.maybe_times("archived_at", clients.iter().map(|_| archived_at).collect());
        self.write_many(c, now).await
    }
}
