//! A look at a workbook's container before anything in it is believed (IMPT-01, IMPT-03, IMPT-04).

use crate::{ENTRIES_MAX, INFLATED_MAX, Refusal};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Refuses what no spreadsheet program writes: too many or too large parts, names that point elsewhere or stand there
/// twice, encryption, links, document types.
pub(crate) fn check(file: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| unreadable())?;
    if archive.len() > ENTRIES_MAX {
        return Err(too_large(&format!("more than {ENTRIES_MAX} parts")));
    }
    directory(file, usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX), archive.len())?;
    let mut left = INFLATED_MAX;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| unreadable())?;
        if part.encrypted() {
            return Err(encrypted());
        }
        left = inflate(&mut part, left)?;
    }
    Ok(())
}

/// Counts by inflating, whatever the part says of itself, and looks for a document type.
fn inflate(part: &mut impl Read, mut left: u64) -> Result<u64, Refusal> {
    const MARK: &[u8] = b"<!DOCTYPE";
    let mut piece = vec![0; 64 * 1024 + MARK.len()];
    let mut kept = 0;
    loop {
        let read = part.read(piece.get_mut(kept..).unwrap_or_default()).map_err(|_| unreadable())?;
        if read == 0 {
            return Ok(left);
        }
        left = left
            .checked_sub(u64::try_from(read).unwrap_or(u64::MAX))
            .ok_or_else(|| too_large("more than 100 MiB unpacked"))?;
        let seen = piece.get(..kept + read).unwrap_or_default();
        if seen.windows(MARK.len()).any(|window| window.eq_ignore_ascii_case(MARK)) {
            return Err(Refusal::new(
                "document_type",
                "The workbook holds a document type, which no spreadsheet program writes. Save it anew, or as CSV.",
            ));
        }
        let tail = seen.len().min(MARK.len() - 1);
        let from = seen.len() - tail;
        piece.copy_within(from..from + tail, 0);
        kept = tail;
    }
}

/// Walks through the directory itself: the reader keeps one of two parts of the same name.
fn directory(file: &[u8], start: usize, parts: usize) -> Result<(), Refusal> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let mut at = file.get(start..).unwrap_or_default();
    let mut names = BTreeSet::new();
    let mut count = 0;
    while at.starts_with(ENTRY) {
        let number = |from: usize| {
            at.get(from..from + 2)
                .and_then(|b| <[u8; 2]>::try_from(b).ok())
                .map_or(0, |b| usize::from(u16::from_le_bytes(b)))
        };
        let (flags, length, extra, comment) = (number(8), number(28), number(30), number(32));
        let kind = number(40) >> 12;
        let name = at.get(46..46 + length).ok_or_else(unreadable)?;
        if flags & 1 == 1 {
            return Err(encrypted());
        }
        if kind == 0o12 || !is_plain(name) || !names.insert(name.to_ascii_lowercase()) {
            return Err(Refusal::new(
                "bad_parts",
                "The workbook holds parts whose names point elsewhere or stand there twice. Save it anew, or as CSV.",
            ));
        }
        at = at.get(46 + length + extra + comment..).unwrap_or_default();
        count += 1;
        if count > ENTRIES_MAX {
            return Err(too_large(&format!("more than {ENTRIES_MAX} parts")));
        }
    }
    if count == parts { Ok(()) } else { Err(unreadable()) }
}

fn is_plain(name: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', ':', '\0'])
        && !name.split('/').any(|step| step == "..")
}

pub(crate) fn unreadable() -> Refusal {
    Refusal::new("unreadable", "The workbook cannot be read. Save it anew as .xlsx, or as CSV.")
}

pub(crate) fn encrypted() -> Refusal {
    Refusal::new(
        "encrypted",
        "The workbook has a password, or is an old .xls. Save it without a password as .xlsx, or as CSV.",
    )
}

pub(crate) fn too_large(what: &str) -> Refusal {
    Refusal::new("workbook_too_large", format!("The workbook is too large: {what}. Save it as CSV."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impt_04_names_that_point_elsewhere_are_refused() {
        for bad in ["../x", "/etc/passwd", "a/../../b", "a\\b", "c:x", ""] {
            assert!(!is_plain(bad.as_bytes()), "{bad}");
        }
        assert!(is_plain(b"xl/worksheets/sheet1.xml") && is_plain(b"[Content_Types].xml"));
    }
}
