text_enum! {
    /// Whether a staff member may work.
    StaffStatus {
        /// The invitation is not accepted yet.
        Invited = "invited",
        /// May sign in.
        Active = "active",
        /// May not sign in; every session has ended.
        Suspended = "suspended",
    }
}

text_enum! {
    /// What a team does.
    Desk {
        /// Conversion of leads.
        Sales = "sales",
        /// Care for depositors.
        Retention = "retention",
        /// Questions of clients.
        Support = "support",
        /// KYC and rules.
        Compliance = "compliance",
        /// Money in and out.
        Finance = "finance",
        /// Positions and risk.
        Dealing = "dealing",
        /// Everything else that leads.
        Management = "management",
    }
}
