//! Verifying the chain, and keeping its head outside the database so that a cut tail is found.

mod file;
mod name;
mod store;

pub use store::{AnchorStore, AnchorStoreOptions};

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::AuditView;
use crm_model::AuditAction;
use crm_storage::{Anchor, AuditEvent, Audits, ChainReport, Change};
use std::path::PathBuf;
use store::Kept;

/// Where heads of audit chains are kept outside the database: a file of lines, an object store, or both.
#[derive(Default)]
pub struct AnchorPlaces {
    /// The file.
    pub file: Option<PathBuf>,
    /// The store.
    pub store: Option<AnchorStore>,
}

/// Verifies the caller's own chain and records that it was verified.
///
/// # Errors
/// Access; the anchors cannot be read.
pub async fn verify(op: &OpContext, app: &App) -> Result<ChainReport, UseCaseError> {
    op.require::<AuditView>()?;
    let report = check(op, app).await?;
    let outcome = report.problem.as_ref().map_or_else(|| "whole".to_owned(), ToString::to_string);
    let event =
        AuditEvent::new(AuditAction::AuditVerified).changes([Change::plain("outcome", None::<String>, Some(outcome))]);
    app.db.begin(op).await?.commit(event).await?;
    Ok(report)
}

/// Verifies a chain from the command line; leaves no event.
///
/// # Errors
/// The database or the anchors cannot be read.
pub async fn verify_as_system(op: &OpContext, app: &App) -> Result<ChainReport, UseCaseError> {
    check(op, app).await
}

async fn check(op: &OpContext, app: &App) -> Result<ChainReport, UseCaseError> {
    let mut anchors = match &app.anchors.file {
        Some(path) => file::read(path, op.tenant().id).await?,
        None => Vec::new(),
    };
    let mut damage = None;
    if let Some(store) = &app.anchors.store {
        let told = store.read(op.tenant().id).await?;
        anchors.extend(told.anchors);
        damage = told.damage;
    }
    anchors.sort_by_key(|anchor| anchor.seq);
    let tx = app.db.read(op).await?;
    let mut report = Audits::of(&tx).verify(&anchors).await?;
    // what is wrong with the chain weighs more than what is wrong with its witnesses
    report.problem = report.problem.or(damage);
    Ok(report)
}

/// Keeps the head of the tenant's chain at each place outside the database; one that stands there already is not written
/// again. A store that is away is no error: it is told in the log and in the meters, and the next round tries again.
///
/// # Errors
/// The file cannot be written.
pub async fn anchor_heads(op: &OpContext, app: &App) -> Result<(), UseCaseError> {
    let in_file = match &app.anchors.file {
        Some(path) => {
            let kept = file::keep(op, path, &head(op, app).await?).await;
            count("file", kept.as_ref().map_or("failed", |written| if *written { "written" } else { "stood" }));
            kept.map(drop)
        }
        None => Ok(()),
    };
    if let Some(store) = &app.anchors.store {
        let kept = keep_in(op, app, store).await?;
        count("store", kept.as_str());
    }
    in_file
}

/// What stands in the store is asked before the chain is read: between the two the chain can only have grown.
async fn keep_in(op: &OpContext, app: &App, store: &AnchorStore) -> Result<Kept, UseCaseError> {
    let turn = match store.begin(op.tenant().id).await {
        Ok(turn) => turn,
        Err(kept) => return Ok(kept),
    };
    let (head, holds) = {
        let tx = app.db.read(op).await?;
        let audits = Audits::of(&tx);
        let head = audits.head().await?;
        let holds = match turn.newest() {
            Some(newest) => audits.hash_at(newest.seq).await?.as_ref() == Some(&newest.hash),
            None => true,
        };
        (head, holds)
    };
    Ok(if holds { store.keep(op, turn, &head).await } else { store.differs(op, &turn, &head) })
}

/// No connection is held while files and stores are written.
async fn head(op: &OpContext, app: &App) -> Result<Anchor, UseCaseError> {
    let tx = app.db.read(op).await?;
    Ok(Audits::of(&tx).head().await?)
}

fn count(place: &'static str, outcome: &'static str) {
    metrics::counter!("audit_anchors_total", "place" => place, "outcome" => outcome).increment(1);
}
