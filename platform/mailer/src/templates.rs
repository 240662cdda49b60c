use crm_model::Pii;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use thiserror::Error;

use crate::{Brand, Content, Letter};

/// Why a letter could not be written.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// A link does not begin with `https://` or `http://`, or contains white space.
    #[error("the link in the letter must begin with https:// and contain no spaces")]
    Link,
    /// A template is broken; only a change of the program mends it.
    #[error("the mail template does not work: {0}")]
    Template(#[from] minijinja::Error),
}

/// The letters' texts, compiled once.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

macro_rules! sources {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("templates/", $name)))),+] };
}

const SOURCES: [(&str, &str); 14] = sources![
    "layout.html",
    "layout.txt",
    "invitation.html",
    "invitation.txt",
    "password_reset.html",
    "password_reset.txt",
    "client_credential.html",
    "client_credential.txt",
    "account_password.html",
    "account_password.txt",
    "client_email_changed.html",
    "client_email_changed.txt",
    "security_notice.html",
    "security_notice.txt",
];

impl Templates {
    /// Compiles the templates.
    ///
    /// # Errors
    /// [`TemplateError::Template`] if one is broken (the crate's tests render each).
    pub fn new() -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(
            |name| {
                if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
            },
        );
        for (name, source) in SOURCES {
            environment.add_template(name, source)?;
        }
        Ok(Self { environment })
    }

    /// Writes a letter in a broker's brand. Values are data: braces, tags and line breaks in them stay inert
    /// (HOST-12, API-09).
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn render(&self, brand: &Brand, letter: &Letter) -> Result<Content, TemplateError> {
        let (name, subject, values) = parts(brand, letter)?;
        let branded = context! {
            brand => brand.name.as_str(),
            color => brand.primary_color.as_str(),
            on_color => brand.text_on_primary(),
            support => brand.support_email.as_deref().unwrap_or_default(),
            subject => subject.as_str(),
            ..values
        };
        let part = |kind: &str| -> Result<Pii<String>, TemplateError> {
            let template = self.environment.get_template(&format!("{name}.{kind}"))?;
            Ok(Pii::new(template.render(branded.clone())?))
        };
        Ok(Content { text: part("txt")?, html: part("html")?, subject: Pii::new(subject) })
    }
}

/// The template's name, the subject and the values of one letter.
fn parts(brand: &Brand, letter: &Letter) -> Result<(&'static str, String, Value), TemplateError> {
    let brand = &brand.name;
    Ok(match letter {
        Letter::Invitation { name, invited_by, link, expires_at } => (
            "invitation",
            format!("You are invited to join {brand}"),
            context! {
                name => plain_name(name.expose()),
                invited_by => plain_name(invited_by),
                link => checked(link)?,
                expires => expires_at.format("%-d %B %Y, %H:%M UTC").to_string(),
            },
        ),
        Letter::PasswordReset { name, link, valid_minutes } => (
            "password_reset",
            format!("Set a new password for {brand}"),
            context! { name => plain_name(name.expose()), link => checked(link)?, minutes => *valid_minutes },
        ),
        Letter::ClientCredential { name, link, valid_minutes } => (
            "client_credential",
            format!("Set the password of your {brand} account"),
            context! { name => plain_name(name.expose()), link => checked(link)?, minutes => *valid_minutes },
        ),
        Letter::AccountPassword { name, login, link, valid_minutes } => (
            "account_password",
            format!("A new password for your {brand} trading account {login}"),
            context! {
                name => plain_name(name.expose()),
                login => login.to_string(),
                link => checked(link)?,
                minutes => *valid_minutes,
            },
        ),
        Letter::ClientEmailChanged { name, new_email_mask, at } => (
            "client_email_changed",
            format!("The e-mail address of your {brand} account was changed"),
            context! {
                name => plain_name(name.expose()),
                mask => new_email_mask.as_str(),
                at => at.format("%-d %B %Y, %H:%M UTC").to_string(),
            },
        ),
        Letter::SecurityNotice { name, change, at, ip } => (
            "security_notice",
            format!("Security notice from {brand}"),
            context! {
                name => plain_name(name.expose()),
                change => change.sentence(),
                at => at.format("%-d %B %Y, %H:%M UTC").to_string(),
                ip => ip.as_deref().unwrap_or_default(),
            },
        ),
    })
}

/// A person's name as it may stand in a mail: mail programs turn web addresses in plain text into links, and anybody
/// can register under such a name. Letters, digits, spaces, hyphens and apostrophes stay, at most 60.
fn plain_name(name: &str) -> String {
    let kept: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '\'' | '’') || is_mark(c) { c } else { ' ' })
        .take(60)
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Combining marks are part of letters in many scripts.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

fn checked(link: &Pii<String>) -> Result<&str, TemplateError> {
    let link = link.expose().as_str();
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    if !is_web || link.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(TemplateError::Link);
    }
    Ok(link)
}
