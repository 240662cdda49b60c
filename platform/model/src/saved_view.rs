//! How somebody likes the list of clients: which clients, in which order, with which columns. A definition holds no value of
//! a sealed field, so that it may be shared, and outlives no client.

use crate::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// By what the list can be divided into groups.
    ClientGroupField {
        /// Sales status.
        SalesStatus = "sales_status",
        /// Retention status.
        RetentionStatus = "retention_status",
        /// Owner.
        Owner = "owner",
        /// Team.
        Team = "team",
        /// Country.
        Country = "country",
    }
}

text_enum! {
    /// By what a view sorts.
    ViewSortField {
        /// Created.
        Created = "created",
        /// Changed last.
        Updated = "updated",
        /// Name.
        Name = "name",
        /// Client number.
        Number = "number",
        /// Last contact.
        Contact = "contact",
        /// Next follow-up.
        FollowUp = "followup",
    }
}

text_enum! {
    /// How high a row is.
    ViewDensity {
        /// Low rows.
        Compact = "compact",
        /// As usual.
        Normal = "normal",
        /// High rows.
        Comfortable = "comfortable",
    }
}

text_enum! {
    /// A stretch of time that moves with the day on which the view is opened.
    ViewPeriod {
        /// From midnight to midnight.
        Today = "today",
        /// The day before.
        Yesterday = "yesterday",
        /// Seven days, today among them.
        LastWeek = "last_week",
        /// Thirty days, today among them.
        LastMonth = "last_month",
        /// Everything before this moment.
        Past = "past",
        /// Seven days from today on.
        NextWeek = "next_week",
    }
}

text_enum! {
    /// How conditions of a group are joined.
    ViewJoin {
        /// All must hold.
        All = "all",
        /// At least one must hold.
        Any = "any",
    }
}

text_enum! {
    /// Whether there is any address or number.
    ViewPresence {
        /// There is one.
        Present = "present",
        /// There is none.
        Absent = "absent",
    }
}

text_enum! {
    /// A field that a view asks for, by the name that it has in the list's filter.
    ViewField {
        /// Sales status.
        SalesStatus = "salesStatus",
        /// Retention status.
        RetentionStatus = "retentionStatus",
        /// KYC status.
        KycStatus = "kycStatus",
        /// Client status.
        Status = "status",
        /// Stage.
        Stage = "stage",
        /// Owner.
        Owner = "owner",
        /// Team.
        Team = "team",
        /// Tag.
        Tag = "tag",
        /// Country.
        Country = "country",
        /// Language.
        Language = "language",
        /// Source.
        Source = "source",
        /// Risk.
        RiskLevel = "riskLevel",
        /// Person or company.
        Kind = "kind",
        /// Created.
        CreatedAt = "createdAt",
        /// Changed last.
        UpdatedAt = "updatedAt",
        /// Last contact.
        LastContactAt = "lastContactAt",
        /// Next follow-up.
        NextFollowUpAt = "nextFollowUpAt",
        /// Archived.
        Archived = "archived",
        /// Not to be called.
        DoNotCall = "doNotCall",
        /// E-mail; sealed.
        Email = "email",
        /// Phone; sealed.
        Phone = "phone",
        /// Younger than 18; sealed.
        UnderAge = "underAge",
        /// A field of the broker's own; which one stands in `custom`.
        Custom = "custom",
    }
}

/// Conditions of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewGroup {
    /// How they are joined.
    pub join: ViewJoin,
    /// The conditions, and groups of them.
    pub items: Vec<ViewItem>,
}

/// A condition, or a group of conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ViewItem {
    /// A group within the first one.
    Group(ViewGroup),
    /// A condition.
    Condition(ViewCondition),
}

/// A question about one field. Which parts it has depends on the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewCondition {
    /// Which.
    pub field: ViewField,
    /// Is one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Is not set.
    #[serde(default, skip_serializing_if = "is_false")]
    pub empty: bool,
    /// The contrary.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not: bool,
    /// Not before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<DateTime<Utc>>,
    /// Within a stretch that moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<ViewPeriod>,
    /// Whether there is an address or a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<ViewPresence>,
    /// Whether it is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    /// The id of the broker's own field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<String>,
    /// Not less than this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Not more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// More than this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<String>,
    /// Less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<String>,
    /// Not before this day.
    #[serde(default, rename = "dayFrom", skip_serializing_if = "Option::is_none")]
    pub day_from: Option<NaiveDate>,
    /// Before this day.
    #[serde(default, rename = "dayBefore", skip_serializing_if = "Option::is_none")]
    pub day_before: Option<NaiveDate>,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewSort {
    /// By what.
    pub field: ViewSortField,
    /// Greatest first.
    pub descending: bool,
}

