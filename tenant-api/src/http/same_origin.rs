use crate::http::error::HttpProblem;
use http::{HeaderMap, header};

/// A change may only come from the host's own pages (SESS-05): by what the browser says of the fetch, and by the origin.
/// A caller without both (a program) may come only without cookies, so that nobody's session can be borrowed.
///
/// # Errors
/// 403 `cross_site`.
pub fn check_same_origin(headers: &HeaderMap, own_origin: &str) -> Result<(), HttpProblem> {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes() == b"same-origin");
    let origin = headers.get(header::ORIGIN).map(|value| value.as_bytes() == own_origin.as_bytes());
    let fits = match (site, origin) {
        (None, None) => !headers.contains_key(header::COOKIE),
        (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
    };
    if fits {
        Ok(())
    } else {
        Err(HttpProblem::new("cross_site").detail("Changes are only taken from this host's own pages."))
    }
}

/// A socket carries the session of whoever's page opens it, and browsers send no preflight for it: the origin must be
/// there and be ours (SESS-12).
///
/// # Errors
/// 403 `cross_site`.
pub fn check_socket_origin(headers: &HeaderMap, own_origin: &str) -> Result<(), HttpProblem> {
    if headers.contains_key(header::ORIGIN) {
        return check_same_origin(headers, own_origin);
    }
    Err(HttpProblem::new("cross_site").detail("Open the socket from this host's own pages."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        check_same_origin(&headers, "https://atlas.crm.example").is_ok()
    }

    #[test]
    fn sess_05_only_the_own_page_changes_something() {
        assert!(passes(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(passes(&[("origin", "https://atlas.crm.example"), ("cookie", "a=b")]));
        assert!(passes(&[]), "a program without a session");
        for bad in [
            "https://my.atlas.crm.example",
            "https://evil.example",
            "null",
            "http://atlas.crm.example",
            "https://atlas.crm.example.evil.example",
            "https://atlas.crm.example:444",
        ] {
            assert!(!passes(&[("origin", bad)]), "{bad}");
            assert!(!passes(&[("origin", bad), ("sec-fetch-site", "same-origin")]), "{bad}");
        }
        for bad in ["cross-site", "same-site", "none"] {
            assert!(!passes(&[("sec-fetch-site", bad)]), "{bad}");
        }
        assert!(!passes(&[("cookie", "a=b")]), "a session without a word about its page");
    }
}
