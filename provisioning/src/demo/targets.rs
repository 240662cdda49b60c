//! What is expected of the demo's agents.

use super::brokers::DemoBroker;
use super::servers::said;
use crm_access::{OpContext, kinds};
use crm_app::targets::set_in;
use crm_model::StaffTarget;
use crm_storage::{Staff, Targets, TenantDb};

/// Sets the agents' targets where nobody has set one yet.
pub(super) async fn keep(op: &OpContext, db: &TenantDb, broker: &DemoBroker) -> anyhow::Result<()> {
    let tx = db.begin(op).await?;
    let (see, set) = (op.require_system::<kinds::StaffView>()?, op.require_system::<kinds::StaffTarget>()?);
    let agents: Vec<&str> = broker.people.iter().filter(|p| p.role == "Agent").map(|person| person.name).collect();
    let mut events = Vec::new();
    for member in Staff::of(&tx).list(&see).await? {
        let before = Targets::of(&tx).find(member.id).await?;
        if before.version > 0 || !agents.contains(&member.name.as_str()) {
            continue;
        }
        let target = StaffTarget { contacts_a_day: Some(25), first_deposits_a_month: Some(6), version: 0 };
        events.push(set_in(&tx, &set, member.id, (before, target), op.now()).await.map_err(said)?);
    }
    if events.is_empty() {
        return Ok(tx.abandon().await?);
    }
    Ok(tx.commit_all(events).await?)
}
