use std::io;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use super::fill;

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 16 * 1024 * 1024;
const MOST_HEADERS: usize = 64;

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    /// Everything between method and version, `#` and all.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The target before the first `?`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The target after the first `?`.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn wants_close(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    pub content_type: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// The connection ends after it.
    pub close: bool,
}

impl Response {
    /// JSON with status 200.
    #[must_use]
    pub fn json(body: String) -> Self {
        Self {
            status: 200,
            content_type: "application/json; charset=utf-8",
            headers: Vec::new(),
            body: body.into_bytes(),
            close: false,
        }
    }

    /// No body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, ..Self::json(String::new()) }
    }

    /// The same, and the connection ends.
    #[must_use]
    pub fn closing(self) -> Self {
        Self { close: true, ..self }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let reason = match self.status {
            200 => "OK",
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            411 => "Length Required",
            413 => "Content Too Large",
            _ => "Error",
        };
        let mut head = format!("HTTP/1.1 {} {reason}\r\nServer: simulator\r\n", self.status);
        head += &format!("Content-Type: {}\r\nContent-Length: {}\r\n", self.content_type, self.body.len());
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += if self.close { "Connection: close\r\n\r\n" } else { "Connection: keep-alive\r\n\r\n" };
        [head.as_bytes(), &self.body].concat()
    }
}

/// What happens on the wire.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// As it should.
    Answer(Response),
    /// The answer twice.
    Twice(Response),
    /// Half of its body.
    Half(Response),
    /// Nothing; the connection ends.
    Hangup,
}

/// A request, or the status that says what was wrong with it.
pub(super) enum Parsed {
    Request(Request),
    Bad(u16),
}

/// Reads one request. What came after it stays in the buffer.
pub(super) async fn read_request(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    buffer: &mut Vec<u8>,
) -> io::Result<Parsed> {
    let head = loop {
        if let Some(end) = find(buffer, b"\r\n\r\n") {
            let rest = buffer.split_off(end + 4);
            break std::mem::replace(buffer, rest);
        }
        if buffer.len() > LARGEST_HEAD {
            return Ok(Parsed::Bad(413));
        }
        if fill(stream, buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    };
    let Some(mut request) = parse_head(&head) else { return Ok(Parsed::Bad(400)) };
    if request.header("transfer-encoding").is_some() {
        return Ok(Parsed::Bad(411));
    }
    let Ok(length) = request.header("content-length").unwrap_or("0").trim().parse::<usize>() else {
        return Ok(Parsed::Bad(400));
    };
    if length > LARGEST_BODY {
        return Ok(Parsed::Bad(413));
    }
    if request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    while buffer.len() < length {
        if fill(stream, buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let rest = buffer.split_off(length);
    request.body = std::mem::replace(buffer, rest);
    Ok(Parsed::Request(request))
}

/// The target is what stands between the first and the last space of the first line.
fn parse_head(head: &[u8]) -> Option<Request> {
    let end = find(head, b"\r\n")?;
    let line = String::from_utf8_lossy(head.get(..end)?);
    let (method, rest) = line.split_once(' ')?;
    let (target, version) = rest.rsplit_once(' ')?;
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return None;
    }
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let httparse::Status::Complete((_, parsed)) = httparse::parse_headers(head.get(end + 2..)?, &mut headers).ok()?
    else {
        return None;
    };
    let headers = parsed
        .iter()
        .map(|header| (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).trim().to_owned()));
    Some(Request { method: method.to_owned(), target: target.to_owned(), headers: headers.collect(), body: Vec::new() })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_keeps_what_browsers_would_cut() {
        let request =
            parse_head(b"GET /api/user/add?pass_main=1Rp0#jahr&group=demo\\forex?x HTTP/1.1\r\nHost: a\r\n\r\n")
                .unwrap();
        assert_eq!(request.path(), "/api/user/add");
        assert_eq!(request.query(), "pass_main=1Rp0#jahr&group=demo\\forex?x");
        assert_eq!(request.header("host"), Some("a"));
        assert!(parse_head(b"GET http://x/ HTTP/1.1\r\n\r\n").is_none());
        assert!(parse_head(b"nonsense\r\n\r\n").is_none());
    }
}
