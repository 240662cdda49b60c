//! A workbook's sheet, cell by cell. Formulas are not computed: what the workbook says they came to is text.

use crate::child::Out;
use crate::limits::Bounds;
use crate::zip_check::{self, too_large, unreadable};
use crate::{COLUMNS_MAX, Format, Head, ReadOptions, Refusal};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::io::Cursor;

/// Reads the sheet that is asked for and gives its rows.
pub(crate) fn read(file: &[u8], options: &ReadOptions, bounds: &Bounds, out: &mut Out<'_>) -> Result<(), Refusal> {
    zip_check::check(file)?;
    let mut book = Xlsx::new(Cursor::new(file)).map_err(|_| unreadable())?;
    let sheets = book.sheet_names();
    let sheet = options.sheet.clone().or_else(|| sheets.first().cloned()).ok_or_else(unreadable)?;
    if !sheets.contains(&sheet) {
        return Err(Refusal::new("unknown_sheet", "The workbook has no sheet of this name."));
    }
    let head =
        Head { format: Format::Xlsx, encoding: None, delimiter: None, quote: None, sheets, sheet: Some(sheet.clone()) };
    out.head(&head)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| unreadable())?;
    let (mut line, mut row, mut count) = (0_u32, Vec::<String>::new(), 0_u64);
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        count += 1;
        if count > bounds.cells {
            return Err(too_large("more than 2,000,000 cells"));
        }
        let (at, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let Some(text) = text(cell.get_value()).filter(|text| !text.is_empty()) else { continue };
        if at > bounds.rows {
            return Err(Refusal::new("too_many_rows", "The sheet has more than 1,000,000 rows. Divide it."));
        }
        if column >= COLUMNS_MAX {
            return Err(Refusal::new(
                "too_many_columns",
                format!("Row {} has more than {COLUMNS_MAX} columns. Leave out some.", at + 1),
            ));
        }
        if at + 1 != line {
            if at + 1 < line {
                return Err(unreadable());
            }
            flush(line, &mut row, out)?;
            line = at + 1;
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if let Some(place) = row.get_mut(column) {
            *place = text;
        }
    }
    if line == 0 {
        return Err(Refusal::new("empty", "The sheet is empty."));
    }
    flush(line, &mut row, out)
}

fn flush(line: u32, row: &mut Vec<String>, out: &mut Out<'_>) -> Result<(), Refusal> {
    if line > 0 { out.row(line, std::mem::take(row)) } else { Ok(()) }
}

fn text(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // a phone number that was typed as a number has no fraction and no exponent
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "true" } else { "false" }.to_owned(),
        DataRef::DateTime(at) => date(at),
        DataRef::Error(error) => error.to_string(),
    })
}

fn date(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if at.is_datetime() && (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else if at.is_datetime() {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    } else {
        at.as_f64().to_string()
    }
}
