//! A bare client: sends what a test says, byte for byte, and tells what came back.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use crm_simulator::{Config, Mt5Reach, Simulator};
use data_encoding::HEXLOWER;
use md5::{Digest, Md5};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Tuesday, 10 March 2026, noon UTC.
pub const NOON: i64 = 1_773_144_000_000;

pub async fn start() -> Simulator {
    start_with(|_| {}).await
}

pub async fn start_with(change: impl FnOnce(&mut Config)) -> Simulator {
    let mut config = Config::driven(NOON);
    change(&mut config);
    Simulator::start(config).await.unwrap()
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next()
    }
}

/// One connection.
pub struct Wire<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub const fn new(stream: S) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    pub async fn send(&mut self, method: &str, target: &str, headers: &str, body: &str) -> io::Result<Answer> {
        let head =
            format!("{method} {target} HTTP/1.1\r\nHost: sim\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
        self.stream.write_all(format!("{head}{body}").as_bytes()).await?;
        self.receive().await
    }

    pub async fn receive(&mut self) -> io::Result<Answer> {
        let end = loop {
            if let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let answer = Answer { status: head[9..12].parse().unwrap(), head, body: String::new() };
        let length: usize = answer.header("content-length").unwrap().parse().unwrap();
        while self.buffer.len() < end + length {
            self.more().await?;
        }
        let body = String::from_utf8_lossy(&self.buffer[end..end + length]).into_owned();
        self.buffer.drain(..end + length);
        Ok(Answer { body, ..answer })
    }

    async fn more(&mut self) -> io::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

pub type Mt5 = Wire<TlsStream<TcpStream>>;

/// Connects and trusts exactly the simulator's certificate.
pub async fn connect(reach: &Mt5Reach) -> Mt5 {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(reach.certificate_pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let socket = TcpStream::connect(reach.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    Wire::new(TlsConnector::from(Arc::new(config)).connect(name, socket).await.unwrap())
}

pub fn hash(password: &str) -> Vec<u8> {
    let wide: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let inner = Md5::digest(&wide).to_vec();
    Md5::digest([inner, b"WebAPI".to_vec()].concat()).to_vec()
}

pub fn response(password: &str, challenge: &str) -> String {
    let challenge = HEXLOWER.decode(challenge.as_bytes()).unwrap();
    HEXLOWER.encode(&Md5::digest([hash(password), challenge].concat()))
}

/// A session that has signed in.
pub async fn sign_in(reach: &Mt5Reach) -> Mt5 {
    let mut wire = connect(reach).await;
    let start = format!("/api/auth/start?version=484&agent=test&login={}&type=manager", reach.login);
    let challenge = wire.send("GET", &start, "", "").await.unwrap().json();
    let theirs = "00112233445566778899aabbccddeeff";
    let answer = response(&reach.password, challenge["srv_rand"].as_str().unwrap());
    let target = format!("/api/auth/answer?srv_rand_answer={answer}&cli_rand={theirs}");
    let done = wire.send("GET", &target, "", "").await.unwrap().json();
    assert_eq!(done["retcode"], "0 Done");
    assert_eq!(done["cli_rand_answer"], response(&reach.password, theirs));
    wire
}

impl Mt5 {
    pub async fn get(&mut self, target: &str) -> Value {
        self.send("GET", target, "", "").await.unwrap().json()
    }

    pub async fn post(&mut self, target: &str, body: Value) -> Value {
        self.send("POST", target, "", &body.to_string()).await.unwrap().json()
    }

    pub async fn account(&mut self, group: &str) -> String {
        let body = serde_json::json!({
            "PassMain": "1Ar#pqkj", "PassInvestor": "2Ar#pqkj", "Group": group, "Name": "Maria Stone", "Leverage": "100",
        });
        let user = self.post("/api/user/add", body).await;
        user["answer"]["Login"].as_str().unwrap_or_else(|| panic!("{user}")).to_owned()
    }

    pub async fn money(&mut self, login: &str, kind: u32, amount: &str, comment: &str) -> Value {
        let target = format!("/api/trade/balance?login={login}&type={kind}&balance={amount}&comment={comment}");
        self.get(&target).await
    }

    /// Sends a dealer request and asks for its result.
    pub async fn deal(&mut self, request: Value) -> Value {
        let sent = self.post("/api/dealer/send_request", request).await;
        let id = sent["answer"]["ID"].as_str().unwrap_or_else(|| panic!("{sent}")).to_owned();
        let result = self.get(&format!("/api/dealer/get_request_result?id={id}")).await;
        result["answer"][&id][0]["result"].clone()
    }
}

/// A connection to the gateway with a token.
pub struct Mt4 {
    wire: Wire<TcpStream>,
    headers: String,
    prefix: String,
}

impl Mt4 {
    pub async fn connect(simulator: &Simulator) -> Self {
        let reach = &simulator.reach().mt4;
        let mut wire = plain(reach.address).await;
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            reach.client_id, reach.client_secret
        );
        let token = wire.send("POST", "/connect/token", "", &form).await.unwrap().json();
        let headers = format!("Authorization: Bearer {}\r\n", token["access_token"].as_str().unwrap());
        Self { wire, headers, prefix: format!("/api/v2/MT4/{}/", reach.trade_platform) }
    }

    pub async fn call(&mut self, method: &str, route: &str, more: &str, body: Value) -> io::Result<Answer> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (target, headers) = (format!("{}{route}", self.prefix), format!("{}{more}", self.headers));
        self.wire.send(method, &target, &headers, &body).await
    }

    pub async fn get(&mut self, route: &str) -> Value {
        self.call("GET", route, "", Value::Null).await.unwrap().json()
    }

    pub async fn post(&mut self, route: &str, body: Value) -> Value {
        self.call("POST", route, "", body).await.unwrap().json()
    }
}

pub async fn plain(address: SocketAddr) -> Wire<TcpStream> {
    Wire::new(TcpStream::connect(address).await.unwrap())
}
