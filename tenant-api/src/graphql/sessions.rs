//! One's own sessions and password.

use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::session::SessionView;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_access::AccessError;
use crm_app::sign_in::SignInError;
use crm_app::{UseCaseError, passwords, sessions};
use crm_model::{Pii, SessionId};

/// Looking at one's own sessions.
#[derive(Default)]
pub struct SessionQuery;

/// Ending one's own sessions, changing one's own password.
#[derive(Default)]
pub struct SessionMutation;

/// The present password and the new one.
#[derive(InputObject)]
pub struct ChangeOwnPasswordInput {
    #[graphql(secret)]
    current_password: String,
    #[graphql(secret)]
    new_password: String,
}

/// Whether it was done, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct OkPayload {
    ok: bool,
    errors: Vec<UserError>,
}

#[Object]
impl SessionQuery {
    /// The viewer's own sessions, newest first.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<SessionView>> {
        let op = op(ctx)?;
        let current = op.actor().staff().ok_or(AccessError::WrongActor)?.session;
        Ok(sessions::list(op, reader(ctx).await?)
            .await?
            .into_iter()
            .map(|entry| SessionView::new(entry, current))
            .collect())
    }
}

#[Object]
impl SessionMutation {
    /// Ends one of the viewer's own sessions.
    async fn revoke_session(&self, ctx: &Context<'_>, id: ID) -> Result<OkPayload> {
        let id = shared::id(SessionId::parse(&id), "session")?;
        ok(sessions::revoke(op(ctx)?, app(ctx)?, id).await)
    }

    /// Ends all of the viewer's sessions but this one.
    async fn revoke_other_sessions(&self, ctx: &Context<'_>) -> Result<OkPayload> {
        ok(sessions::revoke_others(op(ctx)?, app(ctx)?).await)
    }

    /// Changes the viewer's password; every other session ends.
    async fn change_own_password(&self, ctx: &Context<'_>, input: ChangeOwnPasswordInput) -> Result<OkPayload> {
        let (current, new) = (Pii::new(input.current_password), Pii::new(input.new_password));
        ok(passwords::change_own(op(ctx)?, app(ctx)?, &current, &new).await.map_err(as_problem))
    }
}

/// `ok` is true exactly when nothing was wrong.
pub(crate) fn ok<T>(outcome: Result<T, UseCaseError>) -> Result<OkPayload> {
    let (done, errors) = settle(outcome)?;
    Ok(OkPayload { ok: done.is_some(), errors })
}

/// What a person can mend stands at its field.
fn as_problem(error: SignInError) -> UseCaseError {
    match error {
        SignInError::InvalidCode { .. } | SignInError::InvalidCredentials => {
            UseCaseError::invalid("currentPassword", "wrong_password", "This is not your present password.")
        }
        SignInError::WeakPassword(problem) => {
            UseCaseError::invalid("newPassword", "weak_password", problem.to_string())
        }
        SignInError::TooManyAttempts { retry_after } => UseCaseError::TooOften { retry_after },
        SignInError::ChallengeEnded | SignInError::TotpNotEnrolled => {
            UseCaseError::Internal("a change of password does not ask for a code")
        }
        SignInError::Other(error) => error,
    }
}
