//! What a row takes over from a later one of the same person, by the rule of each column: as a client in the book does.

use super::guess::is_address;
use super::judge::Judged;
use super::mapping::Mapping;
use super::transform::tidy;
use crm_model::{ImportColumnRule, ImportField, ImportMatchField, ImportRepeatAction};
use crm_sheets::Row;
use std::collections::BTreeMap;

/// Stands for a column of the file: the country that an address is in. Another row's country may come to stand beside it.
const ADDRESS_COUNTRY: usize = usize::MAX;

/// Cells of a row by their columns.
pub(super) type Cells = BTreeMap<usize, String>;

/// How rows of one person become one.
pub(super) struct Merge {
    /// Columns that are filled or overwritten.
    columns: Vec<(usize, ImportColumnRule)>,
    /// Where several names stand in one cell: each is added.
    tags: Option<usize>,
    /// An address is taken over as a whole, by the rule of its street.
    address: Option<Address>,
    phone: Option<usize>,
}

/// That a row took something over, and the country that its address, if it has one, was written beside; blank where none was.
pub(super) struct TookOver {
    pub address_country: Option<String>,
}

struct Address {
    street: usize,
    rule: ImportColumnRule,
    /// With the street.
    all: Vec<usize>,
}

/// The column that people are found by.
pub(super) fn column_of(mapping: &Mapping, by: ImportMatchField) -> Option<usize> {
    let field = match by {
        ImportMatchField::Email => ImportField::Email,
        ImportMatchField::Phone => ImportField::Phone,
        ImportMatchField::ExternalId => ImportField::ExternalId,
    };
    mapping.column(field).map(|column| column.index)
}

impl Merge {
    /// How a mapping merges rows; `None` when it does not.
    pub(super) fn of(mapping: &Mapping) -> Option<Self> {
        if mapping.on_repeat != ImportRepeatAction::Merge {
            return None;
        }
        let street = mapping.column(ImportField::AddressLine1);
        let address = street.map(|street| Address {
            street: street.index,
            rule: street.rule,
            all: mapping
                .columns
                .iter()
                .filter(|column| is_address(column.field))
                .map(|column| column.index)
                .chain([ADDRESS_COUNTRY])
                .collect(),
        });
        let own = mapping.custom.iter().filter_map(|column| Some((column.index?, column.rule)));
        let columns = mapping
            .columns
            .iter()
            .filter(|column| address.is_none() || !is_address(column.field))
            .map(|column| (column.index, column.rule))
            .chain(own)
            .filter(|(_, rule)| *rule != ImportColumnRule::Keep)
            .collect();
        let tags = mapping.column(ImportField::Tags).map(|column| column.index);
        let address = address.filter(|address| address.rule != ImportColumnRule::Keep);
        Some(Self { columns, tags, address, phone: column_of(mapping, ImportMatchField::Phone) })
    }

    /// Whether a column is filled in or overwritten.
    pub(super) fn takes(&self, column: usize) -> bool {
        self.columns.iter().any(|(taken, _)| *taken == column)
    }

    /// Writes a phone number out in full: beside the country of another row a national one would be another number.
    pub(super) fn write_out_phone(&self, row: &mut Row, judged: &Judged) {
        let cell = self.phone.and_then(|column| row.cells.get_mut(column)).filter(|text| !is_blank(text));
        if let (Some(cell), Some(phone)) = (cell, &judged.parsed.phone) {
            phone.expose().as_str().clone_into(cell);
        }
    }

    /// What a row has to say where something can be taken over, beside its own country; nothing of `others`.
    pub(super) fn says(&self, row: &Row, country: Option<&str>, others: &[usize]) -> Cells {
        let cell = |column: usize| row.cells.get(column).filter(|text| !is_blank(text));
        let columns = self.columns.iter().filter(|(column, _)| !others.contains(column));
        let mut says: Cells = columns.filter_map(|(column, _)| Some((*column, cell(*column)?.clone()))).collect();
        if let Some(address) = self.address.as_ref().filter(|address| cell(address.street).is_some()) {
            says.extend(address.all.iter().map(|column| (*column, cell(*column).cloned().unwrap_or_default())));
            says.insert(ADDRESS_COUNTRY, country.unwrap_or_default().to_owned());
        }
        says
    }

    /// Adds what a later row says to what was said before.
    pub(super) fn absorb(&self, said: &mut Cells, later: Cells) {
        let address = self.address.as_ref();
        let keeps_address =
            address.is_some_and(|a| a.rule == ImportColumnRule::OnlyIfBlank && said.contains_key(&a.street));
        for (column, text) in later {
            if address.is_some_and(|address| address.all.contains(&column)) {
                if !keeps_address {
                    said.insert(column, text);
                }
            } else if self.tags == Some(column) {
                add_names(said.entry(column).or_default(), &text);
            } else if self.columns.contains(&(column, ImportColumnRule::Overwrite)) {
                said.insert(column, text);
            } else {
                said.entry(column).or_insert(text);
            }
        }
    }

    /// Puts what a row takes over into its cells; nothing when that changes none.
    pub(super) fn put(&self, row: &mut Row, country: Option<&str>, taken: Cells) -> Option<TookOver> {
        let before = self.says(row, country, &[]);
        let mut after = before.clone();
        self.absorb(&mut after, taken);
        if after == before {
            return None;
        }
        let address_country = after.remove(&ADDRESS_COUNTRY);
        for (column, text) in after {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            if let Some(cell) = row.cells.get_mut(column) {
                *cell = text;
            }
        }
        Some(TookOver { address_country })
    }
}

/// Whether nothing stands in a cell, as the judge of rows sees it.
fn is_blank(text: &str) -> bool {
    tidy(text).is_empty()
}

