//! Finding out what became of an opening whose answer was lost: by the tag that the account carries.

use super::open::{Opened, Settling};
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::OpContext;
use crm_access::Permit;
use crm_access::kinds::TradingAccountCreate;
use crm_jobs::{Job, JobError, Run};
use crm_model::{AccountOpeningId, AccountOpeningState};
use crm_storage::{AccountOpening, AccountOpenings, AccountProducts, Clients, Scoped};
use crm_trading::{Found, Reference, find_account};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Looks up every opening whose end is not known.
#[derive(Debug, Serialize, Deserialize)]
pub struct SettleAccountOpenings {}

impl Job for SettleAccountOpenings {
    const KIND: &'static str = "SettleAccountOpenings";
}

/// A request may be on its way for so long: lease, line and answer together.
const ON_ITS_WAY: Duration = Duration::minutes(3);
/// Longer than the latest moment at which a server applies what it got.
const QUARANTINE: Duration = Duration::minutes(15);

pub(crate) async fn settle_account_openings(app: Arc<App>, run: Run, _: SettleAccountOpenings) -> Result<(), JobError> {
    let tx = app.db.read(&run.op).await?;
    let unsettled = AccountOpenings::of(&tx).unsettled(run.op.now() - ON_ITS_WAY).await?;
    drop(tx);
    let permit = run.op.require_system::<TradingAccountCreate>().map_err(JobError::give_up)?;
    for opening in unsettled {
        // one server that is away holds up nobody else's openings
        if let Err(error) = look_up(&run.op, &app, &permit, &opening).await {
            tracing::warn!(opening = %opening.id, %error, "an opening could not be looked up");
        }
    }
    Ok(())
}

/// Finds out now what became of an opening. Nothing is sent again.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn settle(op: &OpContext, app: &App, id: AccountOpeningId) -> Result<Opened, UseCaseError> {
    let permit = op.require::<TradingAccountCreate>()?;
    let tx = app.db.read(op).await?;
    let opening = AccountOpenings::of(&tx).find(&permit, id).await?.ok_or(UseCaseError::NotFound("opening"))?;
    drop(tx);
    look_up(op, app, &permit, &opening).await
}

async fn look_up(
    op: &OpContext,
    app: &App,
    permit: &Permit<TradingAccountCreate>,
    opening: &AccountOpening,
) -> Result<Opened, UseCaseError> {
    let now_at = |state, said: Option<String>| Opened {
        opening: opening.id,
        state,
        said,
        account: opening.account,
        passwords: None,
    };
    let age = op.now() - opening.sent_at;
    let settled = !matches!(opening.state, AccountOpeningState::Sending | AccountOpeningState::Unknown);
    if settled || (opening.state == AccountOpeningState::Sending && age < ON_ITS_WAY) {
        return Ok(now_at(opening.state, opening.said.clone()));
    }
    let tx = app.db.read(op).await?;
    let product = AccountProducts::of(&tx).find(opening.product).await?.ok_or(UseCaseError::NotFound("product"))?;
    let client = Clients::of(&tx).for_system(opening.client.id).await?.ok_or(UseCaseError::NotFound("client"))?;
    let key = client.key(tx.keys())?;
    drop(tx);
    let held = match app.trading.hold(app, op.tenant(), product.server).await {
        Ok(held) => held,
        Err(error) => return Err(error.problem()?.into()),
    };
    let reference = Reference::from_bytes(opening.reference);
    let found = find_account(held.server.as_ref(), reference, &opening.group).await;
    let found = found.map_err(|error| UseCaseError::from(super::refused(&error)))?;
    let settling = Settling {
        op,
        app,
        client: &client,
        key: &key,
        product: &product,
        currency: &opening.currency,
        digits: opening.digits,
        opening: opening.id,
        permit,
    };
    match found {
        Found::One(account) => settling.confirm(&account, false).await,
        Found::Nothing if age >= QUARANTINE => {
            settling.end(AccountOpeningState::NotApplied, "the server never made the account").await
        }
        Found::Nothing => Ok(now_at(AccountOpeningState::Unknown, Some("nothing carries the tag so far".to_owned()))),
        Found::Doubtful(several) => {
            let said = format!(
                "{} accounts carry the tag, or one of another group: a person must look at them",
                several.len()
            );
            Ok(now_at(AccountOpeningState::Unknown, Some(said)))
        }
    }
}
