//! What changes takes effect within five seconds on sessions, sockets and keys that are open; and news stay inside.

use crate::office::{change, change_status, client_of, edit_role, listed, listen, version};
use crate::support::socket::Socket;
use crate::support::start;
use crm_testing::Browser;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const CLIENTS: &str = "subscription { clientChanged { id kind version mine } }";
const ACCESS: &str = "subscription { accessChanged { accessVersion signedOut } }";
const SOON: Duration = Duration::from_secs(5);

/// Edits a client; gives its version.
async fn edit(manager: &Browser, app: &crm_testing::TestApp, id: &str, source: &str) -> i64 {
    let uuid = crm_model::ClientId::parse(id).unwrap().uuid();
    let now = version(app, "client", uuid).await;
    let input = json!({"id": id, "version": now, "source": source});
    let done = change(manager, "editClient", "EditClientInput", "client { version }", input).await;
    done["client"]["version"].as_i64().unwrap_or_else(|| panic!("{done}"))
}

/// A socket that certainly listens: it has heard of a change of this client.
async fn listening(
    address: std::net::SocketAddr,
    browser: &Browser,
    app: &crm_testing::TestApp,
    manager: &Browser,
    client: &str,
) -> Socket {
    let mut socket = Socket::open(address, browser, None).await.unwrap();
    socket.subscribe("clients", CLIENTS).await;
    for n in 0.. {
        edit(manager, app, client, &format!("Greeting {n}")).await;
        if let Ok(said) = tokio::time::timeout(Duration::from_millis(500), socket.hear()).await {
            assert_eq!(said.unwrap()["type"], "next");
            break;
        }
    }
    // what was changed while it began may still be on its way
    while tokio::time::timeout(Duration::from_millis(200), socket.hear()).await.is_ok() {}
    socket
}

fn event(said: &Value) -> &Value {
    assert_eq!(said["type"], "next", "{said}");
    &said["payload"]["data"]["clientChanged"]
}

/// ISO-22, MASK-12, RBAC-05: next door changes a hundred times and another team as often; the socket hears of its own
/// client alone, and of that the ids alone.
#[tokio::test]
async fn iso_22_a_socket_hears_nothing_of_next_door() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (madrid, lisbon) = (app.team(&atlas, "Madrid", None, None).await, app.team(&atlas, "Lisbon", None, None).await);
    let (ana, tom) =
        (app.staff_in(&atlas, &["Agent"], Some(madrid)).await, app.staff_in(&atlas, &["Agent"], Some(lisbon)).await);
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let nils = app.staff(&north, "CRM Manager").await;
    let neighbour = app.sign_in(&nils).await;
    let (hers, his, theirs) = (
        client_of(&manager, "Olga", &ana).await,
        client_of(&manager, "Boris", &tom).await,
        client_of(&neighbour, "Nora", &nils).await,
    );
    let address = listen(&app).await;
    let mut socket = listening(address, &app.sign_in(&ana).await, &app, &manager, &hers).await;
    for n in 0..100 {
        edit(&neighbour, &app, &theirs, &format!("Fair {n}")).await;
        edit(&manager, &app, &his, &format!("Fair {n}")).await;
    }
    let now = edit(&manager, &app, &hers, "Last").await;
    let said = socket.hear().await.unwrap();
    assert_eq!(
        event(&said),
        &json!({"id": hers, "kind": "UPDATED", "version": now, "mine": false}),
        "the first news since, and ids only"
    );
    for raw in ["Olga", "novak", "612", "Last"] {
        assert!(!said.to_string().contains(raw), "{raw} in {said}");
    }
    // there is no way to name whose news are wanted
    for document in [
        format!("subscription {{ clientChanged(id: \"{theirs}\") {{ id }} }}"),
        "subscription { clientChanged(tenant: \"north\") { id } }".to_owned(),
        "subscription { * { id } }".to_owned(),
    ] {
        socket.subscribe("wild", &document).await;
        let said = socket.hear().await.unwrap();
        let error = if said["type"] == "error" { &said["payload"][0] } else { &said["payload"]["errors"][0] };
        assert_eq!(error["extensions"]["code"], "invalid_input", "{document}: {said}");
        if said["type"] == "next" {
            assert_eq!(socket.hear().await.unwrap()["type"], "complete");
        }
    }
}

