//! The audit trail: written in the business transaction, chained per tenant, personal data beside it under the client's
//! own key (SECURITY 27).

mod event;
mod file;
mod read;
mod verify;
mod write;

pub use event::{AuditEvent, Author, Change, Target};
pub use file::{AuditFile, AuditFiles};
pub use read::{AuditFilter, AuditRow, AuditValueRow, Audits};
pub use verify::{Anchor, ChainProblem, ChainReport};
pub(crate) use write::write;
