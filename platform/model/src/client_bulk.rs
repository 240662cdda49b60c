//! One act on many clients: what can be done at once, and what becomes of each.

text_enum! {
    /// What is done to every client of a selection.
    BulkActKind {
        /// Given to one owner, or in turn to several.
        Assign = "assign",
        /// Another sales status.
        SalesStatus = "sales_status",
        /// Another retention status, or none.
        RetentionStatus = "retention_status",
        /// Tags added and taken away.
        Tags = "tags",
        /// Put away.
        Archive = "archive",
    }
}

text_enum! {
    /// How far a bulk act has come.
    BulkState {
        /// Rows are being worked off.
        Running = "running",
        /// All rows were worked off.
        Done = "done",
        /// Somebody stopped it, or its rights ended; what was changed stays.
        Stopped = "stopped",
        /// What was changed is being taken back.
        Undoing = "undoing",
        /// What could be taken back was.
        Undone = "undone",
    }
}

text_enum! {
    /// What became of one client of a selection.
    BulkOutcome {
        /// Not worked off.
        Waiting = "waiting",
        /// Changed.
        Changed = "changed",
        /// There was nothing to do.
        Same = "same",
        /// Not changed, for a reason.
        Refused = "refused",
        /// Changed and taken back.
        Undone = "undone",
        /// Changed; undo left the client as he is, for a reason.
        UndoRefused = "undo_refused",
    }
}

impl BulkState {
    /// Whether a job is at work.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Running | Self::Undoing)
    }
}
