use crate::http::error::HttpProblem;
use http::{HeaderMap, Uri, header};

/// Longest request target in bytes.
const TARGET_MAX: usize = 8 * 1024;
/// Most parameters in a query.
const PARAMETERS_MAX: usize = 100;
/// Most bytes of names and values of headers together.
const HEADERS_MAX: usize = 16 * 1024;

/// Refuses targets that mean one thing to us and another to a cache or proxy in front of us: double slashes, encoded
/// slashes and dots, matrix parameters, backslashes, dot segments (RBAC-10, HOST-11), and floods (DOS-06).
///
/// # Errors
/// 414, 400 or 404.
pub fn check_target(uri: &Uri) -> Result<(), HttpProblem> {
    let path = uri.path();
    let query = uri.query().unwrap_or_default();
    if path.len() + query.len() > TARGET_MAX {
        return Err(HttpProblem::new("uri_too_long").detail("Use at most 8 KiB of path and query."));
    }
    if query.bytes().filter(|b| *b == b'&').count() >= PARAMETERS_MAX {
        return Err(HttpProblem::new("bad_request").detail("Use at most 100 query parameters."));
    }
    if is_ambiguous(path) { Err(HttpProblem::new("not_found")) } else { Ok(()) }
}

fn is_ambiguous(path: &str) -> bool {
    let odd_byte = path.bytes().any(|b| {
        matches!(b, b';' | b'\\' | b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'^') || !b.is_ascii_graphic()
    });
    let dots = path.split('/').any(|segment| matches!(segment, "." | "..") || segment.ends_with('.'));
    !path.starts_with('/')
        || path.contains("//")
        || path.contains('%')
        || odd_byte
        || dots
        || (path.len() > 1 && path.ends_with('/'))
}

/// Refuses header floods (DOS-06). The connection itself stops reading at four times this.
///
/// # Errors
/// 431.
pub fn check_headers(headers: &HeaderMap) -> Result<(), HttpProblem> {
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > HEADERS_MAX || headers.get_all(header::COOKIE).iter().count() > 4 {
        return Err(HttpProblem::new("headers_too_large")
            .detail("Use at most 16 KiB of headers; clear this site's cookies if you did not send so many yourself."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(target: &str) -> u16 {
        check_target(&target.parse().unwrap()).map_or_else(|problem| problem.status().as_u16(), |()| 200)
    }

    #[test]
    fn rbac_10_a_path_has_one_meaning() {
        for good in ["/", "/clients", "/clients/cli_01", "/assets/index-a1b2.js", "/v1/clients?cursor=a%2Fb"] {
            assert_eq!(status(good), 200, "{good}");
        }
        for bad in [
            "//clients",
            "/clients//x",
            "/clients/",
            "/clients;.js",
            "/clients%2f..",
            "/clients/%2e%2e/x",
            "/clients.",
            "/a/./b",
            "/a/../b",
            "/%00",
            "/a%5cb",
            "/cl%69ents",
        ] {
            assert_eq!(status(bad), 404, "{bad}");
        }
    }

    #[test]
    fn dos_06_floods_are_refused() {
        assert_eq!(status(&format!("/clients?{}", vec!["a=1"; 10_000].join("&"))), 414);
        assert_eq!(status(&format!("/clients?{}", vec!["a"; 200].join("&"))), 400);
        let mut headers = HeaderMap::new();
        headers.insert("x-fine", "a".repeat(1000).parse().unwrap());
        assert!(check_headers(&headers).is_ok());
        headers.insert("x-bomb", "a".repeat(17_000).parse().unwrap());
        assert_eq!(check_headers(&headers).unwrap_err().status(), 431);
    }
}
