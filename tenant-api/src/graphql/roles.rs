//! Roles and the catalogue they are made of.

use crate::graphql::notes::{DeleteInput, DeletePayload};
use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::enums::{FieldClass, Reach, Relation, Visibility};
use crate::view::role::{PermissionInfo, RoleView};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_access::{FieldRule, Permission, Preview};
use crm_app::previews;
use crm_app::roles::{self, DenyInput, GrantInput};
use crm_model::RoleId;
use crm_storage::Role;

/// Looking at roles.
#[derive(Default)]
pub struct RoleQuery;

/// Making, changing, removing and trying out roles.
#[derive(Default)]
pub struct RoleMutation;

/// One grant; `reach` is needed exactly where the permission has one.
#[derive(InputObject)]
pub struct RoleGrantInput {
    permission: String,
    reach: Option<Reach>,
}

/// How much of a class of fields the role shows.
#[derive(InputObject)]
pub struct RoleFieldRuleInput {
    field: FieldClass,
    relation: Relation,
    visibility: Visibility,
}

/// A role to be made.
#[derive(InputObject)]
pub struct CreateRoleInput {
    name: String,
    description: String,
    grants: Vec<RoleGrantInput>,
    fields: Vec<RoleFieldRuleInput>,
    /// Permissions that its people never hold, whatever other roles grant.
    #[graphql(default)]
    denied_permissions: Vec<String>,
    /// Classes of fields that are hidden from its people, whatever other roles show.
    #[graphql(default)]
    denied_fields: Vec<FieldClass>,
}

/// A role as it is being written.
#[derive(InputObject)]
pub struct PreviewDraftInput {
    /// The role that it would change; left out for a new one.
    role_id: Option<ID>,
    name: String,
    grants: Vec<RoleGrantInput>,
    fields: Vec<RoleFieldRuleInput>,
    #[graphql(default)]
    denied_permissions: Vec<String>,
    #[graphql(default)]
    denied_fields: Vec<FieldClass>,
}

/// Absent fields stay as they are; lists replace what was there.
#[derive(InputObject)]
pub struct EditRoleInput {
    id: ID,
    version: i32,
    name: Option<String>,
    description: Option<String>,
    grants: Option<Vec<RoleGrantInput>>,
    fields: Option<Vec<RoleFieldRuleInput>>,
    denied_permissions: Option<Vec<String>>,
    denied_fields: Option<Vec<FieldClass>>,
}

/// A role after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct RolePayload {
    role: Option<RoleView>,
    errors: Vec<UserError>,
}

/// Until when the preview lasts; null when there is none any more.
#[derive(SimpleObject)]
pub struct PreviewPayload {
    until: Option<DateTime<Utc>>,
    errors: Vec<UserError>,
}

#[Object]
impl RoleQuery {
    /// All roles, by name.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<RoleView>> {
        let op = op(ctx)?;
        Ok(roles::list(op, reader(ctx).await?).await?.into_iter().map(|role| RoleView::new(op, role)).collect())
    }

    /// Every permission that a role can grant, and how much of it the viewer could hand out.
    async fn permission_catalogue(&self, ctx: &Context<'_>) -> Result<Vec<PermissionInfo>> {
        let op = op(ctx)?;
        roles::may_look(op)?;
        Ok(Permission::ALL.iter().map(|permission| PermissionInfo::new(op, *permission)).collect())
    }
}

#[Object]
impl RoleMutation {
    /// Makes a role.
    async fn create_role(&self, ctx: &Context<'_>, input: CreateRoleInput) -> Result<RolePayload> {
        let input = roles::CreateRoleInput {
            name: input.name,
            description: input.description,
            grants: grants(input.grants),
            fields: fields(input.fields),
            denies: denies(input.denied_permissions, input.denied_fields),
        };
        payload(ctx, roles::create(op(ctx)?, app(ctx)?, &input).await)
    }

    /// Changes a role, for everybody who holds it, from the next request on.
    async fn edit_role(&self, ctx: &Context<'_>, input: EditRoleInput) -> Result<RolePayload> {
        let id = shared::id(RoleId::parse(&input.id), "role")?;
        let input = roles::EditRoleInput {
            id,
            version: input.version,
            name: input.name,
            description: input.description,
            grants: input.grants.map(grants),
            fields: input.fields.map(fields),
            denied_permissions: input.denied_permissions,
            denied_fields: input.denied_fields.map(|all| all.into_iter().map(Into::into).collect()),
        };
        payload(ctx, roles::edit(op(ctx)?, app(ctx)?, &input).await)
    }

    /// Begins to look at the portal as a role would: what it gives and the viewer holds, read-only, for half an hour at most.
    async fn start_preview(&self, ctx: &Context<'_>, id: ID) -> Result<PreviewPayload> {
        let id = shared::id(RoleId::parse(&id), "role")?;
        begun(previews::begin(op(ctx)?, app(ctx)?, id).await)
    }

    /// The same as a role that is being written and is not kept yet.
    async fn start_draft_preview(&self, ctx: &Context<'_>, input: PreviewDraftInput) -> Result<PreviewPayload> {
        let role = input.role_id.map(|id| shared::id(RoleId::parse(&id), "role")).transpose()?;
        let draft = roles::CreateRoleInput {
            name: input.name,
            description: String::new(),
            grants: grants(input.grants),
            fields: fields(input.fields),
            denies: denies(input.denied_permissions, input.denied_fields),
        };
        begun(previews::begin_draft(op(ctx)?, app(ctx)?, role, &draft).await)
    }

    /// Ends the viewer's preview; but for openClient the only mutation that a preview takes.
    async fn end_preview(&self, ctx: &Context<'_>) -> Result<PreviewPayload> {
        previews::end(op(ctx)?, app(ctx)?).await?;
        Ok(PreviewPayload { until: None, errors: Vec::new() })
    }

    /// Removes a role that nobody holds.
    async fn delete_role(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<DeletePayload> {
        let id = shared::id(RoleId::parse(&input.id), "role")?;
        let (done, errors) = settle(roles::delete(op(ctx)?, app(ctx)?, id, input.version).await)?;
        Ok(DeletePayload { deleted_id: done.map(|()| input.id), errors })
    }
}

fn grants(inputs: Vec<RoleGrantInput>) -> Vec<GrantInput> {
    inputs
        .into_iter()
        .map(|grant| GrantInput { permission: grant.permission, reach: grant.reach.map(Into::into) })
        .collect()
}

fn fields(inputs: Vec<RoleFieldRuleInput>) -> Vec<FieldRule> {
    inputs
        .into_iter()
        .map(|rule| FieldRule {
            class: rule.field.into(),
            relation: rule.relation.into(),
            visibility: rule.visibility.into(),
        })
        .collect()
}

fn denies(permissions: Vec<String>, fields: Vec<FieldClass>) -> DenyInput {
    DenyInput { permissions, fields: fields.into_iter().map(Into::into).collect() }
}

fn begun(outcome: Result<Preview, crm_app::UseCaseError>) -> Result<PreviewPayload> {
    let (preview, errors) = settle(outcome)?;
    Ok(PreviewPayload { until: preview.map(|preview| preview.until), errors })
}

fn payload(ctx: &Context<'_>, outcome: Result<Role, crm_app::UseCaseError>) -> Result<RolePayload> {
    let (role, errors) = settle(outcome)?;
    let op = op(ctx)?;
    Ok(RolePayload { role: role.map(|role| RoleView::new(op, role)), errors })
}
