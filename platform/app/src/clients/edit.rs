use super::register::{AddressInput, code};
use super::{Changed, announce, sealing, undo_secret};
use crate::client_statuses::follows;
use crate::custom_fields::{self, CustomInput};
use crate::{App, UseCaseError};
use chrono::{DateTime, NaiveDate, Utc};
use crm_access::kinds::ClientEdit;
use crm_access::{FieldClass, OpContext, PermissionKind, Permit, Visibility};
use crm_cache::LiveKind;
use crm_model::{
    AuditAction, ClientId, ClientStatus, Language, Names, Pii, Problem, Problems, RiskLevel, StatusKind, StatusOptionId,
};
use crm_storage::{
    AuditEvent, Change, ClientRecord, ClientUpdate, Clients, Scoped, Settings, StorageError, TenantTx, Undo, UndoKept,
};
use crm_vault::ClientKey;

use super::card::ClientCard;
use super::open::sees_archived;

/// The names under which the trail keeps changes of status.
pub(super) const SALES_STATUS: &str = "salesStatus";
const RETENTION_STATUS: &str = "retentionStatus";
const STATUS: &str = "status";

/// What is to change. The outer `None` leaves a field as it is; the inner one clears it.
#[derive(Clone, Debug, Default)]
pub struct EditClient {
    /// The version that was read.
    pub version: i32,
    /// Names.
    pub first_name: Option<Option<String>>,
    /// Names.
    pub middle_name: Option<Option<String>>,
    /// Names.
    pub last_name: Option<Option<String>>,
    /// Company.
    pub company_name: Option<Option<String>>,
    /// ISO country code.
    pub country: Option<Option<String>>,
    /// ISO language code.
    pub language: Option<Option<String>>,
    /// ISO country code.
    pub nationality: Option<Option<String>>,
    /// Date of birth.
    pub date_of_birth: Option<Option<Pii<NaiveDate>>>,
    /// Address.
    pub address: Option<Option<Pii<AddressInput>>>,
    /// Source.
    pub source: Option<Option<String>>,
    /// Campaign.
    pub campaign: Option<Option<String>>,
    /// Introducing broker's code.
    pub referrer_code: Option<Option<String>>,
    /// Sales status.
    pub sales_status: Option<StatusOptionId>,
    /// Retention status.
    pub retention_status: Option<Option<StatusOptionId>>,
    /// Risk level.
    pub risk_level: Option<RiskLevel>,
    /// Politically exposed person.
    pub pep: Option<bool>,
    /// US person.
    pub us_person: Option<bool>,
    /// Client status.
    pub status: Option<ClientStatus>,
    /// Next follow-up.
    pub next_follow_up_at: Option<Option<DateTime<Utc>>>,
    /// Marketing consent.
    pub marketing_consent: Option<bool>,
    /// Fields of the broker's own that are to change.
    pub custom: Vec<CustomInput>,
}

/// Reads a client for a change: within the reach of the permission that the change needs, not archived, and at the
/// version that the caller saw.
pub(crate) async fn for_change<P: PermissionKind>(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<P>,
    id: ClientId,
    version: Option<i32>,
) -> Result<(ClientRecord, ClientKey), UseCaseError> {
    let me = op.actor().staff().map(|s| s.id);
    let client = Clients::of(tx)
        .find_to_change(permit, me, id, sees_archived(op))
        .await?
        .ok_or(UseCaseError::NotFound("client"))?;
    if client.archived_at.is_some() {
        return Err(Problem::whole("archived", "This client is archived: restore it first.").into());
    }
    if version.is_some_and(|v| v != client.version) {
        return Err(UseCaseError::Conflict { current: client.version });
    }
    let key = client.key(tx.keys())?;
    Ok((client, key))
}

