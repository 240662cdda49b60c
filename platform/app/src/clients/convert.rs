//! The first deposit makes a client a depositor: with the booking's own commit where the CRM made it, by a job where a server
//! shows one that was made past the CRM.

use super::announce;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_cache::LiveKind;
use crm_jobs::{Job, JobError, Run};
use crm_model::{AuditAction, ClientId, ClientStage, TradingAccountId};
use crm_storage::{AuditEvent, Change, Clients, Conversion, Scoped, TenantTx};
use crm_vault::ClientKey;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Makes depositors of clients for whom a server shows a deposit that the CRM did not make.
#[derive(Debug, Serialize, Deserialize)]
pub struct MarkDepositors {
    /// Whom.
    pub clients: Vec<ClientId>,
}

impl Job for MarkDepositors {
    const KIND: &'static str = "MarkDepositors";
}

/// A deposit of an account was confirmed in this transaction. Gives the event that the caller keeps with its own, and what
/// to tell after the commit; `None` when the client is a depositor already or the money is play money.
pub(crate) async fn deposited(
    tx: &TenantTx,
    account: TradingAccountId,
    key: &ClientKey,
    at: DateTime<Utc>,
) -> Result<Option<(Conversion, AuditEvent)>, UseCaseError> {
    let found = Clients::of(tx).deposited(account, at, tx.op().now()).await?;
    Ok(found.map(|conversion| {
        let event = event(&conversion, key);
        (conversion, event)
    }))
}

/// Tells open portals, after the commit.
pub(crate) async fn announce_deposited(op: &OpContext, app: &App, done: &Conversion) {
    announce(op, app, LiveKind::ClientUpdated, done.client, done.version, done.owner, done.team).await;
}

fn event(done: &Conversion, key: &ClientKey) -> AuditEvent {
    AuditEvent::on_client(AuditAction::ClientConverted, done.client, key).changes([
        Change::plain("stage", Some(done.was.as_str()), Some(ClientStage::Depositor.as_str())),
        Change::plain("retentionStatus", None::<String>, done.given.clone()),
    ])
}

pub(crate) async fn mark_depositors(app: Arc<App>, run: Run, job: MarkDepositors) -> Result<(), JobError> {
    for client in job.clients {
        mark(&run.op, &app, client).await.map_err(JobError::retry)?;
    }
    Ok(())
}

async fn mark(op: &OpContext, app: &App, id: ClientId) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let clients = Clients::of(&tx);
    // taken back or merged away meanwhile: nothing is left to say
    let Some(client) = clients.for_system(id).await? else { return Ok(tx.abandon().await?) };
    let key = client.key(tx.keys())?;
    let Some(done) = clients.deposited_past_the_crm(id, op.now()).await? else { return Ok(tx.abandon().await?) };
    tx.commit(event(&done, &key)).await?;
    announce_deposited(op, app, &done).await;
    Ok(())
}
