//! Who reads a mail, and with that its language and its clock: a person's own, else the broker's.

use crate::UseCaseError;
use crate::viewer::Preferences;
use chrono::{DateTime, Utc};
use crm_identity::BearerSecret;
use crm_mailer::Moment;
use crm_model::{Pii, SpokenLanguage, StaffId};
use crm_storage::{Scoped, Settings, Staff};

/// How one reader is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    /// In which language.
    pub(crate) language: SpokenLanguage,
    /// In which zone instants are told, by its IANA name.
    zone: String,
}

impl Reader {
    /// Somebody of the staff: as chosen in Account.
    pub(crate) async fn of_staff(tx: &impl Scoped, id: StaffId) -> Result<Self, UseCaseError> {
        let wanted: Preferences = serde_json::from_value(Staff::of(tx).preferences(id).await?).unwrap_or_default();
        let settings = Settings::of(tx).tenant().await?;
        let language = SpokenLanguage::of_tag(&wanted.locale).unwrap_or(settings.language);
        Ok(Self { language, zone: if wanted.time_zone.is_empty() { settings.time_zone } else { wanted.time_zone } })
    }

    /// A client: in the language of the record where it is spoken here.
    pub(crate) async fn of_client(tx: &impl Scoped, language: Option<&str>) -> Result<Self, UseCaseError> {
        let settings = Settings::of(tx).tenant().await?;
        let language = language.and_then(SpokenLanguage::of_tag).unwrap_or(settings.language);
        Ok(Self { language, zone: settings.time_zone })
    }

    /// An instant as this reader's clock showed it.
    pub(crate) async fn moment(&self, tx: &impl Scoped, at: DateTime<Utc>) -> Result<Moment, UseCaseError> {
        let (local, zone) = Settings::of(tx).local(at, &self.zone).await?;
        Ok(Moment { local, zone })
    }

    /// A one-time link to a page. Secret and language stand in the fragment: they reach no server log and no Referer.
    pub(crate) fn link(&self, page: &str, secret: &BearerSecret) -> Pii<String> {
        Pii::new(format!("{page}#token={}&language={}", secret.expose(), self.language))
    }
}
