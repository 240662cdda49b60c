//! Keys: made once, scoped, rolled, revoked, and of no use anywhere else.

use crate::support::start;
use crate::website::{OLGA, at, clients, listed, make_key, manager, refusals, website};
use bytes::Bytes;
use chrono::Duration;
use crm_access::{FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};
use serde_json::json;

const EDIT: &str = "mutation M($input: EditApiKeyInput!) { editApiKey(input: $input) { apiKey { version scopes ipAllowList } errors { code path } } }";
const ROLL: &str = "mutation M($input: RollApiKeyInput!) { rollApiKey(input: $input) { apiKey { id version hint } secret errors { code } } }";
const REVOKE: &str =
    "mutation M($input: DeleteInput!) { revokeApiKey(input: $input) { apiKey { status } secret errors { code } } }";

#[tokio::test]
async fn api_01_a_secret_is_shown_once_and_kept_as_sha_256() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert!(site.secret.starts_with("bd_live_sk_") && site.secret.len() == 60);

    let key = listed(&maria, &site.key_id).await;
    assert_eq!((key["status"].as_str(), key["name"].as_str()), (Some("ACTIVE"), Some("Landing page")));
    let hint = key["hint"].as_str().unwrap();
    assert!(hint.starts_with("bd_live_sk_…") && site.secret[50..54] == hint[hint.len() - 4..], "{hint}");

    assert_eq!(app.number(&format!("SELECT count(*) FROM crm.api_key WHERE h = sha256('{}')", site.secret)).await, 1);
    let leaks = app.number(&format!("SELECT (SELECT count(*) FROM crm.api_key k WHERE k::text LIKE '%{0}%') + (SELECT count(*) FROM crm.audit_event e WHERE e.body LIKE '%{0}%')", &site.secret[11..40])).await;
    assert_eq!(leaks, 0, "the secret rests nowhere");
}

#[tokio::test]
async fn api_03_a_key_does_what_its_scopes_say_and_nobody_gives_away_what_he_lacks() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    let reader = website(&app, &atlas, &maria, &["client.view"]).await;
    let olga = site.register("Olga").await;

    assert_eq!(reader.get(&format!("/v1/clients/{olga}")).await.status(), 200);
    for path in ["/v1/clients".to_owned(), format!("/v1/clients/{olga}")] {
        let answer = site.get(&path).await;
        assert_eq!((answer.status(), answer.code().as_str()), (403, "forbidden"));
    }
    assert_eq!(reader.post(OLGA).await.code(), "forbidden");
    assert_eq!(refusals(&app, "forbidden").await, 3);
    assert_eq!(clients(&app).await, 1);

    // A secret key in a page: the browser names the page.
    let from_page = site
        .request("POST", "/v1/clients")
        .header("content-type", "application/json")
        .header("origin", "https://atlas.example");
    assert_eq!(site.send(from_page, OLGA).await.code(), "cross_site");

    // The keeper of keys sees his team's clients, e-mails in part.
    let grants = [
        (Permission::ApiKeyManage, ReachLevel::All),
        (Permission::ClientCreate, ReachLevel::All),
        (Permission::ClientView, ReachLevel::Team),
    ];
    let rules = RoleRules {
        grants: grants.map(|(permission, reach)| Grant { permission, reach }).to_vec(),
        fields: Vec::new(),
        denies: Vec::new(),
    };
    app.role(&mut atlas, "Key keeper", &rules).await;
    let tom = app.sign_in(&app.staff(&atlas, "Key keeper").await).await;
    assert_eq!(make_key(&tom, &["client.create"], &[]).await["errors"], json!([]));
    let refused = make_key(&tom, &["client.create", "client.view"], &[]).await;
    assert_eq!(refused["errors"], json!([{"code": "grant_exceeds_own", "path": ["scopes"]}]));
    assert!(refused["secret"].is_null());
    assert_eq!(
        tom.graphql("query Q { apiScopes { scope } }", json!({})).await["apiScopes"],
        json!([{"scope": "client.create"}])
    );
    // Rolling shows a secret: the roller must hold all its scopes.
    let rolled = tom.graphql(ROLL, json!({"input": {"id": reader.key_id, "version": 1, "overlapHours": 0}})).await;
    assert_eq!(rolled["rollApiKey"]["errors"][0]["code"], "grant_exceeds_own");
}

