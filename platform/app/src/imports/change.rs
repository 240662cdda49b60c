//! What a row changes of a client that is there already, by the rule of each column. A blank cell changes nothing.

use super::custom;
use super::judge::{Judge, Judged, RowProblem};
use super::pictures::{Before, KeptBefore, is_named, standing};
use crate::UseCaseError;
use crate::clients::sealing;
use chrono::NaiveDate;
use crm_model::{ContactKind, CustomFieldId, ImportColumnRule, ImportField, StatusOptionId, TagId};
use crm_storage::{ClientRecord, ClientRewrite, CustomKept, CustomValueRow, NewContact, client_place};
use crm_vault::{ClientKey, Sealer};

/// A client of the book as far as an import may change him.
pub(super) struct Facts {
    pub client: ClientRecord,
    pub kinds: Vec<ContactKind>,
    pub externals: Vec<String>,
    /// Values of the broker's own fields; read only when the file may change them.
    pub custom: Vec<CustomValueRow>,
}

/// What a row changes.
pub(super) struct Change {
    pub number: i64,
    pub rewrite: ClientRewrite,
    pub contacts: Vec<NewContact>,
    pub tags: Vec<TagId>,
    pub external: Option<String>,
    pub tokens: Option<Vec<String>>,
    pub custom: Vec<(CustomFieldId, CustomKept)>,
    pub before: Before,
}

/// Why the row's sales status may not be given to the client, where it would be.
pub(super) fn forbidden_step(judge: &Judge, facts: &Facts, row: &Judged) -> Option<RowProblem> {
    let to = status(judge, row)?;
    judge.step(Some(facts.client.sales_status), to)
}

/// The sales status that a row gives to whoever is in the book.
fn status(judge: &Judge, row: &Judged) -> Option<StatusOptionId> {
    row.input.sales_status.filter(|_| judge.mapping.rule(ImportField::SalesStatus) == ImportColumnRule::Overwrite)
}

/// What the row would change; `None` when nothing.
pub(super) fn change(judge: &Judge, facts: &Facts, row: &Judged) -> Result<Option<Change>, UseCaseError> {
    let (client, parsed) = (&facts.client, &row.parsed);
    let tenant = judge.keys.tenant();
    let key = client.key(&judge.keys)?;
    let born = born(judge, client, &key)?;
    let before = standing(client, born.is_some_and(|day| sealing::under_age(day, judge.today)));
    let mut after = before.clone();
    let rule = |field| judge.mapping.rule(field);
    let names = [
        (name_field(judge, ImportField::FirstName), &mut after.names.first, &parsed.names.first),
        (ImportField::MiddleName, &mut after.names.middle, &parsed.names.middle),
        (name_field(judge, ImportField::LastName), &mut after.names.last, &parsed.names.last),
        (ImportField::CompanyName, &mut after.names.company, &parsed.names.company),
    ];
    for (field, to, from) in names {
        put(rule(field), to, from.clone());
    }
    let codes = [
        (ImportField::Nationality, parsed.nationality.map(|c| c.as_str().to_owned())),
        (ImportField::Country, parsed.country.map(|c| c.as_str().to_owned())),
        (ImportField::Language, parsed.language.as_ref().map(|l| l.as_str().to_owned())),
    ];
    for (to, (field, from)) in after.codes.iter_mut().zip(codes) {
        put(rule(field), to, from);
    }
    for (to, (field, from)) in after.texts.iter_mut().zip(TEXTS.into_iter().zip(parsed.texts.clone())) {
        put(rule(field), to, from);
    }
    if let Some(day) =
        parsed.born.filter(|day| wants(rule(ImportField::DateOfBirth), born.is_some()) && Some(*day) != born)
    {
        after.date_of_birth_sealed = Some(sealing::date_of_birth(tenant, client.id, &key, day)?);
        after.under_age = sealing::under_age(day, judge.today);
    }
    if let Some(address) = &parsed.address
        && wants(rule(ImportField::AddressLine1), client.address_sealed.is_some())
        && address_text(judge, client, &key)? != serde_json::to_string(address.expose()).ok()
    {
        after.address_sealed = Some(sealing::address(tenant, client.id, &key, address)?);
    }
    if let Some(status) = status(judge, row) {
        after.sales_status = status;
    }
    if consents(judge, row) {
        after.marketing_consent = row.input.marketing_consent;
    }
    if !is_named(client.kind, &after.names) {
        after.names = before.names.clone();
    }
    let contacts = contacts(judge, facts, row, &key)?;
    let fresh = |tag: &&TagId| !client.tags.contains(tag) && rule(ImportField::Tags) != ImportColumnRule::Keep;
    let tags: Vec<TagId> = row.input.tags.iter().filter(fresh).copied().collect();
    let external = row.external.clone().filter(|name| {
        wants(rule(ImportField::ExternalId), !facts.externals.is_empty()) && !facts.externals.contains(name)
    });
    let renamed = after.names != before.names;
    let custom = custom::changed(judge, facts, row, &key)?;
    let added = !(contacts.is_empty() && tags.is_empty() && external.is_none() && custom.is_empty());
    let same = !renamed && !added && is_same(&before, &after);
    if same {
        return Ok(None);
    }
    let tokens = renamed.then(|| sealing::tokens(after.names.parts()));
    let mut before = Before::of(&before);
    before.renamed = renamed;
    before.contacts = contacts.iter().map(|contact| contact.id).collect();
    before.tags.clone_from(&tags);
    before.external.clone_from(&external);
    let kept = |id: CustomFieldId| facts.custom.iter().find(|row| row.field == id).map(|row| KeptBefore::of(&row.kept));
    before.custom = custom.iter().map(|(field, _)| (*field, kept(*field))).collect();
    Ok(Some(Change { number: client.number, rewrite: after, contacts, tags, external, tokens, custom, before }))
}

