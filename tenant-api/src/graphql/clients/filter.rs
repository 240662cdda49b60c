//! Which clients, in which order: read into what use cases take.

use crate::graphql::error::Refusal;
use crate::view::enums::{ClientGroupField, ClientKind, ClientStage, ClientStatus, KycStatus, RiskLevel};
use async_graphql::{Enum, ID, InputObject, Result};
use chrono::{DateTime, NaiveDate, Utc};
use crm_app::clients::{FilterInput, GroupInput, SealedCondition};
use crm_model::{ClientId, CustomChoiceId, CustomFieldId, Millionths, StaffId, StatusOptionId, TagId, TeamId};
use crm_storage::{self as storage, Condition, CustomCondition, SortColumn, TimeColumn};

/// By what a list may be sorted.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ClientSortField {
    CreatedAt,
    UpdatedAt,
    Name,
    Number,
    LastContactAt,
    NextFollowUpAt,
}

/// Which way.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SortDirection {
    Asc,
    Desc,
}

/// An allowed order.
#[derive(InputObject, Clone, Copy)]
pub struct ClientSort {
    field: ClientSortField,
    direction: SortDirection,
}

/// The clients of one group.
#[derive(InputObject)]
pub struct ClientGroupKey {
    by: ClientGroupField,
    /// The id, or the country's code; null for clients that have none.
    key: Option<String>,
}

impl ClientGroupKey {
    /// As use cases take it.
    pub(crate) fn read(self) -> GroupInput {
        GroupInput { by: self.by.into(), key: self.key }
    }
}

impl Default for ClientSort {
    fn default() -> Self {
        Self { field: ClientSortField::CreatedAt, direction: SortDirection::Desc }
    }
}

impl From<ClientSort> for storage::ClientSort {
    fn from(sort: ClientSort) -> Self {
        let column = match sort.field {
            ClientSortField::CreatedAt => SortColumn::CreatedAt,
            ClientSortField::UpdatedAt => SortColumn::UpdatedAt,
            ClientSortField::Name => SortColumn::Name,
            ClientSortField::Number => SortColumn::Number,
            ClientSortField::LastContactAt => SortColumn::LastContactAt,
            ClientSortField::NextFollowUpAt => SortColumn::NextFollowUpAt,
        };
        Self { column, descending: sort.direction == SortDirection::Desc }
    }
}

/// Is one of these, or is not set.
#[derive(InputObject)]
pub struct IdCondition {
    #[graphql(name = "in")]
    any: Option<Vec<ID>>,
    is_null: Option<bool>,
}

/// From (included) to before (excluded), or unset.
#[derive(InputObject)]
pub struct TimeRange {
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    is_null: Option<bool>,
}

/// A condition on the sealed e-mail address.
#[derive(InputObject)]
pub struct EmailCondition {
    equals: Option<String>,
    domain: Option<String>,
    is_present: Option<bool>,
}

/// A condition on the sealed phone number.
#[derive(InputObject)]
pub struct PhoneCondition {
    equals: Option<String>,
    last_four: Option<String>,
    is_present: Option<bool>,
}

/// A tree: the conditions set in one node must all hold. Depth at most 4, at most 32 conditions.
#[derive(InputObject, Default)]
#[graphql(name = "ClientFilter")]
pub struct ClientFilter {
    and: Option<Vec<ClientFilter>>,
    or: Option<Vec<ClientFilter>>,
    not: Option<Box<ClientFilter>>,
    /// One of these clients, 1 to 200: which of them a list holds.
    ids: Option<Vec<ID>>,
    sales_status: Option<IdCondition>,
    retention_status: Option<IdCondition>,
    owner: Option<IdCondition>,
    team: Option<IdCondition>,
    tag: Option<IdCondition>,
    kyc_status: Option<Vec<KycStatus>>,
    status: Option<Vec<ClientStatus>>,
    stage: Option<Vec<ClientStage>>,
    kind: Option<Vec<ClientKind>>,
    risk_level: Option<Vec<RiskLevel>>,
    country: Option<Vec<String>>,
    language: Option<Vec<String>>,
    source: Option<Vec<String>>,
    /// Whether a country is set at all.
    has_country: Option<bool>,
    /// Whether a source is set at all.
    has_source: Option<bool>,
    created_at: Option<TimeRange>,
    updated_at: Option<TimeRange>,
    last_contact_at: Option<TimeRange>,
    next_follow_up_at: Option<TimeRange>,
    archived: Option<bool>,
    /// Whether the client must not be called.
    do_not_call: Option<bool>,
    /// Sealed fields, each only for those who may read the field in full, else FIELD_NOT_FILTERABLE.
    email: Option<EmailCondition>,
    /// As `email`.
    phone: Option<PhoneCondition>,
    /// As `email`: younger than 18.
    under_age: Option<bool>,
    /// A field of the broker's own; one that follows a class only for those who read the class in full.
    custom_field: Option<CustomFieldCondition>,
}

