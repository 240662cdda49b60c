//! A typed filter tree, compiled to a condition on `c`. Sealed fields are matched by blind index only, and only after
//! the use case has checked that the reader may read them everywhere in his reach.

use super::custom::CustomCondition;
use super::reach::Values;
use chrono::{DateTime, Utc};
use crm_model::{
    ClientId, ClientKind, ClientStage, ClientStatus, CustomFieldId, KycStatus, RiskLevel, StaffId, StatusOptionId,
    TagId, TeamId,
};
use crm_vault::BlindIndex;
use sea_orm::Value;
use uuid::Uuid;

/// A node of the tree.
#[derive(Clone, Debug)]
pub enum ClientFilter {
    /// All of them.
    And(Vec<ClientFilter>),
    /// At least one of them.
    Or(Vec<ClientFilter>),
    /// Not this.
    Not(Box<ClientFilter>),
    /// A condition.
    Is(Condition),
}

/// A condition on one field.
#[derive(Clone, Debug)]
pub enum Condition {
    /// It is one of these.
    Ids(Vec<ClientId>),
    /// Sales status is one of these.
    SalesStatus(Vec<StatusOptionId>),
    /// Retention status is one of these; empty for none set.
    RetentionStatus(Vec<StatusOptionId>),
    /// Owner is one of these; empty for nobody.
    Owner(Vec<StaffId>),
    /// Team is one of these; empty for none.
    Team(Vec<TeamId>),
    /// Has one of these tags; empty for no tag at all.
    Tag(Vec<TagId>),
    /// KYC status is one of these.
    Kyc(Vec<KycStatus>),
    /// Client status is one of these.
    Status(Vec<ClientStatus>),
    /// Stage is one of these.
    Stage(Vec<ClientStage>),
    /// Kind is one of these.
    Kind(Vec<ClientKind>),
    /// Risk level is one of these.
    Risk(Vec<RiskLevel>),
    /// Country is one of these codes; empty for none set.
    Country(Vec<String>),
    /// Language is one of these codes.
    Language(Vec<String>),
    /// Source is one of these; empty for none set.
    Source(Vec<String>),
    /// A time lies in a range.
    Time(TimeColumn, TimeRange),
    /// Archived or not.
    Archived(bool),
    /// A sealed contact.
    Blind(BlindFilter),
    /// Younger than 18 at the last look.
    UnderAge(bool),
    /// Must not be called.
    DoNotCall(bool),
    /// A field of the broker's own.
    Custom(CustomFieldId, CustomCondition),
}

/// What can be asked of a sealed contact.
#[derive(Clone, Debug)]
pub enum BlindFilter {
    /// Whole address or number, under every version of the blind key.
    Whole(Vec<BlindIndex>),
    /// Domain of an address or last four digits of a number.
    Part(Vec<BlindIndex>),
    /// Any e-mail (`email`) or phone (`phone`) at all, or none.
    Present(&'static str, bool),
}

/// Which time.
#[derive(Clone, Copy, Debug)]
pub enum TimeColumn {
    /// Created.
    CreatedAt,
    /// Changed last.
    UpdatedAt,
    /// Last contact.
    LastContactAt,
    /// Next follow-up.
    NextFollowUpAt,
}

/// From (included) to before (excluded), or null or not.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeRange {
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub before: Option<DateTime<Utc>>,
    /// Unset, or set.
    pub is_null: Option<bool>,
}

impl TimeColumn {
    const fn sql(self) -> &'static str {
        match self {
            Self::CreatedAt => "c.created_at",
            Self::UpdatedAt => "c.updated_at",
            Self::LastContactAt => "c.last_contact_at",
            Self::NextFollowUpAt => "c.next_follow_up_at",
        }
    }
}

impl ClientFilter {
    /// Whether the tree asks for archived clients anywhere.
    #[must_use]
    pub fn speaks_of_archived(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::speaks_of_archived),
            Self::Not(part) => part.speaks_of_archived(),
            Self::Is(condition) => matches!(condition, Condition::Archived(_)),
        }
    }

    pub(crate) fn sql(&self, values: &mut Values) -> String {
        let join = |parts: &[Self], word: &str, empty: &str, values: &mut Values| {
            let parts: Vec<String> = parts.iter().map(|p| p.sql(values)).collect();
            if parts.is_empty() { empty.to_owned() } else { format!("({})", parts.join(word)) }
        };
        match self {
            Self::And(parts) => join(parts, " AND ", "true", values),
            Self::Or(parts) => join(parts, " OR ", "false", values),
            Self::Not(part) => format!("({}) IS NOT TRUE", part.sql(values)),
            Self::Is(condition) => condition.sql(values),
        }
    }
}