/// Adds the names of a cell that are not there yet.
fn add_names(to: &mut String, more: &str) {
    for name in more.split([';', ',']).map(str::trim).filter(|name| !name.is_empty()) {
        let there = to.split([';', ',']).any(|one| one.trim().to_lowercase() == name.to_lowercase());
        if !there {
            if !to.trim().is_empty() {
                to.push_str("; ");
            }
            to.push_str(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::guess::nothing;
    use crate::imports::mapping::ColumnMap;
    use ImportColumnRule::{Keep, OnlyIfBlank, Overwrite};
    use ImportField::{AddressLine1, City, Email, FirstName, LastName, Source, Tags};

    fn merge(columns: &[(ImportField, ImportColumnRule)]) -> Merge {
        let columns = columns.iter().enumerate();
        let columns =
            columns.map(|(index, (field, rule))| ColumnMap { rule: *rule, ..ColumnMap::plain(index, *field) });
        Merge::of(&Mapping { columns: columns.collect(), on_repeat: ImportRepeatAction::Merge, ..nothing() }).unwrap()
    }

    fn row(cells: &[&str]) -> Row {
        Row { line: 2, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    /// What the first row says once it took over the others, in their order and in any grouping.
    fn merged(merge: &Merge, rows: &[&[&str]]) -> Vec<String> {
        let (first, later) = rows.split_first().unwrap();
        let mut together = Cells::new();
        later.iter().for_each(|cells| merge.absorb(&mut together, merge.says(&row(cells), None, &[])));
        let (mut once, mut one_by_one) = (row(first), row(first));
        merge.put(&mut once, None, together);
        for cells in later {
            let says = merge.says(&row(cells), None, &[]);
            merge.put(&mut one_by_one, None, says);
        }
        assert_eq!(once.cells, one_by_one.cells, "gathering first changes nothing");
        once.cells
    }

    #[test]
    fn each_column_follows_its_rule() {
        let merge = merge(&[(FirstName, Keep), (LastName, OnlyIfBlank), (Source, Overwrite)]);
        let of = |rows: &[&[&str]]| merged(&merge, rows);
        assert_eq!(of(&[&["Olga", "", "Fair"], &["Olha", "Novak", "Web"]]), ["Olga", "Novak", "Web"]);
        assert_eq!(
            of(&[&["", "Novak", "Fair"], &["Olha", "Petrov", " "]]),
            ["", "Novak", "Fair"],
            "a blank says nothing"
        );
        let several: [&[&str]; 3] = [&["Olga", "", "Fair"], &["", "Novak", "Web"], &["", "Petrov", "Call"]];
        assert_eq!(of(&several), ["Olga", "Novak", "Call"], "the first that is there fills, the last overwrites");
        assert_eq!(of(&[&["Olga"], &["", "Novak", "Web"]]), ["Olga", "Novak", "Web"], "a short row has room");
    }

    #[test]
    fn an_address_is_taken_over_as_a_whole() {
        let blank = merge(&[(AddressLine1, OnlyIfBlank), (City, Overwrite)]);
        assert_eq!(merged(&blank, &[&["", ""], &["1 High Street", "Leeds"]]), ["1 High Street", "Leeds"]);
        assert_eq!(merged(&blank, &[&["2 Low Road", ""], &["1 High Street", "Leeds"]]), ["2 Low Road", ""]);
        let over = merge(&[(AddressLine1, Overwrite), (City, OnlyIfBlank)]);
        assert_eq!(merged(&over, &[&["2 Low Road", "York"], &["1 High Street", ""]]), ["1 High Street", ""]);
        assert_eq!(
            merged(&over, &[&["2 Low Road", "York"], &["", "Leeds"]]),
            ["2 Low Road", "York"],
            "no street, no address"
        );
        let (mut first, later) = (row(&["", ""]), row(&["Rua Augusta 1", "Lisboa"]));
        let took = address_country_of(&blank, &mut first, "ES", &later, "PT");
        assert_eq!(took.as_deref(), Some("PT"), "with the country that it is in");
        let took = address_country_of(&blank, &mut row(&["Calle Mayor 1", ""]), "ES", &later, "PT");
        assert_eq!(took, None, "nothing was taken over");
        let keep = merge(&[(AddressLine1, Keep), (City, Overwrite)]);
        assert_eq!(merged(&keep, &[&["", ""], &["1 High Street", "Leeds"]]), ["", ""]);
    }

    fn address_country_of(merge: &Merge, first: &mut Row, country: &str, later: &Row, beside: &str) -> Option<String> {
        let says = merge.says(later, Some(beside), &[]);
        merge.put(first, Some(country), says)?.address_country
    }

    #[test]
    fn a_cell_of_signs_that_nobody_sees_says_nothing() {
        let merge = merge(&[(LastName, OnlyIfBlank), (Source, Overwrite)]);
        assert_eq!(merged(&merge, &[&["\u{200b}", "Fair"], &["Novak", "\u{feff} "]]), ["Novak", "Fair"]);
    }

    #[test]
    fn tags_are_added() {
        let merge = merge(&[(Tags, OnlyIfBlank)]);
        assert_eq!(merged(&merge, &[&["VIP"], &["Web; vip"], &["Fair, Web"]]), ["VIP; Web; Fair"]);
    }

    #[test]
    fn what_belongs_to_another_row_is_not_taken_over() {
        let merge = merge(&[(Email, OnlyIfBlank), (Source, OnlyIfBlank)]);
        assert_eq!(merge.says(&row(&["olga@novak.example", "Web"]), None, &[0]), Cells::from([(1, "Web".to_owned())]));
    }

    #[test]
    fn nothing_is_merged_unless_it_was_chosen() {
        assert!(Merge::of(&nothing()).is_none());
    }
}