#[tokio::test]
async fn api_03_contacts_in_full_are_given_by_those_who_see_all_of_them() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let all = |permission| Grant { permission, reach: ReachLevel::All };
    let email = FieldRule { class: FieldClass::Email, relation: Relation::Any, visibility: Visibility::Full };
    let phone = FieldRule { class: FieldClass::Phone, ..email };
    let grants = vec![all(Permission::ApiKeyManage), all(Permission::ClientView)];
    app.role(
        &mut atlas,
        "Sees both",
        &RoleRules { grants: grants.clone(), fields: vec![email, phone], denies: vec![] },
    )
    .await;
    app.role(&mut atlas, "Sees one", &RoleRules { grants, fields: vec![email], denies: vec![] }).await;
    let both = app.sign_in(&app.staff(&atlas, "Sees both").await).await;
    let one = app.sign_in(&app.staff(&atlas, "Sees one").await).await;
    assert_eq!(make_key(&both, &["client.view", "contact.view"], &[]).await["errors"], json!([]));
    assert_eq!(make_key(&one, &["client.view"], &[]).await["errors"], json!([]));
    assert_eq!(make_key(&one, &["client.view", "contact.view"], &[]).await["errors"][0]["code"], "grant_exceeds_own");
    assert_eq!(
        make_key(&both, &["contact.view"], &[]).await["errors"][0]["code"],
        "required",
        "contact.view alone reads nothing"
    );
}

#[tokio::test]
async fn rbac_09_keys_are_for_their_keepers_and_need_a_fresh_second_factor() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let agent = app.sign_in(&app.staff(&atlas, "Agent").await).await;
    assert_eq!(
        make_key(&maria, &["client.create"], &["203.0.113.9/24"]).await["apiKey"]["ipAllowList"],
        json!(["203.0.113.0/24"])
    );
    for document in [
        "query Q { apiKeys { id } }",
        "query Q { apiScopes { scope } }",
        "mutation M { createApiKey(input: {name: \"x\", scopes: [\"client.create\"], ipAllowList: []}) { secret } }",
    ] {
        assert_eq!(agent.graphql_refusal(document, json!({})).await, "forbidden");
    }
    app.advance(Duration::minutes(11));
    let document =
        "mutation M { createApiKey(input: {name: \"x\", scopes: [\"client.create\"], ipAllowList: []}) { secret } }";
    assert_eq!(maria.graphql_refusal(document, json!({})).await, "step_up_required");
    assert_eq!(maria.graphql("query Q { apiKeys { id } }", json!({})).await["apiKeys"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn api_04_revoked_expired_and_rolled_keys_end() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let old = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(old.post(OLGA).await.status(), 201);

    let conflict = maria.graphql(ROLL, json!({"input": {"id": old.key_id, "version": 9, "overlapHours": 1}})).await;
    assert_eq!(conflict["rollApiKey"]["errors"][0]["code"], "conflict");
    let rolled = maria.graphql(ROLL, json!({"input": {"id": old.key_id, "version": 1, "overlapHours": 1}})).await;
    let made = &rolled["rollApiKey"];
    let new = at(&app, &atlas, made["secret"].as_str().unwrap(), made["apiKey"]["id"].as_str().unwrap());
    assert_eq!(
        (old.post(OLGA).await.status(), new.post(OLGA).await.status()),
        (201, 201),
        "both work during the overlap"
    );
    let key = listed(&maria, &old.key_id).await;
    assert_eq!((key["status"].as_str(), &key["rolledToId"]), (Some("EXPIRING"), &made["apiKey"]["id"]));
    let again = maria.graphql(ROLL, json!({"input": {"id": old.key_id, "version": 2, "overlapHours": 1}})).await;
    assert_eq!(again["rollApiKey"]["errors"][0]["code"], "in_use");

    let revoked = maria.graphql(REVOKE, json!({"input": {"id": new.key_id, "version": 1}})).await;
    assert_eq!(revoked["revokeApiKey"]["apiKey"]["status"], "REVOKED");
    let answer = new.post(OLGA).await;
    assert_eq!((answer.status(), answer.code().as_str()), (401, "invalid_api_key"));
    assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"api\""));
    assert_eq!(refusals(&app, "api_key_revoked").await, 1);

    app.advance(Duration::minutes(61));
    assert_eq!(old.post(OLGA).await.status(), 401, "the overlap is over");
    assert_eq!(refusals(&app, "api_key_expired").await, 1);
    assert_eq!(clients(&app).await, 3);
}

