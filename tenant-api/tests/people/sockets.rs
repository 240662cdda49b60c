//! Open sockets: what ends them, and what they may take of the database.

use crate::office::{client_of, listen};
use crate::support::socket::Socket;
use crate::support::start;
use crm_cache::{LiveEvent, LiveKind};
use crm_model::ClientId;
use futures_util::future::join_all;
use serde_json::json;
use std::time::{Duration, Instant};

const NEWS: &str = "subscription { clientChanged { id kind } }";

/// SESS-02: a socket closes at once when its session ends elsewhere; other people's stay open.
#[tokio::test]
async fn sess_02_a_socket_closes_at_once_when_its_session_ends_elsewhere() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let (maria, ana) = (app.staff(&atlas, "CRM Manager").await, app.staff(&atlas, "Agent").await);
    let (manager, agent) = (app.sign_in(&maria).await, app.sign_in(&ana).await);
    let address = listen(&app).await;
    let mut socket = Socket::open(address, &manager, None).await.unwrap();
    let mut others = Socket::open(address, &agent, None).await.unwrap();
    // just after one of the looks that come anyway, so that the next one is far away
    tokio::time::sleep(Duration::from_millis(4_200)).await;
    let began = Instant::now();
    assert!(manager.clone().post("/auth/sign-out", &json!({})).await.is_ok());
    assert_eq!(socket.hear().await.unwrap_err(), (4401, "session_ended".to_owned()));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    others.subscribe("1", NEWS).await;
    client_of(&app.sign_in(&maria).await, "Olga", &ana).await;
    assert_eq!(others.hear().await.unwrap()["payload"]["data"]["clientChanged"]["kind"], "CREATED");
}

/// Every look at a client of Atlas takes a moment, so that looks at the same time can be seen.
const SLOW: &str = "CREATE FUNCTION public.slow() RETURNS bool LANGUAGE sql VOLATILE SECURITY DEFINER AS 'SELECT pg_catalog.pg_sleep(0.4) IS NOT NULL';
    GRANT EXECUTE ON FUNCTION public.slow() TO crm_app;
    CREATE POLICY slow ON crm.client AS RESTRICTIVE FOR SELECT TO crm_app USING (tenant_id <> 'ATLAS' OR public.slow())";

/// DOS-01, DOS-04: one change of one client makes many screens look whether they may know of it; they do so one after the
/// other, and the broker's people go on working.
#[tokio::test]
async fn dos_01_many_screens_read_news_again_one_after_the_other() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let manager = app.sign_in(&maria).await;
    let mut agents = Vec::new();
    for _ in 0..6 {
        agents.push(app.sign_in(&app.staff(&atlas, "Agent").await).await);
    }
    let olga = client_of(&manager, "Olga", &maria).await;
    let address = listen(&app).await;
    let mut sockets = Vec::new();
    for agent in &agents {
        let mut socket = Socket::open(address, agent, None).await.unwrap();
        socket.subscribe("1", NEWS).await;
        sockets.push(socket);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    app.sql(&SLOW.replace("ATLAS", &atlas.tenant.id.uuid().to_string())).await;
    let news = LiveEvent {
        tenant: atlas.tenant.id,
        kind: LiveKind::ClientUpdated,
        id: ClientId::parse(&olga).unwrap().uuid(),
        version: 2,
        by: None,
        owner: Some(maria.id.uuid()),
        team: None,
    };
    app.app.bus.publish(news).await;
    let asleep = "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE usename = 'crm_app' AND datname = current_database() AND wait_event = 'PgSleep'";
    let watch = async {
        let (mut most, mut seen) = (0, 0);
        for _ in 0..60 {
            let now = app.number(asleep).await;
            (most, seen) = (most.max(now), seen + i64::from(now > 0));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        (most, seen)
    };
    let work = join_all((0..20).map(|_| manager.ask("{ viewer { email } }", json!({}))));
    let ((most, seen), answers) = tokio::join!(watch, work);
    assert!(seen > 10, "twin: the screens did look ({seen})");
    assert_eq!(most, 1, "one after the other");
    assert!(answers.iter().all(|answer| answer.status() == 200));
}
