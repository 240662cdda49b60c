//! What came back, in a word.

use crm_testing::Answer;
use serde_json::Value;

/// A word for an answer: `ok`, `ok(n)` for a list of n, a code, or `input: code` where the input was wrong.
pub fn word(answer: &Answer, field: &str) -> String {
    let Ok(body) = serde_json::from_slice::<Value>(answer.bytes()) else {
        return format!("status {}", answer.status());
    };
    if let Some(code) = body["code"].as_str() {
        return code.to_owned();
    }
    if let Some(code) = body["errors"][0]["extensions"]["code"].as_str() {
        return code.to_owned();
    }
    let data = &body["data"][field];
    if let Some(code) = data["errors"][0]["code"].as_str() {
        return format!("input: {code}");
    }
    let list = data.as_array().or_else(|| data["edges"].as_array()).or_else(|| data["matches"].as_array());
    let list = list.or_else(|| data["rows"].as_array());
    match list {
        // the trail grows with every refusal of the tables themselves
        Some(_) if ["auditEvents", "clientTimeline"].contains(&field) => "ok".to_owned(),
        Some(list) => format!("ok({})", list.len()),
        None => "ok".to_owned(),
    }
}

/// Whether the caller was let in and the operation done.
pub fn is_ok(word: &str) -> bool {
    word.starts_with("ok")
}

/// Whether this is a refusal of the caller, and not of the input.
pub fn is_refusal(word: &str) -> bool {
    !is_ok(word) && !word.starts_with("input: ") && word != "invalid_input"
}

/// The answer without what differs between any two requests: status, headers, body.
pub fn bare(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let id = answer.header("x-request-id").unwrap_or_default().to_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> =
        headers.filter(|(name, _)| !["date", "x-request-id", "ratelimit"].contains(&name.as_str())).collect();
    headers.sort();
    (answer.status(), headers, answer.text().replace(&id, "ID"))
}
