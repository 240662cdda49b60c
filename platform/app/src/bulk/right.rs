//! The permission that an act needs: the same as the act on one client.

use crate::UseCaseError;
use crm_access::kinds::{ClientAssign, ClientDelete, ClientEdit};
use crm_access::{OpContext, Permit, Reach};
use crm_model::{BulkActKind, ClientId, StaffId};
use crm_storage::{ClientRecord, Clients, TenantTx};

/// Proof that an act may be done, within its reach.
pub(super) enum Right {
    Assign(Permit<ClientAssign>),
    Edit(Permit<ClientEdit>),
    Archive(Permit<ClientDelete>),
}

impl Right {
    pub(super) fn of(op: &OpContext, act: BulkActKind) -> Result<Self, UseCaseError> {
        Ok(match act {
            BulkActKind::Assign => Self::Assign(op.require::<ClientAssign>()?),
            BulkActKind::Archive => Self::Archive(op.require::<ClientDelete>()?),
            BulkActKind::SalesStatus | BulkActKind::RetentionStatus | BulkActKind::Tags => {
                Self::Edit(op.require::<ClientEdit>()?)
            }
        })
    }

    pub(super) const fn reach(&self) -> &Reach {
        match self {
            Self::Assign(permit) => permit.reach(),
            Self::Edit(permit) => permit.reach(),
            Self::Archive(permit) => permit.reach(),
        }
    }

    /// Those of the clients that lie within reach, archived ones where asked for.
    pub(super) async fn reached(
        &self,
        tx: &TenantTx,
        reader: Option<StaffId>,
        ids: &[ClientId],
        archived: bool,
    ) -> Result<Vec<ClientRecord>, UseCaseError> {
        let clients = Clients::of(tx);
        Ok(match self {
            Self::Assign(permit) => clients.find_many(permit, reader, ids, archived).await?,
            Self::Edit(permit) => clients.find_many(permit, reader, ids, archived).await?,
            Self::Archive(permit) => clients.find_many(permit, reader, ids, archived).await?,
        })
    }

    /// The clients as they stand, whatever the reach: for undo, which looks at the reach of what was before.
    pub(super) async fn held(
        &self,
        tx: &TenantTx,
        reader: Option<StaffId>,
        ids: &[ClientId],
    ) -> Result<Vec<ClientRecord>, UseCaseError> {
        let clients = Clients::of(tx);
        Ok(match self {
            Self::Assign(permit) => clients.held_many(permit, reader, ids).await?,
            Self::Edit(permit) => clients.held_many(permit, reader, ids).await?,
            Self::Archive(permit) => clients.held_many(permit, reader, ids).await?,
        })
    }
}
