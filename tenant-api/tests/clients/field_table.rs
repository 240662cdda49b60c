//! SECURITY 8: no field of a client is read, filtered or sorted that the table does not know, and none otherwise than it says.

use crm_access::{ClientField, FieldAccess, FieldUse};

const SCHEMA: &str = include_str!("../../schema/staff.graphql");

/// Lines of a block of the schema, without texts between quotes.
fn block(head: &str) -> Vec<&'static str> {
    let from = SCHEMA.find(&format!("\n{head} {{\n")).unwrap_or_else(|| panic!("{head} is not in the schema"));
    let mut told = false;
    SCHEMA[from + 1..]
        .lines()
        .skip(1)
        .take_while(|line| *line != "}")
        .map(str::trim)
        .filter(|line| {
            let quotes = *line == "\"\"\"";
            told ^= quotes;
            !told && !quotes
        })
        .collect()
}

fn fields(head: &str) -> Vec<(&'static str, &'static str)> {
    block(head).into_iter().filter_map(|line| line.split_once(": ")).collect()
}

fn known(name: &str) -> ClientField {
    ClientField::from_name(name).unwrap_or_else(|| panic!("{name}: say in crm_access::ClientField who may use it"))
}

#[test]
fn every_field_that_is_read_stands_in_the_table() {
    let parts = ["profile", "actions"];
    let read: Vec<_> = [fields("type Client"), fields("type ClientProfile")]
        .concat()
        .into_iter()
        .filter(|(name, _)| !parts.contains(name))
        .collect();
    for (name, of) in &read {
        let masked = matches!(known(name).access(FieldUse::Read), FieldAccess::Shown(_));
        assert_eq!(masked, of.starts_with("MaskedText"), "{name}: {of}");
    }
    assert!(fields("type ClientContact").iter().any(|(name, of)| *name == "value" && *of == "MaskedText!"));
    for field in ClientField::ALL {
        assert!(read.iter().any(|(name, _)| *name == field.as_str()), "{field:?} is not in the schema");
    }
}

#[test]
fn what_is_filtered_is_what_the_table_allows() {
    let (presence, conditions): (Vec<_>, Vec<_>) =
        fields("input ClientFilter").into_iter().partition(|(name, _)| name.starts_with("has"));
    for (name, _) in presence {
        let field = name["has".len()..].to_lowercase();
        assert_eq!(known(&field).access(FieldUse::Filter), FieldAccess::Reached, "{name}: nobody is kept from it");
    }
    let mut filtered: Vec<ClientField> = conditions
        .into_iter()
        .filter(|(name, _)| !["and", "or", "not"].contains(name))
        .map(|(name, _)| match name {
            "ids" => ClientField::Id,
            "tag" => ClientField::Tags,
            "archived" => ClientField::ArchivedAt,
            "underAge" => ClientField::DateOfBirth,
            "customField" => ClientField::CustomFields,
            name => known(name),
        })
        .collect();
    for field in ClientField::ALL {
        let asked = filtered.iter().position(|filtered| filtered == field);
        assert_eq!(asked.is_some(), field.access(FieldUse::Filter) != FieldAccess::Never, "{field:?}");
        asked.map(|at| filtered.swap_remove(at));
    }
    assert!(filtered.is_empty(), "{filtered:?}");
}

#[test]
fn what_is_sorted_by_is_what_the_table_allows() {
    let sorted: Vec<ClientField> = block("enum ClientSortField")
        .into_iter()
        .map(|name| match name {
            "CREATED_AT" => ClientField::CreatedAt,
            "UPDATED_AT" => ClientField::UpdatedAt,
            "NAME" => ClientField::DisplayName,
            "NUMBER" => ClientField::Number,
            "LAST_CONTACT_AT" => ClientField::LastContactAt,
            "NEXT_FOLLOW_UP_AT" => ClientField::NextFollowUpAt,
            name => panic!("{name}: which field of the table is that?"),
        })
        .collect();
    for field in ClientField::ALL {
        assert_eq!(sorted.contains(field), field.access(FieldUse::Sort) == FieldAccess::Reached, "{field:?}");
    }
}

#[test]
fn what_is_grouped_by_is_what_the_table_allows() {
    let grouped: Vec<ClientField> = block("enum ClientGroupField")
        .into_iter()
        .map(|name| match name {
            "SALES_STATUS" => ClientField::SalesStatus,
            "RETENTION_STATUS" => ClientField::RetentionStatus,
            "OWNER" => ClientField::Owner,
            "TEAM" => ClientField::Team,
            "COUNTRY" => ClientField::Country,
            name => panic!("{name}: which field of the table is that?"),
        })
        .collect();
    for field in ClientField::ALL {
        assert_eq!(grouped.contains(field), field.access(FieldUse::Group) == FieldAccess::Reached, "{field:?}");
    }
}
