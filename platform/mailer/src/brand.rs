use thiserror::Error;

/// What a broker's mails look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    pub(crate) name: String,
    pub(crate) primary_color: String,
    pub(crate) support_email: Option<String>,
}

/// What is wrong with a brand, and how to mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BrandError {
    /// The name is empty, longer than 80 characters or contains control characters.
    #[error("the brand's name must have 1 to 80 printable characters")]
    Name,
    /// The colour is not six hex digits.
    #[error("the brand's colour must be written as # and six hex digits, such as #1a56db")]
    Color,
    /// The support address is not an e-mail address.
    #[error("the brand's support address must be one e-mail address, such as help@example.com")]
    SupportEmail,
}

impl Brand {
    /// Checks a brand's name, primary colour (`#rrggbb`) and support address.
    ///
    /// # Errors
    /// [`BrandError`].
    pub fn new(name: &str, primary_color: &str, support_email: Option<&str>) -> Result<Self, BrandError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
            return Err(BrandError::Name);
        }
        let digits = primary_color.strip_prefix('#').ok_or(BrandError::Color)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(BrandError::Color);
        }
        if support_email.is_some_and(|email| crm_model::Email::parse("supportEmail", email).is_err()) {
            return Err(BrandError::SupportEmail);
        }
        Ok(Self {
            name: name.to_owned(),
            primary_color: primary_color.to_owned(),
            support_email: support_email.map(|email| email.trim().to_owned()),
        })
    }

    /// The brand's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// White or near-black, whichever reads better on the primary colour (weighted brightness of its channels).
    pub(crate) fn text_on_primary(&self) -> &'static str {
        let channel = |at: usize| {
            let hex = self.primary_color.get(at..at + 2).unwrap_or("00");
            u32::from_str_radix(hex, 16).unwrap_or(0)
        };
        // integer weights of red, green and blue; the middle lies a little above half
        let luminance = 299 * channel(1) + 587 * channel(3) + 114 * channel(5);
        if luminance > 150_000 { "#111827" } else { "#ffffff" }
    }
}
