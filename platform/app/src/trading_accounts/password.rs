//! A new trading password: made here, set on the server, shown once in the answer, kept nowhere.

use super::figures::login;
use super::password_rule::refuse_showing;
use super::{about, for_change, held, refused};
use crate::clients::reason;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::TradingAccountPassword;
use crm_model::{AuditAction, Pii, TradingAccountId};
use crm_storage::Change;
use crm_trading::{Intent, PasswordKind, Reference, Secret};
use serde::{Deserialize, Serialize};

/// Which password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TradingPassword {
    /// May trade.
    Main,
    /// May only look.
    Investor,
}

impl TradingPassword {
    /// As the server calls it.
    pub(super) const fn kind(self) -> PasswordKind {
        match self {
            Self::Main => PasswordKind::Main,
            Self::Investor => PasswordKind::Investor,
        }
    }

    /// As the trail tells it.
    pub(super) fn change(self) -> Change {
        let word = match self {
            Self::Main => "main",
            Self::Investor => "investor",
        };
        Change::plain("password", None::<String>, Some(word))
    }
}

/// Sets a new password and gives it, this once.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] with `only_by_link` where staff see no
/// passwords, when the server refuses, or when no answer came: the same request may be put again, it sets another password.
pub async fn set_password(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    which: TradingPassword,
    why: &str,
) -> Result<Pii<String>, UseCaseError> {
    let permit = op.require::<TradingAccountPassword>()?;
    let why = reason(why)?;
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, &permit, id, None).await?;
    drop(tx);
    let held = held(app, op, &row).await?;
    let tx = app.db.begin(op).await?;
    let (row, key) = for_change(op, &tx, &permit, id, None).await?;
    refuse_showing(&tx).await?;
    let secret = Secret::generate_password().map_err(|_| UseCaseError::Internal("no randomness for a password"))?;
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let client = row.record.client;
    let asked = about(AuditAction::TradingPasswordRequested, id, client, &key).because(why).changes([which.change()]);
    tx.commit(asked).await?;
    let intent = Intent::until(reference, held.send_before);
    let set = held.server.change_password(intent, login(row.record.login), which.kind(), &secret).await;
    set.map_err(|error| refused(&error))?;
    let tx = app.db.begin(op).await?;
    tx.commit(about(AuditAction::TradingPasswordSet, id, client, &key).changes([which.change()])).await?;
    Ok(Pii::new(secret.expose().to_owned()))
}
