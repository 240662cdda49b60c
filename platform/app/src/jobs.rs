//! Which function does which job, and what comes round for every tenant.

use crate::{
    App, audit, balance_operations, bulk, clients, dealing, deals, idempotency, imports, key_rotation, mails, trading,
    trading_accounts, watch, website_events,
};
use chrono::Duration;
use crm_jobs::{Handlers, Job, JobError, Run, Schedule};
use crm_storage::{OneTimeTokens, Sessions, SignInTx, Throttles};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::sync::Arc;

/// Forgets sessions, links and counters that ended long ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetOldSignIns {}

impl Job for ForgetOldSignIns {
    const KIND: &'static str = "ForgetOldSignIns";
}

/// Forgets kept answers of the website door.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeIdempotency {}

impl Job for PurgeIdempotency {
    const KIND: &'static str = "PurgeIdempotency";
}

/// Keeps the head of the audit chain outside the database.
#[derive(Debug, Serialize, Deserialize)]
pub struct AnchorAuditHead {}

impl Job for AnchorAuditHead {
    const KIND: &'static str = "AnchorAuditHead";
}

/// what is unknown is resolved half a minute after its quarantine at the latest, whoever waits for it. The round itself
/// costs a look into an index where nothing is unknown.
const SETTLED_EVERY: std::time::Duration = std::time::Duration::from_secs(20);

/// What comes round, and how often.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { name: "anchor audit heads", kind: AnchorAuditHead::KIND, every: std::time::Duration::from_secs(300) },
    Schedule {
        name: "refresh under age",
        kind: clients::under_age::RefreshUnderAge::KIND,
        every: std::time::Duration::from_secs(24 * 3_600),
    },
    Schedule {
        name: "forget old sign-ins",
        kind: ForgetOldSignIns::KIND,
        every: std::time::Duration::from_secs(24 * 3_600),
    },
    Schedule {
        name: "check trading servers",
        kind: trading::CheckTradingServers::KIND,
        every: std::time::Duration::from_secs(60),
    },
    Schedule {
        name: "refresh trading accounts",
        kind: trading_accounts::RefreshTradingAccounts::KIND,
        every: std::time::Duration::from_secs(60),
    },
    Schedule {
        name: "settle account openings",
        kind: trading_accounts::SettleAccountOpenings::KIND,
        every: SETTLED_EVERY,
    },
    Schedule {
        name: "settle balance operations",
        kind: balance_operations::SettleBalances::KIND,
        every: SETTLED_EVERY,
    },
    Schedule { name: "settle trade commands", kind: dealing::SettleTrades::KIND, every: SETTLED_EVERY },
    Schedule {
        name: "compare balance operations",
        kind: balance_operations::CompareBalances::KIND,
        every: std::time::Duration::from_secs(600),
    },
    Schedule {
        name: "fetch account histories",
        kind: deals::FetchAccountHistories::KIND,
        every: std::time::Duration::from_secs(60),
    },
    Schedule {
        name: "note account equity",
        kind: deals::NoteAccountEquity::KIND,
        every: std::time::Duration::from_secs(3_600),
    },
    Schedule {
        name: "rotate data key",
        kind: key_rotation::RotateDataKey::KIND,
        every: std::time::Duration::from_secs(60),
    },
    Schedule { name: "watch behaviour", kind: watch::WatchBehaviour::KIND, every: std::time::Duration::from_secs(60) },
    Schedule {
        name: "clear events",
        kind: website_events::ClearEvents::KIND,
        every: std::time::Duration::from_secs(3_600),
    },
    Schedule {
        name: "forget imports",
        kind: imports::ForgetImports::KIND,
        every: std::time::Duration::from_secs(3_600),
    },
    Schedule { name: "purge idempotency", kind: PurgeIdempotency::KIND, every: std::time::Duration::from_secs(3_600) },
];

