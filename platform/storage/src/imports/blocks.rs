use super::{ImportWrites, Imports};
use crate::StorageError;
use crate::columns::Columns;
use crate::scope::Scoped;
use crm_model::ClientImportId;
use sea_orm::{FromQueryResult, Value};

/// What a block is a piece of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The file as it came.
    File,
    /// Its rows, packed.
    Rows,
    /// What the rows of the block with the same number take over from later rows of the same people.
    Merged,
}

impl BlockKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Rows => "rows",
            Self::Merged => "merged",
        }
    }
}

/// A sealed piece of a file or of its rows.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ImportBlock {
    /// Its number, from 0.
    pub n: i32,
    /// The first row in it.
    pub first_line: i32,
    /// The last row in it.
    pub last_line: i32,
    /// Bytes or rows.
    pub size: i32,
    /// Sealed under the import's key, behind its kind and number.
    pub sealed: Vec<u8>,
}

#[derive(FromQueryResult)]
struct SumRow {
    bytes: i64,
}

#[derive(FromQueryResult)]
struct CellRow {
    line: i32,
    col: i32,
    value_sealed: Vec<u8>,
}

impl<T: Scoped> Imports<'_, T> {
    /// Blocks from a number on, so many at most, in order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn blocks(
        &self,
        import: ClientImportId,
        kind: BlockKind,
        from: i32,
        most: i32,
    ) -> Result<Vec<ImportBlock>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> =
            vec![scope.tenant(), import.uuid().into(), kind.as_str().into(), from.into(), (from + most).into()];
        let sql = "SELECT n, first_line, last_line, size, sealed FROM crm.client_import_block WHERE tenant_id = $1 AND import_id = $2 AND kind = $3 AND n >= $4 AND n < $5 ORDER BY n";
        scope.all(sql, values).await
    }

    /// The block of rows that holds a line, or the next one behind it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn block_with(&self, import: ClientImportId, line: i32) -> Result<Option<ImportBlock>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT n, first_line, last_line, size, sealed FROM crm.client_import_block WHERE tenant_id = $1 AND import_id = $2 AND kind = 'rows' AND last_line >= $3 ORDER BY n LIMIT 1";
        scope.one(sql, vec![scope.tenant(), import.uuid().into(), line.into()]).await
    }

    /// Mended cells of these lines: line, column, sealed value.
    ///
    /// # Errors
    /// The database is away.
    pub async fn cells(
        &self,
        import: ClientImportId,
        first: i32,
        last: i32,
    ) -> Result<Vec<(i32, i32, Vec<u8>)>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT line, col, value_sealed FROM crm.client_import_cell WHERE tenant_id = $1 AND import_id = $2 AND line BETWEEN $3 AND $4 ORDER BY line, col";
        let rows: Vec<CellRow> =
            scope.all(sql, vec![scope.tenant(), import.uuid().into(), first.into(), last.into()]).await?;
        Ok(rows.into_iter().map(|row| (row.line, row.col, row.value_sealed)).collect())
    }
}

impl<T: ImportWrites> Imports<'_, T> {
    /// Keeps a block in place of one with the same number.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep_block(
        &self,
        import: ClientImportId,
        kind: BlockKind,
        block: ImportBlock,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            import.uuid().into(),
            kind.as_str().into(),
            block.n.into(),
            block.first_line.into(),
            block.last_line.into(),
            block.size.into(),
            block.sealed.into(),
        ];
        scope.exec("INSERT INTO crm.client_import_block (tenant_id, import_id, kind, n, first_line, last_line, size, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, import_id, kind, n) DO UPDATE SET first_line = excluded.first_line, last_line = excluded.last_line, size = excluded.size, sealed = excluded.sealed", values).await?;
        Ok(())
    }

    /// Bytes of the file that are there.
    ///
    /// # Errors
    /// The database is away.
    pub async fn file_bytes(&self, import: ClientImportId) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT coalesce(sum(size), 0)::bigint AS bytes FROM crm.client_import_block WHERE tenant_id = $1 AND import_id = $2 AND kind = 'file'";
        let row: Option<SumRow> = scope.one(sql, vec![scope.tenant(), import.uuid().into()]).await?;
        Ok(row.map_or(0, |row| row.bytes))
    }

    /// Forgets rows, mended cells and what becomes of them, before the file is read anew.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget_rows(&self, import: ClientImportId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        for sql in [
            "DELETE FROM crm.client_import_block WHERE tenant_id = $1 AND import_id = $2 AND kind IN ('rows', 'merged')",
            "DELETE FROM crm.client_import_cell WHERE tenant_id = $1 AND import_id = $2",
            "DELETE FROM crm.client_import_row WHERE tenant_id = $1 AND import_id = $2",
        ] {
            scope.exec(sql, vec![scope.tenant(), import.uuid().into()]).await?;
        }
        Ok(())
    }

    /// Forgets what rows take over from later ones.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget_merged(&self, import: ClientImportId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "DELETE FROM crm.client_import_block WHERE tenant_id = $1 AND import_id = $2 AND kind = 'merged'";
        scope.exec(sql, vec![scope.tenant(), import.uuid().into()]).await?;
        Ok(())
    }

    /// Keeps mended cells in place of earlier ones: line, column, sealed value.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn mend_cells(
        &self,
        import: ClientImportId,
        cells: Vec<(i32, i32, Vec<u8>)>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut columns = Columns::of(scope.tenant());
        columns.uuids("import_id", cells.iter().map(|_| import.uuid()).collect());
        columns.add("line", "int", cells.iter().map(|c| c.0).collect::<Vec<i32>>(), None);
        columns.add("col", "int", cells.iter().map(|c| c.1).collect::<Vec<i32>>(), None);
        columns.bytes("value_sealed", cells.into_iter().map(|c| c.2).collect());
        let (sql, values) = columns.insert("crm.client_import_cell");
        let sql = format!(
            "{sql} ON CONFLICT (tenant_id, import_id, line, col) DO UPDATE SET value_sealed = excluded.value_sealed"
        );
        scope.exec(sql, values).await?;
        Ok(())
    }
}
