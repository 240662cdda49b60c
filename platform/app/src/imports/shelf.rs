//! What is sealed of an import, opened and put back.

use super::mapping::Mapping;
use super::merge::Cells;
use crate::UseCaseError;
use crm_access::OpContext;
use crm_access::kinds::ClientImport;
use crm_model::{ClientImportId, TenantId};
use crm_sheets::{Head, Row, unpack};
use crm_storage::{BlockKind, ImportBlock, ImportRecord, ImportWrites, Imports, Scoped, StorageError, import_place};
use crm_vault::{FileKey, Sealer, TenantKeys};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How the file was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    pub head: Head,
    /// Columns of the table.
    pub width: usize,
}

/// An import with its key.
pub(super) struct Opened {
    pub record: ImportRecord,
    pub key: FileKey,
    tenant: TenantId,
}

impl Opened {
    pub(super) fn new(keys: &TenantKeys, record: ImportRecord) -> Result<Self, UseCaseError> {
        let key = record.key(keys)?.ok_or_else(forgotten)?;
        Ok(Self { record, key, tenant: keys.tenant() })
    }

    pub(super) fn told(&self) -> Result<Told, UseCaseError> {
        self.parse("told_sealed", self.record.told_sealed.as_deref())
    }

    pub(super) fn mapping(&self) -> Result<Mapping, UseCaseError> {
        self.parse("mapping_sealed", self.record.mapping_sealed.as_deref())
    }

    fn parse<T: serde::de::DeserializeOwned>(
        &self,
        column: &'static str,
        sealed: Option<&[u8]>,
    ) -> Result<T, UseCaseError> {
        let sealed = sealed.ok_or_else(|| UseCaseError::invalid("id", "not_read", "Wait until the file was read."))?;
        self.parse_sealed(column, sealed)
    }

    pub(super) fn parse_sealed<T: serde::de::DeserializeOwned>(
        &self,
        column: &'static str,
        sealed: &[u8],
    ) -> Result<T, UseCaseError> {
        let plain = self.key.open(&import_place(self.tenant, self.record.id, column), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| UseCaseError::Storage(StorageError::Corrupt("client_import")))
    }

    pub(super) fn seal<T: Serialize>(&self, column: &'static str, value: &T) -> Result<Vec<u8>, UseCaseError> {
        let plain = serde_json::to_vec(value).map_err(|_| UseCaseError::Internal("an import's own text"))?;
        Ok(self.key.seal(&import_place(self.tenant, self.record.id, column), &plain)?)
    }

    /// Seals a piece behind its kind and number, so that it opens in its own place only.
    pub(super) fn seal_block(&self, kind: BlockKind, n: i32, plain: &[u8]) -> Result<Vec<u8>, UseCaseError> {
        let mut whole = mark(kind, n);
        whole.extend_from_slice(plain);
        Ok(self.key.seal(&import_place(self.tenant, self.record.id, "sealed"), &whole)?)
    }

    pub(super) fn open_block(&self, kind: BlockKind, block: &ImportBlock) -> Result<Vec<u8>, UseCaseError> {
        let mut whole = self.key.open(&import_place(self.tenant, self.record.id, "sealed"), &block.sealed)?;
        let mark = mark(kind, block.n);
        if !whole.starts_with(&mark) {
            return Err(UseCaseError::Storage(StorageError::Corrupt("client_import_block")));
        }
        Ok(whole.split_off(mark.len()))
    }

    /// Opens a block of rows and puts mended cells into it.
    pub(super) fn open_rows(
        &self,
        block: &ImportBlock,
        cells: &[(i32, i32, Vec<u8>)],
    ) -> Result<Vec<Row>, UseCaseError> {
        let packed = self.open_block(BlockKind::Rows, block)?;
        let mut rows = unpack(&packed).ok_or(StorageError::Corrupt("client_import_block"))?;
        let mut mended: HashMap<u32, Vec<(usize, String)>> = HashMap::new();
        for (line, column, sealed) in cells {
            let (line, column) = (u32::try_from(*line).unwrap_or(0), usize::try_from(*column).unwrap_or(0));
            mended.entry(line).or_default().push((column, self.open_cell(sealed)?));
        }
        for row in &mut rows {
            if mended.is_empty() {
                break;
            }
            for (column, value) in mended.remove(&row.line).unwrap_or_default() {
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, String::new());
                }
                if let Some(cell) = row.cells.get_mut(column) {
                    *cell = value;
                }
            }
        }
        Ok(rows)
    }

    /// What rows take over from later ones, by their lines.
    pub(super) fn merged(&self, block: &ImportBlock) -> Result<BTreeMap<u32, Cells>, UseCaseError> {
        let plain = self.open_block(BlockKind::Merged, block)?;
        serde_json::from_slice(&plain).map_err(|_| UseCaseError::Storage(StorageError::Corrupt("client_import_block")))
    }

    pub(super) fn seal_cell(&self, value: &str) -> Result<Vec<u8>, UseCaseError> {
        Ok(self.key.seal_str(&import_place(self.tenant, self.record.id, "value_sealed"), value)?)
    }

    fn open_cell(&self, sealed: &[u8]) -> Result<String, UseCaseError> {
        Ok(self.key.open_str(&import_place(self.tenant, self.record.id, "value_sealed"), sealed)?)
    }
}

fn mark(kind: BlockKind, n: i32) -> Vec<u8> {
    let kind = match kind {
        BlockKind::File => b'F',
        BlockKind::Rows => b'R',
        BlockKind::Merged => b'M',
    };
    [&[kind][..], &n.to_be_bytes()].concat()
}

pub(super) fn forgotten() -> UseCaseError {
    UseCaseError::invalid("id", "forgotten", "The file and its rows were destroyed after their time. Upload it again.")
}

pub(super) fn place(tenant: TenantId, id: ClientImportId) -> crm_vault::Place {
    import_place(tenant, id, "before_sealed")
}

/// An import for somebody who may import.
pub(super) async fn found(op: &OpContext, tx: &impl Scoped, id: ClientImportId) -> Result<ImportRecord, UseCaseError> {
    op.require::<ClientImport>()?;
    Imports::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("import"))
}

/// An import for a change, held, at the version that the caller saw.
pub(super) async fn held(
    op: &OpContext,
    tx: &impl ImportWrites,
    id: ClientImportId,
    version: Option<i32>,
) -> Result<Opened, UseCaseError> {
    op.require::<ClientImport>()?;
    let record = Imports::of(tx).hold(id).await?.ok_or(UseCaseError::NotFound("import"))?;
    if version.is_some_and(|version| version != record.version) {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    Opened::new(tx.keys(), record)
}

/// The file's cells are the affair of the person who brought it.
pub(super) fn own(op: &OpContext, record: &ImportRecord) -> Result<(), UseCaseError> {
    if op.person() == Some(record.created_by.0) {
        return Ok(());
    }
    Err(UseCaseError::invalid("id", "not_yours", "Only the person who brought the file maps and mends it."))
}
