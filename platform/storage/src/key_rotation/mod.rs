//! A broker gets another data key: what the former one seals and indexes is sealed and indexed anew, block by block, while
//! everybody works. Both keys open meanwhile; new values are sealed under the new one alone (ADR 0020).
//!
//! The trail is left as it is: its values stay under the key that they were written with, which is therefore kept.

mod clients;
mod shelf;
mod sign_ins;

use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_model::RotationStep;
use sea_orm::{FromQueryResult, Value};
use shelf::{Sealing, Shelf};
use uuid::Uuid;

/// How far a rotation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRotation {
    /// The version of the data key that everything is to be under.
    pub version: u16,
    /// What is gone through at the moment.
    pub step: RotationStep,
    /// Up to which row, if it has begun.
    pub after: Option<Uuid>,
    /// Rows that were written anew so far.
    pub changed: i64,
    /// When it was ordered.
    pub started_at: DateTime<Utc>,
}

/// What one block did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Rows that were written anew.
    pub changed: u64,
    /// The last row that was looked at; `None` when there was none left.
    pub last: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    step: String,
    after: Option<Uuid>,
    changed: i64,
    started_at: DateTime<Utc>,
}

/// Before a key is this old, a transaction may be open that writes under the former one: longer than any job may take.
const SETTLED: &str = "5 minutes";

/// Rows of a step that are sealed column by column.
const fn shelf(step: RotationStep) -> Option<&'static Shelf> {
    const STAFF: Shelf = Shelf { table: "staff", key: "id", columns: &[("email_sealed", Sealing::Record)] };
    const SERVERS: Shelf = Shelf { table: "trading_server", key: "id", columns: &[("secret_sealed", Sealing::Record)] };
    const BULKS: Shelf = Shelf { table: "client_bulk", key: "id", columns: &[("reason_sealed", Sealing::Record)] };
    const IMPORTS: Shelf = Shelf {
        table: "client_import",
        key: "id",
        columns: &[("file_name_sealed", Sealing::Record), ("data_key", Sealing::FileKey)],
    };
    const MEMORIES: Shelf =
        Shelf { table: "client_import_memory", key: "fingerprint", columns: &[("mapping_sealed", Sealing::Record)] };
    match step {
        RotationStep::Clients | RotationStep::SignIns => None,
        RotationStep::Staff => Some(&STAFF),
        RotationStep::TradingServers => Some(&SERVERS),
        RotationStep::Bulks => Some(&BULKS),
        RotationStep::Imports => Some(&IMPORTS),
        RotationStep::ImportMemories => Some(&MEMORIES),
    }
}

/// The tenant's rotation.
pub struct KeyRotations<'a>(&'a TenantTx);

impl<'a> KeyRotations<'a> {
    /// The rotation of the transaction's tenant.
    #[must_use]
    pub const fn of(tx: &'a TenantTx) -> Self {
        Self(tx)
    }

    /// Holds the rotation that is to go on, if there is one, nobody else is at it, and this process writes under its key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self) -> Result<Option<KeyRotation>, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "SELECT r.version, r.step, r.after, r.changed, r.started_at FROM crm.key_rotation r JOIN crm.tenant_data_key k ON k.tenant_id = $1 AND k.version = r.version
              WHERE r.tenant_id = $1 AND r.finished_at IS NULL AND k.created_at < now() - interval '{SETTLED}' FOR UPDATE OF r SKIP LOCKED"
        );
        let Some(row) = scope.one::<Row>(sql, vec![scope.tenant()]).await? else { return Ok(None) };
        let version = u16::try_from(row.version).map_err(|_| StorageError::Corrupt("key_rotation.version"))?;
        if scope.keys.version() != version {
            return Ok(None);
        }
        Ok(Some(KeyRotation {
            version,
            step: RotationStep::from_text(&row.step).ok_or(StorageError::Corrupt("key_rotation.step"))?,
            after: row.after,
            changed: row.changed,
            started_at: row.started_at,
        }))
    }

    /// Seals and indexes the next rows of the step under the key of writes. Whatever somebody else changes meanwhile stays as
    /// it is: it is under that key already.
    ///
    /// # Errors
    /// The database is away; [`StorageError::Vault`] for a value that no version of the key opens, with its row in the log.
    pub async fn block(&self, rotation: &KeyRotation, most: u32) -> Result<Resealed, StorageError> {
        let (scope, after) = (self.0.scope(), rotation.after.unwrap_or_default());
        match shelf(rotation.step) {
            Some(shelf) => shelf.block(scope, after, most).await,
            None if rotation.step == RotationStep::Clients => clients::block(self.0, after, most).await,
            None => sign_ins::block(scope, after, most).await,
        }
    }

    /// Keeps how far it is.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep(&self, rotation: &KeyRotation) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            i32::from(rotation.version).into(),
            rotation.step.as_str().into(),
            rotation.after.into(),
            rotation.changed.into(),
        ];
        let sql =
            "UPDATE crm.key_rotation SET step = $3, after = $4, changed = $5 WHERE tenant_id = $1 AND version = $2";
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Everything is under the new key.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn finish(&self, rotation: &KeyRotation, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), i32::from(rotation.version).into(), now.into()];
        let sql = "UPDATE crm.key_rotation SET finished_at = $3 WHERE tenant_id = $1 AND version = $2";
        scope.exec(sql, values).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::shelf;
    use crm_model::RotationStep;

    #[test]
    fn every_step_knows_how_its_rows_are_sealed() {
        let by_hand = [RotationStep::Clients, RotationStep::SignIns];
        assert!(RotationStep::ALL.iter().all(|step| shelf(*step).is_some() != by_hand.contains(step)));
    }
}
