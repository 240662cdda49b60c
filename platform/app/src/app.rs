use crate::audit::AnchorPlaces;
use crate::trading::TradingHub;
use crm_access::{Actor, OpContext, Policies, RequestInfo, SystemActor, TenantRef, Uses};
use crm_cache::{LiveBus, Quota, RateLimiter};
use crm_identity::PasswordHasher;
use crm_mailer::{Mailer, Templates};
use crm_model::{Clock, RequestId};
use crm_storage::{StorageError, TenantDb, TenantRead};
use std::sync::Arc;

/// Everything a use case may need besides its operation: made once, by the wiring of a binary or of a test.
pub struct App {
    /// The database behind the wall.
    pub db: TenantDb,
    /// argon2id in its own bounded pool.
    pub hasher: PasswordHasher,
    /// Sends mail; called by jobs only.
    pub mailer: Arc<dyn Mailer>,
    /// The texts of mails.
    pub letters: Templates,
    /// Tells open portals that something changed. Ids only.
    pub bus: Arc<dyn LiveBus>,
    /// Counts requests.
    pub limiter: Arc<dyn RateLimiter>,
    /// Look-ups by a whole contact that one member of staff may make. A list asks for its count too, and for further pages.
    pub contact_lookups: Quota,
    /// The way to brokers' trading servers, shared by everything in this process.
    pub trading: Arc<TradingHub>,
    /// Reads files of tables in a process of its own.
    pub sheets: crm_sheets::Parser,
    /// Where time comes from.
    pub clock: Clock,
    /// How this deployment is reached from outside.
    pub urls: PublicUrls,
    /// The address that mails come from.
    pub mail_from: String,
    /// Where heads of audit chains are kept outside the database.
    pub anchors: Arc<AnchorPlaces>,
    /// Which permissions people made use of in this process, until it is written down.
    pub uses: Arc<Uses>,
}

impl App {
    /// Reads a broker's rows although nobody is signed in, as the deployment itself: for the brand of its pages and for the
    /// holder of a one-time link.
    ///
    /// # Errors
    /// The database is away.
    pub async fn read_for_nobody(&self, tenant: &TenantRef) -> Result<TenantRead, StorageError> {
        let actor = Actor::System(SystemActor { work: "before sign-in".to_owned(), job: None, on_behalf_of: None });
        let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
        let policy = Arc::new(Policies::nothing());
        self.db.read(&OpContext::new(tenant.clone(), actor, policy, request, self.clock.clone(), None)).await
    }
}

/// How this deployment is reached from outside.
#[derive(Clone, Debug)]
pub struct PublicUrls {
    /// `https`, or `http` in development.
    pub scheme: String,
    /// The platform's domain, `localhost` in development.
    pub platform: String,
    /// The port, where it is not the scheme's own.
    pub port: Option<u16>,
}

impl PublicUrls {
    fn origin(&self, host: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }

    /// Origin of a broker's staff portal. Built from our own records, never from a request (HOST-05).
    #[must_use]
    pub fn staff(&self, slug: &str) -> String {
        self.origin(&format!("{slug}.{}", self.platform))
    }

    /// Origin of a broker's client host.
    #[must_use]
    pub fn client(&self, slug: &str) -> String {
        self.origin(&format!("my.{slug}.{}", self.platform))
    }

    /// Origin of a broker's REST API.
    #[must_use]
    pub fn api(&self, slug: &str) -> String {
        self.origin(&format!("api.{slug}.{}", self.platform))
    }
}
