//! A broker to test with.
use anyhow::Context;
use crm_model::{BrandId, TenantId};
use crm_vault::ContextKeys;
use sqlx::PgConnection;

use crate::{DatabaseRole, TestDb};

/// The master key of the context tokens in every test.
pub const MASTER_KEY: [u8; 32] = *b"brokerdesk tests: context master";

/// A broker in a [`TestDb`] and the token that opens its rows.
#[derive(Clone, Debug)]
pub struct TestTenant {
    /// Its id.
    pub id: TenantId,
    /// Its slug, also its name.
    pub slug: String,
    /// `app.key`: 64 hex digits.
    pub key: String,
}

impl TestDb {
    /// An active broker called `slug` as onboarding leaves it, without roles and people: its row, its context key, its
    /// settings, its default brand, its access version and its client counter.
    ///
    /// # Errors
    /// When the slug is taken or malformed, or the server refuses.
    pub async fn tenant(&self, slug: &str) -> anyhow::Result<TestTenant> {
        let tenant = self.bare_tenant(slug).await?;
        let mut conn = self.connect(DatabaseRole::Superuser).await?;
        first_rows(&mut conn, &tenant).await?;
        Ok(tenant)
    }

    /// An active broker with its row and its context key and nothing else.
    ///
    /// # Errors
    /// When the slug is taken or malformed, or the server refuses.
    pub async fn bare_tenant(&self, slug: &str) -> anyhow::Result<TestTenant> {
        let id = TenantId::generate();
        let token = ContextKeys::new(MASTER_KEY).token(id);
        let mut conn = self.connect(DatabaseRole::Superuser).await?;
        sqlx::query("INSERT INTO platform.tenant (id, slug, name, status) VALUES ($1, $2, $2, 'active')")
            .bind(id.uuid())
            .bind(slug)
            .execute(&mut conn)
            .await
            .with_context(|| format!("tenant {slug}"))?;
        sqlx::query("INSERT INTO ctx.tenant_key (h, tenant_id) VALUES ($1, $2)")
            .bind(token.digest().as_slice())
            .bind(id.uuid())
            .execute(&mut conn)
            .await?;
        Ok(TestTenant { id, slug: slug.to_owned(), key: token.expose().to_owned() })
    }
}

async fn first_rows(conn: &mut PgConnection, tenant: &TestTenant) -> Result<(), sqlx::Error> {
    for sql in [
        "INSERT INTO crm.tenant_setting (tenant_id) VALUES ($1)",
        "INSERT INTO crm.access_version (tenant_id) VALUES ($1)",
        "INSERT INTO crm.counter (tenant_id, name, value) VALUES ($1, 'client', 100000)",
    ] {
        sqlx::query(sql).bind(tenant.id.uuid()).execute(&mut *conn).await?;
    }
    sqlx::query(
        "INSERT INTO crm.brand (tenant_id, id, name, legal_name, primary_color, is_default) VALUES ($1, $2, $3, $3, '#1a5fb4', true)",
    )
    .bind(tenant.id.uuid())
    .bind(BrandId::generate().uuid())
    .bind(&tenant.slug)
    .execute(conn)
    .await
    .map(|_| ())
}
