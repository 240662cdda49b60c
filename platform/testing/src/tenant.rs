//! A broker to test with.
use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{DatabaseRole, TestDb};

/// The master key of the context tokens in every test.
pub const MASTER_KEY: [u8; 32] = *b"brokerdesk tests: context master";

/// A broker in a [`TestDb`] and the token that opens its rows.
#[derive(Clone, Debug)]
pub struct TestTenant {
    /// Its id.
    pub id: Uuid,
    /// Its slug, also its name.
    pub slug: String,
    /// `app.key`: 64 hex digits.
    pub key: String,
}

impl TestDb {
    /// An active broker called `slug`: its row, its context key, its audit head, settings, brand and counters as onboarding
    /// leaves them, without people.
    ///
    /// # Errors
    /// When the slug is taken or malformed, or the server refuses.
    pub async fn tenant(&self, slug: &str) -> anyhow::Result<TestTenant> {
        let id = Uuid::now_v7();
        let token = context_token(&MASTER_KEY, id)?;
        let mut conn = self.connect(DatabaseRole::Superuser).await?;
        sqlx::query("INSERT INTO platform.tenant (id, slug, name, status) VALUES ($1, $2, $2, 'active')")
            .bind(id)
            .bind(slug)
            .execute(&mut conn)
            .await
            .with_context(|| format!("tenant {slug}"))?;
        sqlx::query("INSERT INTO ctx.tenant_key (h, tenant_id) VALUES ($1, $2)")
            .bind(Sha256::digest(token).as_slice())
            .bind(id)
            .execute(&mut conn)
            .await?;
        first_rows(&mut conn, id, slug).await?;
        Ok(TestTenant { id, slug: slug.to_owned(), key: data_encoding::HEXLOWER.encode(&token) })
    }
}

async fn first_rows(conn: &mut PgConnection, id: Uuid, slug: &str) -> Result<(), sqlx::Error> {
    for sql in [
        "INSERT INTO crm.tenant_setting (tenant_id) VALUES ($1)",
        "INSERT INTO crm.access_version (tenant_id) VALUES ($1)",
        "INSERT INTO crm.counter (tenant_id, name, value) VALUES ($1, 'client', 100000)",
    ] {
        sqlx::query(sql).bind(id).execute(&mut *conn).await?;
    }
    sqlx::query(
        "INSERT INTO crm.brand (tenant_id, id, name, legal_name, primary_color, is_default) VALUES ($1, $2, $3, $3, '#1a5fb4', true)",
    )
    .bind(id)
    .bind(Uuid::now_v7())
    .bind(slug)
    .execute(conn)
    .await
    .map(|_| ())
}

/// HMAC-SHA256(master key, tenant id): what the process sets as `app.key`; the database keeps its SHA-256.
fn context_token(master: &[u8; 32], tenant: Uuid) -> anyhow::Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(master)?;
    mac.update(tenant.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}
