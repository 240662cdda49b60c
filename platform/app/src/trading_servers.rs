//! A broker's trading servers: added, changed, tested and put away by people who hold `trading_server.manage`.

mod groups;
mod input;
mod lag;
mod test;

pub use groups::{ServerGroup, groups};
pub use input::{EditTradingServerInput, NewTradingServerInput};
pub use lag::{ServerFeed, ServerFeedKind, ServerLag, lag};
pub use test::{ServerTest, test};

use crate::trading::TradingHub;
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::{AccessError, OpContext, Permission, Permit, kinds};
use crm_model::{AuditAction, Pii, Problem, TradingServerId, TradingServerStatus};
use crm_storage::{
    AuditEvent, Change, Operates, Scoped, StorageError, TenantTx, TradingServerRecord, TradingServerRow, TradingServers,
};
use data_encoding::HEXLOWER;

/// Most servers of one broker.
const SERVERS_MAX: usize = 50;
/// What is in doubt for longer is not found out by asking the server once more: it keeps nobody from putting it away.
const FOUND_OUT_WITHIN: Duration = Duration::hours(24);

/// All servers, those in use first. Looking needs the permission and no second factor: no secret is shown.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(op: &OpContext, tx: &impl Scoped) -> Result<Vec<TradingServerRow>, UseCaseError> {
    if !op.holds(Permission::TradingServerManage) {
        return Err(AccessError::Forbidden(Permission::TradingServerManage).into());
    }
    Ok(TradingServers::of(tx).list().await?)
}

/// One server, for the answer to a change of it.
///
/// # Errors
/// [`UseCaseError::NotFound`].
pub async fn find(op: &OpContext, tx: &impl Scoped, id: TradingServerId) -> Result<TradingServerRow, UseCaseError> {
    if !op.holds(Permission::TradingServerManage) {
        return Err(AccessError::Forbidden(Permission::TradingServerManage).into());
    }
    TradingServers::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("trading server"))
}

/// Adds a server. Nothing is asked of it before it is tested.
///
/// # Errors
/// [`UseCaseError::Access`], or [`UseCaseError::Invalid`]; `host_not_allowed` for a host that the operator has not allowed.
pub async fn add(op: &OpContext, app: &App, input: &NewTradingServerInput) -> Result<TradingServerId, UseCaseError> {
    let permit = op.require::<kinds::TradingServerManage>()?;
    let tx = app.db.begin(op).await?;
    let (id, event) = add_in(op, &app.trading, &tx, &permit, input).await?;
    tx.commit(event).await?;
    Ok(id)
}

/// As [`add`], inside a transaction of the caller's, who keeps the event.
///
/// # Errors
/// As [`add`].
pub async fn add_in(
    op: &OpContext,
    hub: &TradingHub,
    tx: &impl Operates,
    permit: &Permit<kinds::TradingServerManage>,
    input: &NewTradingServerInput,
) -> Result<(TradingServerId, AuditEvent), UseCaseError> {
    let (record, secret) = input.checked(op, hub.is_development())?;
    let servers = TradingServers::of(tx);
    refuse_hosts(tx, &record).await?;
    if servers.list().await?.len() >= SERVERS_MAX {
        return Err(Problem::whole("too_many", format!("A broker has at most {SERVERS_MAX} trading servers.")).into());
    }
    if !servers.create(permit, &record, &secret).await? {
        return Err(duplicate_name());
    }
    let event = event(AuditAction::TradingServerAdded, &record).changes(differences(None, &record));
    Ok((record.id, event))
}

/// Changes a server. The secret is kept unless a new one is given; what decides to whom it is sent can only be changed
/// together with it, so that nobody has it delivered elsewhere without knowing it.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`], or [`UseCaseError::Invalid`] with
/// `secret_required`.
pub async fn edit(op: &OpContext, app: &App, input: &EditTradingServerInput) -> Result<(), UseCaseError> {
    let permit = op.require::<kinds::TradingServerManage>()?;
    let tx = app.db.begin(op).await?;
    TradingServers::of(&tx).hold(input.id).await?;
    let before = for_change(&tx, input.id, input.version).await?;
    let (after, secret) = input.applied(&before, app.trading.is_development())?;
    if after.environment != before.environment && TradingServers::of(&tx).has_accounts(before.id).await? {
        // what needs a second person goes by the mark that its accounts have
        let text = "Accounts were opened or linked on this server: real money stays real, and play money play. Add another server instead.";
        return Err(UseCaseError::invalid("environment", "in_use", text));
    }
    refuse_hosts(&tx, &after).await?;
    let set = Change::plain("secret", None::<String>, secret.as_ref().map(|_| "set anew"));
    let changes = differences(Some(&before), &after).into_iter().chain([set]);
    let event = event(AuditAction::TradingServerChanged, &after).changes(changes);
    if !event.has_changes() {
        tx.abandon().await?;
        return Ok(());
    }
    save(&tx, &permit, &after, secret.as_ref()).await?;
    tx.commit(event).await?;
    app.trading.forget(op.tenant().id, input.id);
    Ok(())
}

