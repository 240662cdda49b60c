//! The one operation of the demo of which nobody knows yet what became of it. It is real: it is sent to the simulator, which was
//! told to lose it for a while. The application settles it by itself, so it is made anew when a stack comes up without one.

use super::brokers::{BROKERS, DemoBroker};
use super::requests::{account, maker};
use super::servers::said;
use crate::onboarding;
use anyhow::Context;
use crm_app::balance_operations::{DemoOperation, send_for_demo};
use crm_app::trading::{TimeLimits, TradingHub};
use crm_model::{BalanceKind, BalanceNeeds, BalanceOperationId, BalanceState, Clock};
use crm_storage::{BalanceOperations, ProvisionDb, TenantDb};

/// Fifty dollars: one person moves them alone.
const CENTS: i64 = 5_000;

/// Sends a withdrawal from a login of Northwind's, unless something is in doubt there already or another process holds the
/// server; says what became of it.
///
/// # Errors
/// The demo is not there, or the database refuses.
pub async fn doubt(provision: &ProvisionDb, db: &TenantDb, clock: &Clock, login: u64) -> anyhow::Result<&'static str> {
    let [broker, ..]: &[DemoBroker; 2] = &BROKERS;
    let tenant = provision.find(broker.slug).await?.context("the demo's broker is not there")?.tenant;
    let op = onboarding::operation(&tenant, "demo doubt", clock);
    let tx = db.begin(&op).await?;
    if !BalanceOperations::of(&tx).unsettled(op.now()).await?.is_empty() {
        return Ok("something is in doubt already");
    }
    let wanted = DemoOperation {
        account: account(&op, &tx, login).await?,
        kind: BalanceKind::Withdrawal,
        amount: CENTS,
        needs: BalanceNeeds::Nobody,
        maker: maker(&op, &tx, broker, "Finance").await?,
        request_key: &format!("demo-doubt-{}", BalanceOperationId::generate()),
        reason: "Asked for by mail, account in own name",
    };
    tx.abandon().await?;
    let hub = TradingHub::new(clock.clone(), true, TimeLimits::default());
    let sent = send_for_demo(&op, db, &hub, &wanted).await.map_err(said);
    hub.give_back(db, &tenant).await?;
    Ok(match sent? {
        None => "another process holds the server; nothing was sent",
        Some(BalanceState::Unknown) => "one withdrawal is in doubt",
        Some(_) => "the server answered: nothing is in doubt",
    })
}
