//! The mapping that suggests itself: the one used last for these headers, else by the names of the columns.

use super::custom_fit;
use super::mapping::{Assignment, ColumnMap, CustomColumn, Mapping};
use super::transform::date;
use crate::UseCaseError;
use crm_access::OpContext;
use crm_model::{
    ImportAssignMode, ImportColumnRule, ImportDateOrder, ImportField, ImportMatchAction, ImportMatchField,
    ImportRepeatAction, fold,
};
use crm_sheets::Row;
use crm_storage::{CustomField, CustomFields, Imports, Scoped};
use crm_vault::{BlindKind, Place, Sealer, TenantKeys};
use uuid::Uuid;

/// Rows of the beginning that are looked at.
pub(super) const LOOKED_AT: usize = 60;

/// What people call columns, folded, without what is neither letter nor digit.
const NAMES: &[(ImportField, &[&str])] = &[
    (
        ImportField::FirstName,
        &["firstname", "first", "givenname", "forename", "fname", "nombre", "prenom", "vorname", "имя"],
    ),
    (ImportField::MiddleName, &["middlename", "middle", "secondname", "patronymic", "отчество"]),
    (
        ImportField::LastName,
        &["lastname", "last", "surname", "familyname", "lname", "apellido", "apellidos", "nachname", "фамилия"],
    ),
    (
        ImportField::FullName,
        &["name", "fullname", "clientname", "contactname", "leadname", "customername", "client", "customer", "фио"],
    ),
    (
        ImportField::CompanyName,
        &["company", "companyname", "organisation", "organization", "business", "empresa", "firma"],
    ),
    (
        ImportField::Email,
        &["email", "emailaddress", "mail", "emailid", "correo", "correoelectronico", "courriel", "почта"],
    ),
    (
        ImportField::Phone,
        &[
            "phone",
            "phonenumber",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "tel",
            "telephone",
            "cell",
            "cellphone",
            "telefono",
            "telefon",
            "handy",
            "телефон",
        ],
    ),
    (ImportField::Country, &["country", "countrycode", "land", "pais", "pays", "страна"]),
    (ImportField::Language, &["language", "lang", "languagecode", "idioma", "langue", "sprache", "язык"]),
    (ImportField::Nationality, &["nationality", "citizenship", "nacionalidad"]),
    (
        ImportField::DateOfBirth,
        &[
            "dateofbirth",
            "birthdate",
            "birthday",
            "dob",
            "birthdata",
            "fechadenacimiento",
            "geburtsdatum",
            "датарождения",
        ],
    ),
    (
        ImportField::AddressLine1,
        &["address", "address1", "addressline1", "street", "streetaddress", "direccion", "adresse", "адрес"],
    ),
    (ImportField::AddressLine2, &["address2", "addressline2", "apartment", "flat"]),
    (ImportField::City, &["city", "town", "ciudad", "ville", "stadt", "город"]),
    (ImportField::PostalCode, &["postalcode", "postcode", "zip", "zipcode", "plz", "codigopostal"]),
    (ImportField::Region, &["region", "state", "province", "county", "provincia"]),
    (ImportField::Source, &["source", "leadsource", "origin", "fuente", "quelle"]),
    (ImportField::Campaign, &["campaign", "campaignname", "campana", "kampagne"]),
    (ImportField::UtmSource, &["utmsource"]),
    (ImportField::UtmMedium, &["utmmedium"]),
    (ImportField::UtmCampaign, &["utmcampaign"]),
    (
        ImportField::ReferrerCode,
        &["referrercode", "referrer", "referralcode", "affiliate", "affiliateid", "ib", "ibcode"],
    ),
    (ImportField::SalesStatus, &["salesstatus", "status", "leadstatus"]),
    (ImportField::Tags, &["tags", "tag", "labels"]),
    (ImportField::MarketingConsent, &["marketingconsent", "marketing", "consent", "optin", "newsletter", "gdpr"]),
    (ImportField::ExternalId, &["externalid", "id", "leadid", "clientid", "crmid", "customerid", "reference"]),
];

/// The mapping for a file that begins with these rows, and whether it was used before.
pub(super) async fn mapping(op: &OpContext, tx: &impl Scoped, rows: &[Row]) -> Result<(Mapping, bool), UseCaseError> {
    let header = header(rows);
    let names = names(rows, header);
    let fields = CustomFields::of(tx).all().await?;
    // remembered under the present key, or under a former one
    let known = if header > 0 { fingerprints(tx.keys(), header_names(rows, header, &names)) } else { Vec::new() };
    for fingerprint in known {
        let Some(sealed) = Imports::of(tx).remembered(fingerprint).await? else { continue };
        let plain = tx.keys().open(&memory_place(tx.keys(), fingerprint), &sealed)?;
        if let Ok(mut mapping) = serde_json::from_slice::<Mapping>(&plain) {
            mapping.header = header;
            let allowed = super::look::may_match_by(op);
            mapping.match_by.retain(|field| allowed.contains(field));
            // a file may be narrower than the one before, with the same header
            mapping.columns.retain(|column| column.index < names.len());
            mapping.custom.retain(|column| column.index.is_none_or(|index| index < names.len()));
            let in_use = |column: &CustomColumn| fields.iter().any(|f| f.id == column.field && !f.archived);
            mapping.custom.retain(in_use);
            return Ok((mapping, true));
        }
    }
    Ok((by_names(op, rows, header, &names, &fields), false))
}

