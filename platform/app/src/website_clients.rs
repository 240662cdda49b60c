//! What a broker's website does with clients. The same registration as the portal's; reads leave events, because a
//! website reads for nobody in particular.

use crate::clients::{ClientCard, ListInput, Listed, NewClientInput, Registered, announce, find, register_in};
use crate::custom_fields::{self, CustomShown, KeyedInput};
use crate::idempotency::{Turn, Wish};
use crate::{App, UseCaseError, clients};
use crm_access::OpContext;
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId};
use crm_storage::{AuditEvent, Change, ClientSort, Cursor, CustomFields, KeptAnswer, SortColumn, TenantTx};
use std::collections::HashMap;

/// What became of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// The client exists now; the answer is kept when that was wished.
    Made(ClientId, KeptAnswer),
    /// The same request came before; this was its answer.
    Replayed(KeptAnswer),
    /// The Idempotency-Key came before with another request.
    KeyReused,
    /// The same request is running at this moment.
    StillRunning,
}

/// Registers a client once: the claim of the key, the client, its audit event and the kept answer are one transaction.
/// `answer` writes what goes out; it must not hold personal data. Whether the person exists already makes no difference.
///
/// # Errors
/// [`UseCaseError::Access`] without `client.create`, and every problem of the input; nothing is kept then.
pub async fn register(
    op: &OpContext,
    app: &App,
    (input, custom): (&NewClientInput, &[KeyedInput]),
    wish: Option<&Wish>,
    answer: fn(&Registered) -> KeptAnswer,
) -> Result<Registration, UseCaseError> {
    clients::may_register(op)?;
    let tx = app.db.begin(op).await?;
    if let Some(wish) = wish {
        match wish.claim(&tx).await? {
            Turn::Run => {}
            Turn::Replay(kept) => return Ok(Registration::Replayed(kept)),
            Turn::OtherRequest => return Ok(Registration::KeyReused),
            Turn::Running => return Ok(Registration::StillRunning),
        }
    }
    let (registered, event) = with_custom(op, &tx, input, custom).await?;
    let answer = answer(&registered);
    if let Some(wish) = wish {
        wish.keep(&tx, &answer).await?;
    }
    tx.commit(event).await?;
    announce(op, app, LiveKind::ClientCreated, registered.id, 1, None, None).await;
    Ok(Registration::Made(registered.id, answer))
}

/// Registers with the broker's own fields, which the website names by their keys.
async fn with_custom(
    op: &OpContext,
    tx: &TenantTx,
    input: &NewClientInput,
    custom: &[KeyedInput],
) -> Result<(Registered, AuditEvent), UseCaseError> {
    if custom.is_empty() {
        return register_in(op, tx, input).await;
    }
    let fields = CustomFields::of(tx).all().await?;
    let input = NewClientInput { custom: custom_fields::keyed(&fields, custom)?, ..input.clone() };
    register_in(op, tx, &input).await.map_err(|error| match error {
        UseCaseError::Invalid(problems) => UseCaseError::Invalid(custom_fields::by_key(&fields, problems)),
        other => other,
    })
}

/// One client with what he has in the broker's own fields. Leaves `client.read`.
///
/// # Errors
/// [`UseCaseError::Access`] without `client.view`; [`UseCaseError::NotFound`] for another tenant's id and for none alike.
pub async fn read(op: &OpContext, app: &App, id: ClientId) -> Result<(ClientCard, Vec<CustomShown>), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let card = find(op, &tx, id).await?;
    let custom = custom_fields::of_cards(op, &tx, &[&card]).await?.remove(&id).unwrap_or_default();
    let event = AuditEvent::on_client(AuditAction::ClientRead, id, &card.key()?);
    tx.commit(event).await?;
    Ok((card, custom))
}

/// The newest clients first, each with the cursor that continues after it; and what they have in the broker's own fields. Leaves `client.listed`.
///
/// # Errors
/// [`UseCaseError::Access`] without `client.view`; `invalid_cursor` for a cursor of another order.
pub async fn list(
    op: &OpContext,
    app: &App,
    first: u16,
    after: Option<Cursor>,
) -> Result<(Listed, HashMap<ClientId, Vec<CustomShown>>), UseCaseError> {
    let newest_first = ClientSort { column: SortColumn::CreatedAt, descending: true };
    let tx = app.db.begin(op).await?;
    let listed = clients::list(
        op,
        &tx,
        &ListInput { filter: None, search: None, group: None, sort: newest_first, first, after },
    )
    .await?;
    let cards: Vec<&ClientCard> = listed.clients.iter().map(|(card, _)| card).collect();
    let custom = custom_fields::of_cards(op, &tx, &cards).await?;
    let rows = Change::plain("rows", None::<String>, Some(listed.clients.len().to_string()));
    tx.commit(AuditEvent::new(AuditAction::ClientsListed).changes([rows])).await?;
    Ok((listed, custom))
}

/// Who stands in for a client that was merged away; nobody for an id that never was one. It leaves no event: what it tells is
/// an id that the website's key may read.
///
/// # Errors
/// [`UseCaseError::Access`] without `client.view`.
pub async fn merged_into(op: &OpContext, app: &App, id: ClientId) -> Result<Option<ClientId>, UseCaseError> {
    let tx = app.db.read(op).await?;
    Ok(crate::merges::kept_for(op, &tx, id).await?.map(|kept| kept.id))
}
