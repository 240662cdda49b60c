//! Somebody who signed in as a browser does, and asks as the portal does: registered documents by their ids.

use crate::http_client::Http;
use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::Full;
use provisioning::demo::DemoLogin;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Ids of the portal's documents by the names of their operations.
pub(crate) struct Documents(HashMap<String, String>);

impl Documents {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{}: build the portal", path.display()))?;
        let all: HashMap<String, String> = serde_json::from_str(&text)?;
        let named = all.into_iter().filter_map(|(id, text)| Some((operation(&text)?, id)));
        Ok(Self(named.collect()))
    }

    fn id(&self, name: &str) -> anyhow::Result<&str> {
        self.0.get(name).map(String::as_str).with_context(|| format!("the portal has no document {name}"))
    }
}

/// The name after the word `query`, `mutation` or `subscription` that begins an operation.
fn operation(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = words.windows(2).find_map(|pair| match pair {
        ["query" | "mutation" | "subscription", name] => Some(*name),
        _ => None,
    })?;
    Some(name.chars().take_while(char::is_ascii_alphanumeric).collect())
}

/// A signed-in browser.
#[derive(Clone)]
pub(crate) struct Session {
    http: Arc<Http>,
    documents: Arc<Documents>,
    host: HeaderValue,
    cookie: HeaderValue,
}

impl Session {
    pub(crate) async fn sign_in(
        http: &Arc<Http>,
        documents: &Arc<Documents>,
        host: &str,
        login: &DemoLogin,
    ) -> anyhow::Result<Self> {
        let mut session = Self::new(http, documents, host)?;
        session.typed(login, "signed_in").await?;
        Ok(session)
    }

    /// Signs in as far as the password goes; [`Session::confirm`] does the rest.
    pub(crate) async fn begin_sign_in(
        http: &Arc<Http>,
        documents: &Arc<Documents>,
        host: &str,
        login: &DemoLogin,
    ) -> anyhow::Result<Self> {
        let mut session = Self::new(http, documents, host)?;
        session.typed(login, "totp_required").await?;
        Ok(session)
    }

    /// Confirms a sign-in with a code.
    pub(crate) async fn confirm(&mut self, code: &str) -> anyhow::Result<()> {
        let answer = self.http.send(self.request("/auth/totp", json!({ "code": code }).to_string().into())?).await?;
        ensure!(answer.status() == StatusCode::OK, "the code is not taken: {}", answer.status());
        self.keep_cookie(&answer)
    }

    fn new(http: &Arc<Http>, documents: &Arc<Documents>, host: &str) -> anyhow::Result<Self> {
        Ok(Self {
            http: Arc::clone(http),
            documents: Arc::clone(documents),
            host: HeaderValue::from_str(host)?,
            cookie: HeaderValue::from_static(""),
        })
    }

    async fn typed(&mut self, login: &DemoLogin, state: &str) -> anyhow::Result<()> {
        let body = json!({"email": login.email, "password": login.password});
        let answer = self.http.send(self.request("/auth/sign-in", body.to_string().into())?).await?;
        let text = String::from_utf8_lossy(answer.body()).into_owned();
        ensure!(answer.status() == StatusCode::OK && text.contains(state), "{} cannot sign in: {text}", login.role);
        self.keep_cookie(&answer)
    }

    fn keep_cookie(&mut self, answer: &http::Response<Bytes>) -> anyhow::Result<()> {
        let set = answer.headers().get(header::SET_COOKIE).context("a sign-in without a cookie")?.to_str()?;
        self.cookie = HeaderValue::from_str(set.split(';').next().unwrap_or_default())?;
        Ok(())
    }

    /// Sends bytes that are no JSON.
    pub(crate) async fn put(&self, path: &str, bytes: Bytes) -> anyhow::Result<()> {
        let mut request = self.request(path, bytes)?;
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        let answer = self.http.send(request).await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(())
    }

    /// What the browser shows with every request.
    pub(crate) fn cookie(&self) -> HeaderValue {
        self.cookie.clone()
    }

    /// What the portal would send for an operation.
    pub(crate) fn body(&self, operation: &str, variables: &Value) -> anyhow::Result<Bytes> {
        let id = self.documents.id(operation)?;
        Ok(json!({"id": id, "operationName": operation, "variables": variables}).to_string().into())
    }

    /// Sends such a body; an answer with an error in it is an error.
    pub(crate) async fn send(&self, body: Bytes) -> anyhow::Result<Bytes> {
        let answer = self.http.send(self.request("/graphql", body)?).await?;
        if answer.status() == StatusCode::OK && is_good(answer.body()) {
            return Ok(answer.into_body());
        }
        bail!("{}: {}", answer.status(), String::from_utf8_lossy(answer.body()).chars().take(500).collect::<String>())
    }

    /// Asks for an operation; gives its data.
    pub(crate) async fn ask(&self, operation: &str, variables: Value) -> anyhow::Result<Value> {
        let answer = self.send(self.body(operation, &variables)?).await.with_context(|| operation.to_owned())?;
        let mut value: Value = serde_json::from_slice(&answer)?;
        Ok(value.get_mut("data").map(Value::take).unwrap_or_default())
    }

    fn request(&self, path: &str, body: Bytes) -> anyhow::Result<Request<Full<Bytes>>> {
        let mut request = Request::post(path)
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin");
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        Ok(request.body(Full::new(body))?)
    }
}

/// Neither an error of the operation nor one that a person could mend.
fn is_good(body: &[u8]) -> bool {
    const BROKEN: &[u8] = b"\"errors\":[{";
    body.starts_with(b"{\"data\":{") && !body.windows(BROKEN.len()).any(|part| part == BROKEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_and_answers_with_errors_are_no_answers() {
        assert_eq!(operation("fragment A on B { c } query Clients($a: Int!) { x }").as_deref(), Some("Clients"));
        assert_eq!(operation("mutation Undo { x }").as_deref(), Some("Undo"));
        assert!(is_good(br#"{"data":{"createClient":{"errors":[]}}}"#));
        assert!(!is_good(br#"{"data":{"createClient":{"errors":[{"code":"required"}]}}}"#));
        assert!(!is_good(br#"{"data":null,"errors":[{"message":"x"}]}"#));
    }
}
