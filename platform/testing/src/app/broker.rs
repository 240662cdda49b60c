use super::TestApp;
use super::roles::default_roles;
use crate::TestTenant;
use crm_access::{RoleRules, TenantRef};
use crm_model::{RoleId, StaffId, StatusOptionId, TagId, TeamId};
use crm_vault::TenantKeys;
use std::collections::BTreeMap;

/// A broker with keys, the default roles, statuses and tags.
#[derive(Clone, Debug)]
pub struct Broker {
    /// Its rows and the token that opens them.
    pub tenant: TestTenant,
    /// As requests carry it.
    pub reference: TenantRef,
    /// Its keys.
    pub keys: TenantKeys,
    /// The default roles by name.
    pub roles: BTreeMap<String, RoleId>,
    /// Statuses by name: New, No answer, Interested, Converted (sales); Active, Dormant (retention).
    pub statuses: BTreeMap<String, StatusOptionId>,
    /// Tags by name: VIP, Newsletter.
    pub tags: BTreeMap<String, TagId>,
}

impl Broker {
    /// The staff portal's host.
    pub fn host(&self) -> String {
        format!("{}.localhost", self.tenant.slug)
    }

    /// A default role.
    pub fn role(&self, name: &str) -> RoleId {
        *self.roles.get(name).unwrap_or_else(|| panic!("no role {name}"))
    }
}

impl TestApp {
    /// A new broker.
    pub async fn tenant(&self, slug: &str) -> Broker {
        let tenant = self.db.tenant(slug).await.expect("a tenant");
        let (keys, wrapped) = self.vault.new_tenant_key(tenant.id, 1).await.expect("a key");
        let id = tenant.id.uuid();
        {
            let mut admin = self.admin().await;
            sqlx::query("INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped) VALUES ($1, 1, $2, $3)")
                .bind(id)
                .bind(&wrapped.kek_id)
                .bind(&wrapped.bytes)
                .execute(&mut *admin)
                .await
                .unwrap();
            sqlx::query("INSERT INTO crm.audit_head (tenant_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING")
                .bind(id)
                .bind(vec![0_u8; 32])
                .execute(&mut *admin)
                .await
                .unwrap();
        }
        let reference = TenantRef { id: tenant.id, slug: slug.into() };
        let mut broker = Broker {
            tenant,
            reference,
            keys,
            roles: BTreeMap::new(),
            statuses: BTreeMap::new(),
            tags: BTreeMap::new(),
        };
        for plan in default_roles() {
            self.role(&mut broker, &plan.name, &plan.rules).await;
        }
        self.lists(&mut broker).await;
        broker
    }

    /// Adds a role to a broker, past every check.
    pub async fn role(&self, broker: &mut Broker, name: &str, rules: &RoleRules) -> RoleId {
        let (tenant, role) = (broker.tenant.id.uuid(), RoleId::generate());
        let mut admin = self.admin().await;
        sqlx::query("INSERT INTO crm.role (tenant_id, id, name) VALUES ($1, $2, $3)")
            .bind(tenant)
            .bind(role.uuid())
            .bind(name)
            .execute(&mut *admin)
            .await
            .unwrap();
        for grant in &rules.grants {
            sqlx::query("INSERT INTO crm.role_grant (tenant_id, role_id, permission, reach) VALUES ($1, $2, $3, $4)")
                .bind(tenant)
                .bind(role.uuid())
                .bind(grant.permission.as_str())
                .bind(grant.reach.as_str())
                .execute(&mut *admin)
                .await
                .unwrap();
        }
        for field in &rules.fields {
            sqlx::query("INSERT INTO crm.role_field (tenant_id, role_id, field_class, relation, visibility) VALUES ($1, $2, $3, $4, $5)")
                .bind(tenant)
                .bind(role.uuid())
                .bind(field.class.as_str())
                .bind(field.relation.as_str())
                .bind(field.visibility.as_str())
                .execute(&mut *admin)
                .await
                .unwrap();
        }
        for deny in &rules.denies {
            sqlx::query("INSERT INTO crm.role_deny (tenant_id, role_id, kind, name) VALUES ($1, $2, $3, $4)")
                .bind(tenant)
                .bind(role.uuid())
                .bind(deny.kind())
                .bind(deny.as_str())
                .execute(&mut *admin)
                .await
                .unwrap();
        }
        broker.roles.insert(name.to_owned(), role);
        role
    }

    /// Adds a team to a broker, past every check.
    pub async fn team(&self, broker: &Broker, name: &str, parent: Option<TeamId>, leader: Option<StaffId>) -> TeamId {
        let team = TeamId::generate();
        let mut admin = self.admin().await;
        sqlx::query("INSERT INTO crm.team (tenant_id, id, name, desk, parent_id, leader_id) VALUES ($1, $2, $3, 'sales', $4, $5)")
            .bind(broker.tenant.id.uuid())
            .bind(team.uuid())
            .bind(name)
            .bind(parent.map(TeamId::uuid))
            .bind(leader.map(StaffId::uuid))
            .execute(&mut *admin)
            .await
            .unwrap();
        drop(admin);
        self.access_changed(broker).await;
        team
    }

    /// What was arranged past every check is seen from the next request on.
    pub async fn access_changed(&self, broker: &Broker) {
        let mut admin = self.admin().await;
        sqlx::query("UPDATE crm.access_version SET version = version + 1 WHERE tenant_id = $1")
            .bind(broker.tenant.id.uuid())
            .execute(&mut *admin)
            .await
            .unwrap();
    }

    async fn lists(&self, broker: &mut Broker) {
        let statuses = [
            ("sales", "New", "open"),
            ("sales", "No answer", "ongoing"),
            ("sales", "Interested", "ongoing"),
            ("sales", "Converted", "won"),
            ("retention", "Active", "ongoing"),
            ("retention", "Dormant", "hold"),
        ];
        let tenant = broker.tenant.id.uuid();
        let mut admin = self.admin().await;
        for (position, (kind, name, meaning)) in (0_i32..).zip(statuses) {
            let id = StatusOptionId::generate();
            sqlx::query("INSERT INTO crm.client_status_option (tenant_id, id, kind, name, type, color, position) VALUES ($1, $2, $3, $4, $5, 'blue', $6)")
                .bind(tenant)
                .bind(id.uuid())
                .bind(kind)
                .bind(name)
                .bind(meaning)
                .bind(position)
                .execute(&mut *admin)
                .await
                .unwrap();
            broker.statuses.insert(name.to_owned(), id);
        }
        for name in ["VIP", "Newsletter"] {
            let id = TagId::generate();
            sqlx::query("INSERT INTO crm.tag (tenant_id, id, name, color) VALUES ($1, $2, $3, 'gold')")
                .bind(tenant)
                .bind(id.uuid())
                .bind(name)
                .execute(&mut *admin)
                .await
                .unwrap();
            broker.tags.insert(name.to_owned(), id);
        }
    }
}
