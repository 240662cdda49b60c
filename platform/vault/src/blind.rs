use std::fmt;

/// What a blind index was computed from. The label is part of the hash: an e-mail domain and an e-mail never collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlindKind {
    /// A whole normalised e-mail address.
    Email,
    /// The part after the at sign.
    EmailDomain,
    /// The part before the at sign.
    EmailLocal,
    /// A whole phone number in E.164.
    Phone,
    /// The last four digits of a phone number.
    PhoneLastFour,
    /// A request of a website, as it is recognised when it is repeated.
    ApiRequest,
    /// A cursor of a list, as it is recognised when it comes back.
    ApiCursor,
    /// The names of a file's columns, as they are recognised when such a file comes again.
    ImportHeader,
    /// A wish to change many clients, as it is recognised when it is repeated.
    BulkRequest,
}

impl BlindKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::EmailDomain,
        Self::EmailLocal,
        Self::Phone,
        Self::PhoneLastFour,
        Self::ApiRequest,
        Self::ApiCursor,
        Self::ImportHeader,
        Self::BulkRequest,
    ];

    /// The label as stored beside the index and hashed into it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::EmailDomain => "email_domain",
            Self::EmailLocal => "email_local",
            Self::Phone => "phone",
            Self::PhoneLastFour => "phone_last_four",
            Self::ApiRequest => "api_request",
            Self::ApiCursor => "api_cursor",
            Self::ImportHeader => "import_header",
            Self::BulkRequest => "bulk_request",
        }
    }
}

/// 16 bytes by which a sealed value is found again within one tenant. Silent in Debug: it recognises a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlindIndex([u8; 16]);

impl BlindIndex {
    pub(crate) fn from_mac(mac: [u8; 32]) -> Self {
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(mac) {
            *to = from;
        }
        Self(bytes)
    }

    /// The bytes to store or to look up.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The bytes as the database driver wants them.
    #[must_use]
    pub fn to_vec(self) -> Vec<u8> {
        self.0.to_vec()
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindIndex(***)")
    }
}
