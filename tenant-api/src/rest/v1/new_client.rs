use crate::rest::shape::Object;
use crate::view::rest_client::kinds;
use chrono::NaiveDate;
use crm_app::clients::{AddressInput, NewClientInput};
use crm_app::custom_fields::KeyedInput;
use crm_model::{ClientKind, Pii, Problem, Problems};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A client to be registered. An individual needs a first or last name, a company its name. Empty texts count as absent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewClient {
    /// A person, unless said otherwise.
    #[schema(schema_with = kinds)]
    kind: Option<String>,
    /// Given name.
    #[schema(max_length = 100, examples("Olga"))]
    first_name: Option<String>,
    /// Middle names.
    #[schema(max_length = 100)]
    middle_name: Option<String>,
    /// Family name.
    #[schema(max_length = 100, examples("Novak"))]
    last_name: Option<String>,
    /// Company, for corporate clients.
    #[schema(max_length = 100)]
    company_name: Option<String>,
    /// One e-mail address.
    #[schema(max_length = 254, examples("olga@example.com"))]
    email: Option<String>,
    /// A phone number with its country code, or a national one beside `country`.
    #[schema(max_length = 40, examples("+34 612 345 678"))]
    phone: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(max_length = 2, examples("ES"))]
    country: Option<String>,
    /// ISO 639, two or three letters.
    #[schema(max_length = 3, examples("es"))]
    language: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(max_length = 2, examples("ES"))]
    nationality: Option<String>,
    /// `YYYY-MM-DD`.
    #[schema(format = Date, max_length = 10, examples("1990-05-17"))]
    date_of_birth: Option<String>,
    /// Postal address.
    #[schema(value_type = Option<NewAddress>)]
    address: Option<Object<NewAddress>>,
    /// Where the client came from, such as the form's name.
    #[schema(max_length = 100, examples("landing-page"))]
    source: Option<String>,
    /// Marketing campaign.
    #[schema(max_length = 100)]
    campaign: Option<String>,
    /// `utm_source` of the visit.
    #[schema(max_length = 100)]
    utm_source: Option<String>,
    /// `utm_medium` of the visit.
    #[schema(max_length = 100)]
    utm_medium: Option<String>,
    /// `utm_campaign` of the visit.
    #[schema(max_length = 100)]
    utm_campaign: Option<String>,
    /// Code of the introducing broker.
    #[schema(max_length = 100)]
    referrer_code: Option<String>,
    /// Whether the person agreed to marketing.
    marketing_consent: Option<bool>,
    /// The broker's own fields by their keys (`GET /v1/custom-fields`): words, a number such as `12.5`, `YYYY-MM-DD`, the id
    /// of a choice, `true` or `false`, each as a text. What is required of staff is not required here.
    custom_fields: Option<BTreeMap<String, Option<String>>>,
}

/// A postal address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAddress {
    /// Street and number.
    #[schema(max_length = 200, examples("Calle Mayor 1"))]
    line1: String,
    /// Flat, floor, care of.
    #[schema(max_length = 100)]
    line2: Option<String>,
    /// Town.
    #[schema(max_length = 100, examples("Madrid"))]
    city: Option<String>,
    /// Post code.
    #[schema(max_length = 100, examples("28013"))]
    postal_code: Option<String>,
    /// State or province.
    #[schema(max_length = 100)]
    region: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(max_length = 2, examples("ES"))]
    country: Option<String>,
}

impl NewClient {
    /// The use case's input, and the broker's own fields by their keys. What a website may not decide (owner, tags, statuses) is not here at all.
    ///
    /// # Errors
    /// Problems of what is typed more narrowly there.
    pub(crate) fn into_input(self) -> Result<(NewClientInput, Vec<KeyedInput>), Vec<Problem>> {
        let mut problems = Problems::new();
        let kind = self.kind.and_then(|text| {
            let wrong = || Problem::at("kind", "invalid_kind", "Use individual or corporate.");
            problems.keep(ClientKind::from_text(&text).ok_or_else(wrong))
        });
        let born = self.date_of_birth.filter(|text| !text.trim().is_empty()).and_then(|text| {
            let wrong = |_| Problem::at("dateOfBirth", "invalid_date", "Write the date like 1990-05-17.");
            problems.keep(NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(wrong))
        });
        problems.done()?;
        let custom = self.custom_fields.into_iter().flatten();
        let custom = custom.map(|(key, value)| KeyedInput { key, value: value.map(Pii::new) }).collect();
        let input = NewClientInput {
            kind,
            first_name: self.first_name,
            middle_name: self.middle_name,
            last_name: self.last_name,
            company_name: self.company_name,
            email: self.email.map(Pii::new),
            phone: self.phone.map(Pii::new),
            country: self.country,
            language: self.language.filter(|text| !text.trim().is_empty()),
            nationality: self.nationality,
            date_of_birth: born.map(Pii::new),
            address: self.address.map(|a| Pii::new(a.0.into_input())),
            source: self.source,
            campaign: self.campaign,
            utm: [self.utm_source, self.utm_medium, self.utm_campaign],
            referrer_code: self.referrer_code,
            marketing_consent: self.marketing_consent.unwrap_or(false),
            ..NewClientInput::default()
        };
        Ok((input, custom))
    }
}

impl NewAddress {
    fn into_input(self) -> AddressInput {
        AddressInput {
            line1: self.line1,
            line2: self.line2,
            city: self.city,
            postal_code: self.postal_code,
            region: self.region,
            country: self.country.filter(|text| !text.trim().is_empty()),
        }
    }
}
