//! The trail's proof, and one's own account.

use super::{Entry, entry};
use crate::places::Kind;
use crm_testing::{PASSWORD, totp_code};
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
    entry("verifyAudit", Kind::Nothing, |_| json!({})),
    entry("revokeSession", Kind::Session, |c| json!({"id": c.id})),
    entry("revokeOtherSessions", Kind::Nothing, |_| json!({})),
    entry("beginTotp", Kind::Nothing, |_| json!({})),
    entry("confirmTotp", Kind::Nothing, |c| {
        let code = c.me.enrolling.as_ref().map(|secret| totp_code(secret.expose(), c.world.app.clock.now()));
        json!({"input": {"code": code.unwrap_or_else(|| "123456".to_owned())}})
    }),
    entry("disableTotp", Kind::Nothing, |_| json!({})),
    entry("renewRecoveryCodes", Kind::Nothing, |_| json!({})),
    entry(
        "changeOwnPassword",
        Kind::Nothing,
        |_| json!({"input": {"currentPassword": PASSWORD, "newPassword": "quiet copper piers 91 at dawn"}}),
    ),
    entry(
        "changePreferences",
        Kind::Nothing,
        |_| json!({"input": {"theme": "dark", "density": "compact", "locale": "en", "timeZone": "Europe/Madrid", "shortcuts": false, "dateStyle": "iso", "clock": "12", "weekStart": "sunday", "name": "Renamed"}}),
    ),
];