/// A column that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewColumn {
    /// The portal's name of it.
    pub id: String,
    /// Stays in view while the others scroll.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    /// In pixels; the usual one when it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
}

/// A view as it is kept: whoever exports or works off a list takes the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ViewDefinition {
    /// Which clients; all when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<ViewGroup>,
    /// The order; newest first when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<ViewSort>,
    /// The columns from the first to the last; the reader's own when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ViewColumn>,
    /// How high rows are; the reader's own when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<ViewDensity>,
    /// By what the list is divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<ClientGroupField>,
}

/// Serde asks with a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The most conditions, values of one, characters of a value, and columns.
const CONDITIONS: usize = 32;
const VALUES: usize = 200;
const VALUE: usize = 120;
/// The most bytes of all values together: a definition stands whole in the trail.
const WHOLE: usize = 8_000;
const COLUMNS: usize = 60;
/// The least and the greatest width of a column.
const WIDTHS: std::ops::RangeInclusive<i32> = 40..=1200;

impl ViewGroup {
    /// What of it is left without the conditions that something hides, and what that is.
    #[must_use]
    pub fn without<W: PartialEq>(&self, hidden: impl Fn(&ViewCondition) -> Option<W> + Copy) -> (Option<Self>, Vec<W>) {
        let mut dropped = Vec::new();
        let mut items = Vec::new();
        for item in &self.items {
            match item {
                ViewItem::Condition(condition) => match hidden(condition) {
                    Some(why) if dropped.contains(&why) => {}
                    Some(why) => dropped.push(why),
                    None => items.push(item.clone()),
                },
                ViewItem::Group(group) => {
                    let (left, more) = group.without(hidden);
                    items.extend(left.map(ViewItem::Group));
                    for why in more {
                        if !dropped.contains(&why) {
                            dropped.push(why);
                        }
                    }
                }
            }
        }
        ((!items.is_empty()).then_some(Self { join: self.join, items }), dropped)
    }

    /// Every condition, those of inner groups too.
    #[must_use]
    pub fn conditions(&self) -> Vec<&ViewCondition> {
        self.items
            .iter()
            .flat_map(|item| match item {
                ViewItem::Condition(condition) => vec![condition],
                ViewItem::Group(group) => group.conditions(),
            })
            .collect()
    }

    fn depth(&self) -> usize {
        let inner = self.items.iter().map(|item| match item {
            ViewItem::Condition(_) => 0,
            ViewItem::Group(group) => group.depth(),
        });
        1 + inner.max().unwrap_or(0)
    }
}

impl ViewDefinition {
    /// Looks whether it can be kept.
    ///
    /// # Errors
    /// `too_large`, `too_deep` or `invalid_condition` at `filter`; `invalid_column` at `columns`.
    pub fn check(&self) -> Result<(), Problem> {
        if let Some(filter) = &self.filter {
            let conditions = filter.conditions();
            let whole: usize = conditions.iter().flat_map(|c| &c.values).map(String::len).sum();
            if conditions.len() > CONDITIONS || conditions.iter().any(|c| c.values.len() > VALUES) || whole > WHOLE {
                return Err(Problem::at(
                    "filter",
                    "too_large",
                    "Use at most 32 conditions of at most 200 values, and fewer long ones.",
                ));
            }
            if filter.depth() > 2 {
                return Err(Problem::at("filter", "too_deep", "Use groups of conditions, but no groups in groups."));
            }
            if !conditions.iter().all(|condition| condition.fits()) {
                return Err(Problem::at(
                    "filter",
                    "invalid_condition",
                    "A condition asks what its field cannot answer.",
                ));
            }
        }
        let named =
            |id: &str| (1..=40).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let whole = self.columns.iter().enumerate().all(|(at, column)| {
            named(&column.id)
                && column.width.is_none_or(|width| WIDTHS.contains(&width))
                && !self.columns.iter().take(at).any(|before| before.id == column.id)
        });
        if self.columns.len() > COLUMNS || !whole {
            return Err(Problem::at("columns", "invalid_column", "A column is unknown, too wide, or stands twice."));
        }
        Ok(())
    }
}