#[tokio::test]
async fn iso_29_a_key_opens_at_its_own_broker_only() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    let other = website(&app, &north, &nina, &["client.create"]).await;
    let theirs = other.register("Nora").await;
    assert_eq!(site.get("/v1/clients").await.status(), 200);

    let abroad = at(&app, &north, &site.secret, &site.key_id);
    let answer = abroad.get("/v1/clients").await;
    assert_eq!((answer.status(), answer.code().as_str()), (401, "invalid_api_key"));
    let unknown = app
        .number(&format!(
            "SELECT count(*) FROM crm.audit_event WHERE tenant_id = '{}' AND body LIKE '%api_key_unknown%'",
            north.tenant.id.uuid()
        ))
        .await;
    assert_eq!(unknown, 1, "the broker whose host was called sees it");
    assert_eq!(site.get(&format!("/v1/clients/{theirs}")).await.status(), 404);
}

#[tokio::test]
async fn api_02_a_key_in_the_address_is_refused_even_if_it_is_right() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.view"]).await;
    assert_eq!(site.get("/v1/clients").await.status(), 200);
    let naked =
        http::Request::builder().uri(format!("/v1/clients?api_key={}", site.secret)).header("host", &site.browser.host);
    let answer = site.browser.send(naked.body(Bytes::new()).unwrap()).await;
    assert_eq!((answer.status(), answer.code().as_str()), (401, "invalid_api_key"));
    assert!(answer.text().contains("Roll this key"));
    assert_eq!(
        site.get(&format!("/v1/clients?api_key={}", site.secret)).await.status(),
        401,
        "also beside a good header"
    );
    assert_eq!(site.get(&format!("/v1/clients/{}", site.secret)).await.status(), 401);
    assert_eq!(refusals(&app, "api_key_in_url").await, 3);
    let named = app.number(&format!("SELECT count(*) FROM crm.audit_event WHERE target_kind = 'api_key' AND body LIKE '%api_key_in_url%' AND body NOT LIKE '%{}%'", &site.secret[11..30])).await;
    assert_eq!(named, 3, "the trail names the key that must be rolled, not its secret");
}

#[tokio::test]
async fn a_key_may_be_bound_to_networks() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let mut site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post(OLGA).await.status(), 201);
    let edited = maria
        .graphql(EDIT, json!({"input": {"id": site.key_id, "version": 1, "ipAllowList": ["203.0.113.0/24"]}}))
        .await;
    assert_eq!(edited["editApiKey"]["errors"], json!([]));
    assert_eq!(site.post(OLGA).await.status(), 401);
    assert_eq!(refusals(&app, "api_key_address").await, 1);
    site.browser.address = "203.0.113.40:9000".parse().unwrap();
    assert_eq!(site.post(OLGA).await.status(), 201);
    let wrong =
        maria.graphql(EDIT, json!({"input": {"id": site.key_id, "version": 2, "ipAllowList": ["example.com"]}})).await;
    assert_eq!(wrong["editApiKey"]["errors"], json!([{"code": "invalid_network", "path": ["ipAllowList"]}]));
}

#[tokio::test]
async fn the_last_use_is_written_at_most_once_a_minute() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.view"]).await;
    assert!(listed(&maria, &site.key_id).await["lastUsedAt"].is_null());
    site.get("/v1/clients").await;
    let first = listed(&maria, &site.key_id).await["lastUsedAt"].clone();
    assert!(first.is_string());
    app.advance(Duration::seconds(59));
    site.get("/v1/clients").await;
    assert_eq!(listed(&maria, &site.key_id).await["lastUsedAt"], first);
    app.advance(Duration::seconds(1));
    site.get("/v1/clients").await;
    assert_ne!(listed(&maria, &site.key_id).await["lastUsedAt"], first);
}
