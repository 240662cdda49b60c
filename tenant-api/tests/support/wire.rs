//! Stands on the wire between the application and its database and counts statements.

use crm_testing::{DatabaseRole, TestApp};
use sqlx::postgres::PgConnectOptions;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UnixStream};

/// A way to the database that is watched.
pub struct Wire {
    /// Where the application connects to.
    pub url: String,
    statements: Arc<AtomicU64>,
}

impl Wire {
    /// Opens the way.
    pub async fn open(app: &TestApp) -> Self {
        let target = PgConnectOptions::from_str(&app.db.url(DatabaseRole::App)).unwrap();
        let socket = target
            .get_socket()
            .expect("the tests' cluster has a socket")
            .join(format!(".s.PGSQL.{}", target.get_port()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let statements = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&statements);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&socket).await.unwrap();
                let (mut from_client, mut to_client) = client.into_split();
                let (mut from_server, mut to_server) = server.into_split();
                let counted = Arc::clone(&counted);
                tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
                tokio::spawn(async move {
                    let mut first = true;
                    while let Some(message) = message(&mut from_client, first).await {
                        counted.fetch_add(u64::from(!first && matches!(message[0], b'E' | b'Q')), Ordering::SeqCst);
                        first = false;
                        if to_server.write_all(&message).await.is_err() {
                            break;
                        }
                    }
                });
            }
        });
        let url = format!("postgres://crm_app@127.0.0.1:{port}/{}?sslmode=disable", app.db.name());
        Self { url, statements }
    }

    /// Statements that were executed so far.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::SeqCst)
    }
}

/// One message of the protocol; the first of a connection has no type.
async fn message(from: &mut (impl AsyncReadExt + Unpin), first: bool) -> Option<Vec<u8>> {
    let mut head = vec![0; if first { 4 } else { 5 }];
    from.read_exact(&mut head).await.ok()?;
    let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap());
    let start = head.len();
    head.resize(start + usize::try_from(length).unwrap() - 4, 0);
    from.read_exact(&mut head[start..]).await.ok()?;
    Some(head)
}
