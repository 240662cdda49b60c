//! The second person, wherever one must agree: never the one who asked, and only to what waits and was seen (SECURITY 25).

use crate::UseCaseError;
use crm_access::OpContext;
use crm_model::{Problem, StaffId};

/// MON-08: nobody decides what they asked for themselves.
pub(crate) fn refuse_maker(op: &OpContext, maker: Option<StaffId>) -> Result<(), UseCaseError> {
    if maker == Some(op.staff_id()?) {
        return Err(Problem::whole("own_request", "You asked for it yourself: somebody else must decide.").into());
    }
    Ok(())
}

/// MON-12, MON-13: only what waits can be decided, at the version that was seen.
pub(crate) fn waits(waiting: bool, current: i32, seen: i32) -> Result<(), UseCaseError> {
    if !waiting {
        return Err(Problem::whole("wrong_state", "It does not wait for anybody any more: load it again.").into());
    }
    if current == seen { Ok(()) } else { Err(UseCaseError::Conflict { current }) }
}
