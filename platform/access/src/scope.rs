use crate::Permission;

/// What an API key of a broker's website may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ApiScope {
    /// Register clients; the answer holds the new id and status only.
    ClientCreate,
    /// Read clients without their contacts.
    ClientView,
    /// Read clients' e-mail addresses and phone numbers in full.
    ContactView,
    /// Read clients' trading accounts without their figures.
    TradingAccountView,
    /// Read the trades of trading accounts.
    PositionView,
    /// Read the figures, bookings of money and balance operations of trading accounts.
    BalanceView,
    /// Read what happened, as far as the key's other scopes show it.
    EventView,
}

impl ApiScope {
    /// Every scope.
    pub const ALL: &'static [Self] = &[
        Self::ClientCreate,
        Self::ClientView,
        Self::ContactView,
        Self::TradingAccountView,
        Self::PositionView,
        Self::BalanceView,
        Self::EventView,
    ];

    /// `noun.verb`, as keys keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientCreate => "client.create",
            Self::ClientView => "client.view",
            Self::ContactView => "contact.view",
            Self::TradingAccountView => "trading_account.view",
            Self::PositionView => "position.view",
            Self::BalanceView => "balance.view",
            Self::EventView => "event.view",
        }
    }

    /// Reads `noun.verb`; `None` for anything else.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.as_str() == text)
    }

    /// What it allows, for the key editor.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::ClientCreate => "Register clients; the answer holds the new id and status only.",
            Self::ClientView => "Read clients without their contacts.",
            Self::ContactView => "Read clients' e-mail addresses and phone numbers in full.",
            Self::TradingAccountView => "Read clients' trading accounts without their figures.",
            Self::PositionView => "Read the trades of trading accounts.",
            Self::BalanceView => "Read the figures, bookings of money and balance operations of trading accounts.",
            Self::EventView => "Read what happened (ids only), as far as the other scopes of the key show it.",
        }
    }

    /// What a staff member must hold, over all clients, to give this scope away.
    #[must_use]
    pub const fn implies(self) -> Permission {
        match self {
            Self::ClientCreate => Permission::ClientCreate,
            Self::ClientView | Self::ContactView | Self::EventView => Permission::ClientView,
            Self::TradingAccountView => Permission::TradingAccountView,
            Self::PositionView => Permission::PositionView,
            Self::BalanceView => Permission::BalanceView,
        }
    }
}