/// A condition on a field of the broker's own: one question that its kind can answer. Bounds hold together.
#[derive(InputObject)]
pub struct CustomFieldCondition {
    field_id: ID,
    is_present: Option<bool>,
    /// Not less than this number; equal to it, with the same `max`.
    min: Option<String>,
    /// Not more.
    max: Option<String>,
    /// More than this number.
    above: Option<String>,
    /// Less.
    below: Option<String>,
    /// Not before this day.
    from: Option<NaiveDate>,
    /// Before this day.
    before: Option<NaiveDate>,
    /// One of these choices.
    choice_ids: Option<Vec<ID>>,
    /// Yes or no.
    is: Option<bool>,
}

impl CustomFieldCondition {
    fn read(self) -> Result<FilterInput> {
        let id = CustomFieldId::parse(&self.field_id)
            .ok_or_else(|| wrong("customField: This field does not exist. Load the list again. (unknown_id)"))?;
        let number = |text: &Option<String>| {
            let read =
                |text: &String| Millionths::parse(text).ok_or_else(|| wrong("filter: write a number such as 12.5."));
            text.as_ref().map(read).transpose()
        };
        let (min, max) = (number(&self.min)?, number(&self.max)?);
        let (above, below) = (number(&self.above)?, number(&self.below)?);
        let next = |n: Millionths, by: i64| Millionths::of(n.get().saturating_add(by));
        let from = min.into_iter().chain(above.map(|n| next(n, 1))).max();
        let to = max.into_iter().chain(below.map(|n| next(n, -1))).min();
        let mut asked = Vec::new();
        asked.extend(self.is_present.map(CustomCondition::Present));
        asked.extend((from.is_some() || to.is_some()).then_some(CustomCondition::Number(from, to)));
        let dated = self.from.is_some() || self.before.is_some();
        asked.extend(dated.then_some(CustomCondition::Date(self.from, self.before)));
        if let Some(ids) = self.choice_ids {
            if ids.is_empty() || ids.len() > 200 {
                return Err(wrong("filter: name 1 to 200 choices."));
            }
            let ids = ids.iter().map(|id| CustomChoiceId::parse(id)).collect::<Option<Vec<_>>>();
            asked.push(CustomCondition::Choice(
                ids.ok_or_else(|| wrong("filter: one of the ids is none of this kind."))?,
            ));
        }
        asked.extend(self.is.map(CustomCondition::Flag));
        match (asked.pop(), asked.is_empty()) {
            (Some(condition), true) => Ok(FilterInput::Custom(id, condition)),
            _ => Err(wrong("filter: ask one question of a custom field.")),
        }
    }
}

const DEPTH_MAX: usize = 4;
const CONDITIONS_MAX: usize = 32;

fn wrong(text: &str) -> async_graphql::Error {
    async_graphql::Error::new_with_source(Refusal::invalid(text))
}

fn ids<T>(
    condition: IdCondition,
    parse: impl Fn(&str) -> Option<T>,
    make: impl Fn(Vec<T>) -> Condition,
) -> Result<FilterInput> {
    let empty = || FilterInput::Is(make(Vec::new()));
    let any = match condition.any {
        Some(any) if any.is_empty() || any.len() > 200 => return Err(wrong("filter: name 1 to 200 ids.")),
        Some(any) => Some(
            any.iter()
                .map(|id| parse(id))
                .collect::<Option<Vec<T>>>()
                .ok_or_else(|| wrong("filter: one of the ids is none of this kind."))?,
        ),
        None => None,
    };
    Ok(match (any, condition.is_null) {
        (Some(any), None | Some(false)) => FilterInput::Is(make(any)),
        (Some(any), Some(true)) => FilterInput::Or(vec![FilterInput::Is(make(any)), empty()]),
        (None, Some(true)) => empty(),
        (None, Some(false)) => FilterInput::Not(Box::new(empty())),
        (None, None) => return Err(wrong("filter: say `in` or `isNull`.")),
    })
}

fn texts(values: Vec<String>) -> Result<Vec<String>> {
    if values.is_empty() || values.len() > 100 || values.iter().any(|v| v.len() > 200) {
        return Err(wrong("filter: name 1 to 100 values."));
    }
    Ok(values)
}

/// Set or not; `unset` is the condition that it is not.
fn set(has: bool, unset: Condition) -> FilterInput {
    let unset = FilterInput::Is(unset);
    if has { FilterInput::Not(Box::new(unset)) } else { unset }
}

fn times(column: TimeColumn, range: TimeRange) -> FilterInput {
    FilterInput::Is(Condition::Time(
        column,
        storage::TimeRange { from: range.from, before: range.before, is_null: range.is_null },
    ))
}

