//! The broker's own fields of clients, and the layout of the profile, in the staff portal's GraphQL.

use crate::graphql::clients::input::id_at;
use crate::graphql::error::Refusal;
use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::custom_field::{
    ClientCustomFields, CustomField, CustomFieldKind, CustomFieldValue, ProfileLayoutView, ProfileSection,
};
use crate::view::enums::FieldClass;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::UseCaseError;
use crm_app::custom_fields::{self, ChoiceInput, FieldChange, NewFieldInput};
use crm_model::{ClientId, CustomChoiceId, CustomFieldId, ProfileLayout};

/// Reading fields.
#[derive(Default)]
pub struct CustomFieldQuery;

/// Making and changing fields.
#[derive(Default)]
pub struct CustomFieldMutation;

/// A field to be made behind the others.
#[derive(InputObject)]
pub struct CreateCustomFieldInput {
    /// Made of the label unless said.
    key: Option<String>,
    label: String,
    kind: CustomFieldKind,
    /// ADDRESS or DATE_OF_BIRTH: whose rules it follows. Open when it is not said.
    class: Option<FieldClass>,
    required: Option<bool>,
    /// Labels in their order; only for a field of choices.
    choices: Option<Vec<String>>,
}

/// A choice as it is to be.
#[derive(InputObject)]
pub struct CustomChoiceInput {
    /// A new one when it is not said.
    id: Option<ID>,
    label: String,
    retired: bool,
}

/// What is to change of a field. Absent parts stay as they are.
#[derive(InputObject)]
pub struct ChangeCustomFieldInput {
    id: ID,
    version: i32,
    label: Option<String>,
    required: Option<bool>,
    archived: Option<bool>,
    /// All of them in their order: none that is there may be missing.
    choices: Option<Vec<CustomChoiceInput>>,
}

/// The layout as it should be, at the version that was read.
#[derive(InputObject)]
pub struct ChangeProfileLayoutInput {
    version: i32,
    sections: Vec<ProfileSection>,
}

/// A field after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct CustomFieldPayload {
    field: Option<CustomField>,
    errors: Vec<UserError>,
}

/// The layout after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct ProfileLayoutPayload {
    layout: Option<ProfileLayoutView>,
    errors: Vec<UserError>,
}

/// The most clients whose values are asked for at once.
const CLIENTS_MAX: usize = 200;

#[Object]
impl CustomFieldQuery {
    /// The broker's own fields in the order in which they were made, archived ones too.
    async fn custom_fields(&self, ctx: &Context<'_>) -> Result<Vec<CustomField>> {
        let op = op(ctx)?;
        let fields = custom_fields::all(op, reader(ctx).await?).await?;
        Ok(fields.into_iter().map(|field| shown(op, field)).collect())
    }

    /// Where the profile shows what.
    async fn profile_layout(&self, ctx: &Context<'_>) -> Result<ProfileLayoutView> {
        Ok(custom_fields::layout(op(ctx)?, reader(ctx).await?).await?.into())
    }

    /// What these clients have in the broker's own fields, as far as they are within reach and the viewer may know; at most
    /// 200 clients. It leaves no event, like the list.
    async fn client_custom_fields(&self, ctx: &Context<'_>, client_ids: Vec<ID>) -> Result<Vec<ClientCustomFields>> {
        if client_ids.len() > CLIENTS_MAX {
            return Err(async_graphql::Error::new_with_source(Refusal::invalid("Ask for at most 200 clients.")));
        }
        let ids: Vec<ClientId> = client_ids.iter().filter_map(|id| ClientId::parse(id)).collect();
        let found = custom_fields::of_clients(op(ctx)?, reader(ctx).await?, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, values)| ClientCustomFields {
                client_id: ID(id.to_string()),
                values: values.into_iter().map(CustomFieldValue::from).collect(),
            })
            .collect())
    }
}

#[Object]
impl CustomFieldMutation {
    /// Makes a field of the broker's own.
    async fn create_custom_field(
        &self,
        ctx: &Context<'_>,
        input: CreateCustomFieldInput,
    ) -> Result<CustomFieldPayload> {
        let new = NewFieldInput {
            key: input.key,
            label: input.label,
            kind: input.kind.into(),
            class: input.class.map(Into::into),
            required: input.required.unwrap_or(false),
            choices: input.choices.unwrap_or_default(),
        };
        let (id, errors) = settle(custom_fields::create(op(ctx)?, app(ctx)?, &new).await)?;
        payload(ctx, id, errors).await
    }

    /// Changes a field: its label, whether it is required and offered, its choices.
    async fn change_custom_field(
        &self,
        ctx: &Context<'_>,
        input: ChangeCustomFieldInput,
    ) -> Result<CustomFieldPayload> {
        let id = shared::id(CustomFieldId::parse(&input.id), "custom field")?;
        let outcome = match input.read() {
            Ok(change) => custom_fields::change(op(ctx)?, app(ctx)?, id, &change).await,
            Err(error) => Err(error),
        };
        let (done, errors) = settle(outcome)?;
        payload(ctx, done.map(|()| id), errors).await
    }

    /// Says where the profile shows what.
    async fn change_profile_layout(
        &self,
        ctx: &Context<'_>,
        input: ChangeProfileLayoutInput,
    ) -> Result<ProfileLayoutPayload> {
        let layout = ProfileLayout { sections: input.sections.into_iter().map(ProfileSection::read).collect() };
        let (done, errors) = settle(custom_fields::change_layout(op(ctx)?, app(ctx)?, layout, input.version).await)?;
        let layout = match done {
            Some(()) => Some(custom_fields::layout(op(ctx)?, reader(ctx).await?).await?.into()),
            None => None,
        };
        Ok(ProfileLayoutPayload { layout, errors })
    }
}

impl ChangeCustomFieldInput {
    fn read(self) -> Result<FieldChange, UseCaseError> {
        let choice = |choice: CustomChoiceInput| {
            let id = choice.id.as_ref().map(|id| id_at("choices", id, CustomChoiceId::parse)).transpose()?;
            Ok(ChoiceInput { id, label: choice.label, retired: choice.retired })
        };
        let choices = self.choices.map(|all| all.into_iter().map(choice).collect::<Result<Vec<_>, UseCaseError>>());
        Ok(FieldChange {
            version: self.version,
            label: self.label,
            required: self.required,
            archived: self.archived,
            choices: choices.transpose()?,
        })
    }
}

fn shown(op: &crm_access::OpContext, field: crm_storage::CustomField) -> CustomField {
    let filterable = custom_fields::filterable(op, &field);
    CustomField::new(field, filterable)
}

async fn payload(ctx: &Context<'_>, id: Option<CustomFieldId>, errors: Vec<UserError>) -> Result<CustomFieldPayload> {
    let Some(id) = id else { return Ok(CustomFieldPayload { field: None, errors }) };
    let op = op(ctx)?;
    let found = custom_fields::one(op, reader(ctx).await?, id).await?;
    Ok(CustomFieldPayload { field: found.map(|field| shown(op, field)), errors })
}
