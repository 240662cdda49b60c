//! Who comes of age: the birth date is sealed, so the flag by which lists filter is looked at again each day.

use super::{announce, sealing};
use crate::App;
use chrono::NaiveDate;
use crm_cache::LiveKind;
use crm_jobs::{Job, JobError, Run};
use crm_model::AuditAction;
use crm_storage::{AuditEvent, Clients, Scoped, client_place};
use crm_vault::Sealer;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Looks at those who were under age again.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshUnderAge {}

impl Job for RefreshUnderAge {
    const KIND: &'static str = "RefreshUnderAge";
}

pub(crate) async fn refresh_under_age(app: Arc<App>, run: Run, _: RefreshUnderAge) -> Result<(), JobError> {
    let op = &run.op;
    let tx = app.db.begin(op).await?;
    let clients = Clients::of(&tx);
    let mut grown = Vec::new();
    for client in clients.under_age().await? {
        let Ok(key) = client.key(tx.keys()) else { continue };
        let Some(sealed) = &client.date_of_birth_sealed else { continue };
        let text = key
            .open_str(&client_place(op.tenant().id, client.id, "date_of_birth_sealed"), sealed)
            .map_err(JobError::retry)?;
        let born: NaiveDate = text.parse().map_err(JobError::give_up)?;
        if !sealing::under_age(born, op.now().date_naive()) {
            grown.push((client, key));
        }
    }
    if grown.is_empty() {
        return Ok(());
    }
    clients.came_of_age(&grown.iter().map(|(client, _)| client.id).collect::<Vec<_>>()).await?;
    let events = grown.iter().map(|(client, key)| AuditEvent::on_client(AuditAction::ClientCameOfAge, client.id, key));
    tx.commit_all(events.collect()).await?;
    for (client, _) in &grown {
        let (owner, team) = (client.owner_id(), client.team_id());
        announce(op, &app, LiveKind::ClientUpdated, client.id, client.version, owner, team).await;
    }
    Ok(())
}
