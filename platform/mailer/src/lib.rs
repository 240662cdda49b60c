//! Outgoing mail. A [`Letter`] says what is to be said; [`Templates`] turns it into subject, text and HTML in the
//! broker's brand and the reader's language; a [`Mailer`] delivers the [`Mail`]. The driver is [`Smtp`].
//!
//! Data never becomes code: templates are compiled into the program, values are escaped where they stand, and a
//! control character in any header is refused ([`Mail::new`]).

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")
)]

mod brand;
mod fill;
mod letter;
mod mail;
mod smtp;
mod templates;
mod texts;

pub use brand::{Brand, BrandError};
pub use letter::{Letter, Moment, SecurityChange};
pub use mail::{Content, Mail, MailError, Mailer, Sender};
pub use smtp::{Smtp, SmtpUrlError};
pub use templates::{TemplateError, Templates};
