//! From the text of a variable to a checked value, or a sentence that says how to mend it.

use crate::Secret;
use std::net::SocketAddr;
use url::Url;

pub(super) fn one_of<T: Copy>(choices: &[(&str, T)]) -> impl FnOnce(&str) -> Result<T, String> {
    let choices: Vec<(String, T)> = choices.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    move |text| {
        let found = choices.iter().find(|(name, _)| name == text).map(|(_, value)| *value);
        let names: Vec<&str> = choices.iter().map(|(name, _)| name.as_str()).collect();
        found.ok_or_else(|| format!("must be one of: {}", names.join(", ")))
    }
}

pub(super) fn number<T>(least: T, most: T) -> impl FnOnce(&str) -> Result<T, String>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    move |text| {
        text.parse()
            .ok()
            .filter(|n| *n >= least && *n <= most)
            .ok_or_else(|| format!("must be a whole number from {least} to {most}"))
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "must be an address and a port, such as 127.0.0.1:8080 or [::]:8080".to_owned())
}

/// A domain of lower-case labels; ports, schemes and paths have variables of their own.
pub(super) fn domain(text: &str) -> Result<String, String> {
    let label = |part: &str| {
        let fits = !part.is_empty() && part.len() <= 63 && !part.starts_with('-') && !part.ends_with('-');
        fits && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    if !is_address && text.len() <= 200 && text.split('.').all(label) {
        return Ok(text.to_owned());
    }
    Err("must be a bare domain in lower case, such as crm.example.com: no scheme, no port, no path, no address"
        .to_owned())
}

pub(super) fn url(
    schemes: &'static [&'static str],
    example: &'static str,
) -> impl FnOnce(&str) -> Result<Secret<String>, String> {
    move |text| {
        let fits = Url::parse(text).ok().filter(|url| schemes.contains(&url.scheme()));
        fits.map(|_| Secret::new(text.to_owned())).ok_or_else(|| format!("must look like {example}"))
    }
}

/// What travels to Redis are counters and ids, in clear: TLS would be a promise that nobody keeps.
pub(super) fn redis(text: &str) -> Result<Secret<String>, String> {
    if text.starts_with("rediss:") {
        return Err(
            "asks for TLS, which Redis is not spoken to with; use redis:// in a private network or through a tunnel"
                .to_owned(),
        );
    }
    url(&["redis"], "redis://user:password@host:6379/0")(text)
}

/// Whether the password inside a URL is the one that `.env.example` shows.
pub(super) fn has_example_password(url: &Secret<String>) -> bool {
    Url::parse(url.expose()).ok().and_then(|url| url.password().map(|p| p == "password")).unwrap_or(false)
}

/// Exactly 32 bytes in hex that look random: a key of one repeated byte or of a counting row protects nothing.
pub(super) fn key(text: &str) -> Result<Secret<[u8; 32]>, String> {
    const MEND: &str = "must be 32 random bytes in hex (64 characters); make one with: openssl rand -hex 32";
    let mut bytes = [0_u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(format!("is too short or too long; {MEND}"));
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        let pair = text.get(place * 2..place * 2 + 2).unwrap_or_default();
        *byte = u8::from_str_radix(pair, 16)
            .ok()
            .filter(|_| !pair.contains('+'))
            .ok_or_else(|| format!("is not hex; {MEND}"))?;
    }
    if is_guessable(&bytes) {
        return Err(format!("is not random; {MEND}"));
    }
    Ok(Secret::new(bytes))
}

fn is_guessable(bytes: &[u8; 32]) -> bool {
    let distinct: std::collections::BTreeSet<u8> = bytes.iter().copied().collect();
    let steps = |by: fn(u8) -> u8| bytes.windows(2).all(|pair| matches!(pair, [a, b] if by(*a) == *b));
    let (first, second) = bytes.split_at(16);
    distinct.len() < 16 || first == second || steps(|a| a.wrapping_add(1)) || steps(|a| a.wrapping_sub(1))
}

pub(super) fn networks(text: &str) -> Result<Vec<ipnet::IpNet>, String> {
    let network =
        |part: &str| part.parse::<ipnet::IpNet>().or_else(|_| part.parse::<std::net::IpAddr>().map(ipnet::IpNet::from));
    let parts: Result<Vec<_>, _> =
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(network).collect();
    let parts = parts
        .map_err(|_| "must be addresses or networks with commas between, such as 10.0.0.0/8, 192.168.1.7".to_owned())?;
    if parts.iter().any(|net| net.prefix_len() == 0) {
        return Err("must not trust the whole internet (/0); name the addresses of your reverse proxies".to_owned());
    }
    Ok(parts)
}

/// The address out of `Name <address>`, or an address alone: the name that readers see is each broker's own. The mailer
/// parses it for good; here the plain mistakes are caught.
pub(super) fn sender(text: &str) -> Result<String, String> {
    let address = match (text.rfind('<'), text.ends_with('>')) {
        (Some(open), true) => text.get(open + 1..text.len() - 1).unwrap_or_default(),
        _ => text,
    };
    let fits = matches!(address.split_once('@'), Some((user, host)) if !user.is_empty() && !host.is_empty() && !host.contains('@'));
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>');
    if fits && !text.chars().any(char::is_control) && !address.contains(odd) {
        return Ok(address.to_owned());
    }
    Err("must be a sender such as Brokerdesk <no-reply@crm.example.com>".to_owned())
}
