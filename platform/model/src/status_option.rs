text_enum! {
    /// Which of the broker's two lists of statuses an option belongs to.
    StatusKind { Sales = "sales", Retention = "retention" }
}

text_enum! {
    /// What a status of the broker means for reports and queues.
    StatusType {
        /// Not touched yet.
        Open = "open",
        /// Being worked.
        Ongoing = "ongoing",
        /// Waiting for a reason.
        Hold = "hold",
        /// Reached its aim.
        Won = "won",
        /// Given up.
        Lost = "lost",
    }
}
