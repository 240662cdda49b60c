use super::input::{
    AddContactInput, ArchiveClientInput, AssignClientInput, ChangeClientEmailInput, ChangeClientTagsInput,
    CreateClientInput, EditClientInput, RemoveContactInput, ResetClientPasswordInput, RevealInput, id_at,
};
use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::client::ClientView;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::UseCaseError;
use crm_app::clients::{self, ChangeEmail, Changed, RevealWhat};
use crm_model::{ClientId, ContactId, CustomFieldId, Pii};

/// Changing clients.
#[derive(Default)]
pub struct ClientMutation;

/// A client after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct ClientPayload {
    client: Option<ClientView>,
    errors: Vec<UserError>,
    undo_token: Option<String>,
}

/// Whether a link is on its way.
#[derive(SimpleObject)]
pub struct ResetClientPasswordPayload {
    sent: bool,
    errors: Vec<UserError>,
}

/// A value in full, for 60 seconds.
#[derive(SimpleObject)]
pub struct RevealPayload {
    value: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    left: Option<i64>,
    errors: Vec<UserError>,
}

/// Reads a changed client again under the caller's rights, from a transaction that opens after the commit. One who gave a
/// client away beyond his own reach gets no client back.
pub(crate) async fn payload(ctx: &Context<'_>, outcome: Result<Changed, UseCaseError>) -> Result<ClientPayload> {
    let (changed, errors) = settle(outcome)?;
    let Some(changed) = changed else { return Ok(ClientPayload { client: None, errors, undo_token: None }) };
    let client = match clients::find(op(ctx)?, reader(ctx).await?, changed.id).await {
        Ok(card) => Some(ClientView::new(card)),
        Err(UseCaseError::NotFound(_) | UseCaseError::Access(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(ClientPayload { client, errors, undo_token: changed.undo.map(|u| u.expose().to_owned()) })
}

fn client_id(id: &ID) -> Result<ClientId> {
    shared::id(ClientId::parse(id), "client")
}

#[Object]
impl ClientMutation {
    /// Opens a profile: recorded first, then readable in this session for 30 minutes.
    async fn open_client(&self, ctx: &Context<'_>, id: ID) -> Result<ClientPayload> {
        let id = client_id(&id)?;
        let card = clients::open(op(ctx)?, app(ctx)?, id).await?;
        Ok(ClientPayload { client: Some(ClientView::new(card)), errors: Vec::new(), undo_token: None })
    }

    /// Registers a client.
    async fn create_client(&self, ctx: &Context<'_>, input: CreateClientInput) -> Result<ClientPayload> {
        let outcome = match input.read() {
            Ok(input) => clients::register(op(ctx)?, app(ctx)?, &input).await.map(|r| Changed { id: r.id, undo: None }),
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Changes a client's details.
    async fn edit_client(&self, ctx: &Context<'_>, input: EditClientInput) -> Result<ClientPayload> {
        let id = client_id(&input.id)?;
        let outcome = match input.read() {
            Ok(input) => clients::edit(op(ctx)?, app(ctx)?, id, &input).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Adds an e-mail address or phone number.
    async fn add_contact(&self, ctx: &Context<'_>, input: AddContactInput) -> Result<ClientPayload> {
        let id = client_id(&input.client_id)?;
        payload(ctx, clients::add_contact(op(ctx)?, app(ctx)?, id, input.kind.into(), &Pii::new(input.value)).await)
            .await
    }

    /// Takes a contact away. The e-mail address that the client signs in with is only ever replaced.
    async fn remove_contact(&self, ctx: &Context<'_>, input: RemoveContactInput) -> Result<ClientPayload> {
        let id = client_id(&input.client_id)?;
        let outcome = match id_at("contactId", &input.contact_id, ContactId::parse) {
            Ok(contact) => clients::remove_contact(op(ctx)?, app(ctx)?, id, contact).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Gives a client to another owner.
    async fn assign_client(&self, ctx: &Context<'_>, input: AssignClientInput) -> Result<ClientPayload> {
        let id = client_id(&input.id)?;
        let outcome = match input.read() {
            Ok(input) => clients::assign(op(ctx)?, app(ctx)?, id, &input).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Changes a client's tags.
    async fn change_client_tags(&self, ctx: &Context<'_>, input: ChangeClientTagsInput) -> Result<ClientPayload> {
        let id = client_id(&input.id)?;
        let outcome = match input.read() {
            Ok(input) => clients::change_tags(op(ctx)?, app(ctx)?, id, &input).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Archives a client.
    async fn archive_client(&self, ctx: &Context<'_>, input: ArchiveClientInput) -> Result<ClientPayload> {
        let id = client_id(&input.id)?;
        payload(ctx, clients::archive(op(ctx)?, app(ctx)?, id, input.version, &input.reason).await).await
    }

    /// Brings an archived client back.
    async fn restore_client(&self, ctx: &Context<'_>, input: ArchiveClientInput) -> Result<ClientPayload> {
        let id = client_id(&input.id)?;
        payload(ctx, clients::restore(op(ctx)?, app(ctx)?, id, input.version, &input.reason).await).await
    }

    /// Owner, tags, sales status and outcomes can be taken back for 8 seconds.
    async fn undo(&self, ctx: &Context<'_>, token: String) -> Result<ClientPayload> {
        payload(ctx, clients::undo(op(ctx)?, app(ctx)?, &token).await).await
    }

    /// Changes a client's e-mail address by the secure flow.
    async fn change_client_email(&self, ctx: &Context<'_>, input: ChangeClientEmailInput) -> Result<ClientPayload> {
        let id = client_id(&input.id)?;
        let change = ChangeEmail { version: input.version, email: Pii::new(input.email), reason: input.reason };
        payload(ctx, clients::change_email(op(ctx)?, app(ctx)?, id, &change).await).await
    }

    /// Mails the client a one-time link to set a new password.
    async fn reset_client_password(
        &self,
        ctx: &Context<'_>,
        input: ResetClientPasswordInput,
    ) -> Result<ResetClientPasswordPayload> {
        let id = client_id(&input.id)?;
        let (sent, errors) = settle(clients::reset_password(op(ctx)?, app(ctx)?, id, &input.reason).await)?;
        Ok(ResetClientPasswordPayload { sent: sent.is_some(), errors })
    }

    /// Shows one masked value in full: with a reason, counted, recorded before the answer.
    async fn reveal_contact(&self, ctx: &Context<'_>, input: RevealInput) -> Result<RevealPayload> {
        let client = client_id(&input.client_id)?;
        let what = match (&input.contact_id, &input.custom_field_id) {
            (Some(_), Some(_)) => {
                Err(UseCaseError::invalid("customFieldId", "one_thing", "Name one value to be shown, not two."))
            }
            (Some(id), None) => id_at("contactId", id, ContactId::parse).map(RevealWhat::Contact),
            (None, Some(id)) => id_at("customFieldId", id, CustomFieldId::parse).map(RevealWhat::Custom),
            (None, None) => Ok(RevealWhat::Field(input.field.into())),
        };
        let outcome = match what {
            Ok(what) => {
                clients::reveal(op(ctx)?, app(ctx)?, &clients::RevealInput { client, what, reason: input.reason }).await
            }
            Err(error) => Err(error),
        };
        let (revealed, errors) = settle(outcome)?;
        let (value, expires_at, left) =
            revealed.map_or((None, None, None), |r| (Some(r.value.into_inner()), Some(r.until), Some(r.left)));
        Ok(RevealPayload { value, expires_at, left, errors })
    }
}
