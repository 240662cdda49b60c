//! What every door shares: cookies, no way out to another site, no operator's paths, mails that lead home.

use crate::office::change;
use crate::support::{options, start};
use axum::body::Body;
use axum::extract::ConnectInfo;
use crm_testing::{Answer, Browser, PASSWORD, TestApp};
use http::{Method, Request};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use tenant_api::http::portal::Portal;
use tower::ServiceExt;

/// HOST-08: whatever sets a cookie on whatever host, it is bound to the host and out of reach of scripts and other sites.
#[tokio::test]
async fn host_08_every_cookie_is_bound_to_its_host() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.browser(&atlas);
    let mut answers = Vec::new();
    answers
        .push(("sign-in", browser.post("/auth/sign-in", &json!({"email": maria.email, "password": PASSWORD})).await));
    answers.push(("second factor", browser.post("/auth/totp", &json!({"code": app.next_code(&maria)})).await));
    answers.push(("step-up", browser.post("/auth/step-up", &json!({"code": app.next_code(&maria)})).await));
    for host in ["atlas.localhost", "my.atlas.localhost", "api.atlas.localhost"] {
        let mut stray = app.browser(&north);
        stray.host = host.replace("atlas", "north");
        stray.set_cookie(browser.cookie());
        for path in ["/auth/state", "/set-password", "/v1/clients", "/docs", "/openapi.json", "/"] {
            answers.push(("another broker's", stray.get(path).await));
            stray.set_cookie(browser.cookie());
        }
        answers.push(("another broker's", stray.ask("{ viewer { email } }", json!({})).await));
    }
    answers.push(("state", browser.get("/auth/state").await));
    answers.push(("graphql", browser.ask("{ viewer { email } }", json!({})).await));
    answers.push(("forgot", browser.post("/auth/forgot", &json!({"email": maria.email})).await));
    answers.push((
        "wrong password",
        app.browser(&atlas).post("/auth/sign-in", &json!({"email": maria.email, "password": "wrong"})).await,
    ));
    answers.push(("sign-out", browser.post("/auth/sign-out", &json!({})).await));
    let mut seen = std::collections::BTreeSet::new();
    for (what, answer) in &answers {
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let mut parts = cookie.split("; ");
            assert!(parts.next().unwrap().starts_with("__Host-"), "{what}: {cookie}");
            let attributes: Vec<&str> = parts.collect();
            for needed in ["Secure", "HttpOnly", "Path=/"] {
                assert!(attributes.contains(&needed), "{what}: {needed} is missing in {cookie}");
            }
            assert!(attributes.iter().any(|a| ["SameSite=Strict", "SameSite=Lax"].contains(a)), "{what}: {cookie}");
            assert!(!cookie.to_ascii_lowercase().contains("domain"), "{what}: {cookie}");
            seen.insert(*what);
        }
    }
    let expected = ["another broker's", "second factor", "sign-in", "sign-out", "step-up"];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected, "who sets cookies");
}

/// The router with a built portal, as it is served.
struct Served {
    router: axum::Router,
    _portal: tempfile::TempDir,
}

impl Served {
    fn of(app: &TestApp) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let index = "<meta name=\"csp-nonce\" content=\"__NONCE__\"><script id=\"broker\" nonce=\"__NONCE__\">__BROKER__</script>";
        std::fs::write(dir.path().join("index.html"), index).unwrap();
        let options = tenant_api::Options { portal: Some(Portal::load(dir.path()).unwrap()), ..options() };
        Self { router: tenant_api::build(Arc::clone(&app.app), options), _portal: dir }
    }

    async fn ask(
        &self,
        method: Method,
        host: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> http::Response<Body> {
        let mut request =
            Request::builder().method(method).uri(path).header("host", host).header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4711))));
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// HOST-13: no path and no parameter of any host leads a browser to another site. (Where the portal itself goes after the
/// sign-in is tested beside it.)
#[tokio::test]
async fn host_13_nothing_redirects() {
    let app = start().await;
    app.tenant("atlas").await;
    let served = Served::of(&app);
    let targets = [
        "//evil.example",
        "/%5cevil.example",
        "https:evil.example",
        "https%3A%2F%2Fevil.example",
        "%0d%0aLocation:%20https://evil.example",
        "javascript:alert(1)",
    ];
    let names = ["next", "returnTo", "return_to", "redirect", "redirect_uri", "RelayState", "continue", "url"];
    let mut pages = 0;
    for host in ["atlas.localhost", "my.atlas.localhost", "api.atlas.localhost"] {
        for path in [
            "/",
            "/sign-in",
            "/clients",
            "/set-password",
            "/forgot-password",
            "/auth/state",
            "/auth/sign-out",
            "/docs",
            "/openapi.json",
            "/v1/clients",
            "//evil.example",
            "/%2f%2fevil.example",
            "/\\evil.example",
        ] {
            for (name, target) in names.iter().flat_map(|name| targets.iter().map(move |target| (name, target))) {
                let Ok(_) = format!("{path}?{name}={target}").parse::<http::Uri>() else { continue };
                let answer = served.ask(Method::GET, host, &format!("{path}?{name}={target}"), &[], "").await;
                assert!(!answer.status().is_redirection(), "{host}{path}?{name}={target}: {}", answer.status());
                assert!(
                    answer.headers().get("location").is_none() && answer.headers().get("refresh").is_none(),
                    "{host}{path}?{name}={target}"
                );
                pages += u32::from(answer.status().is_success());
            }
        }
        for path in ["/auth/sign-in", "/auth/sign-out", "/auth/forgot", "/set-password"] {
            let body =
                json!({"email": "a@b.example", "password": "x", "token": "x", "next": "//evil.example"}).to_string();
            let answer = served.ask(Method::POST, host, path, &[("content-type", "application/json")], &body).await;
            assert!(!answer.status().is_redirection() && answer.headers().get("location").is_none(), "{host}{path}");
        }
    }
    assert!(pages > 200, "pages were among them: {pages}");
}

