//! One's own authenticator app and recovery codes.

use crate::graphql::sessions::{OkPayload, ok};
use crate::graphql::shared::{UserError, app, op, settle};
use crate::view::session::TotpEnrolmentView;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use crm_app::{UseCaseError, second_factor};
use crm_identity::RecoveryCodes;
use crm_model::Pii;

/// Setting up, renewing and removing one's own second factor.
#[derive(Default)]
pub struct SecondFactorMutation;

/// The code that the app shows.
#[derive(InputObject)]
pub struct ConfirmTotpInput {
    #[graphql(secret)]
    code: String,
}

/// What is to be scanned, or what was wrong.
#[derive(SimpleObject)]
pub struct BeginTotpPayload {
    enrolment: Option<TotpEnrolmentView>,
    errors: Vec<UserError>,
}

/// Recovery codes, shown this once, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct RecoveryCodesPayload {
    codes: Option<Vec<String>>,
    errors: Vec<UserError>,
}

#[Object]
impl SecondFactorMutation {
    /// Makes a secret for an authenticator app. It counts once its first code was confirmed.
    async fn begin_totp(&self, ctx: &Context<'_>) -> Result<BeginTotpPayload> {
        let (enrolment, errors) = settle(second_factor::begin_totp(op(ctx)?, app(ctx)?).await)?;
        Ok(BeginTotpPayload { enrolment: enrolment.map(TotpEnrolmentView::from), errors })
    }

    /// Proves that the app has the secret; gives the recovery codes.
    async fn confirm_totp(&self, ctx: &Context<'_>, input: ConfirmTotpInput) -> Result<RecoveryCodesPayload> {
        codes(second_factor::confirm_totp(op(ctx)?, app(ctx)?, &Pii::new(input.code)).await)
    }

    /// Takes the second factor away.
    async fn disable_totp(&self, ctx: &Context<'_>) -> Result<OkPayload> {
        ok(second_factor::disable_totp(op(ctx)?, app(ctx)?).await)
    }

    /// Makes new recovery codes; the old ones are dead.
    async fn renew_recovery_codes(&self, ctx: &Context<'_>) -> Result<RecoveryCodesPayload> {
        codes(second_factor::renew_recovery_codes(op(ctx)?, app(ctx)?).await)
    }
}

fn codes(outcome: Result<RecoveryCodes, UseCaseError>) -> Result<RecoveryCodesPayload> {
    let (made, errors) = settle(outcome)?;
    Ok(RecoveryCodesPayload {
        codes: made.map(|codes| codes.iter().map(|code| code.shown().to_string()).collect()),
        errors,
    })
}
