use crate::floor::{Floor, floor};
use crate::support::options;
use crate::support::socket::Socket;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

const DUE: &str =
    "subscription D($since: DateTime) { taskDue(since: $since) { taskId clientId clientName kind dueAt } }";

async fn listen(f: &Floor) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = options();
    let shutdown = options.shutdown.clone();
    let router = tenant_api::build(Arc::clone(&f.app.app), options);
    tokio::spawn(tenant_api::http::server::serve(listener, router, shutdown));
    address
}

async fn ear(f: &Floor, address: SocketAddr, since: DateTime<Utc>) -> Socket {
    let mut socket = Socket::open(address, &f.ana, None).await.unwrap();
    socket.subscribe_with("due", DUE, &json!({ "since": since })).await;
    socket
}

async fn reminder(socket: &mut Socket) -> Value {
    let said = socket.hear().await.expect("an open socket");
    assert!(said["payload"]["errors"].is_null(), "{said}");
    said["payload"]["data"]["taskDue"].clone()
}

#[tokio::test]
async fn a_person_is_reminded_when_the_time_comes_and_of_what_was_missed() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    let first = f.call_back(&f.ana, &olga, 10, "").await;
    let address = listen(&f).await;
    let began = f.app.clock.now();
    let mut socket = ear(&f, address, began).await;
    f.app.advance(Duration::minutes(11));
    let told = reminder(&mut socket).await;
    assert_eq!((&told["taskId"], &told["clientName"]), (&first["id"], &json!("Olga Novak")));
    drop(socket);
    let second = f.call_back(&f.ana, &petr, 10, "").await;
    f.app.advance(Duration::minutes(12));
    let mut socket = ear(&f, address, began + Duration::minutes(11)).await;
    assert_eq!(reminder(&mut socket).await["taskId"], second["id"], "what fell due meanwhile, and not the first again");
}

#[tokio::test]
async fn iso_07_nobody_is_reminded_of_a_client_that_went_beyond_his_reach() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    f.call_back(&f.ana, &olga, 10, "").await;
    let later = f.call_back(&f.ana, &petr, 12, "").await;
    let client = crm_model::ClientId::parse(&olga).unwrap().uuid();
    // past every check: the work stays with Ana while the client is Tom's
    let tom = f.tom_is.id.uuid();
    f.app.sql(&format!("UPDATE crm.client SET owner_id = '{tom}', team_id = NULL WHERE id = '{client}'")).await;
    let address = listen(&f).await;
    let began = f.app.clock.now();
    f.app.advance(Duration::minutes(20));
    let mut socket = ear(&f, address, began).await;
    assert_eq!(reminder(&mut socket).await["taskId"], later["id"], "Petr's alone");
}
