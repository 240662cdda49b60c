//! What tests look at beside the public interface.

use super::{Door, KEK, TestApp};
use crate::{DatabaseRole, MASTER_KEY};
use crm_app::App;
use crm_identity::PasswordHasher;
use crm_mailer::Templates;
use crm_storage::{DbOptions, ProvisionDb, TenantDb};
use crm_vault::{ContextKeys, LocalKek, Vault};
use sqlx::Row;
use std::fmt::Write;
use std::sync::Arc;

impl TestApp {
    /// Another application on the same database, changed in one thing.
    pub fn another(&self, change: impl FnOnce(&mut App)) -> App {
        let mut app = App {
            db: self.app.db.clone(),
            hasher: PasswordHasher::new(1, 4).expect("threads"),
            mailer: Arc::clone(&self.app.mailer),
            letters: Templates::new().expect("templates"),
            bus: Arc::clone(&self.app.bus),
            limiter: Arc::clone(&self.app.limiter),
            trading: Arc::clone(&self.app.trading),
            clock: self.app.clock.clone(),
            urls: self.app.urls.clone(),
            mail_from: self.app.mail_from.clone(),
            anchors: Arc::default(),
            uses: Arc::clone(&self.app.uses),
            sheets: self.app.sheets.clone(),
            contact_lookups: crm_cache::Quota::per_minute(120),
        };
        change(&mut app);
        app
    }

    /// The same application as another process would be: it remembers nothing of the database, and its door is another one.
    pub fn reopen(&mut self, door: impl FnOnce(&Arc<App>) -> Option<Door>) {
        let url = self.db.url(DatabaseRole::App);
        let fresh = self.database_at(url, 8, DbOptions::REQUEST);
        self.app = Arc::new(self.another(|app| app.db = fresh));
        self.door = door(&self.app);
    }

    /// The application with one thing changed, for requests and for jobs.
    pub fn change(&mut self, change: impl FnOnce(&mut App), door: impl FnOnce(&Arc<App>) -> Option<Door>) {
        self.app = Arc::new(self.another(change));
        self.door = door(&self.app);
        self.dispatcher = super::dispatcher(&self.db, &self.app);
    }

    /// The operator's way into the database.
    pub fn registry(&self) -> ProvisionDb {
        let kek = Arc::new(LocalKek::from_hex(KEK).expect("the tests' key"));
        let url = self.db.url(DatabaseRole::Provision);
        ProvisionDb::connect(&url, ContextKeys::new(MASTER_KEY), Vault::new(kek)).expect("a DSN")
    }

    /// The same database reached by another address and with another patience, for tests that stand between.
    pub fn database_at(&self, url: String, pool_size: u32, statement_timeout: std::time::Duration) -> TenantDb {
        let options =
            DbOptions { url, pool_size, acquire_timeout: std::time::Duration::from_secs(10), statement_timeout };
        let kek = Arc::new(LocalKek::from_hex(KEK).expect("the tests' key"));
        TenantDb::connect(&options, ContextKeys::new(MASTER_KEY), Vault::new(kek)).expect("a DSN")
    }

    /// Every row of every table as text, bytes as the characters they are: what a thief of the disk would read.
    pub async fn dump(&self) -> String {
        let mut admin = self.admin().await;
        sqlx::raw_sql("SET bytea_output = 'escape'").execute(&mut *admin).await.unwrap();
        let tables: Vec<String> = sqlx::query_scalar("SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('crm', 'platform', 'ctx', 'queue')")
            .fetch_all(&mut *admin)
            .await
            .unwrap();
        let mut dump = String::new();
        for table in tables {
            let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT t::text AS row FROM {table} t")))
                .fetch_all(&mut *admin)
                .await
                .unwrap();
            for row in rows {
                writeln!(dump, "{table}: {}", row.get::<String, _>("row")).unwrap();
            }
        }
        dump
    }
}
