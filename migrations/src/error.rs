/// Why a bootstrap stopped. Nothing is left half done: it runs in one transaction.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    /// The database's character type knows only ASCII: Cyrillic, Greek and others would not fold.
    #[error(
        "database {database} has encoding {encoding} and character type {ctype}; it must be UTF8 with an UTF-8 character type. \
         Create it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    )]
    NotUtf8 {
        /// The database's name.
        database: String,
        /// Its encoding.
        encoding: String,
        /// Its character type.
        ctype: String,
    },
    /// A role has a power that only a superuser can take away.
    #[error(
        "role {role} can do more than it may (superuser, BYPASSRLS, CREATEDB, CREATEROLE or REPLICATION); a superuser must take that away with ALTER ROLE"
    )]
    RoleTooStrong {
        /// The role's name.
        role: &'static str,
    },
    /// The caller cannot do an administrator's work.
    #[error(
        "{user} can neither create roles nor is a superuser: run bootstrap as an administrator who owns the database"
    )]
    NotAdministrator {
        /// Who tried.
        user: String,
    },
    /// A password variable is missing, empty or not usable.
    #[error("{variable}: {problem}")]
    Password {
        /// The environment variable.
        variable: String,
        /// What is wrong and how to mend it.
        problem: &'static str,
    },
    /// The database refused a statement.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
