//! The description of the door: generated from the handlers and their types, finished here with what all operations share.

use super::v1;
use serde::Serialize;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Header, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi, ToSchema};

/// The newest form that this server speaks, which the document describes.
pub const API_VERSION: &str = crm_model::ApiVersion::LATEST.as_str();

/// The OpenAPI 3.1 document, as it is served and kept in `schema/openapi.json`.
#[must_use]
pub fn openapi() -> String {
    let mut text = Door::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// What went wrong (RFC 9457). Texts never hold personal data.
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:brokerdesk:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(examples("urn:brokerdesk:problem:invalid_input"))]
    kind: String,
    /// The same for each problem of this code.
    #[schema(examples("The input does not fit"))]
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, examples(422))]
    status: i32,
    /// The stable name, for programs.
    #[schema(examples("invalid_input"))]
    code: String,
    /// What to do about it, for people.
    detail: String,
    /// Name it when you ask the broker for help.
    #[schema(examples("req_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    request_id: String,
    /// The wrong places of the input, all of them; empty for other problems.
    errors: Vec<ProblemPlace>,
}

/// One wrong place of an input.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemPlace {
    /// JSON pointer into the body, or the parameter's name after a slash; empty for the whole.
    #[schema(examples("/email"))]
    pointer: String,
    /// The stable name, for programs.
    #[schema(examples("invalid_email"))]
    code: String,
    /// How to mend it, for people.
    #[schema(examples("Write one e-mail address, such as name@example.com."))]
    message: String,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Website API", version = "1.0.0", description = "For the servers of a broker's websites: register clients, read them back, read their trading accounts, learn what happened. JSON in and out; every error is a problem document (RFC 9457); a key is sent as `Authorization: Bearer bd_live_sk_…` and nowhere else.", license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")),
    servers((url = "/", description = "The broker's own API host")),
    tags((name = "clients", description = "The broker's end customers."), (name = "trading", description = "Clients' trading accounts."), (name = "events", description = "What happened.")),
    paths(v1::clients::register, v1::clients::list, v1::clients::read, v1::custom_fields::list, v1::trading_accounts::list, v1::trading_accounts::read, v1::live::positions, v1::live::orders, v1::trading_accounts::deals, v1::trading_accounts::balance_operations, v1::events::list),
    components(schemas(Problem, ProblemPlace)),
    security(("api_key" = [])),
    modifiers(&Shared)
)]
struct Door;

/// Statuses that any operation may answer.
const ANY: &[(&str, &str)] = &[
    (
        "400",
        "The request does not have the shape described here: `invalid_json`, `invalid_body`, `invalid_query`, `invalid_idempotency_key`, `unknown_api_version`, `bad_request`.",
    ),
    (
        "401",
        "`invalid_api_key`: the key is missing, wrong, revoked, expired, of another broker, not for this address, or stood in the URL.",
    ),
    ("403", "`forbidden`: the key lacks the scope. `cross_site`: the call came from a page."),
    ("405", "`method_not_allowed`: see the header Allow."),
    ("429", "`rate_limited`: wait for the seconds of Retry-After."),
    ("500", "`internal`: our fault. Name the request_id when you report it."),
    ("503", "`busy`: try again after the seconds of Retry-After."),
];

/// Statuses of operations with a body.
const WITH_BODY: &[(&str, &str)] = &[
    ("408", "`body_too_slow`: the body did not arrive within 10 seconds."),
    ("413", "`body_too_large`: more than 64 KiB."),
    ("415", "`unsupported_media_type`: send application/json without Content-Encoding."),
];

struct Shared;

impl Modify for Shared {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key of the broker's portal: `bd_live_sk_` and 49 letters and digits."))
            .build();
        document.components.get_or_insert_default().add_security_scheme("api_key", SecurityScheme::Http(scheme));
        for item in document.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                finish(operation);
            }
        }
    }
}

fn finish(operation: &mut Operation) {
    let body = if operation.request_body.is_some() { WITH_BODY } else { &[] };
    for (status, description) in ANY.iter().chain(body) {
        let response = ResponseBuilder::new().description(*description).build();
        operation.responses.responses.entry((*status).to_owned()).or_insert(RefOr::T(response));
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if !status.starts_with('2') {
            let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            response.content.insert("application/problem+json".to_owned(), RefOr::T(problem));
        }
        for (name, description) in headers(status) {
            response.headers.insert((*name).to_owned(), RefOr::T(text_header(description)));
        }
    }
}

fn headers(status: &str) -> &'static [(&'static str, &'static str)] {
    match status {
        "405" => &[("Allow", "What this path does know.")],
        "408" | "413" | "415" | "500" => &[],
        "409" | "429" | "503" => &[("Retry-After", "Seconds to wait."), RATE[0], RATE[1]],
        _ => &RATE,
    }
}

const RATE: [(&str, &str); 2] = [
    (
        "RateLimit-Policy",
        "Limits by name: quota `q` in a window of `w` seconds, such as `\"address\";q=1200;w=60, \"key\";q=600;w=60`.",
    ),
    ("RateLimit", "What is left of each: `r` requests, full again in `t` seconds."),
];

fn text_header(description: &str) -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(description))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn every_operation_names_its_problems_its_example_and_its_key() {
        let document: Value = serde_json::from_str(&openapi()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["security"][0]["api_key"], serde_json::json!([]));
        let mut operations = 0;
        for item in document["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                operations += 1;
                for status in ["400", "401", "403", "429", "503"] {
                    let schema =
                        &operation["responses"][status]["content"]["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(schema, "#/components/schemas/Problem", "{}", operation["operationId"]);
                }
            }
        }
        assert_eq!(operations, 11);
        assert_eq!(document["components"]["schemas"]["NewClient"]["additionalProperties"], false);
    }

    #[tokio::test]
    async fn the_described_problem_is_the_written_one() {
        let written = crate::http::error::HttpProblem::new("not_found").written("req_x");
        let body = axum::body::to_bytes(written.into_body(), 10_000).await.unwrap();
        let written: Value = serde_json::from_slice(&body).unwrap();
        let document: Value = serde_json::from_str(&openapi()).unwrap();
        let described = document["components"]["schemas"]["Problem"]["properties"].as_object().unwrap();
        assert_eq!(written.as_object().unwrap().keys().collect::<Vec<_>>(), described.keys().collect::<Vec<_>>());
    }
}
