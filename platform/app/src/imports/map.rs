//! A person says what the columns are.

use super::assign;
use super::custom_fit;
use super::guess::is_address;
use super::look::{may_fill, may_match_by};
use super::mapping::Mapping;
use super::shelf::{held, own};
use super::work::announce;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientEdit;
use crm_model::{
    AuditAction, ClientImportId, Country, ImportColumnRule, ImportField, ImportMatchAction, ImportMatchField,
    ImportRepeatAction, Problem, Problems,
};
use crm_storage::{AuditEvent, ImportUpdate, Imports, Scoped};

/// A mapping at the version that was seen.
#[derive(Clone, Debug)]
pub struct MapImport {
    /// The version that was seen.
    pub version: i32,
    /// The whole mapping.
    pub mapping: Mapping,
}

/// Saves a mapping; what a dry run found is of no use any more.
///
/// # Errors
/// Access, conflict, every place of the mapping that does not fit.
pub async fn map(op: &OpContext, app: &App, id: ClientImportId, input: &MapImport) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, Some(input.version)).await?;
    own(op, &opened.record)?;
    if !opened.record.state.is_open() || opened.record.told_sealed.is_none() || opened.record.block_count == 0 {
        return Err(UseCaseError::Conflict { current: opened.record.version });
    }
    fits(op, &tx, &input.mapping, opened.told()?.width).await?;
    let update = ImportUpdate::default()
        .state(crm_model::ImportState::Mapping)
        .mapping_sealed(Some(opened.seal("mapping_sealed", &input.mapping)?))
        .remembered(false)
        .counts(None);
    Imports::of(&tx).update(id, update.new_work().seen()).await?;
    let version = opened.record.version + 1;
    tx.commit(AuditEvent::on(AuditAction::ImportMapped, "client_import", id.uuid())).await?;
    announce(op, app, id, version).await;
    Ok(())
}

/// Whether a mapping can be worked with by this person.
pub(super) async fn fits(
    op: &OpContext,
    tx: &impl Scoped,
    mapping: &Mapping,
    width: usize,
) -> Result<(), UseCaseError> {
    let mut problems = Problems::new();
    let fields: Vec<ImportField> =
        mapping.columns.iter().map(|c| c.field).chain(mapping.constants.iter().map(|c| c.field)).collect();
    let twice =
        fields.iter().enumerate().any(|(place, field)| fields.iter().skip(place + 1).any(|other| other == field));
    let mut wrong = |path: &str, code, message: &str| problems.push(Problem::at(path, code, message));
    if fields.is_empty() && mapping.custom.is_empty() {
        wrong("columns", "required", "Map at least one column.");
    }
    if twice {
        wrong("columns", "mapped_twice", "Map each field once.");
    }
    if mapping.columns.iter().any(|c| c.index >= width) {
        wrong("columns", "unknown_column", "The file has fewer columns.");
    }
    let has = |field| fields.contains(&field);
    if has(ImportField::FullName) && (has(ImportField::FirstName) || has(ImportField::LastName)) {
        wrong("columns", "name_twice", "Map either the full name, or first and last name.");
    }
    if fields.iter().any(|field| is_address(*field)) && !has(ImportField::AddressLine1) {
        wrong(
            "columns",
            "street_missing",
            "An address needs its first line: map the street too, or leave the other parts out.",
        );
    }
    let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > 200);
    if mapping.columns.iter().any(|c| long(&c.default))
        || mapping.constants.iter().any(|c| c.value.chars().count() > 200)
    {
        wrong("columns", "too_long", "Use at most 200 characters.");
    }
    if mapping.columns.iter().filter_map(|c| c.phone_country.as_deref()).any(|code| Country::parse(code).is_none()) {
        wrong("columns", "invalid_country", "Use a two-letter country code, such as ES.");
    }
    for by in &mapping.match_by {
        let field = match by {
            ImportMatchField::Email => ImportField::Email,
            ImportMatchField::Phone => ImportField::Phone,
            ImportMatchField::ExternalId => ImportField::ExternalId,
        };
        if !has(field) {
            wrong("matchBy", "not_mapped", "Find clients by fields that are mapped.");
        }
        if !may_match_by(op).contains(by) {
            wrong("matchBy", "not_visible", "You cannot find clients by what your role does not show you in full.");
        }
    }
    let by_rule = mapping.on_match == ImportMatchAction::Update || mapping.on_repeat == ImportRepeatAction::Merge;
    if by_rule && rules(mapping).iter().any(|(field, rule)| *rule == ImportColumnRule::Overwrite && is_contact(*field))
    {
        wrong("columns", "contact", "An import adds contacts and replaces none: choose to fill blank ones.");
    }
    if mapping.on_match == ImportMatchAction::Update {
        if op.require::<ClientEdit>().is_err() {
            wrong("onMatch", "forbidden", "You may not change clients: leave those out that are in the book.");
        }
        for (field, rule) in rules(mapping) {
            if rule != ImportColumnRule::Keep && !may_fill(op, field) {
                wrong("columns", "not_visible", "You cannot change what your role does not show you in full.");
            }
        }
    }
    custom_fit::fits(op, tx, mapping, width, &mut problems).await?;
    if let Some(problem) = assign::check(tx, &mapping.assign).await? {
        problems.push(problem);
    }
    problems.done().map_err(|mut found| {
        found.dedup();
        found.into()
    })
}

/// What each field does to a client that is there.
pub(super) fn rules(mapping: &Mapping) -> Vec<(ImportField, ImportColumnRule)> {
    let columns = mapping.columns.iter().map(|c| (c.field, c.rule));
    columns.chain(mapping.constants.iter().map(|c| (c.field, c.rule))).collect()
}

/// Fields of which a client has several, or by which he signs in.
pub(super) const fn is_contact(field: ImportField) -> bool {
    matches!(field, ImportField::Email | ImportField::Phone | ImportField::ExternalId)
}
