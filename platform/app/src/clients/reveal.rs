use super::card::{ClientCard, class_of};
use super::{open::sees_archived, reason};
use crate::{App, UseCaseError, custom_fields};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::ContactReveal;
use crm_access::{AccessError, FieldClass, OpContext, Permission, Visibility};
use crm_model::{AuditAction, ClientId, ContactId, CustomFieldId, Pii, Problem};
use crm_storage::{AuditEvent, Clients, CustomField, CustomFields, CustomKept, Reveals, Scoped, TenantTx};

/// How long a revealed value may stay on the screen.
const SHOWN_FOR: Duration = Duration::seconds(60);

/// What somebody wants to see in full.
#[derive(Clone, Copy, Debug)]
pub enum RevealWhat {
    /// One contact.
    Contact(ContactId),
    /// Address or date of birth.
    Field(FieldClass),
    /// A field of the broker's own.
    Custom(CustomFieldId),
}

/// A reveal and why.
#[derive(Clone, Debug)]
pub struct RevealInput {
    /// Whose.
    pub client: ClientId,
    /// What.
    pub what: RevealWhat,
    /// Why.
    pub reason: String,
}

/// What was revealed.
#[derive(Debug)]
pub struct Revealed {
    /// The value in full.
    pub value: Pii<String>,
    /// When the screen must hide it again.
    pub until: DateTime<Utc>,
    /// How many more this hour.
    pub left: i64,
}

/// Shows one masked value in full: with a reason, counted, limited, and recorded before the answer leaves (AUD-09).
///
/// # Errors
/// Access, a missing reason, the limit of the hour.
pub async fn reveal(op: &OpContext, app: &App, input: &RevealInput) -> Result<Revealed, UseCaseError> {
    let permit = op.require::<ContactReveal>()?;
    let why = reason(&input.reason)?;
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    let clients = Clients::of(&tx);
    let client = clients
        .find(&permit, Some(me), input.client, sees_archived(op))
        .await?
        .ok_or(UseCaseError::NotFound("client"))?;
    let contacts = clients.contacts(&[client.id]).await?;
    let contact = match input.what {
        RevealWhat::Contact(id) => {
            Some(contacts.iter().find(|c| c.id == id).ok_or(UseCaseError::NotFound("contact"))?.clone())
        }
        RevealWhat::Field(_) | RevealWhat::Custom(_) => None,
    };
    let custom = match input.what {
        RevealWhat::Custom(id) => Some(custom(&tx, client.id, id).await?),
        RevealWhat::Contact(_) | RevealWhat::Field(_) => None,
    };
    let card = ClientCard::new(op, tx.keys(), client, contacts, false);
    let class = match (input.what, &contact) {
        (RevealWhat::Field(class), _) => class,
        (RevealWhat::Custom(_), _) => {
            let class = custom.as_ref().and_then(|(field, _)| field.class);
            class.ok_or_else(|| UseCaseError::invalid("customFieldId", "not_masked", "Everybody reads this field."))?
        }
        (_, contact) => contact.as_ref().map_or(FieldClass::Email, |c| class_of(c.kind)),
    };
    if card.reading(op, class).visibility == Visibility::Hidden {
        return Err(AccessError::Forbidden(Permission::ContactReveal).into());
    }
    let limit = i64::from(clients.defaults().await?.reveals_per_hour);
    let count = Reveals::of(&tx).record(&permit, me, card.client.id, class, op.now()).await?;
    if count > limit {
        drop(tx);
        let event =
            AuditEvent::refusal(AuditAction::AccessRefused, "rate_limited").target("client", card.client.id.uuid());
        app.db.begin(op).await?.commit(event).await?;
        return Err(UseCaseError::TooOften { retry_after: std::time::Duration::from_secs(600) });
    }
    let missing = || UseCaseError::from(Problem::at("field", "nothing_there", "This client has no such value."));
    let value = match (&contact, class) {
        _ if custom.is_some() => {
            let (field, kept) = custom.ok_or_else(missing)?;
            custom_fields::open_value(&card, &field, &kept.ok_or_else(missing)?)?
        }
        (Some(contact), _) => contact.open(op.tenant().id, &card.key()?)?,
        (None, FieldClass::Address) => {
            card.client.address_sealed.as_ref().map(|_| card.address_line()).ok_or_else(missing)??
        }
        (None, FieldClass::DateOfBirth) => card
            .client
            .date_of_birth_sealed
            .as_ref()
            .map(|s| card.open("date_of_birth_sealed", Some(s)))
            .ok_or_else(missing)??,
        (None, _) => return Err(UseCaseError::invalid("contactId", "required", "Name the contact to be shown.")),
    };
    let event = AuditEvent::on_client(AuditAction::ContactRevealed, card.client.id, &card.key()?)
        .because(why)
        .changes([crm_storage::Change::plain("field", None::<String>, Some(class.as_str()))]);
    tx.commit(event).await?;
    Ok(Revealed { value: Pii::new(value), until: op.now() + SHOWN_FOR, left: (limit - count).max(0) })
}

/// A field of the broker's own, with what the client has in it.
async fn custom(
    tx: &TenantTx,
    client: ClientId,
    id: CustomFieldId,
) -> Result<(CustomField, Option<CustomKept>), UseCaseError> {
    let field = CustomFields::of(tx).all().await?.into_iter().find(|field| field.id == id);
    let field = field.ok_or(UseCaseError::NotFound("custom field"))?;
    let rows = Clients::of(tx).custom_values(&[client]).await?;
    Ok((field, rows.into_iter().find(|row| row.field == id).map(|row| row.kept)))
}
