//! What the process that polls a trading server saw last, kept for the other processes and for the next one.

use crate::scope::Scoped;
use crate::{MirrorTx, StorageError};
use chrono::{DateTime, Utc};
use crm_model::TradingServerId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A kept book without its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveBookMark {
    /// Of which server.
    pub server: TradingServerId,
    /// Another one with each writing.
    pub edition: i64,
    /// When it was written, by the clock of who wrote it.
    pub written_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Mark {
    server_id: Uuid,
    edition: i64,
    written_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Body {
    body: Vec<u8>,
}

/// The kept books of a broker's servers.
pub struct LiveBooks<'a, T>(&'a T);

impl<'a, T: Scoped> LiveBooks<'a, T> {
    /// The books of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// What is kept, without the contents.
    ///
    /// # Errors
    /// The database is away.
    pub async fn marks(&self) -> Result<Vec<LiveBookMark>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT server_id, edition, written_at FROM crm.live_book WHERE tenant_id = $1";
        let rows: Vec<Mark> = scope.all(sql, vec![scope.tenant()]).await?;
        let mark = |row: Mark| LiveBookMark {
            server: TradingServerId::from_uuid(row.server_id),
            edition: row.edition,
            written_at: row.written_at,
        };
        Ok(rows.into_iter().map(mark).collect())
    }

    /// The contents of one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn body(&self, server: TradingServerId) -> Result<Option<Vec<u8>>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT body FROM crm.live_book WHERE tenant_id = $1 AND server_id = $2";
        let row: Option<Body> = scope.one(sql, vec![scope.tenant(), server.uuid().into()]).await?;
        Ok(row.map(|row| row.body))
    }
}

impl MirrorTx {
    /// Keeps a book in place of the one before. Only who holds the server's lease writes.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep_book(&self, mark: &LiveBookMark, body: Vec<u8>) -> Result<(), StorageError> {
        let scope = self.scope();
        let values: Vec<Value> =
            vec![scope.tenant(), mark.server.uuid().into(), mark.edition.into(), mark.written_at.into(), body.into()];
        scope.exec("INSERT INTO crm.live_book (tenant_id, server_id, edition, written_at, body) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, server_id) DO UPDATE SET edition = excluded.edition, written_at = excluded.written_at, body = excluded.body", values).await?;
        Ok(())
    }
}
