//! The groups of a server, for whoever makes products of them.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{DIGITS_MAX, Problem, TradingServerId, is_currency};

/// A group of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerGroup {
    /// Its full name.
    pub name: String,
    /// The one that its accounts are in.
    pub currency: String,
}

/// The groups that the server shows now, by name; those in a currency that the CRM cannot keep are left out. Looking needs the
/// permission and no second factor.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn groups(op: &OpContext, app: &App, id: TradingServerId) -> Result<Vec<ServerGroup>, UseCaseError> {
    let tx = app.db.read(op).await?;
    super::find(op, &tx, id).await?;
    // who waits for the server holds no database connection
    drop(tx);
    let held = match app.trading.hold(app, op.tenant(), id).await {
        Ok(held) => held,
        Err(error) => return Err(error.problem()?.into()),
    };
    let seen = held.server.groups().await.map_err(|error| {
        UseCaseError::from(Problem::whole("server_refused", format!("The groups cannot be read: {error}.")))
    })?;
    let mut groups: Vec<ServerGroup> = seen
        .into_iter()
        .filter(|group| is_currency(&group.currency) && group.currency_digits <= DIGITS_MAX)
        .map(|group| ServerGroup { name: group.name, currency: group.currency })
        .collect();
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(groups)
}
