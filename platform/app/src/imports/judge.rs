//! What a row says, and what is wrong with it: the same for the dry run and for the commit, without a look at the book.

use super::countries::country;
use super::custom::{self, Filled};
use super::guess::is_address;
use super::mapping::{ColumnMap, Mapping};
use super::transform::{DateFault, date, split_name, tidy, yes_or_no};
use crate::UseCaseError;
use crate::client_statuses::follows;
use crate::clients::register::{Parsed, read};
use crate::clients::{AddressInput, NewClientInput};
use chrono::NaiveDate;
use crm_access::OpContext;
use crm_model::{
    ClientKind, Country, CustomFieldId, CustomValue, ImportField, ImportMatchField, Pii, Problem, Problems, StatusKind,
    StatusOptionId, TagId, fold,
};
use crm_sheets::{Row, is_formula};
use crm_storage::{ClientDefaults, Clients, CustomFields, MatchedBy, Scoped, Settings, StatusOption};
use crm_vault::{BlindKind, TenantKeys};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Something about a row, without the values in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowProblem {
    /// Which column, from 0; `None` for the row as a whole.
    #[serde(rename = "c", default)]
    pub column: Option<usize>,
    /// Which field.
    #[serde(rename = "f", default)]
    pub field: Option<ImportField>,
    /// Which of the broker's own fields.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<CustomFieldId>,
    /// Stable name.
    #[serde(rename = "k")]
    pub code: String,
    /// What is expected and how to mend it.
    #[serde(rename = "m")]
    pub message: String,
    /// Does not keep the row back.
    #[serde(rename = "w", default)]
    pub warning: bool,
}

/// One kind of problem: what is wrong, in which column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// Stable name.
    pub code: String,
    /// Which column, from 0; `None` for the row as a whole.
    pub column: Option<usize>,
    /// Which of the broker's own fields.
    pub custom: Option<CustomFieldId>,
}

impl ProblemKind {
    /// What the kept problems of a row contain that has one of this kind.
    pub(super) fn contained(&self) -> String {
        let Self { code, column, custom } = self;
        let one = custom.as_ref().map_or_else(
            || serde_json::json!([{"c": column, "k": code}]),
            |custom| serde_json::json!([{"c": column, "k": code, "u": custom}]),
        );
        one.to_string()
    }
}

/// A problem and how often it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemCount {
    /// Which.
    pub problem: RowProblem,
    /// How often.
    pub count: i32,
}

/// A row as it was read.
pub(super) struct Judged {
    pub line: u32,
    pub problems: Vec<RowProblem>,
    pub input: NewClientInput,
    pub parsed: Parsed,
    pub external: Option<String>,
    /// What it says of the broker's own fields.
    pub custom: Vec<(CustomFieldId, CustomValue)>,
    /// What a new client would lack, such as a name: no fault of a row that changes somebody.
    pub lacking: Vec<RowProblem>,
    /// Something was said about marketing.
    pub consented: bool,
    /// Nothing stands in it.
    pub blank: bool,
    /// By what the person is known, in the order of the choice.
    pub known_by: Vec<(ImportMatchField, MatchedBy)>,
}

impl Judged {
    pub(super) fn is_bad(&self) -> bool {
        self.problems.iter().any(|problem| !problem.warning)
    }

    /// Whether a new client could not be what the row says, apart from what it does not say at all.
    pub(super) fn cannot_begin(&self) -> bool {
        self.lacking.iter().any(|problem| problem.code != "required")
    }

    /// Whether it is a company, and one that its name is enough for.
    pub(super) fn is_corporate(&self) -> bool {
        self.input.kind == Some(ClientKind::Corporate)
    }
}

/// What judging needs to know of the tenant, read once.
#[derive(Clone)]
pub(super) struct Judge {
    pub keys: TenantKeys,
    pub today: NaiveDate,
    pub defaults: ClientDefaults,
    pub mapping: Mapping,
    /// The broker's own fields that the file fills.
    pub custom: Vec<Filled>,
    /// Those that a new client has to have and no column fills.
    pub required: Vec<(CustomFieldId, String)>,
    country: Option<Country>,
    /// Sales statuses by what people call them, those that are no longer in use too.
    statuses: HashMap<String, StatusOptionId>,
    /// The same as the rule of steps asks for them.
    sales: Vec<StatusOption>,
    tags: HashMap<String, TagId>,
    width: usize,
}

