//! A new trading password: made here, set on the server, shown once in the answer, kept nowhere.

use super::figures::login;
use super::{about, for_change, held, refused};
use crate::clients::reason;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::TradingAccountPassword;
use crm_model::{AuditAction, Pii, TradingAccountId};
use crm_storage::Change;
use crm_trading::{Intent, PasswordKind, Reference, Secret};

/// Which password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradingPassword {
    /// May trade.
    Main,
    /// May only look.
    Investor,
}

/// Sets a new password and gives it, this once.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server refuses, or when no
/// answer came: the same request may be put again, it sets another password.
pub async fn set_password(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    which: TradingPassword,
    why: &str,
) -> Result<Pii<String>, UseCaseError> {
    let permit = op.require::<TradingAccountPassword>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let (row, key) = for_change(op, &tx, &permit, id, None).await?;
    let held = held(app, op, &row).await?;
    let secret = Secret::generate_password().map_err(|_| UseCaseError::Internal("no randomness for a password"))?;
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let (kind, word) = match which {
        TradingPassword::Main => (PasswordKind::Main, "main"),
        TradingPassword::Investor => (PasswordKind::Investor, "investor"),
    };
    let which = || Change::plain("password", None::<String>, Some(word));
    let client = row.record.client;
    let asked = about(AuditAction::TradingPasswordRequested, id, client, &key).because(why).changes([which()]);
    tx.commit(asked).await?;
    let intent = Intent::until(reference, held.send_before);
    let set = held.server.change_password(intent, login(row.record.login), kind, &secret).await;
    set.map_err(|error| refused(&error))?;
    let tx = app.db.begin(op).await?;
    tx.commit(about(AuditAction::TradingPasswordSet, id, client, &key).changes([which()])).await?;
    Ok(Pii::new(secret.expose().to_owned()))
}
