//! The demo's people: active at once, with the passwords of the file.

use super::brokers::DemoBroker;
use super::file::{DemoLogin, DemoTenant};
use anyhow::{Context, ensure};
use crm_access::{ApiScope, FieldClass, OpContext, kinds};
use crm_identity::{ApiKeySecret, PasswordHasher};
use crm_model::{ApiKeyId, AuditAction, Email, Pii, RoleId, StaffId, StaffStatus, TeamId};
use crm_storage::{
    AccessChange, ApiKey, ApiKeys, AuditEvent, Change, Credentials, Roles, Scoped, Staff, TeamFields, Teams, TenantDb,
    TenantTx,
};
use crm_vault::BlindKind;
use std::collections::HashMap;

/// Makes everybody of a broker, or gives those who are there the passwords of the file.
pub(super) async fn keep(
    op: &OpContext,
    db: &TenantDb,
    hasher: &PasswordHasher,
    broker: &DemoBroker,
    file: &DemoTenant,
) -> anyhow::Result<()> {
    let mut hashes = Vec::new();
    for login in &file.people {
        hashes.push(hasher.hash(&login.password).await?);
    }
    let tx = db.begin(op).await?;
    AccessChange::begin(&tx).await?;
    let roles: HashMap<String, RoleId> =
        Roles::of(&tx).list().await?.into_iter().map(|role| (role.name, role.id)).collect();
    let teams: HashMap<String, TeamId> =
        Teams::of(&tx).list().await?.into_iter().map(|team| (team.name, team.id)).collect();
    let mut events = Vec::new();
    for ((person, login), hash) in broker.people.iter().zip(&file.people).zip(&hashes) {
        let role =
            roles.get(person.role).copied().with_context(|| format!("{} has no role {}", broker.name, person.role))?;
        let team =
            teams.get(person.team).copied().with_context(|| format!("{} has no team {}", broker.name, person.team))?;
        let (id, event) = keep_person(&tx, login, role, team, hash).await?;
        events.push(event);
        if person.leads {
            lead(&tx, team, id).await?;
        }
    }
    Ok(tx.commit_all(events).await?)
}

/// Makes somebody who may sign in at once, or gives who is there the login's password; answers the event to commit.
///
/// # Errors
/// The login does not fit, or the database refuses.
pub async fn keep_person(
    tx: &TenantTx,
    login: &DemoLogin,
    role: RoleId,
    team: TeamId,
    hash: &str,
) -> anyhow::Result<(StaffId, AuditEvent)> {
    let (op, now) = (tx.op(), tx.op().now());
    let permit = op.require_system::<kinds::StaffManage>()?;
    let (staff, credentials) = (Staff::of(tx), Credentials::of(tx));
    let email = Email::parse("email", &login.email).map_err(|problem| anyhow::anyhow!("{}", problem.message))?;
    let normalised = email.expose().normalised();
    let known = credentials.by_email(&tx.keys().blind_all(BlindKind::Email, &normalised)).await?;
    let id = match &known {
        Some(credential) => {
            staff.change(&permit, credential.staff, &login.name, Some(team)).await?;
            credential.staff
        }
        None => {
            let id = staff.create(&permit, &login.name, &email, Some(team)).await?;
            credentials.create(id, tx.keys().blind(BlindKind::Email, &normalised)).await?;
            id
        }
    };
    staff.change_roles(&permit, id, &[role]).await?;
    staff.change_status(&permit, id, StaffStatus::Active).await?;
    credentials.set_password(id, hash, now).await?;
    if let Some(secret) = &login.totp_secret {
        let bytes = data_encoding::BASE32_NOPAD
            .decode(secret.as_bytes())
            .context("the file's authenticator secret is damaged")?;
        credentials.begin_totp(id, &bytes).await?;
        ensure!(credentials.confirm_totp(id, 0, now).await?, "the authenticator secret was not kept");
    }
    let event = AuditEvent::on(
        if known.is_some() { AuditAction::StaffChanged } else { AuditAction::StaffInvited },
        "staff",
        id.uuid(),
    )
    .changes([
        Change::private("name", None, Some(login.name.clone())),
        Change::personal("email", FieldClass::Email, None, Some(email.expose().as_str().to_owned())),
        Change::plain("team", None::<String>, Some(login.team.clone())),
        Change::plain("roles", None::<String>, Some(login.role.clone())),
        Change::plain("status", None::<String>, Some("active")),
    ]);
    Ok((id, event))
}

async fn lead(tx: &TenantTx, team: TeamId, leader: StaffId) -> anyhow::Result<()> {
    let permit = tx.op().require_system::<kinds::TeamManage>()?;
    let teams = Teams::of(tx);
    let Some(found) = teams.find(team).await? else { return Ok(()) };
    teams.save(&permit, team, &TeamFields { leader: Some(leader), ..found.fields() }).await?;
    Ok(())
}

/// Makes the keys of a broker's website; keys of an earlier, unfinished seed end.
pub(super) async fn keep_keys(op: &OpContext, db: &TenantDb, file: &DemoTenant) -> anyhow::Result<()> {
    let wanted = [
        ("Website registration", &file.api_key, vec![ApiScope::ClientCreate]),
        ("Back-office sync", &file.api_key_all_scopes, ApiScope::ALL.to_vec()),
    ];
    if wanted.iter().all(|(_, text, _)| text.is_none()) {
        return Ok(());
    }
    let permit = op.require_system::<kinds::ApiKeyManage>()?;
    let tx = db.begin(op).await?;
    let (keys, mut events) = (ApiKeys::of(&tx), Vec::new());
    for old in keys
        .list()
        .await?
        .into_iter()
        .filter(|key| key.revoked_at.is_none() && wanted.iter().any(|(name, _, _)| *name == key.name))
    {
        let ended = ApiKey { revoked_at: Some(op.now()), ..old };
        keys.save(&permit, &ended).await?;
        events.push(AuditEvent::on(AuditAction::ApiKeyRevoked, "api_key", ended.id.uuid()));
    }
    for (name, text, scopes) in wanted {
        let Some(text) = text else { continue };
        let secret = ApiKeySecret::parse(text)?;
        let key = ApiKey {
            id: ApiKeyId::generate(),
            name: name.to_owned(),
            hint: secret.hint().to_owned(),
            scopes,
            ip_allow_list: Vec::new(),
            api_version: crm_model::ApiVersion::LATEST,
            version: 1,
            created_at: op.now(),
            created_by: None,
            expires_at: None,
            last_used_at: None,
            revoked_at: None,
            rolled_to: None,
        };
        keys.create(&permit, &key, secret.digest()).await?;
        events.push(AuditEvent::on(AuditAction::ApiKeyCreated, "api_key", key.id.uuid()).changes([Change::plain(
            "name",
            None::<String>,
            Some(name),
        )]));
    }
    Ok(tx.commit_all(events).await?)
}

/// The sign-in address of the first manager.
pub(super) fn first_email(file: &DemoTenant) -> anyhow::Result<Pii<Email>> {
    let first = file.people.first().context("the demo has no people")?;
    Email::parse("email", &first.email).map_err(|problem| anyhow::anyhow!("{}", problem.message))
}
