use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::Dialer;
use super::counted::Counted;

/// Largest answer that is taken: twice what a server sends at most.
const ANSWER_MAX: usize = 32 * 1024 * 1024;

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

type Io = TokioIo<Box<dyn Wire>>;

/// One connection. Whoever holds it drives it: without somebody polling, nothing moves, so a dropped call cannot write
/// another byte.
pub(crate) struct Link {
    sender: http1::SendRequest<Full<Bytes>>,
    driver: Pin<Box<http1::Connection<Io, Full<Bytes>>>>,
    ended: bool,
    sent: Arc<AtomicU64>,
}

/// What is put to a server.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) request: Request<Full<Bytes>>,
    pub(crate) limit: Duration,
}

/// A whole answer.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why a question brought no answer. The connection is of no use any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Whether a byte of the question was given to the network.
    pub(crate) left: bool,
    /// What happened.
    pub(crate) words: &'static str,
}

/// Opens a connection: the guard's addresses in turn, then TLS with the host's name.
///
/// # Errors
/// In words, why none could be opened.
pub(crate) async fn dial(dialer: &Dialer, host: &str, port: u16, limit: Duration) -> Result<Link, String> {
    let deadline = Instant::now() + limit;
    let late = |_| "no connection in time".to_owned();
    let addresses = timeout_at(deadline, dialer.addresses(host, port)).await.map_err(late)??;
    let mut last = String::new();
    for address in addresses {
        match timeout_at(deadline, TcpStream::connect(address)).await.map_err(late)? {
            Ok(stream) => {
                // a failure here costs latency only
                let _ = stream.set_nodelay(true);
                return timeout_at(deadline, over(dialer, host, stream)).await.map_err(late)?;
            }
            Err(error) => last = format!("the connection was refused ({})", error.kind()),
        }
    }
    Err(last)
}

async fn over(dialer: &Dialer, host: &str, stream: TcpStream) -> Result<Link, String> {
    let (counted, sent) = Counted::new(stream);
    let wire: Box<dyn Wire> = match dialer.tls() {
        None => Box::new(counted),
        Some(tls) => {
            let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
            let name = ServerName::try_from(bare).map_err(|_| "the host cannot stand in a certificate".to_owned())?;
            let stream = tls.connect(name, counted).await.map_err(|error| {
                let why = error.get_ref().map_or_else(|| error.kind().to_string(), ToString::to_string);
                format!("TLS failed: {why}")
            })?;
            Box::new(stream)
        }
    };
    let (sender, driver) = http1::handshake(TokioIo::new(wire)).await.map_err(|_| "HTTP could not begin".to_owned())?;
    Ok(Link { sender, driver: Box::pin(driver), ended: false, sent })
}

impl Link {
    /// Puts a question and waits for the whole answer.
    ///
    /// # Errors
    /// [`Failure`]; the connection must then be dropped.
    pub(crate) async fn ask(&mut self, question: Question) -> Result<Answered, Failure> {
        let before = self.sent.load(Ordering::SeqCst);
        let words = match self.exchange(question).await {
            Ok(answered) => return Ok(answered),
            Err(words) => words,
        };
        self.ended = true;
        Err(Failure { left: self.sent.load(Ordering::SeqCst) != before, words })
    }

    async fn exchange(&mut self, question: Question) -> Result<Answered, &'static str> {
        let Self { sender, driver, ended, .. } = self;
        if *ended {
            return Err("the connection was closed");
        }
        let deadline = Instant::now() + question.limit;
        let conversation = async {
            sender.ready().await.map_err(|_| "the connection was closed")?;
            let response = sender.send_request(question.request).await.map_err(|error| broken(&error))?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, ANSWER_MAX).collect().await.map_err(|_| "the answer broke off")?;
            Ok(Answered { status: head.status, headers: head.headers, body: body.to_bytes() })
        };
        tokio::pin!(conversation);
        let both = poll_fn(|cx| {
            if let Poll::Ready(done) = conversation.as_mut().poll(cx) {
                return Poll::Ready(done);
            }
            if !*ended && driver.as_mut().poll(cx).is_ready() {
                *ended = true;
            }
            conversation.as_mut().poll(cx)
        });
        timeout_at(deadline, both).await.unwrap_or(Err("no answer in time"))
    }

    /// Ends when the other side closes the connection; to be raced against other work while nothing is asked.
    pub(crate) async fn closed(&mut self) {
        if self.ended {
            return;
        }
        let _ = self.driver.as_mut().await;
        self.ended = true;
    }

    /// Whether it can still be used, as far as is known without waiting.
    pub(crate) async fn is_open(&mut self) -> bool {
        poll_fn(|cx| {
            if !self.ended && self.driver.as_mut().poll(cx).is_ready() {
                self.ended = true;
            }
            Poll::Ready(!self.ended)
        })
        .await
    }
}

fn broken(error: &hyper::Error) -> &'static str {
    if error.is_parse() || error.is_parse_status() {
        "the answer is not HTTP"
    } else if error.is_incomplete_message() {
        "the connection ended before the answer"
    } else {
        "the connection broke off"
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("ended", &self.ended).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Resolve, Trust};
    use async_trait::async_trait;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    struct At(SocketAddr);

    #[async_trait]
    impl Resolve for At {
        async fn resolve(&self, _host: &str, _port: u16) -> Result<Vec<SocketAddr>, String> {
            Ok(vec![self.0])
        }
    }

    async fn linked() -> (Link, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let dialer = Dialer::new(&Trust::PlainLoopback, Arc::new(At(listener.local_addr().unwrap()))).unwrap();
        let (link, accepted) = tokio::join!(dial(&dialer, "x", 1, Duration::from_secs(1)), listener.accept());
        (link.unwrap(), accepted.unwrap().0)
    }

    fn question() -> Question {
        let request = Request::get("/x").header("host", "x").body(Full::new(Bytes::new())).unwrap();
        Question { request, limit: Duration::from_millis(200) }
    }

    #[tokio::test]
    async fn r_07_no_byte_leaves_on_a_connection_that_was_closed_before() {
        let (mut link, theirs) = linked().await;
        drop(theirs);
        link.closed().await;
        assert!(!link.is_open().await);
        assert!(!link.ask(question()).await.err().unwrap().left);
        // noticed by the question itself
        let (mut link, theirs) = linked().await;
        drop(theirs);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!link.is_open().await);
    }

    #[tokio::test]
    async fn r_08_a_question_that_was_read_has_left() {
        for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf", "what?\r\n\r\n"] {
            let (mut link, mut theirs) = linked().await;
            let server = tokio::spawn(async move {
                let mut buffer = [0; 512];
                let _ = theirs.read(&mut buffer).await;
                let _ = theirs.write_all(answer.as_bytes()).await;
            });
            assert!(link.ask(question()).await.err().unwrap().left, "{answer}");
            assert!(!link.is_open().await);
            server.await.unwrap();
        }
        let (mut link, _theirs) = linked().await;
        let failure = link.ask(question()).await.err().unwrap();
        assert_eq!(failure, Failure { left: true, words: "no answer in time" });
    }

    #[tokio::test]
    async fn r_08_a_second_answer_that_nobody_asked_for_ends_the_connection() {
        let (mut link, mut theirs) = linked().await;
        let server = tokio::spawn(async move {
            let mut buffer = [0; 512];
            let _ = theirs.read(&mut buffer).await;
            let _ = theirs.write_all(&b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".repeat(2)).await;
            theirs
        });
        assert_eq!(link.ask(question()).await.ok().unwrap().body, "{}");
        let _theirs = server.await.unwrap();
        assert!(!link.is_open().await);
    }
}
