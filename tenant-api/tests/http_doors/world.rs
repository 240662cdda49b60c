//! Two brokers and a suspended one, a signed-in person, and the whole router in this process.

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use chrono::Duration;
use crm_app::{App, PublicUrls};
use crm_cache::{LocalBus, LocalRateLimiter};
use crm_identity::{BearerSecret, PasswordHasher, Prefix};
use crm_mailer::{Mail, MailError, Mailer, Templates};
use crm_model::{Clock, ManualClock};
use crm_runtime::Shutdown;
use crm_storage::{DbOptions, TenantDb};
use crm_testing::{DatabaseRole, MASTER_KEY, TestDb, TestTenant};
use crm_vault::{ContextKeys, LocalKek, Vault};
use http::Request;
use http_body_util::BodyExt;
use serde_json::Value;
use sqlx::PgConnection;
use std::net::SocketAddr;
use std::sync::Arc;
use tenant_api::graphql::Documents;
use tenant_api::http::budget::BudgetLimits;
use tenant_api::http::portal::Portal;
use tenant_api::router::{Web, serve_web};
use tower::ServiceExt;
use uuid::Uuid;

pub const ATLAS: &str = "atlas.localhost";

/// A secret that opens a session: what the cookie holds.
pub struct Session {
    pub id: Uuid,
    pub cookie: String,
}

pub struct World {
    pub db: TestDb,
    pub app: Arc<App>,
    pub web: Arc<Web>,
    pub router: Router,
    pub clock: ManualClock,
    pub shutdown: Shutdown,
    pub atlas: TestTenant,
    /// Mina of Atlas, signed in.
    pub mina: Session,
    _portal: tempfile::TempDir,
}

struct NoMail;

#[async_trait]
impl Mailer for NoMail {
    async fn send(&self, _: Mail) -> Result<(), MailError> {
        Ok(())
    }
}

/// How a test changes the world before it is built.
pub struct Plan {
    pub documents: Documents,
    pub scheme: &'static str,
    pub budget: BudgetLimits,
    pub trusted_proxies: &'static [&'static str],
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            documents: Documents::Any,
            scheme: "http",
            budget: BudgetLimits::for_pool(9, 100_000),
            trusted_proxies: &[],
        }
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(Plan::default()).await
    }

    pub async fn with(plan: Plan) -> Self {
        let db = TestDb::new().await.unwrap();
        let clock = ManualClock::starting_now();
        let vault = Vault::new(Arc::new(
            LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap(),
        ));
        let atlas = broker(&db, &vault, "atlas").await;
        broker(&db, &vault, "north").await;
        broker(&db, &vault, "dormant").await;
        let mut admin = db.connect(DatabaseRole::Superuser).await.unwrap();
        sqlx::query("UPDATE platform.tenant SET status = 'suspended' WHERE slug = 'dormant'")
            .execute(&mut admin)
            .await
            .unwrap();
        let mina = session(&mut admin, &atlas, "full", &clock).await;
        let options = DbOptions {
            url: db.url(DatabaseRole::App),
            pool_size: 9,
            acquire_timeout: std::time::Duration::from_secs(5),
            statement_timeout: DbOptions::REQUEST,
        };
        let app = Arc::new(App {
            db: TenantDb::connect(&options, ContextKeys::new(MASTER_KEY), vault).unwrap(),
            hasher: PasswordHasher::new(1, 8).unwrap(),
            mailer: Arc::new(NoMail),
            letters: Templates::new().unwrap(),
            bus: Arc::new(LocalBus::new(100)),
            limiter: Arc::new(LocalRateLimiter::new()),
            trading: Arc::new(crm_app::trading::TradingHub::new(
                Clock::manual(clock.clone()),
                true,
                crm_app::trading::TimeLimits::default(),
            )),
            clock: Clock::manual(clock.clone()),
            urls: PublicUrls { scheme: plan.scheme.to_owned(), platform: "localhost".to_owned(), port: None },
            mail_from: "no-reply@localhost".to_owned(),
            anchors: Arc::default(),
            uses: Arc::default(),
            sheets: crm_sheets::Parser::new(env!("CARGO_BIN_EXE_tenant-api").into()),
            contact_lookups: crm_cache::Quota::per_minute(120),
        });
        let portal = built_portal();
        let shutdown = Shutdown::new();
        let web = Web::new(
            Arc::clone(&app),
            tenant_api::Options {
                portal: Some(Portal::load(portal.path()).unwrap()),
                documents: plan.documents,
                trusted_proxies: plan.trusted_proxies.iter().map(|net| net.parse().unwrap()).collect(),
                budget: plan.budget,
                shutdown: shutdown.clone(),
            },
        );
        Self { router: serve_web(Arc::clone(&web)), db, app, web, clock, shutdown, atlas, mina, _portal: portal }
    }

    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4711))));
        }
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub async fn get(&self, host: &str, path: &str) -> Answer {
        self.send(Request::get(path).header("host", host).body(Body::empty()).unwrap()).await
    }

    /// A GraphQL request as Mina's portal sends it.
    pub fn ask(&self, body: impl Into<Body>) -> Request<Body> {
        Request::post("/graphql")
            .header("host", ATLAS)
            .header("cookie", format!("__Host-bd_session={}", self.mina.cookie))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .body(body.into())
            .unwrap()
    }

    pub async fn query(&self, text: &str) -> Answer {
        self.send(self.ask(serde_json::json!({ "query": text }).to_string())).await
    }

    pub async fn admin(&self) -> PgConnection {
        self.db.connect(DatabaseRole::Superuser).await.unwrap()
    }

    /// Serves the router on a port of this machine.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(tenant_api::http::server::serve(listener, self.router.clone(), self.shutdown.clone()));
        address
    }
}

