use crate::auth::{State, tenant_of, with_session};
use crate::http::body::StrictJson;
use crate::http::caller::Caller;
use crate::http::cookie::{cleared, session_secret};
use crate::http::error::{HttpProblem, Place};
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use crm_app::second_factor::{self, Proof, StepUpProof};
use crm_app::sessions;
use crm_app::sign_in::{self, NewBearer, Typed};
use crm_model::Pii;
use crm_storage::SessionStage;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    email: String,
    password: String,
}

pub(super) async fn sign_in(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    headers: HeaderMap,
    StrictJson(body): StrictJson<SignIn>,
) -> Result<Response, HttpProblem> {
    let typed = Typed { email: Pii::new(body.email), password: Pii::new(body.password) };
    let new = sign_in::sign_in(&web.app, tenant_of(&scope)?, &typed, session_secret(&headers), scope.info()).await?;
    Ok(brought(&new))
}

fn brought(new: &NewBearer) -> Response {
    let state = match new.stage {
        SessionStage::Full => "signed_in",
        SessionStage::Half => "totp_required",
    };
    with_session(Json(State { state }), &new.secret)
}

/// Exactly one of the fields is there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirm {
    code: Option<String>,
    recovery_code: Option<String>,
    password: Option<String>,
}

impl Confirm {
    fn factor(self) -> Result<Proof, HttpProblem> {
        match self.proof()? {
            StepUpProof::SecondFactor(proof) => Ok(proof),
            StepUpProof::Password(_) => Err(one_of("code or recovery_code")),
        }
    }

    fn proof(self) -> Result<StepUpProof, HttpProblem> {
        match (self.code, self.recovery_code, self.password) {
            (Some(code), None, None) => Ok(StepUpProof::SecondFactor(Proof::Code(Pii::new(code)))),
            (None, Some(code), None) => Ok(StepUpProof::SecondFactor(Proof::RecoveryCode(Pii::new(code)))),
            (None, None, Some(password)) => Ok(StepUpProof::Password(Pii::new(password))),
            _ => Err(one_of("code, recovery_code or password")),
        }
    }
}

fn one_of(fields: &str) -> HttpProblem {
    HttpProblem::new("invalid_input").places(vec![Place {
        pointer: String::new(),
        code: "required".to_owned(),
        message: format!("Send exactly one of {fields}."),
    }])
}

pub(super) async fn totp(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    headers: HeaderMap,
    StrictJson(body): StrictJson<Confirm>,
) -> Result<Response, HttpProblem> {
    let proof = body.factor()?;
    let new =
        second_factor::answer_challenge(&web.app, tenant_of(&scope)?, session_secret(&headers), &proof, scope.info())
            .await?;
    Ok(brought(&new))
}

#[derive(Serialize)]
struct Until {
    until: DateTime<Utc>,
}

pub(super) async fn step_up(
    Shared(web): Shared<Arc<Web>>,
    Caller(op): Caller,
    StrictJson(body): StrictJson<Confirm>,
) -> Result<Response, HttpProblem> {
    let made = second_factor::step_up(&op, &web.app, &body.proof()?).await?;
    Ok(with_session(Json(Until { until: made.until }), &made.secret))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

pub(super) async fn sign_out(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    headers: HeaderMap,
    StrictJson(Nothing {}): StrictJson<Nothing>,
) -> Result<Response, HttpProblem> {
    sessions::sign_out(&web.app, tenant_of(&scope)?, session_secret(&headers), scope.info()).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cleared())]).into_response())
}

/// Which of its pages the portal opens. Asking does not keep a session alive.
pub(super) async fn state(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    let caller = web.app.authenticate(tenant_of(&scope)?, session_secret(&headers), scope.info(), true).await?;
    let (state, clear) = match caller {
        sessions::Caller::Staff(_) => ("signed_in", false),
        sessions::Caller::Half => ("totp_required", false),
        sessions::Caller::Foreign => ("signed_out", true),
        sessions::Caller::Nobody | sessions::Caller::Ended => ("signed_out", false),
    };
    let mut answer = Json(State { state }).into_response();
    if clear {
        answer.headers_mut().append(header::SET_COOKIE, cleared());
    }
    Ok(answer)
}
