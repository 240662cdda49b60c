//! What clients have in the broker's own fields, for one reader.

use crate::UseCaseError;
use crate::clients::{ClientCard, Personal, Reading, may_view};
use crm_access::kinds::ClientView;
use crm_access::{Actor, ApiScope, FieldClass, OpContext, Visibility};
use crm_model::{ClientId, CustomChoiceId, CustomFieldId, CustomFieldKind};
use crm_storage::{Clients, CustomField, CustomFields, CustomKept, CustomValueRow, Scoped};
use crm_vault::VaultError;
use std::collections::HashMap;

/// A field of a client as a reader sees it.
#[derive(Clone, Debug)]
pub struct CustomShown {
    /// Which.
    pub field: CustomFieldId,
    /// For programs.
    pub key: String,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// Words, a number, `YYYY-MM-DD`, the label of a choice, `true` or `false`; masked as the reader's role says.
    pub value: Personal,
    /// The choice, for those who see it.
    pub choice: Option<CustomChoiceId>,
}

/// How much of a field a reader sees of a client.
fn reading(op: &OpContext, card: &ClientCard, class: Option<FieldClass>) -> Reading {
    let Some(class) = class else { return Reading { visibility: Visibility::Full, may_reveal: false } };
    if matches!(op.actor(), Actor::Website(_)) {
        let full = op.require_scope::<ClientView>(ApiScope::ContactView).is_ok();
        let visibility = if full { Visibility::Full } else { Visibility::Masked };
        return Reading { visibility, may_reveal: false };
    }
    card.reading(op, class)
}

/// What rests there, as text for people.
pub(crate) fn open_value(card: &ClientCard, field: &CustomField, kept: &CustomKept) -> Result<String, VaultError> {
    Ok(match kept {
        CustomKept::Text(sealed) => CustomKept::open(card.tenant(), field.id, &card.key()?, sealed)?,
        CustomKept::Number(number) => number.to_string(),
        CustomKept::Date(date) => date.to_string(),
        CustomKept::Choice(id) => {
            field.choices.iter().find(|choice| choice.id == *id).map(|choice| choice.label.clone()).unwrap_or_default()
        }
        CustomKept::Flag(on) => on.to_string(),
    })
}

fn shown(
    op: &OpContext,
    card: &ClientCard,
    field: &CustomField,
    kept: Option<&CustomKept>,
) -> Result<CustomShown, VaultError> {
    let reading = reading(op, card, field.class);
    let open = || kept.map_or_else(|| Ok(String::new()), |kept| open_value(card, field, kept));
    let value = Personal::read(reading, kept.is_some(), None, open)?;
    let choice = match kept {
        Some(CustomKept::Choice(id)) if reading.visibility == Visibility::Full => Some(*id),
        _ => None,
    };
    Ok(CustomShown { field: field.id, key: field.key.clone(), kind: field.kind, value, choice })
}

/// The broker's own fields of a client that the reader has in hand: each that is in use, and each archived one that the
/// reader may know to have a value. A hidden field is there either way, so that nothing is told of its value.
///
/// # Errors
/// The database is away; a sealed value does not open.
pub async fn of_client(op: &OpContext, tx: &impl Scoped, card: &ClientCard) -> Result<Vec<CustomShown>, UseCaseError> {
    let fields = CustomFields::of(tx).all().await?;
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Clients::of(tx).custom_values(&[card.client.id]).await?;
    let mut all = Vec::new();
    for field in &fields {
        let kept = rows.iter().find(|row| row.field == field.id).map(|row| &row.kept);
        let hidden = reading(op, card, field.class).visibility == Visibility::Hidden;
        if !field.archived || (kept.is_some() && !hidden) {
            all.push(shown(op, card, field, kept)?);
        }
    }
    Ok(all)
}

/// The broker's own fields that are in use, as a website sees them on clients that it has in hand; only what there is.
///
/// # Errors
/// The database is away; a sealed value does not open.
pub(crate) async fn of_cards(
    op: &OpContext,
    tx: &impl Scoped,
    cards: &[&ClientCard],
) -> Result<HashMap<ClientId, Vec<CustomShown>>, UseCaseError> {
    let mut fields = CustomFields::of(tx).all().await?;
    fields.retain(|field| !field.archived);
    if fields.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<ClientId> = cards.iter().map(|card| card.client.id).collect();
    let rows = Clients::of(tx).custom_values(&ids).await?;
    let mut all: HashMap<ClientId, Vec<CustomShown>> = HashMap::new();
    for card in cards {
        for field in &fields {
            let row = rows.iter().find(|row| row.client == card.client.id && row.field == field.id);
            if let Some(row) = row.filter(|_| reading(op, card, field.class).visibility != Visibility::Hidden) {
                all.entry(row.client).or_default().push(shown(op, card, field, Some(&row.kept))?);
            }
        }
    }
    Ok(all)
}

/// The same for a page of clients, within the caller's reach; only what there is and the reader may know of. Leaves no event.
///
/// # Errors
/// [`UseCaseError::Access`]; the database is away; a sealed value does not open.
pub async fn of_clients(
    op: &OpContext,
    tx: &impl Scoped,
    ids: &[ClientId],
) -> Result<Vec<(ClientId, Vec<CustomShown>)>, UseCaseError> {
    let permit = may_view(op)?;
    let fields = CustomFields::of(tx).all().await?;
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let clients = Clients::of(tx);
    let reader = op.actor().staff().map(|s| s.id);
    let found = clients.find_many(&permit, reader, ids, crate::clients::sees_archived(op)).await?;
    let within: Vec<ClientId> = found.iter().map(|client| client.id).collect();
    let mut rows: HashMap<ClientId, Vec<CustomValueRow>> = HashMap::new();
    for row in clients.custom_values(&within).await? {
        rows.entry(row.client).or_default().push(row);
    }
    found
        .into_iter()
        .filter_map(|client| rows.remove(&client.id).map(|rows| (client, rows)))
        .map(|(client, rows)| {
            let card = ClientCard::new(op, tx.keys(), client, Vec::new(), false);
            let mut all = Vec::new();
            for field in &fields {
                let Some(row) = rows.iter().find(|row| row.field == field.id) else { continue };
                if reading(op, &card, field.class).visibility != Visibility::Hidden {
                    all.push(shown(op, &card, field, Some(&row.kept))?);
                }
            }
            Ok((card.client.id, all))
        })
        .collect()
}
