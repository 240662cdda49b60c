//! Groups of a list with their counts: under the list's own rules, so that a group counts what the list would show.

use super::list::{ListInput, query};
use super::open::may_view;
use crate::UseCaseError;
use crm_access::ClientField;
use crm_access::{FieldAccess, FieldUse, OpContext};
use crm_model::{ClientGroupField, StaffId, StatusOptionId, TeamId};
use crm_storage::{ClientSort, Clients, Condition, GROUPS_MAX, GroupCount, Scoped, SortColumn};

/// The clients of one group; `key` is `None` for those that have none.
#[derive(Clone, Debug)]
pub struct GroupInput {
    /// By what.
    pub by: ClientGroupField,
    /// The typed id, or the country's code.
    pub key: Option<String>,
}

/// A group with its key as the wire has it.
#[derive(Clone, Debug)]
pub struct ClientGroup {
    /// The typed id, or the country's code; `None` for clients that have none.
    pub key: Option<String>,
    /// The name of a status, a person or a team.
    pub name: Option<String>,
    /// How many clients.
    pub count: i64,
}

/// The groups of what [`super::list`] would find, largest first, and whether there are more than are told.
///
/// # Errors
/// As [`super::list`].
pub async fn groups(
    op: &OpContext,
    tx: &impl Scoped,
    by: ClientGroupField,
    mut input: ListInput,
) -> Result<(Vec<ClientGroup>, bool), UseCaseError> {
    let permit = may_view(op)?;
    if field(by).access(FieldUse::Group) != FieldAccess::Reached {
        return Err(UseCaseError::invalid("by", "field_not_groupable", "The list cannot be grouped by this field."));
    }
    input.sort = ClientSort { column: SortColumn::CreatedAt, descending: true };
    let Some(query) = query(op, tx, &permit, &input).await? else { return Ok((Vec::new(), false)) };
    let mut counted = Clients::of(tx).groups(&permit, by, &query).await?;
    let more = counted.len() > GROUPS_MAX;
    counted.truncate(GROUPS_MAX);
    Ok((counted.into_iter().map(|group| shown(by, group)).collect(), more))
}

/// The field of the one table of uses that a group stands for.
const fn field(by: ClientGroupField) -> ClientField {
    match by {
        ClientGroupField::SalesStatus => ClientField::SalesStatus,
        ClientGroupField::RetentionStatus => ClientField::RetentionStatus,
        ClientGroupField::Owner => ClientField::Owner,
        ClientGroupField::Team => ClientField::Team,
        ClientGroupField::Country => ClientField::Country,
    }
}

fn shown(by: ClientGroupField, group: GroupCount) -> ClientGroup {
    let uuid = |key: &String| uuid::Uuid::parse_str(key).ok();
    let key = group.key.as_ref().and_then(|key| match by {
        ClientGroupField::SalesStatus | ClientGroupField::RetentionStatus => {
            uuid(key).map(|id| StatusOptionId::from_uuid(id).to_string())
        }
        ClientGroupField::Owner => uuid(key).map(|id| StaffId::from_uuid(id).to_string()),
        ClientGroupField::Team => uuid(key).map(|id| TeamId::from_uuid(id).to_string()),
        ClientGroupField::Country => Some(key.clone()),
    });
    ClientGroup { key, name: group.name, count: group.count }
}

/// The condition that holds for the clients of a group.
pub(super) fn condition(group: &GroupInput) -> Result<Condition, UseCaseError> {
    let unknown = || UseCaseError::invalid("group", "unknown_group", "There is no such group any more.");
    let key = group.key.as_deref();
    let status = || key.map(|key| StatusOptionId::parse(key).ok_or_else(unknown)).transpose();
    Ok(match group.by {
        // every client has a sales status
        ClientGroupField::SalesStatus => Condition::SalesStatus(status()?.into_iter().collect()),
        ClientGroupField::RetentionStatus => Condition::RetentionStatus(status()?.into_iter().collect()),
        ClientGroupField::Owner => {
            let owner = key.map(|key| StaffId::parse(key).ok_or_else(unknown)).transpose()?;
            Condition::Owner(owner.into_iter().collect())
        }
        ClientGroupField::Team => {
            let team = key.map(|key| TeamId::parse(key).ok_or_else(unknown)).transpose()?;
            Condition::Team(team.into_iter().collect())
        }
        ClientGroupField::Country => match key {
            Some(code) if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
                Condition::Country(vec![code.to_owned()])
            }
            Some(_) => return Err(unknown()),
            None => Condition::Country(Vec::new()),
        },
    })
}