/// Every kind of job that this deployment does.
#[must_use]
pub fn handlers(app: &Arc<App>) -> Handlers {
    Handlers::new()
        .on(bound(app, mails::send_invitation))
        .on(bound(app, mails::send_password_reset))
        .on(bound(app, mails::send_security_notice))
        .on(bound(app, clients::mails::send_credential_link))
        .on(bound(app, clients::mails::send_email_changed_notice))
        .on(bound(app, clients::under_age::refresh_under_age))
        .on(bound(app, clients::convert::mark_depositors))
        .on(bound(app, trading::check_trading_servers))
        .on(bound(app, trading_accounts::refresh_trading_accounts))
        .on(bound(app, trading_accounts::settle_account_openings))
        .on(bound(app, trading_accounts::send_account_password_link))
        .on(bound(app, balance_operations::settle_balances))
        .on(bound(app, balance_operations::compare_balances))
        .on(bound(app, deals::fetch_account_history))
        .on(bound(app, deals::fetch_account_histories))
        .on(bound(app, deals::note_account_equity))
        .on(bound(app, dealing::settle_trades))
        .on(bound(app, bulk::carry_out_bulk))
        .on(bound(app, bulk::undo_bulk))
        .on(bound(app, imports::read_import_file))
        .on(bound(app, imports::check_import))
        .on(bound(app, imports::commit_import))
        .on(bound(app, imports::undo_import))
        .on(bound(app, imports::forget_imports))
        .on(bound(app, key_rotation::rotate_data_key))
        .on(bound(app, anchor_audit_head))
        .on(bound(app, forget_old_sign_ins))
        .on(bound(app, purge_idempotency))
        .on(bound(app, watch::watch_behaviour))
        .on(bound(app, website_events::clear_events))
}

fn bound<J, R>(app: &Arc<App>, work: fn(Arc<App>, Run, J) -> R) -> impl Fn(Run, J) -> R + Send + Sync + 'static
where
    J: Job,
    R: Future<Output = Result<(), JobError>> + Send + 'static,
{
    let app = Arc::clone(app);
    move |run, job| work(Arc::clone(&app), run, job)
}

/// Ended sessions and links are kept for a month, for those who ask what happened; the trail is kept for ever.
async fn forget_old_sign_ins(app: Arc<App>, run: Run, _: ForgetOldSignIns) -> Result<(), JobError> {
    let before = run.op.now() - Duration::days(30);
    let tx = SignInTx::begin(&app.db, run.op.tenant()).await?;
    let sessions = Sessions::of(&tx).forget_ended(before).await?;
    let tokens = OneTimeTokens::of(&tx).forget_old(before).await?;
    let throttles = Throttles::of(&tx).forget_old(run.op.now() - Duration::days(2)).await?;
    tx.commit_counters().await?;
    tracing::info!(tenant = %run.op.tenant().id, sessions, tokens, throttles, "old sign-ins forgotten");
    Ok(())
}

async fn purge_idempotency(app: Arc<App>, run: Run, _: PurgeIdempotency) -> Result<(), JobError> {
    idempotency::purge(&run.op, &app).await?;
    Ok(())
}

async fn anchor_audit_head(app: Arc<App>, run: Run, _: AnchorAuditHead) -> Result<(), JobError> {
    audit::anchor_heads(&run.op, &app).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// what is unknown is looked up often enough to be resolved half a minute after its quarantine.
    #[test]
    fn r_08_what_is_unknown_is_looked_up_within_half_a_minute() {
        let settling = [
            trading_accounts::SettleAccountOpenings::KIND,
            balance_operations::SettleBalances::KIND,
            dealing::SettleTrades::KIND,
        ];
        for kind in settling {
            let rounds: Vec<_> = SCHEDULES.iter().filter(|schedule| schedule.kind == kind).collect();
            assert_eq!(rounds.len(), 1, "{kind}");
            // the rest of the half minute is for the work itself
            assert!(rounds.iter().all(|round| round.every.as_secs() <= 20), "{kind}");
        }
    }
}
