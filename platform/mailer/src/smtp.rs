use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use thiserror::Error;
use url::Url;

use crate::{Mail, MailError, Mailer};

/// What is wrong with an SMTP address. Never repeats the address: it holds a password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}; write smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465 (TLS)")]
pub struct SmtpUrlError(&'static str);

/// Delivers by SMTP. Plain text only to this machine, or where the address says `?tls=none`.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

const TIMEOUT: Duration = Duration::from_secs(20);

impl Smtp {
    /// Reads an address: `smtps://…` speaks TLS from the first byte; `smtp://…` requires STARTTLS, except towards
    /// this machine. `?tls=none` switches it off (a mail catcher in a compose network), `?tls=required` demands it
    /// even here. User and password are percent-encoded.
    ///
    /// # Errors
    /// [`SmtpUrlError`].
    pub fn from_url(address: &str) -> Result<Self, SmtpUrlError> {
        let mut url = Url::parse(address).map_err(|_| SmtpUrlError("the SMTP address is not a URL"))?;
        let host =
            url.host_str().filter(|host| !host.is_empty()).ok_or(SmtpUrlError("the SMTP address names no host"))?;
        let is_here = is_this_machine(host);
        let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        match (url.scheme(), tls.as_deref()) {
            ("smtps", _) | ("smtp", Some("required")) => {}
            ("smtp", Some("none")) => url.set_query(None),
            ("smtp", None) if is_here => {}
            ("smtp", None) => url.set_query(Some("tls=required")),
            ("smtp", Some(_)) => return Err(SmtpUrlError("tls must be required or none")),
            _ => {
                return Err(SmtpUrlError("the SMTP address must begin with smtp:// or smtps://"));
            }
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| SmtpUrlError("the SMTP address cannot be used"))?
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self { transport })
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.transport.send(message(mail)?).await.map(drop).map_err(|error| refused(&error))
    }
}

/// The URL parser leaves hosts of schemes it does not know as text, numbers included.
fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.ends_with(".localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn message(mail: Mail) -> Result<Message, MailError> {
    let unusable = |what: &'static str| move |_| MailError::Permanent(format!("the {what} cannot be used in a mail"));
    let sender: Address = mail.from.address.parse().map_err(unusable("sender's address"))?;
    let recipient: Address = mail.to.expose().as_str().parse().map_err(unusable("recipient's address"))?;
    Message::builder()
        .from(Mailbox::new(Some(mail.from.name), sender))
        .to(Mailbox::new(None, recipient))
        .message_id(None)
        .subject(mail.content.subject.into_inner())
        .multipart(MultiPart::alternative_plain_html(mail.content.text.into_inner(), mail.content.html.into_inner()))
        .map_err(|_| MailError::Permanent("the mail could not be put together".to_owned()))
}

fn refused(error: &smtp::Error) -> MailError {
    let code = error.status().map(|code| format!("the server answered {code}"));
    if error.is_permanent() {
        return MailError::Permanent(code.unwrap_or_else(|| "the server refused".to_owned()));
    }
    MailError::Transient(code.unwrap_or_else(|| {
        let why = if error.is_timeout() {
            "the server did not answer in time"
        } else if error.is_tls() {
            "the server's TLS certificate or version was not accepted"
        } else if error.is_client() {
            "the server offers no STARTTLS, no known way to sign in, or no 8BITMIME"
        } else {
            "the server could not be reached or broke off"
        };
        why.to_owned()
    }))
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Smtp(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_errors_keep_the_password() {
        for good in [
            "smtp://localhost:1025",
            "smtp://127.0.0.1:1025",
            "smtp://[::1]:1025",
            "smtp://user:p%40ss@mail.example.com:587",
            "smtps://user:pass@mail.example.com",
            "smtp://catcher:1025?tls=none",
        ] {
            assert!(Smtp::from_url(good).is_ok(), "{good}");
        }
        for bad in ["", "mail.example.com", "http://u:hunter2@mail.example.com", "smtp://u:hunter2@h?tls=maybe"] {
            let error = Smtp::from_url(bad).unwrap_err().to_string();
            assert!(error.contains("smtps://") && !error.contains("hunter2"));
        }
        assert_eq!(format!("{:?}", Smtp::from_url("smtp://localhost").unwrap()), "Smtp(***)");
    }

    #[test]
    fn the_sender_is_an_address_and_its_name_stands_apart() {
        assert!("no-reply@localhost".parse::<Address>().is_ok());
        assert!("Brokerdesk <no-reply@localhost>".parse::<Address>().is_err());
    }
}
