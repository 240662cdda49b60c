//! Roles: data that the tenant makes and edits.

use crate::scope::{Operates, Scope, Scoped};
use crate::{StorageError, TenantTx};
use crm_access::{
    Deny, FieldClass, FieldRule, Grant, Permission, Permit, ReachLevel, Relation, RoleRules, Visibility, kinds,
};
use crm_model::RoleId;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// A role with everything it says.
#[derive(Clone, Debug)]
pub struct Role {
    /// Which.
    pub id: RoleId,
    /// Grows with each change.
    pub version: i32,
    /// The name, unique in the tenant.
    pub name: String,
    /// For people who choose a role.
    pub description: String,
    /// What it allows and shows.
    pub rules: RoleRules,
    /// How many staff members hold it.
    pub member_count: u32,
}

#[derive(FromQueryResult)]
struct RoleRow {
    id: Uuid,
    version: i32,
    name: String,
    description: String,
    members: i64,
}

#[derive(FromQueryResult)]
struct GrantRow {
    role_id: Uuid,
    permission: String,
    reach: String,
}

#[derive(FromQueryResult)]
struct FieldRow {
    role_id: Uuid,
    field_class: String,
    relation: String,
    visibility: String,
}

#[derive(FromQueryResult)]
struct DenyRow {
    role_id: Uuid,
    kind: String,
    name: String,
}

/// The tenant's roles.
pub struct Roles<'a, T>(&'a T);

impl<'a, T: Scoped> Roles<'a, T> {
    /// The roles of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// All roles, by name. Entries that this version's catalogue does not know are passed over: they grant nothing.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self) -> Result<Vec<Role>, StorageError> {
        self.read(None).await
    }

    /// Some roles, by name; unknown ids are left out.
    ///
    /// # Errors
    /// The database is away.
    pub async fn some(&self, ids: &[RoleId]) -> Result<Vec<Role>, StorageError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.read(Some(ids.iter().map(|id| id.uuid()).collect())).await
    }

    /// One role.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: RoleId) -> Result<Option<Role>, StorageError> {
        Ok(self.some(&[id]).await?.pop())
    }

    async fn read(&self, only: Option<Vec<Uuid>>) -> Result<Vec<Role>, StorageError> {
        let scope = self.0.scope();
        let values = || -> Vec<Value> { vec![scope.tenant(), only.clone().into()] };
        let rows: Vec<RoleRow> = scope
            .all("SELECT r.id, r.version, r.name, r.description, (SELECT count(*) FROM crm.staff_role s WHERE s.tenant_id = r.tenant_id AND s.role_id = r.id) AS members FROM crm.role r WHERE r.tenant_id = $1 AND ($2::uuid[] IS NULL OR r.id = ANY($2)) ORDER BY r.name, r.id", values())
            .await?;
        let mut rules = rules_in(scope, only).await?;
        Ok(rows.into_iter().map(|row| role(&mut rules, row)).collect())
    }
}

/// What roles say. Entries that this version's catalogue does not know are passed over.
pub(crate) async fn rules_in(scope: &Scope, only: Option<Vec<Uuid>>) -> Result<HashMap<Uuid, RoleRules>, StorageError> {
    let values = || -> Vec<Value> { vec![scope.tenant(), only.clone().into()] };
    let grants: Vec<GrantRow> = scope.all("SELECT role_id, permission, reach FROM crm.role_grant WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR role_id = ANY($2))", values()).await?;
    let fields: Vec<FieldRow> = scope.all("SELECT role_id, field_class, relation, visibility FROM crm.role_field WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR role_id = ANY($2))", values()).await?;
    let denies: Vec<DenyRow> = scope.all("SELECT role_id, kind, name FROM crm.role_deny WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR role_id = ANY($2))", values()).await?;
    let mut rules: HashMap<Uuid, RoleRules> = HashMap::new();
    for row in denies {
        if let Some(deny) = Deny::from_text(&row.kind, &row.name) {
            rules.entry(row.role_id).or_default().denies.push(deny);
        }
    }
    for row in grants {
        if let (Some(permission), Some(reach)) =
            (Permission::from_text(&row.permission), ReachLevel::from_text(&row.reach))
        {
            rules.entry(row.role_id).or_default().grants.push(Grant { permission, reach });
        }
    }
    for row in fields {
        if let (Some(class), Some(relation), Some(visibility)) = (
            FieldClass::from_text(&row.field_class),
            Relation::from_text(&row.relation),
            Visibility::from_text(&row.visibility),
        ) {
            rules.entry(row.role_id).or_default().fields.push(FieldRule { class, relation, visibility });
        }
    }
    Ok(rules)
}

