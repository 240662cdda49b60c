use async_trait::async_trait;
use crm_mailer::{Mail, MailError, Mailer};
use std::sync::{Arc, Mutex};

/// A mail that was sent.
#[derive(Clone, Debug)]
pub struct CaughtMail {
    /// To whom.
    pub to: String,
    /// From whom: the shown name.
    pub from_name: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

impl CaughtMail {
    /// The one-time secret of the mail's link.
    pub fn token(&self) -> String {
        let after = self.text.split("#token=").nth(1).unwrap_or_else(|| panic!("no link in: {}", self.text));
        after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    }
}

/// Keeps mails instead of sending them.
#[derive(Clone, Debug, Default)]
pub struct MailCatcher {
    mails: Arc<Mutex<Vec<CaughtMail>>>,
    refusing: Arc<Mutex<Option<MailError>>>,
}

impl MailCatcher {
    /// Every mail so far.
    pub fn all(&self) -> Vec<CaughtMail> {
        self.mails.lock().unwrap().clone()
    }

    /// Mails to one address, oldest first.
    pub fn to(&self, address: &str) -> Vec<CaughtMail> {
        self.all().into_iter().filter(|m| m.to == address).collect()
    }

    /// The newest mail to one address.
    pub fn last_to(&self, address: &str) -> CaughtMail {
        self.to(address).pop().unwrap_or_else(|| panic!("no mail to {address}"))
    }

    /// From now on the mail server refuses in this way, or takes mail again.
    pub fn refuse_with(&self, error: Option<MailError>) {
        *self.refusing.lock().unwrap() = error;
    }
}

#[async_trait]
impl Mailer for MailCatcher {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        if let Some(error) = self.refusing.lock().unwrap().clone() {
            return Err(error);
        }
        let caught = CaughtMail {
            to: mail.to().expose().as_str().to_owned(),
            from_name: mail.from().name.clone(),
            subject: mail.content().subject.expose().clone(),
            text: mail.content().text.expose().clone(),
            html: mail.content().html.expose().clone(),
        };
        self.mails.lock().unwrap().push(caught);
        Ok(())
    }
}
