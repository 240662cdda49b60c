use axum::body::Body;
use axum::response::{IntoResponse, Response};
use crm_app::UseCaseError;
use crm_model::Problem;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use std::time::Duration;

/// The one table from stable code to status and title. A code that is not here is a bug and answers 500.
const TABLE: &[(&str, u16, &str)] = &[
    ("bad_request", 400, "The request is not well formed"),
    ("invalid_json", 400, "The body is not well-formed JSON"),
    ("invalid_body", 400, "The body does not have the shape that is described"),
    ("invalid_query", 400, "The query does not fit"),
    ("unknown_api_version", 400, "This version of the API is not served"),
    ("too_complex", 400, "The document asks for too much"),
    ("invalid_idempotency_key", 400, "The Idempotency-Key does not fit"),
    ("unknown_document", 400, "This document is not known"),
    ("invalid_code", 401, "The code is not right"),
    ("invalid_credentials", 401, "E-mail or password is not right"),
    ("invalid_api_key", 401, "The API key is not valid"),
    ("challenge_ended", 401, "Sign in again"),
    ("session_ended", 401, "Sign in first"),
    ("totp_required", 401, "Confirm with your second factor first"),
    ("cross_site", 403, "The request comes from another site"),
    ("forbidden", 403, "You may not do this"),
    ("preview_only", 403, "This is a preview: nothing can be changed. End the preview first"),
    ("step_up_required", 403, "Confirm with your authenticator app first"),
    ("totp_not_enrolled", 403, "Set up an authenticator app first"),
    ("tenant_suspended", 403, "This broker's access is suspended"),
    ("not_found", 404, "There is nothing here"),
    ("method_not_allowed", 405, "This method is not for this address"),
    ("body_too_slow", 408, "The body did not arrive in time"),
    ("conflict", 409, "It was changed meanwhile"),
    ("idempotency_in_progress", 409, "The same request is still running"),
    ("client_merged", 410, "This client was merged into another"),
    ("cursor_ended", 410, "What followed this cursor was cleared"),
    ("link_ended", 410, "This link has ended"),
    ("body_too_large", 413, "The body is too large"),
    ("uri_too_long", 414, "The address is too long"),
    ("unsupported_media_type", 415, "Only application/json is understood"),
    ("invalid_input", 422, "The input does not fit"),
    ("weak_password", 422, "Choose a stronger password"),
    ("idempotency_key_reused", 422, "The same key came with another request"),
    ("rate_limited", 429, "Too many requests"),
    ("too_many_attempts", 429, "Too many attempts"),
    ("headers_too_large", 431, "The headers are too large"),
    ("internal", 500, "Something went wrong on our side"),
    ("busy", 503, "Busy at the moment"),
];

/// A refusal on its way out. The gate writes it as `application/problem+json` (RFC 9457) with the request's id, and one
/// line of the security log.
#[derive(Clone, Debug)]
pub struct HttpProblem {
    code: &'static str,
    status: StatusCode,
    title: &'static str,
    detail: Option<Box<str>>,
    errors: Vec<Place>,
    retry_after: Option<Duration>,
    allow: Option<&'static str>,
    clears_session: bool,
    location: Option<Box<HeaderValue>>,
}

/// One wrong place of an input.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// JSON pointer into the body; empty for the whole.
    pub pointer: String,
    /// Stable name.
    pub code: String,
    /// For people: how to mend it.
    pub message: String,
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    request_id: &'a str,
    errors: &'a [Place],
}

