//! Free ports on the loopback address.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

/// `wanted` when nobody listens there, else a port that the system picks. Both only on 127.0.0.1.
///
/// # Errors
/// When the system has no port to give.
pub fn free(wanted: u16) -> Result<u16> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)) {
        Ok(listener) => Ok(listener.local_addr().context("cannot read the address of a new port")?.port()),
        Err(_) => any(),
    }
}

/// A port that nobody uses.
///
/// # Errors
/// When the system has no port to give.
pub fn any() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr().context("cannot read the address of a new port")?.port())
}

/// Those that [`lasting`] gave in this process: none is given twice.
static GIVEN: Mutex<Vec<u16>> = Mutex::new(Vec::new());

/// A port that nobody uses and that no outgoing connection is given: for who stops and comes back on the same one.
/// A port of [`any`] is free for every caller of `connect` as soon as its listener is away.
///
/// # Errors
/// When a hundred ports of the system's choice by lot were all taken.
pub fn lasting() -> Result<u16> {
    // below what Linux (32768) and the others (49152) give to outgoing connections
    const LASTING: std::ops::Range<u16> = 20_000..32_000;
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    for _ in 0..100 {
        let port = LASTING.start + crate::random::number()? % (LASTING.end - LASTING.start);
        if !given.contains(&port) && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            given.push(port);
            return Ok(port);
        }
    }
    anyhow::bail!("a hundred ports between {} and {} are taken", LASTING.start, LASTING.end)
}

/// Whether somebody answers on the port.
pub fn answers(port: u16) -> bool {
    std::net::TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), std::time::Duration::from_millis(500))
        .is_ok()
}

/// The status of `GET path` on 127.0.0.1, `None` when nobody answers in two seconds.
pub fn http_status(port: u16, path: &str) -> Option<u16> {
    http_ask(port, "GET", path, "")
}

/// The status of the answer to a request with a body of JSON on 127.0.0.1, `None` when nobody answers in two seconds.
pub fn http_ask(port: u16, method: &str, path: &str, json: &str) -> Option<u16> {
    use std::io::{Read, Write};
    let patience = std::time::Duration::from_secs(2);
    let mut stream = std::net::TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), patience).ok()?;
    stream.set_read_timeout(Some(patience)).ok()?;
    let (host, length) = (format!("127.0.0.1:{port}"), json.len());
    let head =
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(format!("{head}{json}").as_bytes()).ok()?;
    let mut head = [0_u8; 64];
    let count = stream.read(&mut head).ok()?;
    let text = String::from_utf8_lossy(head.get(..count)?).into_owned();
    text.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_replaced_by_a_free_one() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(answers(port));
        assert_ne!(free(port).unwrap(), port);
    }

    #[test]
    fn a_lasting_port_is_none_that_connections_are_given() {
        assert!(lasting().unwrap() < 32_000);
    }

    #[test]
    fn a_lasting_port_is_given_once() {
        let mut given: Vec<u16> = (0..500).map(|_| lasting().unwrap()).collect();
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), 500);
    }
}