async fn broker(db: &TestDb, vault: &Vault, slug: &str) -> TestTenant {
    let tenant = db.tenant(slug).await.unwrap();
    let (_, wrapped) = vault.new_tenant_key(tenant.id, 1).await.unwrap();
    let mut admin = db.connect(DatabaseRole::Superuser).await.unwrap();
    sqlx::query("INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped) VALUES ($1, 1, $2, $3)")
        .bind(tenant.id.uuid())
        .bind(&wrapped.kek_id)
        .bind(&wrapped.bytes)
        .execute(&mut admin)
        .await
        .unwrap();
    for sql in [
        "INSERT INTO crm.audit_head (tenant_id, seq, hash) VALUES ($1, 0, decode(repeat('00', 32), 'hex'))",
        "INSERT INTO crm.role (tenant_id, id, name) VALUES ($1, gen_random_uuid(), 'Reader')",
        "INSERT INTO crm.role_grant (tenant_id, role_id, permission, reach)
         SELECT tenant_id, id, permission, 'all' FROM crm.role, unnest(ARRAY['client.view', 'audit.view']) permission WHERE tenant_id = $1",
    ] {
        sqlx::query(sql).bind(tenant.id.uuid()).execute(&mut admin).await.unwrap();
    }
    tenant
}

/// A new member of staff, a reader of clients and of the trail, with a session.
pub async fn session(admin: &mut PgConnection, tenant: &TestTenant, stage: &str, clock: &ManualClock) -> Session {
    let (staff, id) = (Uuid::now_v7(), Uuid::now_v7());
    let prefix = if stage == "full" { Prefix::Session } else { Prefix::HalfSession };
    let secret = BearerSecret::generate(prefix).unwrap();
    sqlx::query("INSERT INTO crm.staff (tenant_id, id, name, email_sealed, email_mask, status) VALUES ($1, $2, 'Mina', '\\x00', 'm***', 'active')")
        .bind(tenant.id.uuid())
        .bind(staff)
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::query("INSERT INTO crm.staff_role (tenant_id, staff_id, role_id) SELECT tenant_id, $2, id FROM crm.role WHERE tenant_id = $1 AND name = 'Reader'")
        .bind(tenant.id.uuid())
        .bind(staff)
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::query("INSERT INTO crm.credential (tenant_id, staff_id, email_bidx) VALUES ($1, $2, $3)")
        .bind(tenant.id.uuid())
        .bind(staff)
        .bind(staff.as_bytes().as_slice())
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::query("INSERT INTO crm.session (tenant_id, id, h, staff_id, stage, created_at, last_active_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)")
        .bind(tenant.id.uuid())
        .bind(id)
        .bind(secret.digest().as_slice())
        .bind(staff)
        .bind(stage)
        .bind(clock.now())
        .bind(clock.now() + Duration::hours(12))
        .execute(&mut *admin)
        .await
        .unwrap();
    Session { id, cookie: secret.expose().to_owned() }
}

fn built_portal() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("assets")).unwrap();
    let index = "<!doctype html><meta name=\"csp-nonce\" content=\"__NONCE__\"><script type=\"application/json\" id=\"broker\" nonce=\"__NONCE__\">__BROKER__</script>";
    std::fs::write(dir.path().join("index.html"), index).unwrap();
    std::fs::write(dir.path().join("assets/index-a1.js"), "export const a = 1;\n".repeat(200)).unwrap();
    std::fs::write(dir.path().join("assets/index-a1.js.map"), "{}").unwrap();
    std::fs::write(dir.path().join("persisted.json"), "{}").unwrap();
    dir
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: bytes::Bytes,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: parts.status.as_u16(), headers: parts.headers, body: body.collect().await.unwrap().to_bytes() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of a problem answer, or of the first GraphQL error.
    pub fn code(&self) -> String {
        let json = self.json();
        let code = if json["code"].is_string() { &json["code"] } else { &json["errors"][0]["extensions"]["code"] };
        code.as_str().unwrap_or_default().to_owned()
    }

    /// Status and code in one, as tests compare them.
    pub fn said(&self) -> (u16, String) {
        (self.status, self.code())
    }
}