impl Judge {
    pub(super) async fn new(
        op: &OpContext,
        tx: &impl Scoped,
        mapping: Mapping,
        width: usize,
    ) -> Result<Self, UseCaseError> {
        let settings = Settings::of(tx);
        let mut sales = settings.statuses().await?;
        sales.retain(|status| status.kind == StatusKind::Sales);
        let defaults = Clients::of(tx).defaults().await?;
        let (custom, required) = custom::filled(&mapping, &CustomFields::of(tx).all().await?);
        Ok(Self {
            custom,
            required,
            keys: tx.keys().clone(),
            today: op.now().date_naive(),
            country: defaults.country.as_deref().and_then(Country::parse),
            statuses: sales.iter().map(|status| (fold(&status.name), status.id)).collect(),
            sales,
            tags: settings.tags().await?.into_iter().map(|tag| (fold(&tag.name), tag.id)).collect(),
            defaults,
            mapping,
            width,
        })
    }

    pub(super) fn row(&self, row: &Row) -> Judged {
        self.row_that(&Own::default(), row)
    }

    /// Judges a row that took over from others what is not its own.
    pub(super) fn row_that(&self, own: &Own, row: &Row) -> Judged {
        let mut reading = Reading { judge: self, own, row, problems: Vec::new(), consented: false };
        let blank = row.cells.iter().all(|cell| cell.trim().is_empty());
        if row.cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty()) {
            let words =
                "The row has more cells than the header: a delimiter stands within a cell. Put the cell into quotes.";
            reading.push(Spot::default(), "too_many_cells", words);
        }
        let (input, phone_country) = reading.input();
        let mut problems = Problems::new();
        let parsed = read(&input, phone_country, self.country, self.today, &mut problems);
        let mut lacking = Vec::new();
        for problem in problems.done().err().unwrap_or_default() {
            let found = reading.placed(problem);
            if found.code == "required" && !found.field.is_some_and(is_address) {
                lacking.push(found);
            } else {
                reading.problems.push(found);
            }
        }
        if let Some(to) = input.sales_status {
            lacking.extend(self.step(None, to));
        }
        let external = reading.external();
        let custom = custom::read_row(&mut reading, &mut lacking);
        let mut judged = Judged {
            line: row.line,
            consented: reading.consented,
            problems: reading.problems,
            input,
            parsed,
            external,
            custom,
            lacking,
            blank,
            known_by: Vec::new(),
        };
        judged.known_by = self.known_by(&judged);
        judged
    }

    /// Why a client may not get this sales status; `from` is the one that he has, none for a new client.
    pub(super) fn step(&self, from: Option<StatusOptionId>, to: StatusOptionId) -> Option<RowProblem> {
        let problem = follows(&self.sales, StatusKind::Sales, from, to).err()?;
        let field = ImportField::SalesStatus;
        let column = self.mapping.column(field).map(|column| column.index);
        Some(Spot { column, field: Some(field), custom: None }.says(problem.code, &problem.message, false))
    }

    fn known_by(&self, judged: &Judged) -> Vec<(ImportMatchField, MatchedBy)> {
        let contact = |kind, value: &str| {
            let blinds = self.keys.blind_all(kind, value);
            blinds.into_iter().map(|blind| MatchedBy::Contact(blind.to_vec())).collect::<Vec<_>>()
        };
        let mut all = Vec::new();
        for by in self.mapping.repeat_by() {
            let found = match by {
                ImportMatchField::Email => {
                    judged.parsed.email.as_ref().map(|e| contact(BlindKind::Email, &e.expose().normalised()))
                }
                ImportMatchField::Phone => {
                    judged.parsed.phone.as_ref().map(|p| contact(BlindKind::Phone, p.expose().as_str()))
                }
                ImportMatchField::ExternalId => judged.external.clone().map(|name| vec![MatchedBy::ExternalId(name)]),
            };
            all.extend(found.into_iter().flatten().map(|found| (*by, found)));
        }
        all
    }
}

/// What stays a row's own, whatever it took over from others.
#[derive(Default)]
pub(super) struct Own {
    /// The country that its address is in; blank for none.
    pub address_country: Option<String>,
    /// A company stays one when a person's name comes to stand beside it.
    pub corporate: bool,
}

/// Of what something is said.
#[derive(Clone, Copy, Default)]
pub(super) struct Spot {
    pub column: Option<usize>,
    pub field: Option<ImportField>,
    pub custom: Option<CustomFieldId>,
}

impl Spot {
    pub(super) fn says(self, code: &str, message: &str, warning: bool) -> RowProblem {
        let Self { column, field, custom } = self;
        RowProblem { column, field, custom, code: code.to_owned(), message: message.to_owned(), warning }
    }
}

