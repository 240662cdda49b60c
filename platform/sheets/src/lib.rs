//! Tables that come in as files: CSV and XLSX.
//!
//! Whoever sends a file may mean harm, so nothing of it is parsed in the process that serves: [`Parser`] starts the
//! program's own `parse-sheet` command, which caps itself ([`run_child`]: memory, processor time, no further files or
//! sockets), reads the file from standard input and answers rows on standard output. What it answers is checked again.
//!
//! Going out, [`write_record`] neutralises what a spreadsheet would take for a formula.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests may stop at the first surprise"
    )
)]

#[cfg(test)]
mod bounds_tests;
mod child;
mod csv;
mod dialect;
mod encoding;
mod frames;
mod input;
mod limits;
mod parser;
mod told;
mod write;
mod xlsx;
mod zip_check;

pub use child::run_child;
pub use frames::{Row, pack, unpack};
pub use limits::*;
pub use parser::{Feed, Found, ParseError, Parser, Rows};
pub use told::{End, Format, Head, ReadOptions, Refusal};
pub use write::{is_formula, neutral, write_record};
