//! Tables kept in git, one row a line, columns padded for readers.

use std::fmt::Write;
use std::path::Path;

/// A table of words.
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: Vec<String>) -> Self {
        Self { head, rows: Vec::new() }
    }

    pub fn push(&mut self, row: Vec<String>) {
        assert_eq!(row.len(), self.head.len());
        self.rows.push(row);
    }

    fn text(&self) -> String {
        let lines = || std::iter::once(&self.head).chain(&self.rows);
        let width = |column: usize| lines().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let mut text = String::new();
        for row in lines() {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            writeln!(text, "{}", cells.join("\t").trim_end()).unwrap();
        }
        text
    }

    /// Compares with what git keeps, or writes it anew when `COVERAGE_WRITE` is set.
    #[expect(clippy::disallowed_methods, reason = "a developer's word to this test, not configuration of the product")]
    pub fn check(&self, name: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/coverage").join(name);
        let text = self.text();
        if std::env::var_os("COVERAGE_WRITE").is_some() {
            std::fs::write(&file, &text).unwrap();
            return;
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        if kept == text {
            return;
        }
        let mut difference = String::new();
        let squeeze = |line: &str| line.split('\t').map(str::trim_end).collect::<Vec<_>>().join(" | ");
        let (old, new): (Vec<String>, Vec<String>) =
            (kept.lines().map(squeeze).collect(), text.lines().map(squeeze).collect());
        for line in old.iter().filter(|line| !new.contains(line)) {
            writeln!(difference, "- {line}").unwrap();
        }
        for line in new.iter().filter(|line| !old.contains(line)) {
            writeln!(difference, "+ {line}").unwrap();
        }
        panic!(
            "{name} differs from what git keeps. If this is wanted, write it anew with COVERAGE_WRITE=1:\n{difference}"
        );
    }
}