fn by_names(op: &OpContext, rows: &[Row], header: u32, names: &[String], fields: &[CustomField]) -> Mapping {
    let mut columns: Vec<ColumnMap> = Vec::new();
    let mut custom: Vec<CustomColumn> = Vec::new();
    let values = |index: usize| {
        rows.iter().filter(move |row| row.line > header).filter_map(move |row| row.cells.get(index)).map(String::as_str)
    };
    for (index, name) in names.iter().enumerate() {
        let known: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
        let named = NAMES.iter().find(|(_, names)| names.contains(&known.as_str()));
        // the product's own name of a field goes before the broker's, and the broker's before other names
        let is_own = named.is_some_and(|(_, names)| names.first() == Some(&known.as_str()));
        if let Some(field) = custom_fit::named(fields, name).filter(|_| header > 0 && !is_own)
            && !custom.iter().any(|column| column.field == field.id)
        {
            custom.push(custom_fit::column(index, field, values(index)));
            continue;
        }
        let named = named.map(|(field, _)| *field);
        let field = named.or_else(|| values(index).find(|v| !v.is_empty()).and_then(looks_like));
        let Some(field) = field.filter(|field| !columns.iter().any(|c| c.field == *field)) else { continue };
        let mut column = ColumnMap::plain(index, field);
        if field == ImportField::DateOfBirth {
            column.date_order = date_order(values(index));
        }
        if matches!(field, ImportField::Email | ImportField::Phone | ImportField::ExternalId) {
            column.rule = ImportColumnRule::OnlyIfBlank;
        }
        columns.push(column);
    }
    let has = |field| columns.iter().any(|c: &ColumnMap| c.field == field);
    if has(ImportField::FirstName) || has(ImportField::LastName) {
        columns.retain(|c| c.field != ImportField::FullName);
    }
    if !columns.iter().any(|c| c.field == ImportField::AddressLine1) {
        columns.retain(|c| !is_address(c.field));
    }
    let by = [
        (ImportMatchField::Email, ImportField::Email),
        (ImportMatchField::Phone, ImportField::Phone),
        (ImportMatchField::ExternalId, ImportField::ExternalId),
    ];
    let allowed = super::look::may_match_by(op);
    let match_by =
        by.into_iter().filter(|(by, field)| allowed.contains(by) && columns.iter().any(|c| c.field == *field));
    let match_by = match_by.map(|(by, _)| by).collect();
    Mapping { header, match_by, columns, custom, ..nothing() }
}

/// A mapping before anything is chosen.
pub(super) const fn nothing() -> Mapping {
    Mapping {
        header: 0,
        match_by: Vec::new(),
        columns: Vec::new(),
        constants: Vec::new(),
        custom: Vec::new(),
        on_match: ImportMatchAction::Skip,
        on_repeat: ImportRepeatAction::Skip,
        assign: Assignment { mode: ImportAssignMode::Nobody, owners: Vec::new(), team: None },
    }
}

/// The parts of an address; they need its first line.
pub(super) const fn is_address(field: ImportField) -> bool {
    use ImportField::{AddressLine1, AddressLine2, City, PostalCode, Region};
    matches!(field, AddressLine1 | AddressLine2 | City | PostalCode | Region)
}

/// The first row that is as wide as most, where nothing looks like a value.
fn header(rows: &[Row]) -> u32 {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let most = rows.iter().map(filled).max().unwrap_or(0);
    let candidate = rows.iter().take(20).find(|row| filled(row) * 2 > most);
    let is_value = |cell: &String| looks_like(cell).is_some() || cell.chars().filter(char::is_ascii_digit).count() > 4;
    candidate.filter(|row| !row.cells.iter().any(is_value)).map_or(0, |row| row.line)
}

/// The row that names the columns, if one does.
fn header_row(rows: &[Row], header: u32) -> Option<&Row> {
    rows.iter().find(|row| row.line == header && header > 0)
}

/// Names of columns: the header's cells, or their places.
pub(super) fn names(rows: &[Row], header: u32) -> Vec<String> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let named = header_row(rows, header);
    let cell = |index: usize| {
        named.and_then(|row| row.cells.get(index)).map(|name| name.trim()).filter(|name| !name.is_empty())
    };
    (0..width).map(|index| cell(index).map_or_else(|| format!("Column {}", index + 1), str::to_owned)).collect()
}

/// Whether the header itself gives a column its name.
pub(super) fn is_named(rows: &[Row], header: u32, column: usize) -> bool {
    let row = header_row(rows, header);
    row.and_then(|row| row.cells.get(column)).is_some_and(|name| !name.trim().is_empty())
}

