use crate::http::error::HttpProblem;
use async_graphql::{ErrorExtensionValues, Response, ServerError};
use crm_access::AccessError;
use crm_app::UseCaseError;
use crm_storage::StorageError;
use std::sync::Arc;

/// Why a document is not executed. The message is made here or names only what the caller sent.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refusal {
    code: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn too_complex(message: impl Into<String>) -> Self {
        Self { code: "too_complex", message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self { code: "invalid_input", message: crm_runtime::one_line(&message.into(), 300) }
    }

    pub(crate) fn limited(message: impl Into<String>) -> Self {
        Self { code: "rate_limited", message: message.into() }
    }

    /// A mutation in a session that looks at the portal as a role would.
    pub(crate) fn preview() -> Self {
        Self { code: "preview_only", message: HttpProblem::new("preview_only").title().to_owned() }
    }

    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    pub(crate) fn response(self, request_id: &str) -> Response {
        let mut errors = vec![self.into_fault()];
        sanitise(&mut errors, request_id);
        Response::from_errors(errors)
    }

    pub(crate) fn into_fault(self) -> ServerError {
        let mut fault = ServerError::new(self.message.clone(), None);
        fault.source = Some(Arc::new(self));
        fault
    }
}

/// The stable code of an error: what a use case, a check of access, storage or the limits said; all else is a fault.
pub(crate) fn code_of(fault: &ServerError) -> &'static str {
    if let Some(error) = fault.source::<UseCaseError>() {
        return error.code();
    }
    if let Some(refusal) = fault.source::<Refusal>() {
        return refusal.code;
    }
    if let Some(problem) = fault.source::<HttpProblem>() {
        return problem.code();
    }
    if let Some(error) = fault.source::<AccessError>() {
        return UseCaseError::Access(*error).code();
    }
    match fault.source::<StorageError>() {
        Some(error) if error.is_busy() => "busy",
        Some(StorageError::Preview) => "preview_only",
        _ => "internal",
    }
}

/// The refusal inside an error, as the audit records it.
pub(crate) fn use_case_error(fault: &ServerError) -> Option<UseCaseError> {
    if let Some(error) = fault.source::<AccessError>() {
        return Some(UseCaseError::Access(*error));
    }
    match fault.source::<UseCaseError>()? {
        UseCaseError::Access(error) => Some(UseCaseError::Access(*error)),
        UseCaseError::NotFound(noun) => Some(UseCaseError::NotFound(noun)),
        _ => None,
    }
}

/// Seconds to wait before the same operation may do.
fn retry_after(fault: &ServerError, code: &str) -> Option<u64> {
    match fault.source::<UseCaseError>() {
        Some(UseCaseError::TooOften { retry_after }) => Some(retry_after.as_secs() + 1),
        _ => (code == "busy").then_some(1),
    }
}

/// Leaves of each error its path, its code, a sentence of the table, and the request's id (GQL-10).
pub(crate) fn sanitise(faults: &mut [ServerError], request_id: &str) {
    for fault in faults {
        let code = code_of(fault);
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code);
        extensions.set("request_id", request_id);
        if let Some(seconds) = retry_after(fault, code) {
            extensions.set("retry_after", seconds);
        }
        let kept = fault.source::<Refusal>().map(|refusal| refusal.message.clone());
        fault.message = kept.unwrap_or_else(|| HttpProblem::new(code).title().to_owned());
        fault.locations.clear();
        fault.extensions = Some(extensions);
        fault.source = None;
    }
}
