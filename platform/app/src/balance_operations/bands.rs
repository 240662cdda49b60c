//! How much a person may move alone. Where nothing is set, nobody moves anything alone.

use crate::{App, UseCaseError};
use crm_access::kinds::SettingsManage;
use crm_access::{AccessError, OpContext, Permission, Permit};
use crm_model::{
    AuditAction, BalanceNeeds, Problem, Problems, StaffId, TradingEnvironment, is_currency, parse_amount, show_amount,
};
use crm_storage::{
    AccountProducts, AuditEvent, BalanceBand, BalanceFindings, BalanceOperations, Change, Rounding, Scoped, TenantTx,
    TradingAccountRow, rescaled,
};

/// How much a person shall be allowed to move alone in a currency.
#[derive(Clone, Debug)]
pub struct SetBalanceBand {
    /// Which currency.
    pub currency: String,
    /// The version that was seen; 0 when there was none.
    pub version: i32,
    /// At once.
    pub alone_up_to: String,
    /// In 24 hours.
    pub alone_a_day: String,
    /// Beyond it the second person needs `balance.approve_large`.
    pub approve_up_to: String,
}

/// All bands, for those who ask for money, agree to it or set them.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn bands(op: &OpContext, tx: &impl Scoped) -> Result<Vec<BalanceBand>, UseCaseError> {
    let may = [Permission::BalanceView, Permission::SettingsManage];
    if !may.into_iter().any(|permission| op.holds(permission)) {
        return Err(AccessError::Forbidden(Permission::BalanceView).into());
    }
    Ok(BalanceFindings::of(tx).bands().await?)
}

/// Sets the band of a currency.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::Conflict`], [`UseCaseError::Invalid`].
pub async fn set_band(op: &OpContext, app: &App, input: &SetBalanceBand) -> Result<BalanceBand, UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let tx = app.db.begin(op).await?;
    let (band, event) = set_band_in(&tx, &permit, input).await?;
    tx.commit(event).await?;
    Ok(band)
}

/// The same inside a transaction; answers the event to commit.
///
/// # Errors
/// As [`set_band`].
pub async fn set_band_in(
    tx: &TenantTx,
    permit: &Permit<SettingsManage>,
    input: &SetBalanceBand,
) -> Result<(BalanceBand, AuditEvent), UseCaseError> {
    let products = AccountProducts::of(tx).list().await?;
    let known = products.iter().find_map(|product| product.currency(&input.currency));
    let Some(digits) = known.filter(|_| is_currency(&input.currency)).map(|offered| offered.digits) else {
        return Err(UseCaseError::invalid(
            "currency",
            "unknown_currency",
            "Choose a currency of one of your products.",
        ));
    };
    let mut problems = Problems::new();
    let mut amount = |field: &str, text: &str| match text.trim() {
        "0" => 0,
        text => problems.keep(parse_amount(field, text, digits, false)).unwrap_or(0),
    };
    let after = BalanceBand {
        currency: input.currency.clone(),
        digits,
        alone_up_to: amount("aloneUpTo", &input.alone_up_to),
        alone_a_day: amount("aloneADay", &input.alone_a_day),
        approve_up_to: amount("approveUpTo", &input.approve_up_to),
        version: input.version,
    };
    if after.alone_up_to > after.alone_a_day || after.alone_up_to > after.approve_up_to {
        problems.push(Problem::at(
            "aloneUpTo",
            "too_much",
            "What is moved at once cannot be more than what is moved in a day, or than a second person may agree to.",
        ));
    }
    problems.done()?;
    let findings = BalanceFindings::of(tx);
    let before = findings.bands().await?.into_iter().find(|band| band.currency == after.currency);
    if !findings.set_band(permit, &after).await? {
        return Err(UseCaseError::Conflict { current: before.map_or(0, |band| band.version) });
    }
    let change = |field: &'static str, of: &dyn Fn(&BalanceBand) -> i64| {
        let text = |band: &BalanceBand| show_amount(of(band), band.digits);
        Change::plain(field, before.as_ref().map(text), Some(text(&after)))
    };
    let event = AuditEvent::new(AuditAction::BalanceBandChanged).changes([
        Change::plain("currency", None::<String>, Some(after.currency.clone())),
        change("alone_up_to", &|band| band.alone_up_to),
        change("alone_a_day", &|band| band.alone_a_day),
        change("approve_up_to", &|band| band.approve_up_to),
    ]);
    Ok((BalanceBand { version: after.version + 1, ..after }, event))
}

/// Who must agree to an amount on an account. Play money needs nobody; frozen accounts always a second person.
pub(super) async fn needs(
    op: &OpContext,
    tx: &impl Scoped,
    account: &TradingAccountRow,
    amount: i64,
    maker: Option<StaffId>,
) -> Result<BalanceNeeds, UseCaseError> {
    let record = &account.record;
    if record.environment == TradingEnvironment::Demo && record.money_frozen_at.is_none() {
        return Ok(BalanceNeeds::Nobody);
    }
    let bands = BalanceFindings::of(tx).bands().await?;
    let band = bands.into_iter().find(|band| band.currency == record.currency);
    let size = amount.checked_abs().ok_or(UseCaseError::Internal("an amount without a size"))?;
    let Some(band) = band else { return Ok(BalanceNeeds::Approval) };
    // servers keep one currency with more digits or fewer: amounts are compared by what they are worth
    let Some(band) = band.in_digits(record.digits) else { return Ok(BalanceNeeds::LargeApproval) };
    if size > band.approve_up_to {
        return Ok(BalanceNeeds::LargeApproval);
    }
    let (Some(maker), None, true) = (maker, record.money_frozen_at, size <= band.alone_up_to) else {
        return Ok(BalanceNeeds::Approval);
    };
    let since = op.now() - chrono::Duration::hours(24);
    let moved = BalanceOperations::of(tx).moved_alone(maker, &record.currency, since).await?;
    let moved = moved.into_iter().try_fold(0_i64, |sum, (amount, digits)| {
        sum.checked_add(rescaled(amount, digits, record.digits, Rounding::Up)?)
    });
    let within_day = moved.and_then(|sum| sum.checked_add(size)).is_some_and(|sum| sum <= band.alone_a_day);
    Ok(if within_day { BalanceNeeds::Nobody } else { BalanceNeeds::Approval })
}