/// Writes an update at the version that was read; a lost race is a conflict.
pub(crate) async fn write<P: PermissionKind>(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<P>,
    client: &ClientRecord,
    update: ClientUpdate,
) -> Result<i32, UseCaseError> {
    match Clients::of(tx).update(permit, client.id, client.version, update, op.now()).await {
        Ok(Some(version)) => Ok(version),
        Ok(None) => Err(UseCaseError::Conflict { current: client.version + 1 }),
        Err(StorageError::Dangling) => {
            Err(Problem::whole("unknown_id", "A status or person named here does not exist.").into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Collects the update, the audit's changes and the problems of one edit.
struct Editing<'a> {
    client: &'a ClientRecord,
    update: ClientUpdate,
    changes: Vec<Change>,
    problems: Problems,
}

impl Editing<'_> {
    fn text(
        &mut self,
        field: &'static str,
        input: &Option<Option<String>>,
        before: &Option<String>,
        set: impl FnOnce(ClientUpdate, Option<String>) -> ClientUpdate,
    ) {
        let Some(raw) = input else { return };
        let after = self.problems.text(field, raw.as_deref(), 100);
        self.set(Change::plain(field, before.clone(), after.clone()), |u| set(u, after));
    }

    fn set(&mut self, change: Change, set: impl FnOnce(ClientUpdate) -> ClientUpdate) {
        if change.differs() {
            self.changes.push(change);
            self.update = set(std::mem::take(&mut self.update));
        }
    }

    fn country(
        &mut self,
        field: &'static str,
        input: &Option<Option<String>>,
        before: &Option<String>,
        set: impl FnOnce(ClientUpdate, Option<String>) -> ClientUpdate,
    ) {
        let Some(raw) = input else { return };
        let after = code(&mut self.problems, field, raw.as_deref()).map(|c| c.as_str().to_owned());
        self.set(Change::plain(field, before.clone(), after.clone()), |u| set(u, after));
    }

    fn language(&mut self, input: &Option<Option<String>>) {
        let Some(raw) = input else { return };
        let after = raw.as_deref().filter(|r| !r.trim().is_empty()).map(Language::parse);
        if after == Some(None) {
            self.problems.push(Problem::at(
                "language",
                "invalid_language",
                "Use a two-letter language code, such as en.",
            ));
            return;
        }
        let after = after.flatten().map(|l| l.as_str().to_owned());
        self.set(Change::plain("language", self.client.language.clone(), after.clone()), |u| u.language(after));
    }

    fn flags(&mut self, input: &EditClient) {
        let word = |b: bool| if b { "yes" } else { "no" };
        let client = self.client;
        if let Some(after) = input.risk_level {
            self.set(Change::plain("riskLevel", Some(client.risk_level.as_str()), Some(after.as_str())), |u| {
                u.risk_level(after)
            });
        }
        if let Some(after) = input.status {
            self.set(Change::plain(STATUS, Some(client.status.as_str()), Some(after.as_str())), |u| u.status(after));
        }
        if let Some(after) = input.pep {
            self.set(Change::plain("pep", Some(word(client.pep)), Some(word(after))), |u| u.pep(after));
        }
        if let Some(after) = input.us_person {
            self.set(Change::plain("usPerson", Some(word(client.us_person)), Some(word(after))), |u| {
                u.us_person(after)
            });
        }
        if let Some(after) = input.marketing_consent {
            self.set(Change::plain("marketingConsent", Some(word(client.marketing_consent)), Some(word(after))), |u| {
                u.marketing_consent(after)
            });
        }
        if let Some(after) = input.next_follow_up_at {
            let text = |t: Option<DateTime<Utc>>| t.map(|t| t.to_rfc3339());
            self.set(Change::plain("nextFollowUpAt", text(client.next_follow_up_at), text(after)), |u| {
                u.next_follow_up_at(after)
            });
        }
    }

    fn names(&mut self, input: &EditClient) -> Option<Names> {
        if [&input.first_name, &input.middle_name, &input.last_name, &input.company_name].iter().all(|n| n.is_none()) {
            return None;
        }
        let before = &self.client.names;
        let mut name = |field, typed: &Option<Option<String>>, before: &Option<String>| match typed {
            Some(raw) => self.problems.text(field, raw.as_deref(), Names::MAX),
            None => before.clone(),
        };
        let after = Names {
            first: name("firstName", &input.first_name, &before.first),
            middle: name("middleName", &input.middle_name, &before.middle),
            last: name("lastName", &input.last_name, &before.last),
            company: name("companyName", &input.company_name, &before.company),
        };
        after.check(self.client.kind, &mut self.problems);
        if after == *before {
            return None;
        }
        let pairs = [
            ("firstName", &before.first, &after.first),
            ("middleName", &before.middle, &after.middle),
            ("lastName", &before.last, &after.last),
            ("companyName", &before.company, &after.company),
        ];
        let kind = self.client.kind;
        self.changes.extend(
            pairs.into_iter().map(|(field, b, a)| Change::private(field, b.clone(), a.clone())).filter(Change::differs),
        );
        self.update = std::mem::take(&mut self.update).names(&after, kind);
        Some(after)
    }
}

/// Changes a client's details. Only what differs is written; a field whose value the caller may not read in full cannot
/// be overwritten by him either (MASK-14).
///
/// # Errors
/// Access, conflict, and every problem of the input with its place.
pub async fn edit(op: &OpContext, app: &App, id: ClientId, input: &EditClient) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientEdit>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, Some(input.version)).await?;
    let (mut editing, names) = open_fields(&client, input);
    let card = ClientCard::new(op, tx.keys(), client.clone(), Vec::new(), false);
    sealed_fields(op, &card, &key, input, &mut editing)?;
    statuses(&tx, input, &mut editing).await?;
    let custom = custom_fields::of_edit(op, &tx, &card, &key, &input.custom, &mut editing.problems).await?;
    editing.changes.extend(custom.changes);
    let Editing { update, changes, problems, .. } = editing;
    problems.done()?;
    if changes.is_empty() {
        tx.abandon().await?;
        return Ok(Changed { id, undo: None });
    }
    let version = write(op, &tx, &permit, &client, update).await?;
    Clients::of(&tx).set_custom_values(&permit, id, &custom.values).await?;
    if let Some(names) = names {
        Clients::of(&tx).replace_tokens(&permit, id, client.number, sealing::tokens(names.parts())).await?;
    }
    let only = match changes.as_slice() {
        [change] => Some(change.field()),
        _ => None,
    };
    let undo = if only == Some(SALES_STATUS) { Some(undo_secret()?) } else { None };
    if let (Some(secret), Some(staff)) = (&undo, op.actor().staff()) {
        let kept = UndoKept::SalesStatus { status: client.sales_status.uuid() };
        Undo::of(&tx).keep(secret.digest(), staff.id, id, version, kept, op.now()).await?;
    }
    let status = only.is_some_and(|field| [SALES_STATUS, RETENTION_STATUS, STATUS].contains(&field));
    let action = if status { AuditAction::ClientStatusChanged } else { AuditAction::ClientChanged };
    tx.commit(AuditEvent::on_client(action, id, &key).changes(changes)).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo })
}

