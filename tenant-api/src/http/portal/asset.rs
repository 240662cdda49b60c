use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::OnceLock;

/// One file of the build, with its smaller forms made when first asked for.
pub(super) struct Asset {
    plain: Bytes,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
    kind: HeaderValue,
    tag: HeaderValue,
    named_by_content: bool,
}

/// Smaller files fit into one packet anyway.
const WORTH_SHRINKING: usize = 1_400;

impl Asset {
    pub(super) fn new(address: &str, bytes: Vec<u8>) -> Self {
        let digest = Sha256::digest(&bytes);
        let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(digest.get(..12).unwrap_or_default()));
        Self {
            kind: HeaderValue::from_static(media_type(address)),
            tag: HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\"")),
            named_by_content: address.starts_with("/assets/"),
            plain: bytes.into(),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    pub(super) fn answer(&self, headers: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let out = response.headers_mut();
        out.insert(header::ETAG, self.tag.clone());
        let keep = if self.named_by_content { "public, max-age=31536000, immutable" } else { "no-cache" };
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| *tag == self.tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        out.insert(header::CONTENT_TYPE, self.kind.clone());
        let (bytes, encoding) = self.smallest(headers);
        if let Some(encoding) = encoding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.body_mut() = Body::from(bytes);
        response
    }

    fn smallest(&self, headers: &HeaderMap) -> (Bytes, Option<&'static str>) {
        if self.plain.len() >= WORTH_SHRINKING && self.shrinks() {
            let brotli =
                accepts(headers, "br").then(|| self.brotli.get_or_init(|| brotli(&self.plain)).clone()).flatten();
            if let Some(bytes) = brotli {
                return (bytes, Some("br"));
            }
            let gzip = accepts(headers, "gzip").then(|| self.gzip.get_or_init(|| gzip(&self.plain)).clone()).flatten();
            if let Some(bytes) = gzip {
                return (bytes, Some("gzip"));
            }
        }
        (self.plain.clone(), None)
    }

    fn shrinks(&self) -> bool {
        let kind = self.kind.to_str().unwrap_or_default();
        kind.starts_with("text/") || kind.contains("json") || kind.contains("svg") || kind.contains("wasm")
    }
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn brotli(bytes: &Bytes) -> Option<Bytes> {
    let mut small = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut small, 16 * 1024, 6, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    (small.len() < bytes.len()).then(|| small.into())
}

fn gzip(bytes: &Bytes) -> Option<Bytes> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).ok()?;
    let small = writer.finish().ok()?;
    (small.len() < bytes.len()).then(|| small.into())
}

fn media_type(address: &str) -> &'static str {
    match address.rsplit_once('.').map(|(_, end)| end) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_sent_in_the_smallest_form_that_the_browser_takes() {
        let asset = Asset::new("/assets/a-1.js", b"const a = 1;\n".repeat(500));
        let ask = |encodings: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, encodings.parse().unwrap());
            asset.answer(&headers).headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap().to_owned())
        };
        assert_eq!(ask("gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(ask("gzip, br;q=0").as_deref(), Some("gzip"));
        assert_eq!(ask("identity"), None);
    }

    #[test]
    fn a_known_tag_is_answered_without_a_body() {
        let asset = Asset::new("/favicon.svg", b"<svg/>".to_vec());
        let first = asset.answer(&HeaderMap::new());
        assert_eq!(first.headers()[header::CACHE_CONTROL], "no-cache");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(asset.answer(&headers).status(), StatusCode::NOT_MODIFIED);
    }
}
