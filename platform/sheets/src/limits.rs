//! What a file may ask for (SECURITY 29).

/// Bytes of a file, 200 MB.
pub const FILE_MAX: u64 = 200_000_000;
/// Bytes of a workbook as it comes; it is held in memory.
pub const WORKBOOK_MAX: usize = 48 * 1024 * 1024;
/// Rows.
pub const ROWS_MAX: u32 = 1_000_000;
/// Columns.
pub const COLUMNS_MAX: usize = 500;
/// Bytes of one row.
pub const ROW_MAX: usize = 1024 * 1024;
/// Cells of a workbook's sheet.
pub const CELLS_MAX: u64 = 2_000_000;
/// How many rows and cells a file may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Rows, the header left out.
    pub rows: u32,
    /// Cells of a workbook's sheet.
    pub cells: u64,
}

/// Those that hold; a test of what lies beyond them has smaller ones.
pub(crate) const BOUNDS: Bounds = Bounds { rows: ROWS_MAX, cells: CELLS_MAX };
/// Parts of a workbook.
pub const ENTRIES_MAX: usize = 50;
/// Bytes of all parts of a workbook, unpacked.
pub const INFLATED_MAX: u64 = 100 * 1024 * 1024;
/// Bytes of address space of the child.
pub const MEMORY_MAX: u64 = 256 * 1024 * 1024;
/// Seconds of processor time of the child. A debug build computes ten times as long.
pub const CPU_MAX: u64 = if cfg!(debug_assertions) { 60 } else { 10 };
