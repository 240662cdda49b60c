use crate::http::error::{HttpProblem, Place};
use crate::http::json_check::check_json;
use axum::extract::{FromRequest, Request};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Largest body in bytes.
pub const BODY_MAX: usize = 256 * 1024;
/// A body that takes longer is not waited for (API-12).
const PATIENCE: Duration = Duration::from_secs(10);

/// A JSON body, the only way in for data: `application/json`, not encoded, at most [`BODY_MAX`] bytes, no key twice, and of
/// the shape of `T`. Refusals name the place.
#[derive(Debug)]
pub struct StrictJson<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for StrictJson<T> {
    type Rejection = HttpProblem;

    async fn from_request(request: Request, _: &S) -> Result<Self, HttpProblem> {
        let bytes = read_json(request).await?;
        parse_json(&bytes).map(Self)
    }
}

/// Refuses every media type but JSON, and encodings, which would hide how much arrives (GQL-06, SESS-05, API-12).
///
/// # Errors
/// 415.
pub fn check_media_type(headers: &HeaderMap) -> Result<(), HttpProblem> {
    check_type(headers, is_json, "Send the body as application/json.")
}

/// As [`check_media_type`], for the doors that take a file's bytes.
///
/// # Errors
/// 415.
pub(crate) fn check_bytes_type(headers: &HeaderMap) -> Result<(), HttpProblem> {
    let is_bytes = |value: &str| value.trim().eq_ignore_ascii_case("application/octet-stream");
    check_type(headers, is_bytes, "Send the bytes as application/octet-stream.")
}

fn check_type(headers: &HeaderMap, fits: fn(&str) -> bool, how: &str) -> Result<(), HttpProblem> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let is_right = match (types.next(), types.next()) {
        (Some(one), None) => one.to_str().is_ok_and(fits),
        _ => false,
    };
    if !is_right {
        return Err(HttpProblem::new("unsupported_media_type").detail(how));
    }
    let encoded = headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded {
        return Err(HttpProblem::new("unsupported_media_type").detail("Send the body without Content-Encoding."));
    }
    Ok(())
}

fn is_json(value: &str) -> bool {
    let (kind, parameters) = value.split_once(';').unwrap_or((value, ""));
    let parameters = parameters.trim();
    kind.trim().eq_ignore_ascii_case("application/json")
        && (parameters.is_empty() || parameters.eq_ignore_ascii_case("charset=utf-8"))
}

/// Reads the body of a request whose media type fits, and walks through its JSON once.
///
/// # Errors
/// 415, 413, 408 or 400.
pub async fn read_json(request: Request) -> Result<Bytes, HttpProblem> {
    read_json_within(request, BODY_MAX).await
}

/// As [`read_json`], for doors that take smaller bodies; `max` in bytes.
///
/// # Errors
/// 415, 413, 408 or 400.
pub async fn read_json_within(request: Request, max: usize) -> Result<Bytes, HttpProblem> {
    check_media_type(request.headers())?;
    let bytes = read_body(request, max, PATIENCE).await?;
    check_json(&bytes).map_err(|what| {
        HttpProblem::new("invalid_json").detail(format!("The body is not well-formed JSON: {what}."))
    })?;
    Ok(bytes)
}

/// Builds a value from checked JSON.
///
/// # Errors
/// 422 with the place that does not fit.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpProblem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let message = crm_runtime::one_line(&shape_message(error.inner()), 200);
        let place = Place { pointer: pointer(error.path()), code: "invalid_input".to_owned(), message };
        HttpProblem::new("invalid_input").places(vec![place])
    })
}

/// serde's sentence without its position in the text, which the pointer replaces.
fn shape_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(what, _)| what.to_owned())
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    };
    path.iter().map(step).collect()
}

/// Reads the bytes of a part of a file; `max` in bytes.
///
/// # Errors
/// 415, 413, 408 or 400.
pub(crate) async fn read_bytes_within(request: Request, max: usize, patience: Duration) -> Result<Bytes, HttpProblem> {
    check_bytes_type(request.headers())?;
    read_body(request, max, patience).await
}

async fn read_body(request: Request, max: usize, patience: Duration) -> Result<Bytes, HttpProblem> {
    let too_large = || HttpProblem::new("body_too_large").detail(format!("Send at most {} KiB.", max / 1024));
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<usize>().ok());
    if declared.is_some_and(|length| length > max) {
        return Err(too_large());
    }
    let mut body = request.into_body();
    let mut bytes = BytesMut::new();
    let reading = async {
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| HttpProblem::new("bad_request").detail("The body broke off."))?;
            let Ok(data) = frame.into_data() else { continue };
            if bytes.len() + data.len() > max {
                return Err(too_large());
            }
            bytes.extend_from_slice(&data);
        }
        Ok(())
    };
    match tokio::time::timeout(patience, reading).await {
        Ok(read) => read.map(|()| bytes.freeze()),
        Err(_) => Err(HttpProblem::new("body_too_slow")
            .detail(format!("Send the whole body within {} seconds.", patience.as_secs()))),
    }
}
