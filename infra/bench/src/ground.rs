use anyhow::Context;
use crm_access::{OpContext, TenantRef};
use crm_model::Clock;
use crm_runtime::{ProvisioningConfig, Secret, process_environment};
use crm_storage::{DbOptions, ProvisionDb, TenantDb};
use crm_vault::{ContextKeys, Vault};
use provisioning::generator::Plan;
use provisioning::onboarding;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Short name of the measured broker.
pub(crate) const BIG: &str = "measured";

/// Seed of its clients.
const SEED: u64 = 18;

/// What seeding and measuring stand on: the doors of the product, and an administrator's for what only he may do.
pub(crate) struct Ground {
    pub config: ProvisioningConfig,
    pub provision: ProvisionDb,
    pub db: TenantDb,
    pub admin: PgPool,
    pub clock: Clock,
    pub clients: u32,
    pub folder: PathBuf,
}

impl Ground {
    pub(crate) async fn connect(admin: &str, clients: u32, folder: PathBuf) -> anyhow::Result<Self> {
        let config = ProvisioningConfig::from_env(process_environment())?;
        let contexts = || ContextKeys::new(*config.keys.context_master.expose());
        let former = config.keys.kek_former.as_ref().map(Secret::expose);
        let vault = || Vault::local(config.keys.kek.expose(), former).context("KEK, KEK_FORMER");
        let app = config.app.as_ref().context("DATABASE_URL_APP is missing")?;
        let options = DbOptions {
            url: app.expose().clone(),
            pool_size: 4,
            acquire_timeout: Duration::from_secs(10),
            statement_timeout: DbOptions::WORK,
        };
        Ok(Self {
            provision: ProvisionDb::connect(config.provision.expose(), contexts(), vault()?)
                .context("DATABASE_URL_PROVISION")?,
            db: TenantDb::connect(&options, contexts(), vault()?).context("DATABASE_URL_APP")?,
            admin: PgPoolOptions::new()
                .max_connections(1)
                .connect(admin)
                .await
                .context("DATABASE_URL: an administrator of the measured database")?,
            clock: Clock::system(),
            config,
            clients,
            folder,
        })
    }

    /// Work of the platform on a broker.
    pub(crate) fn operation(&self, tenant: &TenantRef) -> OpContext {
        onboarding::operation(tenant, "bench", &self.clock)
    }

    /// The measured broker.
    pub(crate) async fn big(&self) -> anyhow::Result<TenantRef> {
        Ok(self.provision.find(BIG).await?.context("the measured broker is not there: run the seed")?.tenant)
    }

    /// What the measured broker's clients are drawn from.
    pub(crate) async fn plan(&self, op: &OpContext, total: u64) -> anyhow::Result<Arc<Plan>> {
        Ok(Arc::new(Plan::read(op, &self.db, SEED, total).await?))
    }
}