impl ViewCondition {
    /// Whether it asks only what its field can answer.
    fn fits(&self) -> bool {
        use ViewField::{
            Archived, CreatedAt, DoNotCall, Email, LastContactAt, NextFollowUpAt, Phone, UnderAge, UpdatedAt,
        };
        let timed = self.from.is_some() || self.before.is_some() || self.period.is_some();
        let valued = !self.values.is_empty();
        let short = self.values.iter().all(|v| v.chars().count() <= VALUE && !v.chars().any(char::is_control));
        if self.field == ViewField::Custom {
            return self.custom_kinds().is_some_and(|kinds| !kinds.is_empty());
        }
        if self.custom.is_some() || self.counts() || self.day_from.is_some() || self.day_before.is_some() {
            return false;
        }
        match self.field {
            Email | Phone => !timed && !valued && self.on.is_none() && !self.empty,
            Archived | DoNotCall | UnderAge => !timed && !valued && self.how.is_none() && !self.empty,
            CreatedAt | UpdatedAt | LastContactAt | NextFollowUpAt => {
                !valued && self.how.is_none() && self.on.is_none()
            }
            _ => !timed && short && self.how.is_none() && self.on.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(field: ViewField, values: &[&str]) -> ViewItem {
        ViewItem::Condition(ViewCondition {
            field,
            values: values.iter().map(|v| (*v).to_owned()).collect(),
            empty: false,
            not: false,
            from: None,
            before: None,
            period: None,
            how: None,
            on: None,
            custom: None,
            min: None,
            max: None,
            above: None,
            below: None,
            day_from: None,
            day_before: None,
        })
    }

    fn all(items: Vec<ViewItem>) -> ViewGroup {
        ViewGroup { join: ViewJoin::All, items }
    }

    fn of(filter: ViewGroup) -> ViewDefinition {
        ViewDefinition { filter: Some(filter), ..ViewDefinition::default() }
    }

    #[test]
    fn mask_a_view_goes_on_without_the_fields_that_its_reader_may_not_read() {
        let sealed = |condition: &ViewCondition| {
            matches!(condition.field, ViewField::Email | ViewField::Phone).then_some(condition.field)
        };
        let group = all(vec![
            is(ViewField::Country, &["ES"]),
            is(ViewField::Email, &[]),
            ViewItem::Group(all(vec![is(ViewField::Phone, &[]), is(ViewField::Email, &[])])),
        ]);
        let (left, dropped) = group.without(sealed);
        assert_eq!(left, Some(all(vec![is(ViewField::Country, &["ES"])])));
        assert_eq!(dropped, [ViewField::Email, ViewField::Phone]);
        assert_eq!(all(vec![is(ViewField::Phone, &[])]).without(sealed).0, None);
    }

    #[test]
    fn a_view_keeps_no_address_no_number_and_no_endless_tree() {
        let code = |definition: ViewDefinition| definition.check().map_err(|p| p.code);
        assert_eq!(code(of(all(vec![is(ViewField::Country, &["ES", "CY"])]))), Ok(()));
        assert_eq!(code(of(all(vec![is(ViewField::Email, &["olga@novak.example"])]))), Err("invalid_condition"));
        assert_eq!(code(of(all(vec![is(ViewField::CreatedAt, &["today"])]))), Err("invalid_condition"));
        let deep = all(vec![ViewItem::Group(all(vec![ViewItem::Group(all(vec![]))]))]);
        assert_eq!(code(of(deep)), Err("too_deep"));
        assert_eq!(code(of(all(vec![is(ViewField::Country, &[]); 33]))), Err("too_large"));
        let long = "x".repeat(100);
        assert_eq!(code(of(all(vec![is(ViewField::Source, &[long.as_str(); 81])]))), Err("too_large"));
    }

    #[test]
    fn columns_are_named_once_and_have_a_width_that_can_be_seen() {
        let with = |columns: &[(&str, Option<i32>)]| {
            let columns =
                columns.iter().map(|(id, width)| ViewColumn { id: (*id).to_owned(), pinned: false, width: *width });
            ViewDefinition { columns: columns.collect(), ..ViewDefinition::default() }.check().is_ok()
        };
        assert!(with(&[("name", Some(168)), ("phone", None)]));
        assert!(!with(&[("name", None), ("name", None)]));
        assert!(!with(&[("name", Some(4))]));
        assert!(!with(&[("<b>", None)]));
    }
}
