//! Rows on their way between processes and at rest: a line number, then each cell behind its length.

use crate::{COLUMNS_MAX, ROW_MAX};
use std::io::{self, Write};

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet numbers it, from 1.
    pub line: u32,
    /// The cells as text.
    pub cells: Vec<String>,
}

pub(crate) const HEAD: u8 = b'H';
pub(crate) const ROW: u8 = b'R';
pub(crate) const END: u8 = b'E';

/// Adds a row to packed ones.
pub fn pack(row: &Row, to: &mut Vec<u8>) {
    let length = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    to.extend_from_slice(&row.line.to_le_bytes());
    to.extend_from_slice(&length(row.cells.len()));
    for cell in &row.cells {
        to.extend_from_slice(&length(cell.len()));
        to.extend_from_slice(cell.as_bytes());
    }
}

/// Takes packed rows apart; `None` when they are not whole, or hold more than a row may.
#[must_use]
pub fn unpack(mut packed: &[u8]) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    while !packed.is_empty() {
        let line = number(&mut packed)?;
        let count = usize::try_from(number(&mut packed)?).ok().filter(|n| *n <= COLUMNS_MAX)?;
        let mut cells = Vec::with_capacity(count);
        for _ in 0..count {
            let length = usize::try_from(number(&mut packed)?).ok().filter(|n| *n <= ROW_MAX)?;
            let (cell, rest) = packed.split_at_checked(length)?;
            cells.push(std::str::from_utf8(cell).ok()?.to_owned());
            packed = rest;
        }
        rows.push(Row { line, cells });
    }
    Some(rows)
}

fn number(packed: &mut &[u8]) -> Option<u32> {
    let (bytes, rest) = packed.split_first_chunk::<4>()?;
    *packed = rest;
    Some(u32::from_le_bytes(*bytes))
}

/// Writes one frame: its kind, its length, its bytes.
pub(crate) fn write_frame(out: &mut dyn Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    out.write_all(&[kind])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_rows_come_back(cells in proptest::collection::vec(".{0,20}", 0..8), line in any::<u32>()) {
            let row = Row { line, cells };
            let mut packed = Vec::new();
            pack(&row, &mut packed);
            pack(&row, &mut packed);
            prop_assert_eq!(unpack(&packed), Some(vec![row.clone(), row]));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = unpack(&bytes);
        }
    }
}