impl ClientFilter {
    /// Reads the tree, bounded in depth and size.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn read(self) -> Result<FilterInput> {
        let mut left = CONDITIONS_MAX;
        self.node(0, &mut left)
    }

    fn node(self, depth: usize, left: &mut usize) -> Result<FilterInput> {
        if depth > DEPTH_MAX {
            return Err(wrong("filter: use at most four levels of and / or / not."));
        }
        let mut all = Vec::new();
        let many = |parts: Vec<Self>, left: &mut usize| {
            parts.into_iter().map(|p| p.node(depth + 1, left)).collect::<Result<Vec<_>>>()
        };
        if let Some(parts) = self.and {
            all.push(FilterInput::And(many(parts, left)?));
        }
        if let Some(parts) = self.or {
            all.push(FilterInput::Or(many(parts, left)?));
        }
        if let Some(part) = self.not {
            all.push(FilterInput::Not(Box::new(part.node(depth + 1, left)?)));
        }
        let before = all.len();
        let named = self.ids.map(|any| IdCondition { any: Some(any), is_null: None });
        all.extend(named.map(|c| ids(c, ClientId::parse, Condition::Ids)).transpose()?);
        all.extend(self.sales_status.map(|c| ids(c, StatusOptionId::parse, Condition::SalesStatus)).transpose()?);
        all.extend(
            self.retention_status.map(|c| ids(c, StatusOptionId::parse, Condition::RetentionStatus)).transpose()?,
        );
        all.extend(self.owner.map(|c| ids(c, StaffId::parse, Condition::Owner)).transpose()?);
        all.extend(self.team.map(|c| ids(c, TeamId::parse, Condition::Team)).transpose()?);
        all.extend(self.tag.map(|c| ids(c, TagId::parse, Condition::Tag)).transpose()?);
        let is = |condition: Condition| FilterInput::Is(condition);
        all.extend(self.kyc_status.map(|v| is(Condition::Kyc(v.into_iter().map(Into::into).collect()))));
        all.extend(self.status.map(|v| is(Condition::Status(v.into_iter().map(Into::into).collect()))));
        all.extend(self.stage.map(|v| is(Condition::Stage(v.into_iter().map(Into::into).collect()))));
        all.extend(self.kind.map(|v| is(Condition::Kind(v.into_iter().map(Into::into).collect()))));
        all.extend(self.risk_level.map(|v| is(Condition::Risk(v.into_iter().map(Into::into).collect()))));
        all.extend(self.country.map(texts).transpose()?.map(|v| is(Condition::Country(v))));
        all.extend(self.language.map(texts).transpose()?.map(|v| is(Condition::Language(v))));
        all.extend(self.source.map(texts).transpose()?.map(|v| is(Condition::Source(v))));
        all.extend(self.has_country.map(|has| set(has, Condition::Country(Vec::new()))));
        all.extend(self.has_source.map(|has| set(has, Condition::Source(Vec::new()))));
        all.extend(self.created_at.map(|r| times(TimeColumn::CreatedAt, r)));
        all.extend(self.updated_at.map(|r| times(TimeColumn::UpdatedAt, r)));
        all.extend(self.last_contact_at.map(|r| times(TimeColumn::LastContactAt, r)));
        all.extend(self.next_follow_up_at.map(|r| times(TimeColumn::NextFollowUpAt, r)));
        all.extend(self.archived.map(|a| is(Condition::Archived(a))));
        all.extend(self.do_not_call.map(|on| is(Condition::DoNotCall(on))));
        all.extend(self.email.into_iter().flat_map(EmailCondition::read).map(FilterInput::Sealed));
        all.extend(self.phone.into_iter().flat_map(PhoneCondition::read).map(FilterInput::Sealed));
        all.extend(self.under_age.map(|u| FilterInput::Sealed(SealedCondition::UnderAge(u))));
        all.extend(self.custom_field.map(CustomFieldCondition::read).transpose()?);
        *left = left.checked_sub(all.len() - before).ok_or_else(|| wrong("filter: use at most 32 conditions."))?;
        match all.pop() {
            None => Err(wrong("filter: a node without a condition; leave it out.")),
            Some(only) if all.is_empty() => Ok(only),
            Some(last) => {
                all.push(last);
                Ok(FilterInput::And(all))
            }
        }
    }
}

impl EmailCondition {
    fn read(self) -> impl Iterator<Item = SealedCondition> {
        [
            self.equals.map(SealedCondition::EmailEquals),
            self.domain.map(SealedCondition::EmailDomain),
            self.is_present.map(SealedCondition::EmailPresent),
        ]
        .into_iter()
        .flatten()
    }
}

impl PhoneCondition {
    fn read(self) -> impl Iterator<Item = SealedCondition> {
        [
            self.equals.map(SealedCondition::PhoneEquals),
            self.last_four.map(SealedCondition::PhoneLastFour),
            self.is_present.map(SealedCondition::PhonePresent),
        ]
        .into_iter()
        .flatten()
    }
}