pub(super) struct Reading<'a> {
    pub judge: &'a Judge,
    own: &'a Own,
    row: &'a Row,
    problems: Vec<RowProblem>,
    consented: bool,
}

impl Reading<'_> {
    pub(super) fn push(&mut self, spot: Spot, code: &str, message: &str) {
        self.problems.push(spot.says(code, message, false));
    }

    /// The value of a field: of its cell, else of its default, else the constant.
    fn value(&mut self, field: ImportField) -> Option<String> {
        let judge = self.judge;
        let Some(column) = judge.mapping.column(field) else {
            let constant = judge.mapping.constants.iter().find(|constant| constant.field == field);
            return constant.map(|constant| constant.value.clone());
        };
        let spot = Spot { column: Some(column.index), field: Some(field), custom: None };
        self.cell(column.index, spot, (column.tidy, field == ImportField::Phone), column.default.as_deref())
    }

    /// What stands in a cell, else its column's default. What begins with a sign may be a number and is then no formula.
    pub(super) fn cell(
        &mut self,
        index: usize,
        spot: Spot,
        (tidies, signed): (bool, bool),
        default: Option<&str>,
    ) -> Option<String> {
        let raw = self.row.cells.get(index).map(String::as_str).unwrap_or_default();
        let text = if tidies { tidy(raw) } else { raw.trim().to_owned() };
        if text.is_empty() {
            return default.filter(|default| !default.is_empty()).map(str::to_owned);
        }
        if text.contains('\u{fffd}') {
            let words = "Some characters cannot be read: choose the file's encoding, or write the cell anew.";
            self.push(spot, "unreadable_character", words);
            return None;
        }
        if is_formula(raw.trim_start()) && !signed {
            let words = "It begins like a formula; it is kept as text and not computed.";
            self.problems.push(spot.says("formula_text", words, true));
        }
        Some(text)
    }

    fn of(&mut self, field: ImportField, code: &str, message: &str) {
        let column = self.judge.mapping.column(field).map(|column| column.index);
        self.push(Spot { column, field: Some(field), custom: None }, code, message);
    }

    fn input(&mut self) -> (NewClientInput, Option<Country>) {
        let mut first = self.value(ImportField::FirstName);
        let mut last = self.value(ImportField::LastName);
        if let Some(full) = self.value(ImportField::FullName) {
            let order = self.judge.mapping.column(ImportField::FullName).map(|column: &ColumnMap| column.name_order);
            (first, last) = split_name(&full, order.unwrap_or(crm_model::ImportNameOrder::FirstLast));
        }
        let company_name = self.value(ImportField::CompanyName);
        let corporate = company_name.is_some() && (self.own.corporate || (first.is_none() && last.is_none()));
        let country = self.country(ImportField::Country);
        let phone_country =
            self.judge.mapping.column(ImportField::Phone).and_then(|column| column.phone_country.as_deref());
        let input = NewClientInput {
            kind: Some(if corporate { ClientKind::Corporate } else { ClientKind::Individual }),
            first_name: first,
            middle_name: self.value(ImportField::MiddleName),
            last_name: last,
            company_name,
            email: self.value(ImportField::Email).map(Pii::new),
            phone: self.value(ImportField::Phone).map(Pii::new),
            address: self.address(country.as_deref()).map(Pii::new),
            country,
            language: self.value(ImportField::Language),
            nationality: self.country(ImportField::Nationality),
            date_of_birth: self.born().map(Pii::new),
            source: self.value(ImportField::Source),
            campaign: self.value(ImportField::Campaign),
            utm: [ImportField::UtmSource, ImportField::UtmMedium, ImportField::UtmCampaign].map(|f| self.value(f)),
            referrer_code: self.value(ImportField::ReferrerCode),
            owner: None,
            tags: self.tags(),
            sales_status: self.status(),
            marketing_consent: self.consent().unwrap_or(false),
            custom: Vec::new(),
        };
        (input, phone_country.and_then(Country::parse))
    }

    /// The code of a country that may be named; what is neither is left for the check to refuse.
    fn country(&mut self, field: ImportField) -> Option<String> {
        self.value(field).map(|text| country(&text).map_or(text, |known| known.as_str().to_owned()))
    }

    fn born(&mut self) -> Option<NaiveDate> {
        let text = self.value(ImportField::DateOfBirth)?;
        let order = self.judge.mapping.column(ImportField::DateOfBirth).map(|column| column.date_order);
        match date(&text, order.unwrap_or(crm_model::ImportDateOrder::Auto)) {
            Ok(day) => return Some(day),
            Err(DateFault::None) => self.of(
                ImportField::DateOfBirth,
                "invalid_date",
                "Write a day such as 1988-04-02, or choose how the column writes dates.",
            ),
            Err(DateFault::Ambiguous) => self.of(
                ImportField::DateOfBirth,
                "ambiguous_date",
                "Day and month could be the other way round: choose how the column writes dates.",
            ),
        }
        None
    }

    fn address(&mut self, country: Option<&str>) -> Option<AddressInput> {
        let parts = [ImportField::AddressLine2, ImportField::City, ImportField::PostalCode, ImportField::Region];
        let line1 = self.value(ImportField::AddressLine1);
        let [line2, city, postal_code, region] = parts.map(|field| self.value(field));
        if line1.is_none() && [&line2, &city, &postal_code, &region].iter().all(|part| part.is_none()) {
            return None;
        }
        let country = self.own.address_country.as_deref().or(country);
        let country = country.filter(|code| Country::parse(code).is_some()).map(str::to_owned);
        Some(AddressInput { line1: line1.unwrap_or_default(), line2, city, postal_code, region, country })
    }

    fn tags(&mut self) -> Vec<TagId> {
        let Some(text) = self.value(ImportField::Tags) else { return Vec::new() };
        let names: Vec<String> =
            text.split([';', ',']).map(|name| fold(name.trim())).filter(|name| !name.is_empty()).collect();
        let mut found: Vec<TagId> = names.iter().filter_map(|name| self.judge.tags.get(name).copied()).collect();
        if found.len() < names.len() {
            self.of(ImportField::Tags, "unknown_tag", "Use names of your tags, separated by a semicolon.");
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn status(&mut self) -> Option<StatusOptionId> {
        let text = self.value(ImportField::SalesStatus)?;
        let found = self.judge.statuses.get(&fold(&text)).copied();
        if found.is_none() {
            self.of(ImportField::SalesStatus, "unknown_status", "Use the name of one of your sales statuses.");
        }
        found
    }

    fn consent(&mut self) -> Option<bool> {
        let text = self.value(ImportField::MarketingConsent)?;
        let found = yes_or_no(&text);
        self.consented = found.is_some();
        if found.is_none() {
            self.of(ImportField::MarketingConsent, "not_yes_or_no", "Write yes or no.");
        }
        found
    }

    fn external(&mut self) -> Option<String> {
        let text = self.value(ImportField::ExternalId)?;
        let mut problems = Problems::new();
        let kept = problems.text("externalId", Some(&text), 100);
        for problem in problems.done().err().unwrap_or_default() {
            self.of(ImportField::ExternalId, problem.code, &problem.message);
        }
        kept
    }

    /// A problem of a client's input at the column that it came from.
    fn placed(&self, problem: Problem) -> RowProblem {
        let mapping = &self.judge.mapping;
        let field = field_of(problem.path.last().map_or("", String::as_str)).map(|field| match field {
            ImportField::FirstName | ImportField::LastName
                if mapping.column(field).is_none() && mapping.column(ImportField::FullName).is_some() =>
            {
                ImportField::FullName
            }
            other => other,
        });
        let column = field.and_then(|field| mapping.column(field)).map(|column| column.index);
        Spot { column, field, custom: None }.says(problem.code, &problem.message, false)
    }
}

fn field_of(path: &str) -> Option<ImportField> {
    Some(match path {
        "firstName" => ImportField::FirstName,
        "middleName" => ImportField::MiddleName,
        "lastName" => ImportField::LastName,
        "companyName" => ImportField::CompanyName,
        "email" => ImportField::Email,
        "phone" => ImportField::Phone,
        "country" => ImportField::Country,
        "language" => ImportField::Language,
        "nationality" => ImportField::Nationality,
        "dateOfBirth" => ImportField::DateOfBirth,
        "line1" => ImportField::AddressLine1,
        "line2" => ImportField::AddressLine2,
        "city" => ImportField::City,
        "postalCode" => ImportField::PostalCode,
        "region" => ImportField::Region,
        "source" => ImportField::Source,
        "campaign" => ImportField::Campaign,
        "utmSource" => ImportField::UtmSource,
        "utmMedium" => ImportField::UtmMedium,
        "utmCampaign" => ImportField::UtmCampaign,
        "referrerCode" => ImportField::ReferrerCode,
        "tagIds" => ImportField::Tags,
        _ => return None,
    })
}
