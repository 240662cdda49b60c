use crate::UseCaseError;
use crm_access::kinds::ClientView;
use crm_access::{FieldClass, OpContext};
use crm_model::{Country, Email, Phone};
use crm_storage::{ClientBrief, Clients, Scoped};
use crm_vault::{BlindIndex, BlindKind};

/// What stands in the way of a new client, as far as this reader may know.
#[derive(Clone, Debug, Default)]
pub struct DuplicateAnswer {
    /// False when the reader may not read what was asked about: the answer is then the same either way (SECURITY 11).
    pub checked: bool,
    /// Clients within reach with the same contact.
    pub matches: Vec<Duplicate>,
}

/// One client with the same contact.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// Which field is the same.
    pub field: FieldClass,
    /// Whose.
    pub client: ClientBrief,
}

/// Looks for clients with the same e-mail address or phone number while somebody types.
///
/// # Errors
/// Access. What is not yet an address or number finds nothing.
pub async fn possible_duplicates(
    op: &OpContext,
    tx: &impl Scoped,
    email: Option<&str>,
    phone: Option<&str>,
) -> Result<DuplicateAnswer, UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let clients = Clients::of(tx);
    let me = op.actor().staff().map(|s| s.id);
    let mut answer = DuplicateAnswer { checked: true, matches: Vec::new() };
    let mut wanted: Vec<(FieldClass, Vec<BlindIndex>)> = Vec::new();
    if let Some(raw) = email {
        match op.policy().may_search_by(FieldClass::Email, permit.reach()) {
            true => wanted.extend(
                Email::parse("email", raw)
                    .ok()
                    .map(|e| (FieldClass::Email, tx.keys().blind_all(BlindKind::Email, &e.expose().normalised()))),
            ),
            false => answer.checked = false,
        }
    }
    if let Some(raw) = phone {
        match op.policy().may_search_by(FieldClass::Phone, permit.reach()) {
            true => {
                let country = clients.defaults().await?.country.as_deref().and_then(Country::parse);
                wanted.extend(
                    Phone::parse("phone", raw, country)
                        .ok()
                        .map(|p| (FieldClass::Phone, tx.keys().blind_all(BlindKind::Phone, p.expose().as_str()))),
                );
            }
            false => answer.checked = false,
        }
    }
    for (field, blinds) in wanted {
        let found = clients.with_contact(&permit, me, &blinds, 5).await?;
        answer.matches.extend(found.iter().map(|client| Duplicate { field, client: ClientBrief::from(client) }));
    }
    Ok(answer)
}
