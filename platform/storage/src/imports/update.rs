use super::{ImportWrites, Imports};
use crate::StorageError;
use crate::clients::reach::Values;
use chrono::{DateTime, Utc};
use crm_model::{ClientImportId, ImportFormat, ImportState, StaffId};
use sea_orm::Value;

/// Columns of an import that change together.
#[derive(Debug, Default)]
pub struct ImportUpdate {
    sets: Vec<(&'static str, Value)>,
    grows: Vec<(&'static str, i32)>,
    version: bool,
}

macro_rules! columns {
    ($($(#[$meta:meta])* $name:ident: $type:ty => |$value:ident| $into:expr;)+) => {
        impl ImportUpdate { $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $value: $type) -> Self {
                self.sets.push((stringify!($name), $into));
                self
            }
        )+ }
    };
}

columns! {
    /// State.
    state: ImportState => |v| v.as_str().into();
    /// Bytes that have arrived.
    received: i64 => |v| v.into();
    /// SHA-256 of the file.
    file_hash: Vec<u8> => |v| v.into();
    /// SHA-256 of the file and the sheet.
    sheet_hash: Option<Vec<u8>> => |v| v.into();
    /// Kind of the file.
    format: Option<ImportFormat> => |v| v.map(ImportFormat::as_str).into();
    /// How the file was read, sealed.
    told_sealed: Option<Vec<u8>> => |v| v.into();
    /// The mapping, sealed.
    mapping_sealed: Option<Vec<u8>> => |v| v.into();
    /// The mapping is a remembered one.
    remembered: bool => |v| v.into();
    /// Code of a refusal.
    refusal_code: Option<String> => |v| v.into();
    /// Sentence of a refusal.
    refusal: Option<String> => |v| v.into();
    /// Rows of the table.
    line_count: i32 => |v| v.into();
    /// Blocks of rows.
    block_count: i32 => |v| v.into();
    /// Work done.
    done: i32 => |v| v.into();
    /// Work to be done.
    total: i32 => |v| v.into();
    /// When the work began.
    phase_at: DateTime<Utc> => |v| v.into();
    /// What the dry run found.
    counts: Option<String> => |v| v.into();
    /// The block that comes next.
    next_block: i32 => |v| v.into();
    /// Rows with problems are left out.
    skip_bad: bool => |v| v.into();
    /// Whose rights the work is done under.
    work_by: StaffId => |v| v.uuid().into();
    /// When writing began.
    committed_at: DateTime<Utc> => |v| v.into();
    /// When the key is destroyed.
    kept_until: DateTime<Utc> => |v| v.into();
}

impl ImportUpdate {
    /// Something that a person waits for has changed.
    #[must_use]
    pub const fn seen(mut self) -> Self {
        self.version = true;
        self
    }

    /// A new piece of work begins: older jobs stop. Its number is the old one and 1.
    #[must_use]
    pub fn new_work(self) -> Self {
        self.grow("work", 1)
    }

    /// Adds to what was written: created, updated, skipped, failed, repeated, matched; and to the clients given away.
    #[must_use]
    pub fn wrote(self, counts: [i32; 6], turn: i32) -> Self {
        let names = ["created", "updated", "skipped", "failed", "repeats", "matches"];
        names.into_iter().zip(counts).fold(self.grow("turn", turn), |update, (name, count)| update.grow(name, count))
    }

    /// Adds to what was taken back: deleted, archived, restored, refused.
    #[must_use]
    pub fn took_back(self, counts: [i32; 4]) -> Self {
        let names = ["undo_deleted", "undo_archived", "undo_restored", "undo_refused"];
        names.into_iter().zip(counts).fold(self, |update, (name, count)| update.grow(name, count))
    }

    fn grow(mut self, column: &'static str, by: i32) -> Self {
        self.grows.push((column, by));
        self
    }
}

impl<T: ImportWrites> Imports<'_, T> {
    /// Writes changed columns. Hold the import first.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when the same sheet of the same file is in the book already.
    pub async fn update(&self, id: ClientImportId, update: ImportUpdate) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), id.uuid().into()]);
        let mut sets: Vec<String> =
            update.sets.into_iter().map(|(column, value)| format!("{column} = {}", values.push(value))).collect();
        sets.extend(update.grows.iter().map(|(column, by)| format!("{column} = {column} + {}", values.push(*by))));
        if update.version {
            sets.push("version = version + 1".to_owned());
        }
        let sql = format!("UPDATE crm.client_import SET {} WHERE tenant_id = $1 AND id = $2", sets.join(", "));
        scope.exec(sql, values.0).await?;
        Ok(())
    }
}
