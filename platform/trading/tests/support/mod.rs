//! A small scripted HTTP server on the loopback, with real TLS, that notes what it was asked.
#![allow(dead_code, reason = "each test file uses a part")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use crm_model::Clock;
use crm_trading::{
    Access, Daylight, Intent, Login, Reference, Resolve, Secret, ServerSettings, TimeLimits, TradingServer, Trust,
    connect,
};
use md5::{Digest, Md5};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub const PASSWORD: &str = "Manager-Pass1";

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub connection: usize,
    pub method: String,
    pub target: String,
    pub headers: String,
    pub body: String,
}

impl Seen {
    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn query(&self, name: &str) -> Option<String> {
        let url = url::Url::parse(&format!("http://x{}", self.target)).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// What the server does with a request.
pub enum Act {
    Say(String),
    Status(u16, &'static str, String),
    /// Closes without a word.
    Close,
    /// Half of the answer, then closes.
    Half(String),
    /// Never answers.
    Stall,
}

type Script = Arc<dyn Fn(&Seen) -> Act + Send + Sync>;

pub struct Stub {
    pub address: SocketAddr,
    pub pin: [u8; 32],
    pub authority: Vec<u8>,
    log: Arc<Mutex<Vec<Seen>>>,
}

impl Stub {
    /// With TLS.
    pub async fn tls(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["mt.example.com".to_owned()]).unwrap();
        let der = made.cert.der().clone();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![der.clone()], key)
            .unwrap();
        let pin = sha2::Sha256::digest(der.as_ref()).into();
        let authority = made.cert.pem().into_bytes();
        Self::listen(Some(TlsAcceptor::from(Arc::new(config))), pin, authority, Arc::new(script)).await
    }

    /// Without.
    pub async fn plain(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        Self::listen(None, [0; 32], Vec::new(), Arc::new(script)).await
    }

    async fn listen(tls: Option<TlsAcceptor>, pin: [u8; 32], authority: Vec<u8>, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let kept = Arc::clone(&log);
        tokio::spawn(async move {
            for connection in 1.. {
                let Ok((stream, _)) = listener.accept().await else { break };
                let (tls, script, log) = (tls.clone(), Arc::clone(&script), Arc::clone(&kept));
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, connection, script, log).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, connection, script, log).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, pin, authority, log }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|seen| seen.path() == path).count()
    }

    pub fn last(&self, path: &str) -> Seen {
        self.seen().into_iter().rfind(|seen| seen.path() == path).unwrap_or_else(|| panic!("{path} was not asked for"))
    }

    pub fn mt5(&self, trust: Trust) -> ServerSettings {
        ServerSettings {
            name: "stub".to_owned(),
            access: Access::Mt5 {
                host: "mt.example.com".to_owned(),
                port: self.address.port(),
                manager: Login(1000),
                password: Secret::new(PASSWORD),
            },
            trust,
            daylight: Daylight::None,
            limits: short_limits(),
        }
    }

    pub fn open(&self, settings: ServerSettings) -> Arc<dyn TradingServer> {
        connect(settings, Arc::new(Loopback(self.address)), Clock::system()).unwrap()
    }

    pub fn open_mt5(&self) -> Arc<dyn TradingServer> {
        self.open(self.mt5(Trust::Pin(self.pin)))
    }
}

pub fn short_limits() -> TimeLimits {
    let short = Duration::from_millis(700);
    TimeLimits {
        connect: short,
        sign_in: short,
        read: short,
        history: short,
        trade: short,
        result: Duration::from_secs(2),
        change: short,
        queue: Duration::from_secs(5),
    }
}

/// Sends every host to the stub.
pub struct Loopback(pub SocketAddr);

#[async_trait]
impl Resolve for Loopback {
    async fn resolve(&self, _host: &str, _port: u16) -> Result<Vec<SocketAddr>, String> {
        Ok(vec![self.0])
    }
}

pub fn intent() -> Intent {
    Intent::of(Reference::generate().unwrap())
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    connection: usize,
    script: Script,
    log: Arc<Mutex<Vec<Seen>>>,
) {
    while let Some(seen) = read_request(&mut stream, connection).await {
        log.lock().unwrap().push(seen.clone());
        let (status, headers, body) = match script(&seen) {
            Act::Say(body) => (200, "", body),
            Act::Status(status, headers, body) => (status, headers, body),
            Act::Close => break,
            Act::Stall => {
                std::future::pending::<()>().await;
                return;
            }
            Act::Half(body) => {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                let _ = stream.write_all(head.as_bytes()).await;
                let _ = stream.write_all(&body.as_bytes()[..body.len() / 2]).await;
                let _ = stream.flush().await;
                break;
            }
        };
        let answer = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len());
        if stream.write_all(answer.as_bytes()).await.is_err() || stream.flush().await.is_err() {
            break;
        }
    }
    let _ = stream.shutdown().await;
}

async fn read_request<S: AsyncRead + Unpin>(stream: &mut S, connection: usize) -> Option<Seen> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let (first, headers) = head.split_once("\r\n")?;
    let mut parts = first.split(' ');
    let (method, target) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let mut seen = Seen { connection, method, target, headers: headers.to_owned(), body: String::new() };
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    seen.body = String::from_utf8(body).ok()?;
    Some(seen)
}

/// An MT5 server that signs in the right manager and leaves the rest to a script.
pub fn mt5(script: impl Fn(&Seen) -> Option<Act> + Send + Sync + 'static) -> impl Fn(&Seen) -> Act + Send + Sync {
    const CHALLENGE: &str = "73007dc7184747ce0f7c98516ef1c851";
    move |seen| {
        if let Some(act) = script(seen) {
            return act;
        }
        match seen.path() {
            "/api/auth/start" => {
                Act::Say(format!(r#"{{"retcode":"0 Done","version_access":"1290","srv_rand":"{CHALLENGE}"}}"#))
            }
            "/api/auth/answer" if seen.query("srv_rand_answer").unwrap() == proof(PASSWORD, CHALLENGE) => {
                let proof = proof(PASSWORD, &seen.query("cli_rand").unwrap());
                Act::Say(format!(r#"{{"retcode":"0 Done","cli_rand_answer":"{proof}"}}"#))
            }
            "/api/auth/answer" => Act::Say(r#"{"retcode":"1001 Invalid account"}"#.to_owned()),
            "/api/time/server" => {
                let now = Clock::system().now().timestamp();
                Act::Say(format!(r#"{{"retcode":"0 Done","answer":{{"Time":"{now} 2026.01.01 00:00:00"}}}}"#))
            }
            "/api/symbol/get" => Act::Say(
                r#"{"retcode":"0 Done","answer":{"Symbol":"EURUSD","Digits":"5","FillFlags":"3","ExecMode":"2"}}"#
                    .to_owned(),
            ),
            "/api/quit" | "/api/test/access" => Act::Say(r#"{"retcode":"0 Done"}"#.to_owned()),
            _ => Act::Say(r#"{"retcode":"13 Not found"}"#.to_owned()),
        }
    }
}

pub fn say(body: &str) -> Option<Act> {
    Some(Act::Say(body.to_owned()))
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// What both sides show to prove that they know the password.
pub fn proof(password: &str, challenge: &str) -> String {
    let wide: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hash = md5(&[&md5(&[&wide]), b"WebAPI"]);
    let challenge = data_encoding::HEXLOWER_PERMISSIVE.decode(challenge.as_bytes()).unwrap();
    data_encoding::HEXLOWER.encode(&md5(&[&hash, &challenge]))
}
