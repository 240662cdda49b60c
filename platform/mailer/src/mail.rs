use async_trait::async_trait;
use crm_model::{Email, Pii};
use thiserror::Error;

/// Delivers mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over; returning means that the next server took it, not that it was read.
    ///
    /// # Errors
    /// [`MailError::Transient`] is worth another try later, [`MailError::Permanent`] is not.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}

/// Why a mail was not taken. Carries neither addresses nor contents: servers like to repeat both in their answers.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MailError {
    /// No connection, a time-out, or a 4xx answer.
    #[error("the mail was not taken now: {0}")]
    Transient(String),
    /// A 5xx answer, or a mail that cannot be sent at all.
    #[error("the mail was refused for good: {0}")]
    Permanent(String),
}

/// Who a mail comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Name shown to the reader, such as the broker's.
    pub name: String,
    /// The platform's sending address.
    pub address: String,
}

/// Subject and both bodies, as [`Templates::render`](crate::Templates::render) makes them. They name people and hold
/// links, so Debug is silent about them.
#[derive(Debug, Clone)]
pub struct Content {
    /// One line.
    pub subject: Pii<String>,
    /// The body for plain-text readers.
    pub text: Pii<String>,
    /// The body for everybody else.
    pub html: Pii<String>,
}

/// A mail ready to be sent.
#[derive(Debug, Clone)]
pub struct Mail {
    pub(crate) from: Sender,
    pub(crate) to: Pii<Email>,
    pub(crate) content: Content,
}

impl Mail {
    /// Addresses a content.
    ///
    /// # Errors
    /// [`MailError::Permanent`] if a header would contain a line break or another control character (API-06).
    pub fn new(from: Sender, to: Pii<Email>, content: Content) -> Result<Self, MailError> {
        let headers = [
            ("sender's name", from.name.as_str()),
            ("sender's address", from.address.as_str()),
            ("recipient", to.expose().as_str()),
            ("subject", content.subject.expose().as_str()),
        ];
        for (which, value) in headers {
            if value.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
                return Err(MailError::Permanent(format!("the {which} contains a line break or control character")));
            }
        }
        Ok(Self { from, to, content })
    }

    /// Who it comes from.
    #[must_use]
    pub fn from(&self) -> &Sender {
        &self.from
    }

    /// Who it goes to.
    #[must_use]
    pub fn to(&self) -> &Pii<Email> {
        &self.to
    }

    /// What it says.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }
}
