use crm_identity::BearerSecret;
use http::{HeaderMap, HeaderValue, header};

/// The cookie that carries a staff session, half or full. `__Host-`: Secure, Path=/ and no Domain, or the browser drops it.
pub const SESSION_COOKIE: &str = "__Host-bd_session";

/// The session's secret out of the request. Two cookies of this name are an attempt to plant one: neither counts.
#[must_use]
pub fn session_secret(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut secrets = pairs.filter(|(name, _)| *name == SESSION_COOKIE).map(|(_, value)| value);
    match (secrets.next(), secrets.next()) {
        (Some(secret), None) => Some(secret),
        _ => None,
    }
}

/// `Set-Cookie` for a new session. It lasts as long as the browser is open; the server's own limits are shorter.
#[must_use]
pub fn carrying(secret: &BearerSecret) -> HeaderValue {
    let text = format!("{SESSION_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", secret.expose());
    let mut value = HeaderValue::try_from(text).unwrap_or_else(|_| cleared());
    value.set_sensitive(true);
    value
}

/// `Set-Cookie` that has the browser forget the session.
#[must_use]
pub const fn cleared() -> HeaderValue {
    HeaderValue::from_static("__Host-bd_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cookie_of_the_name_counts_and_two_do_not() {
        let with = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, line.parse().unwrap());
            }
            session_secret(&headers).map(str::to_owned)
        };
        assert_eq!(with(&["a=b; __Host-bd_session=bds_x"]).as_deref(), Some("bds_x"));
        assert_eq!(with(&["__Host-bd_session=bds_x; __Host-bd_session=bds_y"]), None);
        assert_eq!(with(&["__Host-bd_session=bds_x", "__Host-bd_session=bds_y"]), None);
        assert_eq!(with(&["__host-bd_session=bds_x"]), None);
        assert_eq!(with(&[]), None);
    }
}
