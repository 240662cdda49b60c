//! Every column that points at a client, and what a merge does with it. A test compares this with the database: a table that
//! is not named here does not get by.

/// What becomes of rows of a client who is merged away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They are the kept client's from then on.
    Move,
    /// The kept client gets what he does not have; the rows stay as they were as well.
    Copy,
    /// They stay with the client who is merged away: they tell what was.
    Stay,
    /// They end: nobody signs in, and no link opens, as the client who is merged away.
    End,
    /// The client himself: merged away, he points at the kept one.
    Point,
}

/// Table, column, and what becomes of it.
pub const FATES: &[(&str, &str, Fate)] = &[
    ("account_opening", "client_id", Fate::Move),
    ("audit_event", "client_id", Fate::Stay),
    ("audit_file", "of_client", Fate::Stay),
    ("audit_value", "client_id", Fate::Stay),
    ("client", "merged_into_id", Fate::Point),
    ("client_bulk_row", "client_id", Fate::Stay),
    ("client_contact", "client_id", Fate::Move),
    ("client_credential", "client_id", Fate::End),
    ("client_distinct", "one_id", Fate::Stay),
    ("client_distinct", "other_id", Fate::Stay),
    ("client_external_id", "client_id", Fate::Copy),
    ("client_import_row", "client_id", Fate::Stay),
    ("client_merge", "kept_id", Fate::Stay),
    ("client_merge_part", "client_id", Fate::Stay),
    ("client_participant", "client_id", Fate::Copy),
    ("client_tag", "client_id", Fate::Copy),
    ("client_token", "client_id", Fate::Stay),
    ("client_visit", "client_id", Fate::Stay),
    ("custom_value", "client_id", Fate::Copy),
    ("event", "client_id", Fate::Stay),
    ("note", "client_id", Fate::Move),
    ("one_time_token", "client_id", Fate::End),
    ("reveal", "client_id", Fate::Stay),
    ("task", "client_id", Fate::Move),
    ("trading_account", "client_id", Fate::Move),
];
