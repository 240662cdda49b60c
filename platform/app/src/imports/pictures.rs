//! How a client stood before an import changed him: sealed with the import's key, gone when that goes.

use chrono::NaiveDate;
use crm_model::{ClientKind, ContactId, CustomChoiceId, CustomFieldId, Millionths, Names, StatusOptionId, TagId};
use crm_storage::{ClientRecord, ClientRewrite, CustomKept};
use serde::{Deserialize, Serialize};

/// The importable columns of a client, and what was added to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Before {
    names: [Option<String>; 4],
    born: Option<String>,
    under_age: bool,
    address: Option<String>,
    codes: [Option<String>; 3],
    texts: [Option<String>; 6],
    sales_status: StatusOptionId,
    marketing_consent: bool,
    pub renamed: bool,
    pub contacts: Vec<ContactId>,
    pub tags: Vec<TagId>,
    pub external: Option<String>,
    /// Values of the broker's own fields that were changed; `None` where there was none.
    #[serde(default)]
    pub custom: Vec<(CustomFieldId, Option<KeptBefore>)>,
}

/// A value of one of the broker's own fields as it rested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum KeptBefore {
    /// Sealed under the client's key, in hex.
    Text(String),
    Number(i64),
    Date(NaiveDate),
    Choice(CustomChoiceId),
    Flag(bool),
}

impl KeptBefore {
    pub(super) fn of(kept: &CustomKept) -> Self {
        match kept {
            CustomKept::Text(sealed) => Self::Text(data_encoding::HEXLOWER.encode(sealed)),
            CustomKept::Number(number) => Self::Number(number.get()),
            CustomKept::Date(date) => Self::Date(*date),
            CustomKept::Choice(id) => Self::Choice(*id),
            CustomKept::Flag(on) => Self::Flag(*on),
        }
    }

    pub(super) fn restored(&self) -> Option<CustomKept> {
        Some(match self {
            Self::Text(hex) => CustomKept::Text(data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?),
            Self::Number(millionths) => CustomKept::Number(Millionths::of(*millionths)),
            Self::Date(date) => CustomKept::Date(*date),
            Self::Choice(id) => CustomKept::Choice(*id),
            Self::Flag(on) => CustomKept::Flag(*on),
        })
    }
}

impl Before {
    pub(super) fn of(now: &ClientRewrite) -> Self {
        let hex = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| data_encoding::HEXLOWER.encode(bytes));
        let names = now.names.clone();
        Self {
            names: [names.first, names.middle, names.last, names.company],
            born: hex(&now.date_of_birth_sealed),
            under_age: now.under_age,
            address: hex(&now.address_sealed),
            codes: now.codes.clone(),
            texts: now.texts.clone(),
            sales_status: now.sales_status,
            marketing_consent: now.marketing_consent,
            renamed: false,
            contacts: Vec::new(),
            tags: Vec::new(),
            external: None,
            custom: Vec::new(),
        }
    }

    /// The client as he stood.
    pub(super) fn restored(&self, client: &ClientRecord) -> ClientRewrite {
        let bytes =
            |hex: &Option<String>| hex.as_ref().and_then(|hex| data_encoding::HEXLOWER.decode(hex.as_bytes()).ok());
        let [first, middle, last, company] = self.names.clone();
        ClientRewrite {
            id: client.id,
            kind: client.kind,
            names: Names { first, middle, last, company },
            date_of_birth_sealed: bytes(&self.born),
            under_age: self.under_age,
            address_sealed: bytes(&self.address),
            codes: self.codes.clone(),
            texts: self.texts.clone(),
            sales_status: self.sales_status,
            marketing_consent: self.marketing_consent,
        }
    }
}

/// The client as he stands, ready to be changed.
pub(super) fn standing(client: &ClientRecord, under_age: bool) -> ClientRewrite {
    let [utm_source, utm_medium, utm_campaign] = client.utm.clone();
    ClientRewrite {
        id: client.id,
        kind: client.kind,
        names: client.names.clone(),
        date_of_birth_sealed: client.date_of_birth_sealed.clone(),
        under_age,
        address_sealed: client.address_sealed.clone(),
        codes: [client.nationality.clone(), client.country.clone(), client.language.clone()],
        texts: [
            client.source.clone(),
            client.campaign.clone(),
            utm_source,
            utm_medium,
            utm_campaign,
            client.referrer_code.clone(),
        ],
        sales_status: client.sales_status,
        marketing_consent: client.marketing_consent,
    }
}

/// The name by which a changed client can still be called.
pub(super) fn is_named(kind: ClientKind, names: &Names) -> bool {
    let mut problems = crm_model::Problems::new();
    names.check(kind, &mut problems);
    problems.is_empty()
}
