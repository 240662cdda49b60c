text_enum! {
    /// What is gone through when a broker gets another data key, in this order.
    RotationStep {
        /// Clients' keys, the look-up of their contacts and of their sign-ins.
        Clients = "clients",
        /// The look-up of staff's sign-ins and their authenticators.
        SignIns = "sign_ins",
        /// Sign-in addresses of staff.
        Staff = "staff",
        /// Passwords of trading servers.
        TradingServers = "trading_servers",
        /// Reasons of work on many clients.
        Bulks = "bulks",
        /// Keys and names of import files.
        Imports = "imports",
        /// Remembered columns of import files.
        ImportMemories = "import_memories",
    }
}

impl RotationStep {
    /// The one after it; `None` behind the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().skip_while(|step| *step != self).nth(1)
    }
}

#[cfg(test)]
mod tests {
    use super::RotationStep;

    #[test]
    fn the_steps_follow_each_other_to_the_end() {
        let all: Vec<_> = std::iter::successors(Some(RotationStep::Clients), |step| step.next()).collect();
        assert_eq!(all, RotationStep::ALL);
    }
}
