use crate::ApiScope;
use crm_model::{ApiKeyId, ClientId, JobId, SessionId, StaffId};

/// Who is calling.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A staff member with a full session.
    Staff(StaffActor),
    /// A broker's website by API key.
    Website(WebsiteActor),
    /// A client who holds a one-time link.
    Client(ClientActor),
    /// The deployment itself: a job, or a person at the command line.
    System(SystemActor),
}

/// A signed-in staff member.
#[derive(Clone, Debug)]
pub struct StaffActor {
    /// Who.
    pub id: StaffId,
    /// The name at the time of the call.
    pub name: String,
    /// By which session.
    pub session: SessionId,
    /// Whether a second factor is enrolled.
    pub totp_enrolled: bool,
}

/// A website's key.
#[derive(Clone, Debug)]
pub struct WebsiteActor {
    /// Which key.
    pub key: ApiKeyId,
    /// The key's name at the time of the call.
    pub name: String,
    /// What the key may do.
    pub scopes: Vec<ApiScope>,
}

/// A client of the broker.
#[derive(Clone, Debug)]
pub struct ClientActor {
    /// Who.
    pub id: ClientId,
}

/// Work without a person at the keyboard.
#[derive(Clone, Debug)]
pub struct SystemActor {
    /// What kind of work, such as `SendMail`.
    pub work: String,
    /// The job of the queue, when there is one.
    pub job: Option<JobId>,
    /// For whom it was asked.
    pub on_behalf_of: Option<StaffId>,
}

impl Actor {
    /// `staff`, `website`, `client` or `system`, as the audit keeps it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::Website(_) => "website",
            Self::Client(_) => "client",
            Self::System(_) => "system",
        }
    }

    /// What people call the actor; of a client no more than that it is one.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Staff(staff) => &staff.name,
            Self::Website(website) => &website.name,
            Self::Client(_) => "client",
            Self::System(system) => &system.work,
        }
    }

    /// The staff member, if it is one.
    #[must_use]
    pub const fn staff(&self) -> Option<&StaffActor> {
        match self {
            Self::Staff(staff) => Some(staff),
            _ => None,
        }
    }
}