fn open_fields<'a>(client: &'a ClientRecord, input: &EditClient) -> (Editing<'a>, Option<Names>) {
    let mut editing =
        Editing { client, update: ClientUpdate::default(), changes: Vec::new(), problems: Problems::new() };
    let names = editing.names(input);
    editing.country("country", &input.country, &client.country, ClientUpdate::country);
    editing.country("nationality", &input.nationality, &client.nationality, ClientUpdate::nationality);
    editing.language(&input.language);
    editing.text("source", &input.source, &client.source, ClientUpdate::source);
    editing.text("campaign", &input.campaign, &client.campaign, ClientUpdate::campaign);
    editing.text("referrerCode", &input.referrer_code, &client.referrer_code, ClientUpdate::referrer_code);
    editing.flags(input);
    (editing, names)
}

fn sealed_fields(
    op: &OpContext,
    card: &ClientCard,
    key: &ClientKey,
    input: &EditClient,
    editing: &mut Editing<'_>,
) -> Result<(), UseCaseError> {
    let tenant = op.tenant().id;
    let unseen = |class| card.reading(op, class).visibility != Visibility::Full;
    let hidden =
        |field| Problem::at(field, "not_visible", "You cannot change what your role does not show you in full.");
    if let Some(born) = &input.date_of_birth {
        if unseen(FieldClass::DateOfBirth) {
            editing.problems.push(hidden("dateOfBirth"));
        } else {
            let today = op.now().date_naive();
            let after = born.as_ref().and_then(|b| editing.problems.keep(sealing::birth_date(*b.expose(), today)));
            let before = card
                .client
                .date_of_birth_sealed
                .as_ref()
                .map(|s| card.open("date_of_birth_sealed", Some(s)))
                .transpose()?;
            let sealed = after.map(|date| sealing::date_of_birth(tenant, card.client.id, key, date)).transpose()?;
            let under = after.is_some_and(|date| sealing::under_age(date, today));
            editing.set(
                Change::personal("dateOfBirth", FieldClass::DateOfBirth, before, after.map(|d| d.to_string())),
                |u| u.date_of_birth_sealed(sealed).under_age(under),
            );
        }
    }
    if let Some(address) = &input.address {
        if unseen(FieldClass::Address) {
            editing.problems.push(hidden("address"));
            return Ok(());
        }
        let after = match address.as_ref().map(|a| a.expose().parse()).transpose() {
            Ok(after) => after,
            Err(found) => {
                found.into_iter().for_each(|p| editing.problems.push(p));
                return Ok(());
            }
        };
        let before = card.client.address_sealed.as_ref().map(|_| card.address_line()).transpose()?;
        let sealed = after.as_ref().map(|a| sealing::address(tenant, card.client.id, key, a)).transpose()?;
        editing
            .set(Change::personal("address", FieldClass::Address, before, after.map(|a| a.expose().one_line())), |u| {
                u.address_sealed(sealed)
            });
    }
    Ok(())
}

async fn statuses(tx: &TenantTx, input: &EditClient, editing: &mut Editing<'_>) -> Result<(), UseCaseError> {
    if input.sales_status.is_none() && input.retention_status.is_none() {
        return Ok(());
    }
    let all = Settings::of(tx).statuses().await?;
    let name = |kind: StatusKind, id: StatusOptionId| {
        all.iter().find(|s| s.kind == kind && s.id == id).map(|status| status.name.clone())
    };
    if let Some(to) = input.sales_status {
        let present = editing.client.sales_status;
        let wanted = follows(&all, StatusKind::Sales, Some(present), to);
        if let Some(wanted) = editing.problems.keep(wanted.map(|s| s.name.clone())) {
            let change = Change::plain(SALES_STATUS, name(StatusKind::Sales, present), Some(wanted));
            editing.set(change, |u| u.sales_status_id(to));
        }
    }
    if let Some(to) = input.retention_status {
        let present = editing.client.retention_status;
        let before = present.and_then(|id| name(StatusKind::Retention, id));
        let wanted = to.map(|to| follows(&all, StatusKind::Retention, present, to).map(|s| s.name.clone())).transpose();
        if let Some(wanted) = editing.problems.keep(wanted) {
            editing.set(Change::plain(RETENTION_STATUS, before, wanted), |u| u.retention_status_id(to));
        }
    }
    Ok(())
}
