//! Which permissions are used by those who hold them.

use crate::graphql::shared::{self, op, reader};
use crate::view::permission_use::{PermissionHolderView, PermissionUseReport};
use async_graphql::{Context, ID, Object, Result};
use crm_app::permission_uses;
use crm_model::RoleId;

/// Looking at how permissions are used.
#[derive(Default)]
pub struct PermissionUseQuery;

#[Object]
impl PermissionUseQuery {
    /// How the permissions of a role, or of all roles, were used in the last days: 1 to 730.
    async fn permission_use(
        &self,
        ctx: &Context<'_>,
        role_id: Option<ID>,
        #[graphql(default = 90)] days: i32,
    ) -> Result<PermissionUseReport> {
        let role = role_id.map(|id| shared::id(RoleId::parse(&id), "role")).transpose()?;
        Ok(permission_uses::report(op(ctx)?, reader(ctx).await?, role, days).await?.into())
    }

    /// Who holds a permission, by one role or by any: who used it longest ago, or never, first. At most 500 people.
    async fn permission_holders(
        &self,
        ctx: &Context<'_>,
        permission: String,
        role_id: Option<ID>,
    ) -> Result<Vec<PermissionHolderView>> {
        let role = role_id.map(|id| shared::id(RoleId::parse(&id), "role")).transpose()?;
        let found = permission_uses::holders(op(ctx)?, reader(ctx).await?, &permission, role).await?;
        Ok(found.into_iter().map(Into::into).collect())
    }
}
