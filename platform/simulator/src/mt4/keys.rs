//! Idempotency keys. As the contract says, the result of a call whose answer came in time is kept for a minute only;
//! one whose outcome was unknown is kept for an hour after it is done.

use std::collections::HashMap;

use super::answer::{Failure, Outcome};
use super::{Call, routes};
use crate::clock::MILLI;
use crate::world::World;

const IN_TIME: i64 = 60_000 * MILLI;
const LATE: i64 = 3_600_000 * MILLI;

#[derive(Debug)]
struct Kept {
    call: Call,
    /// None while it is under way.
    result: Option<(Outcome, i64)>,
}

/// What is known of a call by its key.
pub(super) enum Known {
    Nothing,
    Result(Outcome),
}

/// Calls by their keys.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<String, Kept>);

impl Keys {
    pub(super) fn known(&mut self, now: i64, call: &Call) -> Known {
        self.0.retain(|_, kept| kept.result.as_ref().is_none_or(|(_, until)| now < *until));
        let Some(kept) = call.key.as_ref().and_then(|key| self.0.get(key)) else { return Known::Nothing };
        let same = (&kept.call.method, &kept.call.route, &kept.call.parts, &kept.call.query, &kept.call.body)
            == (&call.method, &call.route, &call.parts, &call.query, &call.body);
        Known::Result(match &kept.result {
            _ if !same => Err(Failure::validation("the Idempotency-Key was used for another request")),
            Some((result, _)) => result.clone(),
            None => Err(Failure::in_progress()),
        })
    }

    pub(super) fn begin(&mut self, call: &Call) {
        if let Some(key) = &call.key {
            self.0.insert(key.clone(), Kept { call: call.clone(), result: None });
        }
    }

    fn finish(&mut self, call: &Call, result: &Outcome, until: i64) {
        if let Some(key) = &call.key {
            self.0.insert(key.clone(), Kept { call: call.clone(), result: Some((result.clone(), until)) });
        }
    }
}

/// Carries a call out unless its key is known.
pub(super) fn once(world: &mut World, call: &Call) -> Outcome {
    let now = world.now();
    if !call.changes() {
        return routes::run(world, call);
    }
    if let Known::Result(result) = world.gateway.keys.known(now, call) {
        return result;
    }
    let result = routes::run(world, call);
    world.gateway.keys.finish(call, &result, now + IN_TIME);
    result
}

/// Carries a call out whose answer has been given up.
pub(crate) fn apply_late(world: &mut World, call: &Call) {
    let result = routes::run(world, call);
    let until = world.now() + LATE;
    world.gateway.keys.finish(call, &result, until);
}