impl<T: Operates> Roles<'_, T> {
    /// Keeps a new role.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a used name.
    pub async fn create(
        &self,
        permit: &Permit<kinds::RoleManage>,
        name: &str,
        description: &str,
        rules: &RoleRules,
    ) -> Result<RoleId, StorageError> {
        let scope = self.0.scope();
        let id = RoleId::generate();
        let values: Vec<Value> =
            vec![scope.tenant(), id.uuid().into(), name.into(), description.into(), self.0.op().now().into()];
        scope
            .exec(
                "INSERT INTO crm.role (tenant_id, id, name, description, created_at) VALUES ($1, $2, $3, $4, $5)",
                values,
            )
            .await?;
        self.write_rules(permit, id, rules).await?;
        Ok(id)
    }

    async fn write_rules(
        &self,
        _permit: &Permit<kinds::RoleManage>,
        id: RoleId,
        rules: &RoleRules,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let texts = |column: Vec<&'static str>| -> Value {
            column.into_iter().map(str::to_owned).collect::<Vec<String>>().into()
        };
        let grants = vec![
            scope.tenant(),
            id.uuid().into(),
            texts(rules.grants.iter().map(|g| g.permission.as_str()).collect()),
            texts(rules.grants.iter().map(|g| g.reach.as_str()).collect()),
        ];
        scope.exec("INSERT INTO crm.role_grant (tenant_id, role_id, permission, reach) SELECT $1, $2, g.p, g.r FROM unnest($3::text[], $4::text[]) AS g (p, r)", grants).await?;
        let fields = vec![
            scope.tenant(),
            id.uuid().into(),
            texts(rules.fields.iter().map(|f| f.class.as_str()).collect()),
            texts(rules.fields.iter().map(|f| f.relation.as_str()).collect()),
            texts(rules.fields.iter().map(|f| f.visibility.as_str()).collect()),
        ];
        scope
            .exec("INSERT INTO crm.role_field (tenant_id, role_id, field_class, relation, visibility) SELECT $1, $2, f.c, f.r, f.v FROM unnest($3::text[], $4::text[], $5::text[]) AS f (c, r, v)", fields)
            .await?;
        let denies = vec![
            scope.tenant(),
            id.uuid().into(),
            texts(rules.denies.iter().map(|d| d.kind()).collect()),
            texts(rules.denies.iter().map(|d| d.as_str()).collect()),
        ];
        scope.exec("INSERT INTO crm.role_deny (tenant_id, role_id, kind, name) SELECT $1, $2, d.k, d.n FROM unnest($3::text[], $4::text[]) AS d (k, n)", denies).await?;
        Ok(())
    }
}

impl Roles<'_, TenantTx> {
    /// Keeps a changed role: its grants, field rules and denials are replaced as sets.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a used name.
    pub async fn save(
        &self,
        permit: &Permit<kinds::RoleManage>,
        id: RoleId,
        name: &str,
        description: &str,
        rules: &RoleRules,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope.exec("UPDATE crm.role SET name = $3, description = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2", vec![scope.tenant(), id.uuid().into(), name.into(), description.into()]).await?;
        scope
            .exec(
                "DELETE FROM crm.role_grant WHERE tenant_id = $1 AND role_id = $2",
                vec![scope.tenant(), id.uuid().into()],
            )
            .await?;
        scope
            .exec(
                "DELETE FROM crm.role_field WHERE tenant_id = $1 AND role_id = $2",
                vec![scope.tenant(), id.uuid().into()],
            )
            .await?;
        scope
            .exec(
                "DELETE FROM crm.role_deny WHERE tenant_id = $1 AND role_id = $2",
                vec![scope.tenant(), id.uuid().into()],
            )
            .await?;
        self.write_rules(permit, id, rules).await
    }

    /// Removes a role that nobody holds.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when somebody holds it.
    pub async fn delete(&self, _permit: &Permit<kinds::RoleManage>, id: RoleId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec("DELETE FROM crm.role WHERE tenant_id = $1 AND id = $2", vec![scope.tenant(), id.uuid().into()])
            .await?;
        Ok(())
    }
}

fn role(rules: &mut HashMap<Uuid, RoleRules>, row: RoleRow) -> Role {
    let mut rules = rules.remove(&row.id).unwrap_or_default();
    rules.grants.sort_unstable();
    rules.fields.sort_unstable();
    rules.denies.sort_unstable();
    Role {
        id: RoleId::from_uuid(row.id),
        version: row.version,
        name: row.name,
        description: row.description,
        rules,
        member_count: u32::try_from(row.members).unwrap_or(0),
    }
}
