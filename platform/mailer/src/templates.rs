use crm_model::{Pii, SpokenLanguage};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use thiserror::Error;

use crate::fill::{Form, fill};
use crate::texts::{LetterText, Texts};
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

/// How letters look, compiled once; what they say is in `texts`.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

const LETTER: &str = "letter.html";

impl Templates {
    /// Compiles the template.
    ///
    /// # Errors
    /// [`TemplateError::Template`] if it is broken (the crate's tests render each letter).
    pub fn new() -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.add_template(LETTER, include_str!("templates/letter.html"))?;
        Ok(Self { environment })
    }

    /// Writes a letter in a broker's brand and the reader's language. Values are data: braces, tags and line breaks in them
    /// stay inert (HOST-12, API-09).
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn render(&self, brand: &Brand, language: SpokenLanguage, letter: &Letter) -> Result<Content, TemplateError> {
        let words = Words::new(brand, language, letter)?;
        let text = words.text();
        let html = self.environment.get_template(LETTER)?.render(words.page())?;
        Ok(Content { subject: Pii::new(words.plain(words.letter.subject)), text: Pii::new(text), html: Pii::new(html) })
    }
}

/// The words of one letter and the values that stand in them.
struct Words<'a> {
    brand: &'a Brand,
    language: SpokenLanguage,
    texts: &'static Texts,
    letter: &'static LetterText,
    lead: &'static str,
    /// Whom it greets; empty for somebody whose name leaves nothing that may stand in a mail.
    name: String,
    values: Vec<(&'static str, String)>,
    facts: Vec<&'static str>,
    link: Option<&'a str>,
}

impl<'a> Words<'a> {
    fn new(brand: &'a Brand, language: SpokenLanguage, letter: &'a Letter) -> Result<Self, TemplateError> {
        let texts = Texts::of(language);
        let mut values = vec![("brand", brand.name.clone())];
        let mut facts = Vec::new();
        let mut lead = None;
        let (words, name, link) = match letter {
            Letter::Invitation { name, invited_by, link, expires_at } => {
                values.push(("invited_by", plain_name(invited_by)));
                values.push(("expires", texts.moment(expires_at)));
                (&texts.invitation, name, Some(link))
            }
            Letter::PasswordReset { name, link, valid_minutes } => {
                values.push(("minutes", (texts.minutes)(*valid_minutes)));
                (&texts.password_reset, name, Some(link))
            }
            Letter::ClientCredential { name, link, valid_minutes } => {
                values.push(("minutes", (texts.minutes)(*valid_minutes)));
                (&texts.client_credential, name, Some(link))
            }
            Letter::AccountPassword { name, login, link, valid_minutes } => {
                values.push(("login", login.to_string()));
                values.push(("minutes", (texts.minutes)(*valid_minutes)));
                (&texts.account_password, name, Some(link))
            }
            Letter::ClientEmailChanged { name, new_email_mask, at } => {
                values.push(("mask", new_email_mask.clone()));
                values.push(("at", texts.moment(at)));
                (&texts.client_email_changed, name, None)
            }
            Letter::SecurityNotice { name, change, at, ip } => {
                lead = Some((texts.change)(*change));
                values.push(("at", texts.moment(at)));
                facts.push(texts.time);
                if let Some(ip) = ip {
                    values.push(("ip", ip.clone()));
                    facts.push(texts.address);
                }
                (&texts.security_notice, name, None)
            }
        };
        let name = plain_name(name.expose());
        values.push(("name", name.clone()));
        let link = link.map(checked).transpose()?;
        let lead = lead.unwrap_or(words.lead);
        Ok(Self { brand, language, texts, letter: words, lead, name, values, facts, link })
    }

    fn hello(&self) -> &'static str {
        if self.name.is_empty() { self.texts.hello_nobody } else { self.texts.hello }
    }

    fn questions(&self) -> &'static str {
        if self.brand.support_email.is_some() { self.texts.questions } else { self.texts.questions_nobody }
    }

    fn plain(&self, text: &str) -> String {
        fill(text, &self.values, self.language, Form::Plain)
    }

    fn html(&self, text: &str) -> Value {
        Value::from_safe_string(fill(text, &self.values, self.language, Form::Html))
    }

    /// The body for plain-text readers. Links and the support address end their lines and bear no marks of direction: mail
    /// programs would take those for a part of them.
    fn text(&self) -> String {
        let mut paragraphs = vec![self.plain(self.hello()), self.plain(self.lead)];
        paragraphs.extend(self.link.map(str::to_owned));
        if !self.facts.is_empty() {
            paragraphs.push(self.facts.iter().map(|fact| self.plain(fact)).collect::<Vec<_>>().join("\n"));
        }
        let last = [self.letter.closing, self.letter.warning].map(|text| self.plain(text));
        paragraphs.push(last.join(" ").trim_end().to_owned());
        let support = self.brand.support_email.as_ref().map(|email| format!(" {email}")).unwrap_or_default();
        format!(
            "{}\n\n--\n{}\n{}{support}\n",
            paragraphs.join("\n\n"),
            self.plain("{brand}"),
            self.plain(self.questions())
        )
    }

    fn page(&self) -> Value {
        context! {
            language => self.language.as_str(),
            direction => self.language.direction(),
            subject => self.plain(self.letter.subject),
            brand => self.brand.name.as_str(),
            color => self.brand.primary_color.as_str(),
            on_color => self.brand.text_on_primary(),
            support => self.brand.support_email.as_deref().unwrap_or_default(),
            hello => self.html(self.hello()),
            lead => self.html(self.lead),
            link => self.link.unwrap_or_default(),
            action => self.html(self.letter.action),
            facts => self.facts.iter().map(|fact| self.html(fact)).collect::<Vec<_>>(),
            closing => self.html(self.letter.closing),
            warning => self.html(self.letter.warning),
            questions => self.html(self.questions()),
        }
    }
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

/// Combining marks are part of letters in many scripts, such as the vowel signs of Arabic.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

fn checked(link: &Pii<String>) -> Result<&str, TemplateError> {
    let link = link.expose().as_str();
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    if !is_web || link.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(TemplateError::Link);
    }
    Ok(link)
}
