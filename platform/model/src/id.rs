//! Typed identifiers. On the wire an id is its noun's prefix and 26 base-32 characters, `cli_01h…`; inside it is a UUID.

use std::fmt;
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn encode(id: Uuid) -> String {
    let mut n = id.as_u128();
    let mut out = Vec::with_capacity(26);
    for _ in 0..26 {
        let digit = usize::try_from(n & 31).unwrap_or(0);
        out.push(ALPHABET.get(digit).copied().unwrap_or(b'0'));
        n >>= 5;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

fn decode(text: &str) -> Option<Uuid> {
    if text.len() != 26 {
        return None;
    }
    let mut n: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let digit = u128::try_from(ALPHABET.iter().position(|c| *c == byte)?).ok()?;
        if place == 0 && digit > 7 {
            return None; // 26 × 5 = 130 bits: the first character holds three
        }
        n = (n << 5) | digit;
    }
    Some(Uuid::from_u128(n))
}

macro_rules! typed_id {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// What stands before the underscore on the wire.
            pub const PREFIX: &'static str = $prefix;

            /// A new, time-ordered id (UUID version 7). Never a secret.
            #[must_use]
            #[expect(clippy::disallowed_methods, reason = "the one home of new ids")]
            pub fn generate() -> Self { Self(Uuid::now_v7()) }

            /// Wraps an id that came from the database.
            #[must_use]
            pub const fn from_uuid(id: Uuid) -> Self { Self(id) }

            /// The bare UUID, as the database keeps it.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }

            /// Reads the wire form; `None` when the prefix or a character is not ours.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let rest = text.strip_prefix($prefix)?.strip_prefix('_')?;
                decode(rest).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}_{}", $prefix, encode(self.0)) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }
    )+ };
}

typed_id! {
    /// A broker company.
    TenantId = "ten",
    /// A brand of a broker.
    BrandId = "brn",
    /// A broker's employee.
    StaffId = "stf",
    /// A team of staff.
    TeamId = "tem",
    /// A cover of an absent colleague.
    CoverId = "cov",
    /// A role: a named set of grants.
    RoleId = "rol",
    /// The broker's end customer; a lead is a client in the lead stage.
    ClientId = "cli",
    /// An e-mail address or phone number of a client.
    ContactId = "con",
    /// A note on a client.
    NoteId = "not",
    /// A task or a call-back for a client.
    TaskId = "tsk",
    /// A tag.
    TagId = "tag",
    /// A sales or retention status of the tenant.
    StatusOptionId = "sta",
    /// A staff member's session.
    SessionId = "ses",
    /// An API key of a broker's website.
    ApiKeyId = "key",
    /// A broker's MetaTrader installation.
    TradingServerId = "srv",
    /// What clients of a broker may open on one of its servers.
    AccountProductId = "prd",
    /// A client's login on a trading server.
    TradingAccountId = "tac",
    /// The opening of a trading account, from the request to its end.
    AccountOpeningId = "opn",
    /// Money in or out of a trading account.
    BalanceOperationId = "bal",
    /// A difference between the CRM and a server's books.
    BalanceFindingId = "dif",
    /// An order, a position or a stop that a person of the broker asks a server for.
    TradeCommandId = "trd",
    /// A file of clients on its way into the book.
    ClientImportId = "imp",
    /// One act on many clients.
    ClientBulkId = "blk",
    /// Clients that were merged into one.
    ClientMergeId = "mrg",
    /// An alert of unusual reading.
    WatchAlertId = "wal",
    /// Leave to take a part of the trail out as a file.
    AuditFileId = "afl",
    /// A field that a broker adds to its clients.
    CustomFieldId = "fld",
    /// A choice of such a field.
    CustomChoiceId = "chc",
    /// A saved view of the list of clients.
    SavedViewId = "viw",
    /// One process of this deployment, as a holder of leases.
    WorkerId = "wpr",
    /// An audit event.
    AuditEventId = "aud",
    /// An event that the broker's websites are told of.
    EventId = "evt",
    /// A counted reveal.
    RevealId = "rev",
    /// A job of the queue.
    JobId = "job",
    /// One request to this deployment, made by the server.
    RequestId = "req",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_survives_the_wire(n in any::<u128>()) {
            let id = ClientId::from_uuid(Uuid::from_u128(n));
            prop_assert_eq!(ClientId::parse(&id.to_string()), Some(id));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".{0,40}") {
            let _ = ClientId::parse(&text);
        }
    }

    #[test]
    fn another_nouns_id_is_not_ours() {
        let staff = StaffId::generate().to_string();
        assert_eq!(ClientId::parse(&staff), None);
        assert!(StaffId::parse(&staff).is_some());
    }
}
