use chrono::NaiveDateTime;
use crm_model::Pii;

/// An instant as the reader's clock showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Day and time in the zone.
    pub local: NaiveDateTime,
    /// IANA name of the zone.
    pub zone: String,
}

/// What is to be said to somebody. Links are made by the caller for the tenant's own hosts; they must begin with
/// `https://` (or `http://` in development).
#[derive(Debug, Clone)]
pub enum Letter {
    /// To a new staff member: join here.
    Invitation {
        /// Name of the invited person.
        name: Pii<String>,
        /// Name of the staff member who invites.
        invited_by: String,
        /// The one-time link.
        link: Pii<String>,
        /// When the link dies.
        expires_at: Moment,
    },
    /// To a staff member who asked for it: set a new password here.
    PasswordReset {
        /// Name of the person.
        name: Pii<String>,
        /// The one-time link.
        link: Pii<String>,
        /// Minutes until the link dies.
        valid_minutes: u32,
    },
    /// To a client: set the password of your client area here.
    ClientCredential {
        /// Name of the client.
        name: Pii<String>,
        /// The one-time link.
        link: Pii<String>,
        /// Minutes until the link dies.
        valid_minutes: u32,
    },
    /// To a client: take a new password of your trading account here.
    AccountPassword {
        /// Name of the client.
        name: Pii<String>,
        /// Number of the account on its server.
        login: i64,
        /// The one-time link.
        link: Pii<String>,
        /// Minutes until the link dies.
        valid_minutes: u32,
    },
    /// To a client's **old** address: the address of your account was changed.
    ClientEmailChanged {
        /// Name of the client.
        name: Pii<String>,
        /// The new address as a partial mask, never whole: whoever reads the old mailbox need not learn the new one.
        new_email_mask: String,
        /// When it was changed.
        at: Moment,
    },
    /// To a staff member: something about your sign-in changed.
    SecurityNotice {
        /// Name of the person.
        name: Pii<String>,
        /// What changed.
        change: SecurityChange,
        /// When.
        at: Moment,
        /// Address of the browser that did it, if known.
        ip: Option<String>,
    },
}

/// What about a staff member's sign-in changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityChange {
    /// The password was changed.
    PasswordChanged,
    /// An authenticator app was added.
    TotpEnrolled,
    /// The authenticator app was removed.
    TotpRemoved,
    /// New recovery codes were made; the old ones are dead.
    RecoveryCodesRenewed,
    /// A recovery code was used to sign in.
    RecoveryCodeUsed,
}

impl SecurityChange {
    /// Every change there is a notice for.
    pub const ALL: [Self; 5] = [
        Self::PasswordChanged,
        Self::TotpEnrolled,
        Self::TotpRemoved,
        Self::RecoveryCodesRenewed,
        Self::RecoveryCodeUsed,
    ];
}