/// The names that the header itself gives: a row that is wider, for a delimiter within a cell, makes no other file of it.
pub(super) fn header_names<'a>(rows: &[Row], header: u32, names: &'a [String]) -> &'a [String] {
    let row = header_row(rows, header);
    let width =
        row.and_then(|row| row.cells.iter().rposition(|cell| !cell.trim().is_empty())).map_or(0, |last| last + 1);
    names.get(..width).unwrap_or(names)
}

fn looks_like(value: &str) -> Option<ImportField> {
    let value = value.trim();
    if value.contains('@') && crm_model::Email::parse("email", value).is_ok() {
        return Some(ImportField::Email);
    }
    (value.starts_with('+') && crm_model::Phone::parse("phone", value, None).is_ok()).then_some(ImportField::Phone)
}

/// The order in which every date of the column can be read; the field's own where several can.
pub(super) fn date_order<'a>(values: impl Iterator<Item = &'a str>) -> ImportDateOrder {
    let values: Vec<&str> = values.filter(|value| !value.trim().is_empty()).collect();
    let orders = [ImportDateOrder::Auto, ImportDateOrder::Dmy, ImportDateOrder::Mdy];
    let readable = |order: ImportDateOrder| values.iter().filter(|value| date(value, order).is_ok()).count();
    orders.into_iter().rev().max_by_key(|order| readable(*order)).unwrap_or(ImportDateOrder::Auto)
}

/// By what the names of columns are known again, under each version of the key, that of writes first: keyed, so that it says
/// nothing to who only holds the database.
pub(super) fn fingerprints(keys: &TenantKeys, names: &[String]) -> Vec<Uuid> {
    let text = names.iter().map(|name| fold(name)).collect::<Vec<_>>().join("\u{1f}");
    keys.blind_all(BlindKind::ImportHeader, &text).iter().map(|blind| Uuid::from_bytes(*blind.as_bytes())).collect()
}

/// Where a remembered mapping lives.
pub(super) fn memory_place(keys: &TenantKeys, fingerprint: Uuid) -> Place {
    Place { tenant: keys.tenant(), table: "client_import_memory", column: "mapping_sealed", row: fingerprint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&[&str]]) -> Vec<Row> {
        (1..)
            .zip(lines)
            .map(|(line, cells)| Row { line, cells: cells.iter().map(|c| (*c).to_owned()).collect() })
            .collect()
    }

    #[test]
    fn the_header_is_the_first_full_row_without_values() {
        assert_eq!(header(&rows(&[&["Leads of May"], &["Name", "E-mail"], &["Olga", "olga@novak.example"]])), 2);
        assert_eq!(header(&rows(&[&["Olga", "olga@novak.example"], &["Ivan", "ivan@petrov.example"]])), 0);
    }

    #[test]
    fn a_file_is_known_by_the_header_and_not_by_its_widest_row() {
        let narrow = rows(&[&["Name", "E-mail"], &["Olga", "olga@novak.example"]]);
        let wide = rows(&[&["Name", "E-mail", " "], &["Olga", "olga@novak.example", "", "a, b"], &["Ivan"]]);
        let own = |rows: &[Row]| header_names(rows, 1, &names(rows, 1)).to_vec();
        assert_eq!(names(&wide, 1).len(), 4, "the extra cell is a column to look at");
        assert_eq!(own(&narrow), ["Name", "E-mail"]);
        assert_eq!(own(&wide), own(&narrow));
        let hole = rows(&[&["Name", "", "E-mail"]]);
        assert_eq!(own(&hole), ["Name", "Column 2", "E-mail"], "a column without a name has its place");
    }

    fn own(label: &str, key: &str) -> CustomField {
        CustomField {
            id: crm_model::CustomFieldId::generate(),
            key: key.to_owned(),
            label: label.to_owned(),
            kind: crm_model::CustomFieldKind::Date,
            class: None,
            required: false,
            archived: false,
            version: 1,
            choices: Vec::new(),
        }
    }

    #[test]
    fn a_column_is_known_by_the_label_and_the_key_of_a_field_in_use() {
        let fields = [own("Contract ends", "contract_ends"), CustomField { archived: true, ..own("Tier", "tier") }];
        for name in ["Contract ends", " CONTRACT ENDS ", "contract_ends"] {
            assert_eq!(custom_fit::named(&fields, name).map(|field| field.id), Some(fields[0].id), "{name}");
        }
        assert!(custom_fit::named(&fields, "Tier").is_none() && custom_fit::named(&fields, "Contract").is_none());
        let column = custom_fit::column(2, &fields[0], ["25/12/2027", "02/04/2027"].into_iter());
        assert_eq!((column.index, column.date_order), (Some(2), ImportDateOrder::Dmy));
    }

    #[test]
    fn the_order_of_dates_is_found_in_the_column() {
        assert_eq!(date_order(["02/04/1988", "25/12/1990"].into_iter()), ImportDateOrder::Dmy);
        assert_eq!(date_order(["04/02/1988", "12/25/1990"].into_iter()), ImportDateOrder::Mdy);
        assert_eq!(date_order(["1988-04-02"].into_iter()), ImportDateOrder::Auto);
    }
}
