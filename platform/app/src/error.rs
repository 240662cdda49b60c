use crm_access::AccessError;
use crm_identity::HashError;
use crm_model::Problem;
use crm_storage::StorageError;
use std::time::Duration;

/// Why a use case did not do what was asked. One table turns it into statuses and codes (tenant-api `http/error.rs`).
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such record for this caller: another tenant's, another team's or none at all.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The input does not fit; every problem names its place.
    #[error("the input does not fit")]
    Invalid(Vec<Problem>),
    /// The record has changed since the caller read it.
    #[error("the record was changed meanwhile; its version is now {current}")]
    Conflict {
        /// The version it has now.
        current: i32,
    },
    /// Too often; try again after this.
    #[error("too often; try again later")]
    TooOften {
        /// How long to wait.
        retry_after: Duration,
    },
    /// A bounded resource is full; try again after this.
    #[error("busy; try again in a moment")]
    Busy,
    /// The link was used, is too old, or never was one.
    #[error("this link has ended; ask for a new one")]
    LinkEnded,
    /// A fault below.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A fault of our own that should not happen.
    #[error("internal: {0}")]
    Internal(&'static str),
}

impl UseCaseError {
    /// One problem at one field.
    #[must_use]
    pub fn invalid(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::at(field, code, message)])
    }

    /// The stable code of this error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Access(AccessError::Forbidden(_) | AccessError::WrongActor) => "forbidden",
            Self::Access(AccessError::Preview) | Self::Storage(crm_storage::StorageError::Preview) => "preview_only",
            Self::Access(AccessError::StepUpRequired) => "step_up_required",
            Self::Access(AccessError::TotpNotEnrolled) => "totp_not_enrolled",
            Self::NotFound(_) => "not_found",
            Self::Invalid(_) => "invalid_input",
            Self::Conflict { .. } => "conflict",
            Self::TooOften { .. } => "rate_limited",
            Self::Busy => "busy",
            Self::LinkEnded => "link_ended",
            Self::Storage(error) if error.is_busy() => "busy",
            Self::Storage(_) | Self::Internal(_) => "internal",
        }
    }
}

impl From<Vec<Problem>> for UseCaseError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Invalid(problems)
    }
}

impl From<Problem> for UseCaseError {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }
}

impl From<HashError> for UseCaseError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::StoredHash => Self::Internal("a stored password hash is unreadable"),
            HashError::Failed(_) => Self::Internal("a password could not be hashed"),
        }
    }
}

impl From<crm_vault::VaultError> for UseCaseError {
    fn from(error: crm_vault::VaultError) -> Self {
        Self::Storage(StorageError::Vault(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_full_pool_and_a_database_that_gives_way_are_busy() {
        assert_eq!(UseCaseError::from(HashError::Busy).code(), "busy");
        assert_eq!(UseCaseError::from(HashError::StoredHash).code(), "internal");
        assert_eq!(UseCaseError::from(HashError::Failed("x".to_owned())).code(), "internal");
        assert_eq!(UseCaseError::from(StorageError::Locked).code(), "busy");
        assert_eq!(UseCaseError::from(StorageError::Dangling).code(), "internal");
    }
}
