//! Inputs that several operations are called with.

use crate::actors::Actor;
use crate::entries::Call;
use crate::world::Side;
use serde_json::{Value, json};

/// An order far below the market, which needs no margin.
pub fn trade(call: &Call<'_>) -> Value {
    json!({"requestKey": format!("trade-{}", call.id), "accountId": call.id, "kind": "PLACE_ORDER", "symbol": "EURUSD", "pendingKind": "BUY_LIMIT",
        "lots": "0.10", "price": "1.00000", "stopLoss": "0.90000", "takeProfit": "1.20000", "reason": "As agreed with the client"})
}

/// What the caller's broker has.
pub fn side<'a>(call: &Call<'a>) -> &'a Side {
    if call.me.person.broker.tenant.id == call.world.north.tenant.id { &call.world.theirs } else { &call.world.ours }
}

/// An act that gives clients to the caller.
pub fn give_to(call: &Call<'_>) -> Value {
    json!({"kind": "ASSIGN", "ownerIds": [call.me.person.id.to_string()], "teamId": null, "statusId": null, "addTagIds": null, "removeTagIds": null})
}

/// Somebody else of the caller's broker.
pub fn colleague<'a>(call: &Call<'a>) -> &'a Actor {
    if call.me.person.broker.tenant.id == call.world.north.tenant.id {
        &call.world.nina
    } else {
        call.world.actor("Tom")
    }
}

/// Two days until now and the day that begins now, and the day before.
pub fn figure_range(c: &Call<'_>) -> Value {
    let at = |days: i64| c.world.app.clock.now() - chrono::Duration::days(days);
    json!({"range": {"beforeFrom": at(3), "days": [at(2), at(1), at(0), at(-1)]}})
}
