use super::groups::{self, GroupInput};
use super::open::{may_view, sees_archived};
use super::{ClientCard, search};
use crate::{UseCaseError, custom_fields};
use crm_access::kinds::ClientView;
use crm_access::{FieldClass, OpContext, Permit};
use crm_model::{ClientId, ContactKind, Country, CustomFieldId, Email, Phone, Problem};
use crm_storage::{
    BlindFilter, ClientFilter, ClientSort, Clients, Condition, ContactRow, Cursor, CustomCondition, CustomField,
    CustomFields, ListQuery, Scoped,
};
use crm_vault::BlindKind;
use std::collections::HashMap;
use std::sync::Arc;

/// A filter tree as it comes in: sealed fields still hold what was typed.
#[derive(Clone, Debug)]
pub enum FilterInput {
    /// All of them.
    And(Vec<FilterInput>),
    /// At least one.
    Or(Vec<FilterInput>),
    /// Not this.
    Not(Box<FilterInput>),
    /// A condition on an open field.
    Is(Condition),
    /// A condition on a sealed field.
    Sealed(SealedCondition),
    /// A condition on a field of the broker's own.
    Custom(CustomFieldId, CustomCondition),
}

impl FilterInput {
    /// Whether it asks for a field of the broker's own anywhere.
    fn asks_custom(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::asks_custom),
            Self::Not(part) => part.asks_custom(),
            Self::Is(_) | Self::Sealed(_) => false,
            Self::Custom(..) => true,
        }
    }
}

/// What may be asked of sealed fields, by those who may read them.
#[derive(Clone, Debug)]
pub enum SealedCondition {
    /// Whole address.
    EmailEquals(String),
    /// Domain of the address.
    EmailDomain(String),
    /// Any address at all.
    EmailPresent(bool),
    /// Whole number.
    PhoneEquals(String),
    /// Last four digits.
    PhoneLastFour(String),
    /// Any number at all.
    PhonePresent(bool),
    /// Younger than 18.
    UnderAge(bool),
}

/// Which clients somebody wants to see.
#[derive(Clone, Debug)]
pub struct ListInput {
    /// Conditions.
    pub filter: Option<FilterInput>,
    /// What was typed into the search box.
    pub search: Option<String>,
    /// Only the clients of this group.
    pub group: Option<GroupInput>,
    /// The order.
    pub sort: ClientSort,
    /// How many, 1–200.
    pub first: u16,
    /// After which row.
    pub after: Option<Cursor>,
}

/// A page of clients.
pub struct Listed {
    /// In order, each with the cursor that continues after it.
    pub clients: Vec<(ClientCard, Cursor)>,
    /// Whether more follow.
    pub more: bool,
}

/// Lists clients within the caller's reach. Reads by staff of list columns leave no event.
///
/// # Errors
/// Access; filters on fields that the caller may not read everywhere; a cursor of another order.
pub async fn list(op: &OpContext, tx: &impl Scoped, input: &ListInput) -> Result<Listed, UseCaseError> {
    let permit = may_view(op)?;
    let clients = Clients::of(tx);
    let Some(query) = query(op, tx, &permit, input).await? else {
        return Ok(Listed { clients: Vec::new(), more: false });
    };
    if let Some(cursor) = &input.after {
        query
            .check_cursor(cursor)
            .map_err(|error| UseCaseError::invalid("after", "invalid_cursor", error.to_string()))?;
    }
    let reader = op.actor().staff().map(|s| s.id);
    let page = clients.list(&permit, reader, &query, input.first, input.after.as_ref()).await?;
    let ids: Vec<ClientId> = page.rows.iter().map(|c| c.id).collect();
    let mut contacts = by_client(clients.contacts(&ids).await?);
    let more = page.more;
    let clients = page.rows.into_iter().map(|client| {
        let cursor = query.sort.cursor(&client);
        let contacts = contacts.remove(&client.id).unwrap_or_default();
        (ClientCard::new(op, tx.keys(), client, contacts, false), cursor)
    });
    Ok(Listed { clients: clients.collect(), more })
}

/// Those of the given clients that lie within reach, each with its contacts, for lists of something else.
pub(crate) async fn cards(
    op: &OpContext,
    tx: &impl Scoped,
    permit: &Permit<ClientView>,
    ids: &[ClientId],
) -> Result<HashMap<ClientId, Arc<ClientCard>>, UseCaseError> {
    let clients = Clients::of(tx);
    let mut contacts = by_client(clients.contacts(ids).await?);
    let reader = op.actor().staff().map(|s| s.id);
    let found = clients.find_many(permit, reader, ids, false).await?;
    Ok(found
        .into_iter()
        .map(|client| {
            let contacts = contacts.remove(&client.id).unwrap_or_default();
            (client.id, Arc::new(ClientCard::new(op, tx.keys(), client, contacts, false)))
        })
        .collect())
}

fn by_client(rows: Vec<ContactRow>) -> HashMap<ClientId, Vec<ContactRow>> {
    let mut contacts: HashMap<ClientId, Vec<ContactRow>> = HashMap::new();
    for contact in rows {
        contacts.entry(contact.client).or_default().push(contact);
    }
    contacts
}

/// Counts what [`list`] would find; stops at 10,000 and says so.
///
/// # Errors
/// As [`list`].
pub async fn count(
    op: &OpContext,
    tx: &impl Scoped,
    filter: Option<FilterInput>,
    typed: Option<String>,
    group: Option<GroupInput>,
) -> Result<(i64, bool), UseCaseError> {
    let permit = may_view(op)?;
    let sort = ClientSort { column: crm_storage::SortColumn::CreatedAt, descending: true };
    let input = ListInput { filter, search: typed, group, sort, first: 1, after: None };
    match query(op, tx, &permit, &input).await? {
        Some(query) => Ok(Clients::of(tx).count(&permit, &query).await?),
        None => Ok((0, false)),
    }
}