impl Condition {
    fn sql(&self, values: &mut Values) -> String {
        match self {
            Self::Ids(ids) => {
                format!("c.id = ANY({}::uuid[])", values.push(ids.iter().map(|i| i.uuid()).collect::<Vec<Uuid>>()))
            }
            Self::SalesStatus(ids) => uuids("c.sales_status_id", ids.iter().map(|i| i.uuid()), values),
            Self::RetentionStatus(ids) => uuids("c.retention_status_id", ids.iter().map(|i| i.uuid()), values),
            Self::Owner(ids) => uuids("c.owner_id", ids.iter().map(|i| i.uuid()), values),
            Self::Team(ids) => uuids("c.team_id", ids.iter().map(|i| i.uuid()), values),
            Self::Tag(ids) if ids.is_empty() => {
                "NOT EXISTS (SELECT 1 FROM crm.client_tag g WHERE g.tenant_id = $1 AND g.client_id = c.id)".to_owned()
            }
            Self::Tag(ids) => {
                let ids = values.push(ids.iter().map(|i| i.uuid()).collect::<Vec<Uuid>>());
                format!(
                    "EXISTS (SELECT 1 FROM crm.client_tag g WHERE g.tenant_id = $1 AND g.client_id = c.id AND g.tag_id = ANY({ids}::uuid[]))"
                )
            }
            Self::Kyc(all) => texts("c.kyc_status", all.iter().map(|s| s.as_str()), values),
            Self::Status(all) => texts("c.status", all.iter().map(|s| s.as_str()), values),
            Self::Stage(all) => texts("c.stage", all.iter().map(|s| s.as_str()), values),
            Self::Kind(all) => texts("c.kind", all.iter().map(|s| s.as_str()), values),
            Self::Risk(all) => texts("c.risk_level", all.iter().map(|s| s.as_str()), values),
            Self::Country(all) if all.is_empty() => "c.country IS NULL".to_owned(),
            Self::Source(all) if all.is_empty() => "c.source IS NULL".to_owned(),
            Self::Country(all) => texts("c.country", all.iter().map(String::as_str), values),
            Self::Language(all) => texts("c.language", all.iter().map(String::as_str), values),
            Self::Source(all) => texts("c.source", all.iter().map(String::as_str), values),
            Self::Time(column, range) => time(column.sql(), range, values),
            Self::Archived(true) => "c.archived_at IS NOT NULL".to_owned(),
            Self::Archived(false) => "c.archived_at IS NULL".to_owned(),
            Self::UnderAge(true) => "c.under_age".to_owned(),
            Self::UnderAge(false) => "NOT c.under_age".to_owned(),
            Self::DoNotCall(true) => "c.do_not_call".to_owned(),
            Self::DoNotCall(false) => "NOT c.do_not_call".to_owned(),
            Self::Blind(filter) => filter.sql(values),
            Self::Custom(field, condition) => condition.sql(*field, values),
        }
    }
}

impl BlindFilter {
    fn sql(&self, values: &mut Values) -> String {
        let contact = "SELECT 1 FROM crm.client_contact k WHERE k.tenant_id = $1 AND k.client_id = c.id";
        match self {
            Self::Whole(any) => format!("EXISTS ({contact} AND k.bidx = ANY({}))", values.push(blinds(any))),
            Self::Part(any) => format!("EXISTS ({contact} AND k.bidx_part = ANY({}))", values.push(blinds(any))),
            Self::Present(kind, true) => format!("EXISTS ({contact} AND k.kind = {})", values.push(*kind)),
            Self::Present(kind, false) => format!("NOT EXISTS ({contact} AND k.kind = {})", values.push(*kind)),
        }
    }
}

pub(crate) fn blinds(any: &[BlindIndex]) -> Value {
    any.iter().map(|b| b.as_bytes().to_vec()).collect::<Vec<Vec<u8>>>().into()
}

fn uuids(column: &str, ids: impl Iterator<Item = Uuid>, values: &mut Values) -> String {
    let ids: Vec<Uuid> = ids.collect();
    match ids.as_slice() {
        [] => format!("{column} IS NULL"),
        [one] => format!("{column} = {}::uuid", values.push(*one)),
        _ => format!("{column} = ANY({}::uuid[])", values.push(ids)),
    }
}

fn texts<'a>(column: &str, all: impl Iterator<Item = &'a str>, values: &mut Values) -> String {
    let all: Vec<String> = all.map(str::to_owned).collect();
    match all.as_slice() {
        [] => "false".to_owned(),
        [one] => format!("{column} = {}", values.push(one.clone())),
        _ => format!("{column} = ANY({}::text[])", values.push(all)),
    }
}

fn time(column: &str, range: &TimeRange, values: &mut Values) -> String {
    let mut parts = Vec::new();
    if let Some(from) = range.from {
        parts.push(format!("{column} >= {}", values.push(from)));
    }
    if let Some(before) = range.before {
        parts.push(format!("{column} < {}", values.push(before)));
    }
    match range.is_null {
        Some(true) => parts.push(format!("{column} IS NULL")),
        Some(false) => parts.push(format!("{column} IS NOT NULL")),
        None => {}
    }
    if parts.is_empty() { "true".to_owned() } else { format!("({})", parts.join(" AND ")) }
}