/// RBAC-11: no host of a broker has an operator's room, whoever asks and with whatever in hand.
#[tokio::test]
async fn rbac_11_a_brokers_hosts_have_no_operators_room() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let made = change(
        &manager,
        "createApiKey",
        "CreateApiKeyInput",
        "secret",
        json!({"name": "Site", "scopes": ["client.view"], "ipAllowList": []}),
    )
    .await;
    let (cookie, key) = (
        format!("__Host-bd_session={}", manager.cookie().unwrap()),
        format!("Bearer {}", made["secret"].as_str().unwrap()),
    );
    let served = Served::of(&app);
    let page = served.ask(Method::GET, "atlas.localhost", "/clients", &[("cookie", &cookie)], "").await;
    assert_eq!(page.status(), 200, "the allowed twin: a page of the portal");
    let list = served.ask(Method::GET, "api.atlas.localhost", "/v1/clients", &[("authorization", &key)], "").await;
    assert_eq!(list.status(), 200, "the allowed twin: a path of the API");
    for host in ["atlas.localhost", "my.atlas.localhost", "api.atlas.localhost"] {
        for path in [
            "/operator",
            "/operator/",
            "/operator/graphql",
            "/operator/tenants",
            "/admin",
            "/admin-portal",
            "/admin-portal/index.html",
            "/admin/graphql",
            "/platform",
            "/provisioning",
            "/tenants",
            "/v1/tenants",
            "/api/operator",
            "/metrics",
            "/healthz",
            "/readyz",
        ] {
            for method in [Method::GET, Method::POST] {
                for header in [None, Some(("cookie", cookie.as_str())), Some(("authorization", key.as_str()))] {
                    let headers: Vec<(&str, &str)> =
                        header.into_iter().chain([("content-type", "application/json")]).collect();
                    let answer = served.ask(method.clone(), host, path, &headers, "{}").await;
                    assert_eq!(answer.status(), 404, "{method} {host}{path} with {header:?}");
                }
            }
        }
    }
}

/// HOST-05: the link of a mail leads to the broker's own host, whatever the request claimed.
#[tokio::test]
async fn host_05_a_forged_host_does_not_get_into_a_mail() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let forged = async |browser: Browser, name: &'static str, value: &'static str| -> Answer {
        app.advance(chrono::Duration::minutes(3));
        let mut request = browser.request(Method::POST, "/auth/forgot", Some(&json!({"email": tom.email})));
        request.headers_mut().insert(name, value.parse().unwrap());
        browser.send(request).await
    };
    let mut mails = 0;
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example"),
        ("x-original-host", "evil.example"),
        ("x-forwarded-proto", "ftp"),
        ("referer", "https://evil.example/"),
    ] {
        assert_eq!(forged(app.browser(&atlas), name, value).await.status(), 202, "{name}");
        app.run_jobs().await;
        mails += 1;
        assert_eq!(app.mails.to(&tom.email).len(), mails);
        let mail = app.mails.last_to(&tom.email);
        assert!(mail.text.contains("http://atlas.localhost/set-password#token="), "{name}: {}", mail.text);
        assert!(!mail.text.contains("evil"), "{name}: {}", mail.text);
    }
    assert_eq!(forged(app.browser(&atlas), "host", "evil.example").await.status(), 404, "an unknown host");
    app.run_jobs().await;
    assert_eq!(app.mails.to(&tom.email).len(), mails);
}