impl HttpProblem {
    /// The problem with this code of the table.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        let (code, status, title) = TABLE.iter().find(|row| row.0 == code).copied().unwrap_or((
            "internal",
            500,
            "Something went wrong on our side",
        ));
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            code,
            status,
            title,
            detail: None,
            errors: Vec::new(),
            retry_after: None,
            allow: None,
            clears_session: false,
            location: None,
        }
    }

    /// A method that this address does not know; `allow` is what it does know.
    #[must_use]
    pub fn method_not_allowed(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new("method_not_allowed") }
    }

    /// What to do about it, in a sentence. Never repeats stored data.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into().into_boxed_str());
        self
    }

    /// Has the browser forget its session cookie.
    #[must_use]
    pub const fn clearing_the_session(mut self) -> Self {
        self.clears_session = true;
        self
    }

    /// Where what was asked for is found from now on.
    #[must_use]
    pub fn location(mut self, path: &str) -> Self {
        self.location = HeaderValue::try_from(path).ok().map(Box::new);
        self
    }

    /// When to try again.
    #[must_use]
    pub const fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The wrong places of the input.
    #[must_use]
    pub fn places(mut self, places: Vec<Place>) -> Self {
        self.errors = places;
        self
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The title of the table, for people.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// Seconds to wait, rounded up, at least 1.
    #[must_use]
    pub fn retry_seconds(&self) -> Option<u64> {
        self.retry_after.map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).map(|s| s.max(1))
    }

    /// The answer itself, once the request's id is known.
    #[must_use]
    pub fn written(&self, request_id: &str) -> Response {
        let written = Written {
            kind: format!("urn:brokerdesk:problem:{}", self.code),
            title: self.title,
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail.as_deref().unwrap_or(self.title),
            request_id,
            errors: &self.errors,
        };
        let mut response = Response::new(Body::from(serde_json::to_vec(&written).unwrap_or_default()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_seconds() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(location) = &self.location {
            headers.insert(header::LOCATION, HeaderValue::clone(location));
        }
        if self.clears_session {
            headers.append(header::SET_COOKIE, crate::http::cookie::cleared());
        }
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        response
    }
}

impl IntoResponse for HttpProblem {
    /// An empty answer that carries the problem; the gate, which knows the request's id, writes it.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<UseCaseError> for HttpProblem {
    fn from(error: UseCaseError) -> Self {
        let problem = Self::new(error.code());
        match error {
            UseCaseError::Invalid(problems) => problem.places(problems.iter().map(place).collect()),
            UseCaseError::TooOften { retry_after } => problem.retry_after(retry_after),
            UseCaseError::Busy => problem.retry_after(Duration::from_secs(1)),
            UseCaseError::Conflict { current } => {
                problem.detail(format!("It was changed meanwhile; its version is now {current}. Read it again."))
            }
            UseCaseError::Storage(ref cause) if problem.status == StatusCode::SERVICE_UNAVAILABLE => {
                tracing::warn!(error = ?cause, "the database did not answer");
                problem.retry_after(Duration::from_secs(1))
            }
            UseCaseError::Storage(ref cause) => {
                tracing::error!(error = ?cause, "a use case failed in storage");
                problem
            }
            UseCaseError::Internal(what) => {
                tracing::error!(what, "a use case failed");
                problem
            }
            UseCaseError::NotFound(_) | UseCaseError::Access(_) | UseCaseError::LinkEnded => problem,
        }
    }
}

impl From<crm_storage::StorageError> for HttpProblem {
    fn from(error: crm_storage::StorageError) -> Self {
        UseCaseError::from(error).into()
    }
}

impl From<crm_access::AccessError> for HttpProblem {
    fn from(error: crm_access::AccessError) -> Self {
        UseCaseError::from(error).into()
    }
}

fn place(problem: &Problem) -> Place {
    let pointer = problem.path.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect();
    Place { pointer, code: problem.code.to_owned(), message: problem.message.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_access::AccessError;

    #[test]
    fn every_code_of_a_use_case_is_in_the_table() {
        let errors = [
            UseCaseError::Access(AccessError::WrongActor),
            UseCaseError::Access(AccessError::StepUpRequired),
            UseCaseError::Access(AccessError::TotpNotEnrolled),
            UseCaseError::NotFound("client"),
            UseCaseError::invalid("email", "invalid_email", "Write it like name@example.com."),
            UseCaseError::Conflict { current: 3 },
            UseCaseError::TooOften { retry_after: Duration::from_millis(1500) },
            UseCaseError::Busy,
            UseCaseError::LinkEnded,
            UseCaseError::Internal("test"),
        ];
        for error in errors {
            let code = error.code();
            assert_eq!(HttpProblem::from(error).code(), code);
        }
    }

    #[test]
    fn retry_after_is_rounded_up() {
        let problem = HttpProblem::new("rate_limited").retry_after(Duration::from_millis(1500));
        assert_eq!(problem.retry_seconds(), Some(2));
        assert_eq!(HttpProblem::new("rate_limited").retry_after(Duration::ZERO).retry_seconds(), Some(1));
    }
}
