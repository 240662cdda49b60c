use super::{Broker, Door, TestApp};
use bytes::Bytes;
use crm_access::{OpContext, RequestInfo, TenantRef};
use crm_app::{App, sessions::Caller};
use crm_model::RequestId;
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

/// A browser at one host: it keeps the session cookie.
#[derive(Clone)]
pub struct Browser {
    door: Option<Door>,
    app: Arc<App>,
    tenant: TenantRef,
    /// Which host it calls.
    pub host: String,
    /// From where it calls.
    pub address: SocketAddr,
    /// Whether it marks its requests as made by the portal itself.
    pub background: bool,
    cookie: Arc<Mutex<Option<String>>>,
}

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Answer(http::Response<Bytes>);

impl TestApp {
    /// A fresh browser at a broker's staff portal.
    pub fn browser(&self, broker: &Broker) -> Browser {
        Browser {
            door: self.door.clone(),
            app: Arc::clone(&self.app),
            tenant: broker.reference.clone(),
            host: broker.host(),
            address: SocketAddr::from(([198, 51, 100, 7], 40_000)),
            background: false,
            cookie: Arc::default(),
        }
    }
}

impl Browser {
    /// The session's secret, as the cookie holds it.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    /// Replaces what the cookie holds.
    pub fn set_cookie(&self, secret: Option<String>) {
        *self.cookie.lock().unwrap() = secret;
    }

    /// Sends a request as it is, with nothing added but the host; keeps what the answer sets.
    pub async fn send(&self, mut request: Request<Bytes>) -> Answer {
        let door = self.door.clone().expect("a TestApp with a door");
        request.headers_mut().entry(http::header::HOST).or_insert(self.host.parse().expect("a host"));
        let answer = door(request, self.address).await;
        for set in answer.headers().get_all(http::header::SET_COOKIE) {
            let text = set.to_str().expect("a cookie");
            if let Some(rest) = text.strip_prefix("__Host-bd_session=") {
                let value = rest.split(';').next().unwrap_or_default();
                self.set_cookie((!value.is_empty()).then(|| value.to_owned()));
            }
        }
        Answer(answer)
    }

    /// A request as the portal makes it.
    pub fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Request<Bytes> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host)
            .header("sec-fetch-site", "same-origin");
        if let Some(secret) = self.cookie() {
            request = request.header("cookie", format!("__Host-bd_session={secret}"));
        }
        if self.background {
            request = request.header("x-background", "1");
        }
        match body {
            Some(body) => request.header("content-type", "application/json").body(Bytes::from(body.to_string())),
            None => request.body(Bytes::new()),
        }
        .expect("a request")
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path, None)).await
    }

    /// POST with JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path, Some(body))).await
    }

    /// A GraphQL document with its variables; gives the whole answer.
    pub async fn ask(&self, document: &str, variables: Value) -> Answer {
        self.post("/graphql", &json!({"query": document, "variables": variables})).await
    }

    /// A GraphQL document that must be answered without errors; gives `data`.
    pub async fn graphql(&self, document: &str, variables: Value) -> Value {
        let answer = self.ask(document, variables).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let mut body = answer.json();
        assert!(body.get("errors").is_none_or(Value::is_null), "{document}: {body}");
        body["data"].take()
    }

    /// A GraphQL document that must be refused; gives the first error's code.
    pub async fn graphql_refusal(&self, document: &str, variables: Value) -> String {
        let body = self.ask(document, variables).await.json();
        body["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("not refused: {body}")).to_owned()
    }

    /// The operation that a request of this browser would run under, if it is signed in: for tests that call use cases.
    pub async fn op(&self) -> Option<OpContext> {
        let request = RequestInfo {
            id: RequestId::generate(),
            ip: Some(self.address.ip()),
            user_agent: Some("Tests/1".to_owned()),
        };
        match self
            .app
            .authenticate(&self.tenant, self.cookie().as_deref(), &request, self.background)
            .await
            .expect("the database")
        {
            Caller::Staff(op) => Some(*op),
            _ => None,
        }
    }
}

impl Answer {
    /// Its status.
    pub fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// Whether it is a success.
    pub fn is_ok(&self) -> bool {
        self.0.status() < StatusCode::BAD_REQUEST
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// One header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// Its body.
    pub fn bytes(&self) -> &Bytes {
        self.0.body()
    }

    /// Its body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.0.body()).into_owned()
    }

    /// Its body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    /// The code of its problem document.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_else(|| panic!("no problem: {}", self.text())).to_owned()
    }
}