/// `None` when what was typed can match nothing for this reader.
pub(crate) async fn query(
    op: &OpContext,
    tx: &impl Scoped,
    permit: &Permit<ClientView>,
    input: &ListInput,
) -> Result<Option<ListQuery>, UseCaseError> {
    let typed = input.search.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let needs_country = typed.is_some() || input.filter.is_some();
    let country = if needs_country {
        Clients::of(tx).defaults().await?.country.as_deref().and_then(Country::parse)
    } else {
        None
    };
    let search = match typed {
        Some(typed) => match search::understand(op, permit.reach(), tx.keys(), country, typed) {
            Some(search) => Some(search),
            None => return Ok(None),
        },
        None => None,
    };
    let custom = match &input.filter {
        Some(filter) if filter.asks_custom() => CustomFields::of(tx).all().await?,
        _ => Vec::new(),
    };
    let compile = Compile { op, permit, tx, country, custom };
    let filter = input.filter.as_ref().map(|f| compile.tree(f, 0)).transpose()?;
    let group = input.group.as_ref().map(groups::condition).transpose()?.map(ClientFilter::Is);
    let filter = match (filter, group) {
        (Some(filter), Some(group)) => Some(ClientFilter::And(vec![filter, group])),
        (filter, group) => filter.or(group),
    };
    Ok(Some(ListQuery { filter, search, sort: input.sort, archived: sees_archived(op) }))
}

/// Four levels as a person counts them: what joins several conditions of one node is a level of its own here.
const LEVELS_MAX: usize = 9;

struct Compile<'a, T> {
    op: &'a OpContext,
    permit: &'a Permit<ClientView>,
    tx: &'a T,
    country: Option<Country>,
    custom: Vec<CustomField>,
}

impl<T: Scoped> Compile<'_, T> {
    fn tree(&self, input: &FilterInput, depth: usize) -> Result<ClientFilter, UseCaseError> {
        if depth > LEVELS_MAX {
            return Err(UseCaseError::invalid("filter", "too_deep", "Use at most four levels of and / or / not."));
        }
        let all = |parts: &[FilterInput]| parts.iter().map(|p| self.tree(p, depth + 1)).collect::<Result<Vec<_>, _>>();
        Ok(match input {
            FilterInput::And(parts) => ClientFilter::And(all(parts)?),
            FilterInput::Or(parts) => ClientFilter::Or(all(parts)?),
            FilterInput::Not(part) => ClientFilter::Not(Box::new(self.tree(part, depth + 1)?)),
            FilterInput::Is(condition) => ClientFilter::Is(condition.clone()),
            FilterInput::Sealed(condition) => ClientFilter::Is(self.sealed(condition)?),
            FilterInput::Custom(field, condition) => {
                custom_fields::checked(self.op, self.permit.reach(), &self.custom, *field, condition)?;
                ClientFilter::Is(Condition::Custom(*field, condition.clone()))
            }
        })
    }

    fn sealed(&self, condition: &SealedCondition) -> Result<Condition, UseCaseError> {
        let class = match condition {
            SealedCondition::EmailEquals(_) | SealedCondition::EmailDomain(_) | SealedCondition::EmailPresent(_) => {
                FieldClass::Email
            }
            SealedCondition::PhoneEquals(_) | SealedCondition::PhoneLastFour(_) | SealedCondition::PhonePresent(_) => {
                FieldClass::Phone
            }
            SealedCondition::UnderAge(_) => FieldClass::DateOfBirth,
        };
        if !self.op.policy().may_search_by(class, self.permit.reach()) {
            return Err(UseCaseError::invalid(
                class.as_str(),
                "field_not_filterable",
                "Your role does not read this field in full, so it cannot be filtered by.",
            ));
        }
        let keys = self.tx.keys();
        let blind = |kind, text: &str| keys.blind_all(kind, text);
        Ok(match condition {
            SealedCondition::EmailEquals(raw) => Condition::Blind(BlindFilter::Whole(blind(
                BlindKind::Email,
                &Email::parse("email", raw)?.expose().normalised(),
            ))),
            SealedCondition::EmailDomain(raw) => Condition::Blind(BlindFilter::Part(blind(
                BlindKind::EmailDomain,
                &raw.trim().trim_start_matches('@').to_ascii_lowercase(),
            ))),
            SealedCondition::EmailPresent(present) => {
                Condition::Blind(BlindFilter::Present(ContactKind::Email.as_str(), *present))
            }
            SealedCondition::PhoneEquals(raw) => Condition::Blind(BlindFilter::Whole(blind(
                BlindKind::Phone,
                Phone::parse("phone", raw, self.country)?.expose().as_str(),
            ))),
            SealedCondition::PhoneLastFour(raw) => {
                Condition::Blind(BlindFilter::Part(blind(BlindKind::PhoneLastFour, last_four(raw)?)))
            }
            SealedCondition::PhonePresent(present) => {
                Condition::Blind(BlindFilter::Present(ContactKind::Phone.as_str(), *present))
            }
            SealedCondition::UnderAge(under) => Condition::UnderAge(*under),
        })
    }
}

fn last_four(raw: &str) -> Result<&str, Problem> {
    let digits = raw.trim();
    if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(digits);
    }
    Err(Problem::at("phone", "invalid_phone", "Write the last four digits."))
}
