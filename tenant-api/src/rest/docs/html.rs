//! The frame of the page and the small pieces that it is made of. Every text passes [`escape`] or [`prose`].

use super::operation;
use serde_json::Value;
use std::fmt::Write;

/// The whole page for a broker's API host.
pub(super) fn page(document: &Value, host: &str) -> String {
    let mut out = String::with_capacity(32 * 1024);
    let title = text(&document["info"]["title"]);
    let _ = write!(
        out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {host}</title><link rel=\"stylesheet\" href=\"/docs/style.css\"></head><body><header><h1>{title}</h1><p><code>{host}</code> · <a href=\"/openapi.json\">OpenAPI 3.1</a></p></header>",
        title = escape(title),
        host = escape(host)
    );
    let operations: Vec<operation::Operation<'_>> = operation::all(document);
    out.push_str("<nav aria-label=\"On this page\"><ul><li><a href=\"#start\">Start</a></li>");
    for operation in &operations {
        let _ = write!(
            out,
            "<li><a href=\"#{id}\">{name}</a></li>",
            id = escape(operation.id()),
            name = escape(operation.summary())
        );
    }
    out.push_str("<li><a href=\"#problems\">Problems</a></li></ul></nav><main>");
    start(&mut out, document, host);
    for operation in &operations {
        operation.write(&mut out, host);
    }
    problems(&mut out, document);
    out.push_str("</main></body></html>\n");
    out
}

fn start(out: &mut String, document: &Value, host: &str) {
    out.push_str("<section id=\"start\"><h2>Start</h2>");
    prose(out, text(&document["info"]["description"]));
    prose(
        out,
        "Ask the broker's CRM manager for a key with the scope `client.create` (portal, API keys), keep it on your server, and send:",
    );
    let call = operation::curl(
        host,
        "POST",
        "/v1/clients",
        Some("{\"first_name\": \"Olga\", \"email\": \"olga@example.com\"}"),
    );
    code(out, "Shell", &call);
    prose(
        out,
        "Each key makes at most 600 requests a minute; the headers `RateLimit-Policy` and `RateLimit` say what is left. Unknown fields are refused, so that a misspelt one is noticed.",
    );
    out.push_str("</section>");
}

fn problems(out: &mut String, document: &Value) {
    out.push_str("<section id=\"problems\"><h2>Problems</h2>");
    prose(
        out,
        "Every error is `application/problem+json`. Programs read `code`, people read `detail`; `errors` names each wrong place.",
    );
    fields(out, document, &document["components"]["schemas"]["Problem"], "Fields of a problem");
    out.push_str("</section>");
}

/// The fields of an object's schema; nested objects follow with their path before the name.
pub(super) fn fields(out: &mut String, document: &Value, schema: &Value, caption: &str) {
    let _ = write!(
        out,
        "<table><caption>{}</caption><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Kind</th><th scope=\"col\">Meaning</th></tr></thead><tbody>",
        escape(caption)
    );
    rows(out, document, schema, "");
    out.push_str("</tbody></table>");
}

fn rows(out: &mut String, document: &Value, schema: &Value, before: &str) {
    let schema = resolved(document, schema);
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let inner = resolved(document, field);
        let note = if required.contains(&name.as_str()) { "" } else { " (optional)" };
        let _ = write!(
            out,
            "<tr><th scope=\"row\"><code>{}{}</code></th><td>{}{note}</td><td>",
            escape(before),
            escape(name),
            escape(&kind(inner))
        );
        prose(out, field["description"].as_str().or(inner["description"].as_str()).unwrap_or_default());
        values(out, inner);
        out.push_str("</td></tr>");
        let (part, step) =
            if inner["items"].is_object() { (resolved(document, &inner["items"]), "[].") } else { (inner, ".") };
        if part["properties"].is_object() {
            rows(out, document, part, &format!("{before}{name}{step}"));
        }
    }
}

fn values(out: &mut String, schema: &Value) {
    let names: Vec<String> = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|name| format!("`{name}`"))
        .collect();
    if !names.is_empty() {
        prose(out, &format!("One of {}.", names.join(", ")));
    }
    if let Some(most) = schema["maxLength"].as_u64() {
        prose(out, &format!("At most {most} characters."));
    }
}

/// What a reader of the page calls the kind of a value.
pub(super) fn kind(schema: &Value) -> String {
    let one = |kind: &str| match (kind, schema["format"].as_str()) {
        ("string", Some("date")) => "date".to_owned(),
        ("string", Some("date-time")) => "time".to_owned(),
        ("string", _) => "text".to_owned(),
        ("array", _) => "list".to_owned(),
        (other, _) => other.to_owned(),
    };
    match &schema["type"] {
        Value::String(kind) => one(kind),
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .map(|kind| if kind == "null" { kind.to_owned() } else { one(kind) })
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "object".to_owned(),
    }
}

/// Follows a reference, also one that may be null.
pub(super) fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let either = schema["oneOf"].as_array().into_iter().flatten().find(|option| option["$ref"].is_string());
    let target = either.unwrap_or(schema)["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    target.and_then(|path| document.pointer(path)).unwrap_or(schema)
}

/// A block of code with its language named for screen readers, reachable by keyboard because it may scroll.
pub(super) fn code(out: &mut String, label: &str, text: &str) {
    let _ = write!(
        out,
        "<pre tabindex=\"0\" role=\"group\" aria-label=\"{}\"><code>{}</code></pre>",
        escape(label),
        escape(text)
    );
}

/// Paragraphs; `code` between backticks.
pub(super) fn prose(out: &mut String, text: &str) {
    for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
        out.push_str("<p>");
        for (at, part) in paragraph.split('`').enumerate() {
            let part = escape(part);
            let _ = if at % 2 == 1 { write!(out, "<code>{part}</code>") } else { write!(out, "{part}") };
        }
        out.push_str("</p>");
    }
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
