use crm_vault::VaultError;

/// What can go wrong below a use case. Expected outcomes are values; these are faults or lost races.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database is away or the pool is exhausted: try again (503).
    #[error("the database cannot be reached at the moment")]
    Unavailable(#[source] sqlx::Error),
    /// A statement took longer than it may (57014).
    #[error("the database took too long")]
    TimedOut,
    /// Another transaction held a row for longer than this one may wait (55P03), or the two waited for each other and this
    /// one was ended (40P01, 40001): the same request may well succeed in a moment.
    #[error("another operation holds the row")]
    Locked,
    /// A unique key is taken; the name is of the constraint, for the caller's own mapping, never for the outside.
    #[error("a unique key is taken")]
    Taken {
        /// Constraint or index.
        constraint: String,
    },
    /// A foreign key does not point at a row of this tenant.
    #[error("a referenced row does not exist")]
    Dangling,
    /// The session looks at the portal as a role would: nothing can be changed.
    #[error("this is a preview: nothing can be changed; end the preview first")]
    Preview,
    /// Anything else the database said.
    #[error("the database refused a statement")]
    Database(#[source] sea_orm::DbErr),
    /// A sealed value did not open, or a key is missing.
    #[error("a sealed value could not be opened or made")]
    Vault(#[from] VaultError),
    /// A row holds what this version does not know.
    #[error("a stored value is not understood: {0}")]
    Corrupt(&'static str),
}

impl StorageError {
    /// Whether this passes by itself: the caller is told to try again in a moment.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::TimedOut | Self::Locked)
    }
}

impl From<sea_orm::DbErr> for StorageError {
    fn from(error: sea_orm::DbErr) -> Self {
        use sea_orm::{DbErr, RuntimeErr};
        match error {
            DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner))
            | DbErr::Conn(RuntimeErr::SqlxError(inner)) => match std::sync::Arc::try_unwrap(inner) {
                Ok(inner) => Self::from(inner),
                Err(shared) => Self::Database(DbErr::Custom(shared.to_string())),
            },
            other => Self::Database(other),
        }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(db) = &error {
            return match db.code().as_deref() {
                Some("23505") => Self::Taken { constraint: db.constraint().unwrap_or_default().to_owned() },
                Some("23503") => Self::Dangling,
                Some("57014") => Self::TimedOut,
                Some("55P03" | "40P01" | "40001") => Self::Locked,
                Some("57P01" | "57P02" | "57P03" | "53300") => Self::Unavailable(error),
                _ => Self::Database(sea_orm::DbErr::Custom(db.message().to_owned())),
            };
        }
        Self::Unavailable(error)
    }
}