/// RBAC-07: a permission that is taken away is gone on the next request, and from a socket within five seconds, which is
/// told so; one that is given arrives the same way.
#[tokio::test]
async fn rbac_07_a_changed_role_shows_at_once_on_sessions_and_sockets() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let ana = app.staff(&atlas, "Agent").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let client = client_of(&manager, "Olga", &ana).await;
    let hers = app.sign_in(&ana).await;
    let address = listen(&app).await;
    let mut socket = listening(address, &hers, &app, &manager, &client).await;
    socket.subscribe("access", ACCESS).await;
    assert_eq!(listed(&hers).await, ["Olga Novak"]);
    let email = |browser: Browser| async move {
        browser.graphql("{ clients { edges { node { email { display } } } } }", json!({})).await["clients"]["edges"][0]
            ["node"]["email"]["display"]
            .clone()
    };
    assert_eq!(email(hers.clone()).await, "o•••@•••.example");

    let role = atlas.role("Agent");
    let fields = |visibility: &str| json!([{"field": "EMAIL", "relation": "ANY", "visibility": visibility}]);
    let grants = json!([{"permission": "client.view", "reach": "OWN"}]);
    let began = Instant::now();
    let shown =
        edit_role(&manager, json!({"id": role.to_string(), "version": 1, "grants": grants, "fields": fields("FULL")}))
            .await;
    assert_eq!(shown["errors"], json!([]), "{shown}");
    assert_eq!(email(hers.clone()).await, "olga@novak.example", "the next request");
    let told = socket.hear().await.unwrap();
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert_eq!(
        (&told["id"], &told["payload"]["data"]["accessChanged"]["signedOut"]),
        (&json!("access"), &json!(false)),
        "{told}"
    );

    let began = Instant::now();
    let taken =
        edit_role(&manager, json!({"id": role.to_string(), "version": 2, "grants": [], "fields": fields("MASKED")}))
            .await;
    assert_eq!(taken["errors"], json!([]), "{taken}");
    assert_eq!(
        hers.graphql_refusal("{ clients { edges { cursor } } }", json!({})).await,
        "forbidden",
        "the next request"
    );
    assert_eq!(socket.hear().await.unwrap()["id"], "access");
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    edit(&manager, &app, &client, "Unseen").await;
    edit_role(&manager, json!({"id": role.to_string(), "version": 3, "grants": grants})).await;
    let next = socket.hear().await.unwrap();
    assert_eq!(next["id"], "access", "no news of a client without the right to see one: {next}");
    let now = edit(&manager, &app, &client, "Seen").await;
    assert_eq!(event(&socket.hear().await.unwrap())["version"], now, "and news again with it");
}

/// RBAC-07, API-03: a scope that is taken from a key is gone on its next call.
#[tokio::test]
async fn rbac_07_a_narrower_key_is_narrower_at_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let made = change(
        &manager,
        "createApiKey",
        "CreateApiKeyInput",
        "secret apiKey { id }",
        json!({"name": "Site", "scopes": ["client.view"], "ipAllowList": []}),
    )
    .await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    let mut site = app.browser(&atlas);
    site.host = "api.atlas.localhost".to_owned();
    let call = async || {
        let request = http::Request::get("/v1/clients").header("authorization", format!("Bearer {secret}"));
        site.send(request.body(bytes::Bytes::new()).unwrap()).await.status()
    };
    assert_eq!(call().await, 200);
    let narrow = json!({"id": made["apiKey"]["id"], "version": 1, "scopes": ["client.create"]});
    assert_eq!(
        change(&manager, "editApiKey", "EditApiKeyInput", "apiKey { scopes }", narrow).await["errors"],
        json!([])
    );
    assert_eq!(call().await, 403);
}

/// AUTH-25, SESS-02: a suspended person's socket closes within five seconds, and jobs that were waiting for the person
/// bring nothing.
#[tokio::test]
async fn auth_25_a_suspended_persons_socket_closes_within_five_seconds() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let ana = app.staff(&atlas, "Agent").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let client = client_of(&manager, "Olga", &ana).await;
    let hers = app.sign_in(&ana).await;
    let address = listen(&app).await;
    let mut socket = listening(address, &hers, &app, &manager, &client).await;
    app.browser(&atlas).post("/auth/forgot", &json!({"email": ana.email})).await;
    let began = Instant::now();
    let done = change_status(
        &manager,
        json!({"id": ana.id.to_string(), "version": 1, "status": "SUSPENDED", "reason": "Left the company"}),
    )
    .await;
    assert_eq!(done["staff"]["status"], "SUSPENDED", "{done}");
    assert_eq!(hers.ask("{ viewer { email } }", json!({})).await.code(), "session_ended");
    assert_eq!(socket.hear().await.unwrap_err(), (4401, "session_ended".to_owned()));
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    app.run_jobs().await;
    assert!(app.mails.to(&ana.email).is_empty(), "the reset link that was asked for before is not sent");
}