/// Puts a server away: nothing more is asked of it. Its record stays.
///
/// # Errors
/// As [`edit`]; `in_use` while something that was sent to it in the last day is in doubt.
pub async fn archive(op: &OpContext, app: &App, id: TradingServerId, version: i32) -> Result<(), UseCaseError> {
    change_status(op, app, id, version, TradingServerStatus::Archived).await
}

/// Takes an archived server back into use.
///
/// # Errors
/// As [`edit`].
pub async fn restore(op: &OpContext, app: &App, id: TradingServerId, version: i32) -> Result<(), UseCaseError> {
    change_status(op, app, id, version, TradingServerStatus::Active).await
}

async fn change_status(
    op: &OpContext,
    app: &App,
    id: TradingServerId,
    version: i32,
    status: TradingServerStatus,
) -> Result<(), UseCaseError> {
    let permit = op.require::<kinds::TradingServerManage>()?;
    let tx = app.db.begin(op).await?;
    let before = for_change(&tx, id, version).await?;
    if before.status == status {
        tx.abandon().await?;
        return Ok(());
    }
    let after = TradingServerRecord { status, ..before.clone() };
    save(&tx, &permit, &after, None).await?;
    if status == TradingServerStatus::Archived {
        let in_doubt = TradingServers::of(&tx).in_doubt(id, op.now() - FOUND_OUT_WITHIN).await?;
        if in_doubt > 0 {
            return Err(still_in_doubt(in_doubt));
        }
    }
    let action = match status {
        TradingServerStatus::Archived => AuditAction::TradingServerArchived,
        TradingServerStatus::Active => AuditAction::TradingServerRestored,
    };
    tx.commit(event(action, &after).changes(differences(Some(&before), &after))).await?;
    app.trading.forget(op.tenant().id, id);
    Ok(())
}

/// An archived server is asked nothing, so what is in doubt on it would stay so.
fn still_in_doubt(count: i64) -> UseCaseError {
    let how = format!(
        "Nobody knows yet what became of something sent to this server in the last 24 hours ({count}). Find out first: an archived server is asked nothing."
    );
    UseCaseError::invalid("id", "in_use", how)
}

async fn for_change(tx: &TenantTx, id: TradingServerId, version: i32) -> Result<TradingServerRecord, UseCaseError> {
    let row = TradingServers::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("trading server"))?;
    let current = row.record.version;
    if current == version { Ok(row.record) } else { Err(UseCaseError::Conflict { current }) }
}

async fn save(
    tx: &TenantTx,
    permit: &Permit<kinds::TradingServerManage>,
    server: &TradingServerRecord,
    secret: Option<&Pii<String>>,
) -> Result<(), UseCaseError> {
    match TradingServers::of(tx).save(permit, server, secret).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(UseCaseError::Conflict { current: server.version + 1 }),
        Err(StorageError::Taken { .. }) => Err(duplicate_name()),
        Err(error) => Err(error.into()),
    }
}

/// Only hosts that the operator has allowed (SSRF-01).
async fn refuse_hosts(tx: &impl Scoped, server: &TradingServerRecord) -> Result<(), UseCaseError> {
    let authority = server.authority_url.as_deref().and_then(input::host_of);
    for (field, host) in [("host", Some(server.host.clone())), ("authorityUrl", authority)] {
        let Some(host) = host else { continue };
        if !TradingServers::of(tx).is_host_allowed(&host).await? {
            return Err(UseCaseError::invalid(
                field,
                "host_not_allowed",
                "This host is not on the operator's list for your trading servers. Ask your operator to allow it.",
            ));
        }
    }
    Ok(())
}

fn duplicate_name() -> UseCaseError {
    UseCaseError::invalid("name", "duplicate_name", "Another trading server has this name; choose another one.")
}

fn event(action: AuditAction, server: &TradingServerRecord) -> AuditEvent {
    AuditEvent::on(action, "trading_server", server.id.uuid())
}

fn differences(before: Option<&TradingServerRecord>, after: &TradingServerRecord) -> Vec<Change> {
    let change = |field: &'static str, of: &dyn Fn(&TradingServerRecord) -> Option<String>| {
        Change::plain(field, before.and_then(of), of(after))
    };
    vec![
        change("name", &|s| Some(s.name.clone())),
        change("kind", &|s| Some(s.kind.to_string())),
        change("environment", &|s| Some(s.environment.to_string())),
        change("host", &|s| Some(s.host.clone())),
        change("port", &|s| Some(s.port.to_string())),
        change("manager", &|s| Some(s.manager.clone())),
        change("authorities", &|s| s.authorities.as_ref().map(|pem| fingerprint(pem))),
        change("pin", &|s| s.pin.map(|pin| HEXLOWER.encode(&pin))),
        change("plain", &|s| s.plain.then(|| "yes".to_owned())),
        change("authority_url", &|s| s.authority_url.clone()),
        change("scope", &|s| s.scope.clone()),
        change("platform", &|s| s.platform.map(|id| id.to_string())),
        change("daylight", &|s| Some(s.daylight.to_string())),
        change("status", &|s| Some(s.status.to_string())),
    ]
}

/// A bundle of certificates is too long for the trail; its digest tells one from another.
fn fingerprint(pem: &str) -> String {
    use sha2::{Digest, Sha256};
    format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(pem.as_bytes())))
}