const TEXTS: [ImportField; 6] = [
    ImportField::Source,
    ImportField::Campaign,
    ImportField::UtmSource,
    ImportField::UtmMedium,
    ImportField::UtmCampaign,
    ImportField::ReferrerCode,
];

/// A split full name follows its own column's rule.
fn name_field(judge: &Judge, field: ImportField) -> ImportField {
    if judge.mapping.column(ImportField::FullName).is_some() { ImportField::FullName } else { field }
}

pub(super) fn wants(rule: ImportColumnRule, there: bool) -> bool {
    match rule {
        ImportColumnRule::Keep => false,
        ImportColumnRule::Overwrite => true,
        ImportColumnRule::OnlyIfBlank => !there,
    }
}

fn put(rule: ImportColumnRule, to: &mut Option<String>, from: Option<String>) {
    if from.is_some() && wants(rule, to.is_some()) {
        *to = from;
    }
}

fn is_same(a: &ClientRewrite, b: &ClientRewrite) -> bool {
    a.date_of_birth_sealed == b.date_of_birth_sealed
        && a.address_sealed == b.address_sealed
        && a.codes == b.codes
        && a.texts == b.texts
        && a.sales_status == b.sales_status
        && a.marketing_consent == b.marketing_consent
}

/// Consent is a yes or a no and never blank: it changes only where it is to be overwritten and something was said.
fn consents(judge: &Judge, row: &Judged) -> bool {
    judge.mapping.rule(ImportField::MarketingConsent) == ImportColumnRule::Overwrite && row.consented
}

fn born(judge: &Judge, client: &ClientRecord, key: &ClientKey) -> Result<Option<NaiveDate>, UseCaseError> {
    let Some(sealed) = &client.date_of_birth_sealed else { return Ok(None) };
    let text = key.open_str(&client_place(judge.keys.tenant(), client.id, "date_of_birth_sealed"), sealed)?;
    Ok(text.parse().ok())
}

fn address_text(judge: &Judge, client: &ClientRecord, key: &ClientKey) -> Result<Option<String>, UseCaseError> {
    let Some(sealed) = &client.address_sealed else { return Ok(None) };
    Ok(Some(key.open_str(&client_place(judge.keys.tenant(), client.id, "address_sealed"), sealed)?))
}

/// Contacts are added where there is none of the kind, and never replaced: a client signs in with one of them.
fn contacts(judge: &Judge, facts: &Facts, row: &Judged, key: &ClientKey) -> Result<Vec<NewContact>, UseCaseError> {
    let tenant = judge.keys.tenant();
    let lacks =
        |field, kind| wants(judge.mapping.rule(field), facts.kinds.contains(&kind)) && !facts.kinds.contains(&kind);
    let mut added = Vec::new();
    if let Some(email) = row.parsed.email.as_ref().filter(|_| lacks(ImportField::Email, ContactKind::Email)) {
        added.push(sealing::email(tenant, &judge.keys, key, email, true)?);
    }
    if let Some(phone) = row.parsed.phone.as_ref().filter(|_| lacks(ImportField::Phone, ContactKind::Phone)) {
        added.push(sealing::phone(tenant, &judge.keys, key, phone, true)?);
    }
    Ok(added)
}
